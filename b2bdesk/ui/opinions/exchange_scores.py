"""What the people of an exchange said there of us and of the main rival: scored on the spot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.queries.exchanges import get_exchanges
from b2bdesk.queries.perceptions import (
    AttributeRow,
    ScoreRow,
    get_main_rival,
    list_attributes,
    list_exchange_scores,
)
from b2bdesk.services.perceptions import set_score
from b2bdesk.storage.database import Session
from b2bdesk.storage.journal import ChangeSet
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.opinions.score_rows import ScoreLine, ScoreRows
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.dumbbell import Party
from b2bdesk.ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class _Found:
    people: tuple[tuple[int, str], ...]
    attributes: tuple[AttributeRow, ...]
    scores: tuple[ScoreRow, ...]
    main_rival: str | None


class ExchangeScores(QWidget):
    """One person at a time; hidden while there is nobody to score, or nothing to score by.

    Every score is a step of its own, of the exchange's day.
    """

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self._exchange: int | None = None
        self._account = 0
        self._found: _Found | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space(1))
        self.rows = ScoreRows(tr("Perceptions, 1 to 5"), editable=True)
        self.rows.scored.connect(self._on_scored)
        column.addWidget(self.rows)
        self.person = QComboBox()
        self.person.setAccessibleName(tr("Whose perceptions"))
        self.person.activated.connect(lambda _: self._show_person())
        column.insertWidget(0, self.person)
        words = tr("Kept at once, with this exchange as the source.")
        column.addWidget(Text(words, "caption", "text_3", wrap=True))
        ctx.changed.connect(self._on_changed)
        self.hide()

    def show_exchange(self, exchange: int | None, account: int) -> None:
        """Show a logged exchange; None, one that is still to be logged, has no scores."""
        self._exchange, self._account = exchange, account
        self._found = None
        if exchange is None:
            self.hide()
            return

        def look(session: Session) -> _Found:
            row = get_exchanges(session, [exchange]).get(exchange)
            return _Found(
                tuple((each.id, each.name) for each in row.people) if row else (),
                list_attributes(session),
                list_exchange_scores(session, exchange),
                get_main_rival(session, account),
            )

        self._ctx.read("exchange-scores", self, look, self._show)

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._exchange is not None and changes.touches(
            "perception", "brand_attribute", "exchange_person", "account"
        ):
            self.show_exchange(self._exchange, self._account)

    def _show(self, found: _Found) -> None:
        self._found = found
        self.setVisible(bool(found.people and found.attributes))
        current = self.person.currentData()
        self.person.clear()
        for key, name in found.people:
            self.person.addItem(name, key)
        self.person.setCurrentIndex(max(0, self.person.findData(current)))
        self.person.setVisible(len(found.people) > 1)
        self.rows.set_rival(found.main_rival)
        self._show_person()

    def _show_person(self) -> None:
        found, person = self._found, self.person.currentData()
        if found is not None:
            self.rows.show_lines([self._line(found, row, person) for row in found.attributes])

    def _line(self, found: _Found, attribute: AttributeRow, person: int | None) -> ScoreLine:
        held = next(
            (
                row
                for row in found.scores
                if row.attribute_id == attribute.id and row.person == person
            ),
            None,
        )
        ours, rival = (None, None) if held is None else (held.ours, held.rival)
        spoken = tr(
            "{attribute}: us {ours}; {rival} {theirs}",
            attribute=attribute.name,
            ours=_words(ours),
            rival=found.main_rival or tr("main rival"),
            theirs=_words(rival),
        )
        return ScoreLine(attribute.id, attribute.name, ours, rival, spoken)

    def _on_scored(self, attribute: int, party: str, score: int | None) -> None:
        exchange, person = self._exchange, self.person.currentData()
        found, as_of = self._found, self._ctx.as_of
        if exchange is None or person is None or found is None:
            return
        side = cast(Party, party)
        name = next(row.name for row in found.attributes if row.id == attribute)
        label = tr("Score {attribute} by {name}", attribute=name, name=self.person.currentText())
        self._ctx.write(
            label,
            self,
            lambda s: set_score(s, person, attribute, side, score, as_of, exchange=exchange),
            None,
            self._on_refused,
            toast=label,
        )

    def _on_refused(self, error: B2BDeskError) -> None:
        self._ctx.toast(str(error))
        self.show_exchange(self._exchange, self._account)


def _words(score: int | None) -> str:
    return tr("not scored") if score is None else tr("{score} of 5", score=score)
