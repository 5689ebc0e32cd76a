"""The strip under the preview: what a sheet leaves open, with its answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import trn
from b2bdesk.exchange_formats.excel.model import SheetLook
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.ui.pages.data.questions import Asked, questions_of
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.tab_order import tab_in_place
from b2bdesk.ui.widgets.text import ElidedText, Text

_SHOWN = 3
_ICONS = {"attention": ("ph.question", "attention"), "info": ("ph.info", "text_3")}


class QuestionStrip(QFrame):
    """``answered`` carries the sheet's mapping after an answer."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.setProperty("surface", "panel")
        self._column = QVBoxLayout(self)
        side = look.space(3)
        self._column.setContentsMargins(side, look.px(3), side, look.px(3))
        self._column.setSpacing(0)
        self._all: tuple[Asked, ...] = ()
        self._open = False
        self.hide()

    def show_sheet(self, look: SheetLook, mapping: SheetMapping) -> None:
        """Show what a sheet leaves open."""
        self._all = questions_of(look, mapping)
        self._open = False
        self._fill()

    def _fill(self) -> None:
        held = self.isAncestorOf(self.window().focusWidget() or self)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = self._all if self._open else self._all[:_SHOWN]
        first: QWidget | None = None
        for asked in shown:
            line, answer = self._line(asked)
            first = first or answer
            self._column.addWidget(line)
        more = len(self._all) - len(shown)
        if more:
            words = trn("{n} more note", "{n} more notes", more)
            button = Button(words, "link", on_click=self._show_all)
            self._column.addWidget(button)
        self.setVisible(bool(self._all))
        tab_in_place(self)
        if held and first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_all(self) -> None:
        self._open = True
        self._fill()

    def _line(self, asked: Asked) -> tuple[QWidget, QWidget | None]:
        look = theme()
        line = QWidget()
        line.setAccessibleName(f"{asked.what} {asked.detail}".strip())
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space(2))
        row.addWidget(IconLabel(*_ICONS[asked.tone]))
        quiet = asked.tone == "info"
        heavy = "regular" if quiet else "semibold"
        words = ElidedText(asked.what, "table", "text_2" if quiet else "text", weight=heavy)
        words.setMinimumHeight(look.size("min_target"))
        row.addWidget(words)
        if asked.detail:
            row.addWidget(Text(asked.detail, "table", "text_2"))
        first: QWidget | None = None
        for said, answer in asked.answers:
            button = Button(said, "link", on_click=self._answering(answer))
            button.setAccessibleDescription(asked.what)
            row.addSpacing(look.space(1))
            row.addWidget(button)
            first = first or button
        row.addStretch(1)
        return line, first

    def _answering(self, answer: Callable[[], SheetMapping]) -> Callable[[], None]:
        return lambda: self.answered.emit(answer())
