"""Keep, convert or let go in the portfolio: the column, the filter, and deciding about several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QMenu

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.models.costing_enums import Decision
from b2bdesk.models.enums import WORDS
from b2bdesk.services.decisions.advice import DecisionState
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.pages.account.profit.decision.decision_dialog import decide_about
from b2bdesk.ui.tables.cells import Cell
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.choice_chip import ChoiceChip
from b2bdesk.ui.widgets.drawing import LEFT, draw_text
from b2bdesk.ui.widgets.marks import decision_mark

if TYPE_CHECKING:
    from b2bdesk.services.portfolio import PortfolioRow
    from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage

FACET = "decision"
_UNDECIDED, _DIFFERS = "undecided", "differs"


@dataclass(frozen=True, slots=True)
class DecisionCell(Cell):
    """What was decided; with a warning where the figures say otherwise, quiet with a dashed ring
    where it is only recommended."""

    def text(self, value: Any) -> str:
        word = _word(value)
        return MISSING if word is None else tr(WORDS[word])

    def spoken(self, value: Any) -> str:
        return decision_words(value) if value is not None else tr("unknown")

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        word = _word(value)
        if word is None:
            Cell.draw(self, painter, box, None)
            return
        look = theme()
        mark = decision_mark(word.value)
        side = mark.width
        spot = QRectF(box.left(), box.top(), side, box.height())
        tone = "text"
        if value.differs:
            draw_icon(painter, "ph.warning", spot, "attention")
            tone = "attention_text"
        elif value.decided is None:
            draw_icon(painter, "ph.circle-dashed", spot, "text_3")
            tone = "text_3"
        else:
            mark.draw(painter, spot)
        rest = box.adjusted(side + look.px(7), 0, 0, 0)
        draw_text(painter, rest, mark.label, look.font("table"), tone, LEFT)


def _word(state: DecisionState | None) -> Decision | None:
    if state is None:
        return None
    return state.recommended if state.decided is None else state.decided.decision


def decision_words(state: DecisionState | None) -> str:
    """What was decided and what is recommended, in a sentence each."""
    if state is None:
        return ""
    parts = []
    held = state.decided
    if held is not None:
        parts.append(
            tr(
                "Decided to {decision}, {day}",
                decision=lowered(tr(WORDS[held.decision])),
                day=formats().date_full(held.on),
            )
        )
        parts += [text for text in (held.author, held.reason) if text]
    if state.recommended is not None and (held is None or state.differs):
        word = lowered(tr(WORDS[state.recommended]))
        parts.append(tr("the figures say: {decision}", decision=word))
    return ", ".join(parts)


def decision_order(state: DecisionState | None) -> tuple[int, bool] | None:
    """Keep, convert, let go; what is decided before what is only recommended."""
    word = _word(state)
    if state is None or word is None:
        return None
    return list(Decision).index(word), state.decided is None


class DecisionTools:
    """The "Set decision" menu of the page, its filter chip, and what the rows are told."""

    def __init__(self, page: PortfolioPage) -> None:
        self._page = page
        self._states: Mapping[int, DecisionState] = {}
        self._menu = QMenu(page)
        self._menu.aboutToShow.connect(self._fill)
        self.button = Button(tr("Set decision"), menu=self._menu)
        self.chip = ChoiceChip(tr("Decision"), tr("all"))
        self.chip.set_choices(
            [
                *((decision.value, tr(WORDS[decision])) for decision in Decision),
                (_UNDECIDED, tr("Not decided")),
                (_DIFFERS, tr("Differs from recommended")),
            ]
        )

    def take(self, states: Mapping[int, DecisionState]) -> None:
        """What was decided and is recommended, by account."""
        self._states = states

    def of(self, account: int) -> DecisionState | None:
        """An account's state; None where nothing is decided or recommended."""
        return self._states.get(account)

    def facet_values(self, row: PortfolioRow) -> frozenset[str]:
        """What the filter finds an account by."""
        state = self._states.get(row.id)
        if state is None or state.decided is None:
            return frozenset({_UNDECIDED})
        found = {state.decided.decision.value}
        return frozenset(found | {_DIFFERS} if state.differs else found)

    # --- deciding --------------------------------------------------------------------------

    def decide(self, decision: Decision) -> None:
        """Ask for the reason and decide about the selected accounts, as one step."""
        page = self._page
        chosen = page.table.selected_ids
        if page.result is None or not chosen:
            return
        row = page.result.by_id.get(chosen[0])
        decide_about(page.ctx, page.window(), chosen, "" if row is None else row.name, decision)

    def _fill(self) -> None:
        self._menu.clear()
        self.add_to(self._menu)

    def add_to(self, menu: QMenu) -> None:
        """The three decisions, for as many accounts as are selected."""
        count = len(self._page.table.selected_ids)
        words = trn("For {n} account", "For {n} accounts", count, n=formats().integer(count))
        head = menu.addAction(words if count else tr("Select accounts in the table first"))
        head.setEnabled(False)
        for decision in Decision:
            action = menu.addAction(tr(WORDS[decision]), partial(self.decide, decision))
            action.setEnabled(bool(count))

    def open_menu(self, account: int, spot: QPoint) -> None:
        """The menu of a row."""
        page = self._page
        menu = QMenu(page)
        menu.addAction(tr("Open"), partial(page.open_account, account))
        self.add_to(menu.addMenu(tr("Set decision")))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)

    def actions(self) -> list[Action]:
        """What the palette offers while accounts are selected."""

        def ready() -> bool:
            return self._page.result is not None and bool(self._page.table.selected_ids)

        return [
            Action(
                f"portfolio.decide.{decision.value}",
                tr("Decide to {decision} the selected accounts",
                   decision=lowered(tr(WORDS[decision]))),
                partial(self.decide, decision),
                "",
                "ph.anchor",
                tr("Portfolio"),
                "set decision",
                ready,
            )
            for decision in Decision
        ]  # fmt: skip
