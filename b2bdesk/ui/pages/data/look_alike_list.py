"""New accounts that the file may know already: keep them apart, or take them as the one known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.duplicates import LookAlike, reason_words
from b2bdesk.services.imports.decisions import NEW_RECORD, Decisions
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.data.decision_log import Decision
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.tab_order import tab_in_place
from b2bdesk.ui.widgets.text import ElidedText, Text

_SHOWN = 5


class LookAlikeList(QWidget):
    """``decided`` carries the decision about one new account."""

    decided = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().space(1))

    def show_pairs(self, pairs: Sequence[LookAlike]) -> None:
        """Show the surest of them."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for pair in pairs[:_SHOWN]:
            self._column.addWidget(self._line(pair))
        more = len(pairs) - _SHOWN
        if more > 0:
            n = formats().integer(more)
            words = trn("and {n} more", "and {n} more", more, n=n)
            self._column.addWidget(Text(words, "table", "text_3"))
        tab_in_place(self)

    def _line(self, pair: LookAlike) -> QWidget:
        line = QWidget()
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme().px(6))
        grid.setVerticalSpacing(theme().px(2))
        grid.setColumnStretch(2, 1)
        grid.addWidget(ElidedText(pair.name, "table", weight="medium"), 0, 0, 1, 3)
        known = pair.account_name
        if pair.account_place:
            known = f"{known}, {pair.account_place}"
        row = formats().integer(pair.row)
        like = ElidedText(tr("row {row}: {known}?", row=row, known=known), "caption", "text_3")
        grid.addWidget(like, 1, 0, 1, 3)
        why = ", ".join(reason_words(reason) for reason in pair.reasons)
        for column, (words, decision) in enumerate(self._choices(pair)):
            button = Button(words, compact=True, on_click=partial(self.decided.emit, decision))
            button.setAccessibleName(f"{words}: {pair.name}, {known}")
            button.setToolTip(why)
            grid.addWidget(button, 2, column)
        line.setToolTip(why)
        return line

    def _choices(self, pair: LookAlike) -> tuple[tuple[str, Decision], ...]:
        place = (pair.sheet, pair.row)
        keep = tr("{name} is a new account", name=pair.name)
        merge = tr("{name} is {known}", name=pair.name, known=pair.account_name)
        return (
            (tr("Keep"), Decision(keep, Decisions(records={place: NEW_RECORD}))),
            (tr("Merge"), Decision(merge, Decisions(records={place: pair.account}))),
        )
