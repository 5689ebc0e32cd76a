"""What one person thinks of us and of the main rival: read, scored by hand, with its source."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.services.perceptions import (
    FIRST_SET,
    AttributeScores,
    PersonScores,
    add_attributes,
    person_scores,
    set_main_rival,
    set_score,
)
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.opinions.score_rows import ScoreLine, ScoreRows
from b2bdesk.ui.opinions.score_words import older_words, person_words
from b2bdesk.ui.pages.account.people.section import clear
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.dumbbell import Party
from b2bdesk.ui.widgets.text import Text

_OLDER = 4


class PersonPerceptions(QWidget):
    """Reads for itself; every score is one step that can be undone."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self._account = 0
        self._name = ""
        self._found: PersonScores | None = None
        self._current: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme().space(1))
        column.setSpacing(theme().space(1))
        self.rows = ScoreRows(tr("Perceptions, 1 to 5"), editable=True)
        self.rows.scored.connect(self._on_scored)
        self.rows.entered.connect(self._on_entered)
        column.addWidget(self.rows)
        self._build_first(column)
        self.detail = Text("", "caption", "text_2", wrap=True)
        column.addWidget(self.detail)
        self._older = QVBoxLayout()
        self._older.setSpacing(0)
        column.addLayout(self._older)
        links = QHBoxLayout()
        links.setSpacing(theme().space(3))
        self.rival_link = Button("", "link", compact=True, on_click=self._name_rival)
        self.edit_link = Button(
            tr("Attributes"), "link", compact=True,
            on_click=lambda: ctx.go(Target("settings", tab="brand")),
        )  # fmt: skip
        links.addWidget(self.rival_link)
        links.addWidget(self.edit_link)
        links.addStretch(1)
        column.addLayout(links)
        self.rival = QLineEdit()
        self.rival.setPlaceholderText(tr("Name of the main rival here"))
        self.rival.setAccessibleName(tr("Main rival"))
        self.rival.returnPressed.connect(self._save_rival)
        self.rival.editingFinished.connect(self.rival.hide)
        self.rival.hide()
        column.addWidget(self.rival)

    def _build_first(self, column: QVBoxLayout) -> None:
        self._first = QWidget()
        inside = QVBoxLayout(self._first)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme().space(1))
        words = tr("By what do customers judge you? Name it, or begin with five.")
        inside.addWidget(Text(words, "table", "text_2", wrap=True))
        self.new_attribute = QLineEdit()
        self.new_attribute.setPlaceholderText(tr("For example: technical advice"))
        self.new_attribute.setAccessibleName(tr("Name of a brand attribute"))
        self.new_attribute.returnPressed.connect(self._on_named)
        inside.addWidget(self.new_attribute)
        self.begin = Button(tr("Begin with five"), compact=True, on_click=self._on_begin)
        self.begin.setToolTip(", ".join(tr(name) for name in FIRST_SET))
        inside.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._first)
        self._first.hide()

    # --- showing -----------------------------------------------------------------------------

    def show_person(self, account: int, person: int, name: str) -> None:
        """Read and show a person of an account."""
        other = self._found is None or self._found.person != person
        self._account, self._name = account, name
        as_of = self._ctx.as_of
        if other:
            self._current = None
            self.setEnabled(False)
        self._ctx.read(
            "person-perceptions",
            self,
            lambda s: person_scores(s, account, person, as_of),
            self._show,
        )

    def _show(self, found: PersonScores) -> None:
        self._found = found
        self.setEnabled(True)
        rival = found.main_rival
        self.rows.set_rival(rival)
        self.rows.show_lines([self._line(each) for each in found.attributes])
        self._first.setVisible(not found.attributes)
        self.edit_link.setVisible(bool(found.attributes))
        self.rival_link.setText(tr("Rename the rival") if rival else tr("Name the rival"))
        self.rival_link.setVisible(bool(found.attributes))
        self._show_detail()

    @property
    def _rival_name(self) -> str:
        found = self._found
        return (found.main_rival if found else None) or tr("main rival")

    def _line(self, found: AttributeScores) -> ScoreLine:
        return ScoreLine(
            found.attribute.id,
            found.attribute.name,
            found.ours.ours if found.ours else None,
            found.rival.rival if found.rival else None,
            person_words(found, self._rival_name),
        )

    def _on_entered(self, attribute: int) -> None:
        self._current = attribute
        self._show_detail()

    def _show_detail(self) -> None:
        clear(self._older)
        found = self._found
        each = next(
            (row for row in found.attributes if row.attribute.id == self._current), None
        ) if found else None  # fmt: skip
        scored = found is not None and any(row.answers for row in found.attributes)
        if each is None:
            hint = tr("Digits set a score, Space changes the side, Del takes it back.")
            self.detail.setText("" if scored or found is None else hint)
            self.detail.setVisible(bool(self.detail.text()) and bool(found and found.attributes))
            return
        self.detail.setText(person_words(each, self._rival_name))
        self.detail.setVisible(True)
        newest = {row.id for row in (each.ours, each.rival) if row is not None}
        for row in [row for row in each.answers if row.id not in newest][:_OLDER]:
            words = older_words(row, self._rival_name)
            self._older.addWidget(Text(words, "caption", "text_3", wrap=True))
        source = next((r for r in (each.ours, each.rival) if r and r.exchange_id), None)
        if source is not None:
            target = Target("account", self._account, "exchanges", source.exchange_id)
            link = Button(
                tr("Open the exchange"), "link", compact=True,
                on_click=partial(self._ctx.go, target),
            )  # fmt: skip
            self._older.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    # --- changing ----------------------------------------------------------------------------

    def _on_scored(self, attribute: int, party: str, score: int | None) -> None:
        found = self._found
        if found is None:
            return
        self._current = attribute
        side, person, as_of = cast(Party, party), found.person, self._ctx.as_of
        name = next(a.attribute.name for a in found.attributes if a.attribute.id == attribute)
        label = tr("Score {attribute} by {name}", attribute=name, name=self._name)
        self._ctx.write(
            label,
            self,
            lambda s: set_score(s, person, attribute, side, score, as_of),
            None,
            self._on_refused,
            toast=label,
        )

    def _on_refused(self, error: B2BDeskError) -> None:
        self._ctx.toast(str(error))
        if self._found is not None:
            self.show_person(self._account, self._found.person, self._name)

    def _on_named(self) -> None:
        name = self.new_attribute.text()
        shown = " ".join(name.split())
        self._ctx.write(
            tr("Add brand attribute {name}", name=shown),
            self,
            lambda s: add_attributes(s, [name]),
            lambda _: self.new_attribute.clear(),
            self._on_refused,
            toast=tr("Brand attribute {name} added", name=shown),
        )

    def _on_begin(self) -> None:
        names = [tr(name) for name in FIRST_SET]
        words = tr("Add five brand attributes")
        self._ctx.write(words, self, lambda s: add_attributes(s, names), toast=words)

    def _name_rival(self) -> None:
        self.rival.setText(self._found.main_rival or "" if self._found else "")
        self.rival.show()
        self.rival.setFocus(Qt.FocusReason.OtherFocusReason)
        self.rival.selectAll()

    def _save_rival(self) -> None:
        name, account = self.rival.text(), self._account
        self.rival.hide()
        if " ".join(name.split()) == ((self._found.main_rival if self._found else None) or ""):
            return
        words = tr("Name the main rival")
        self._ctx.write(words, self, lambda s: set_main_rival(s, account, name), toast=words)
