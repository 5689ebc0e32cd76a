"""Free words of any length, written when the keyboard leaves the field."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

from b2bdesk.ui.theme.theme import theme

_LINES = 4
# Breaking a longer word at word boundaries takes seconds; it is broken anywhere instead.
_LONG_WORD = 1_000


class NoteField(QPlainTextEdit):
    """A few lines that scroll; ``committed`` carries whose note it is and the words.

    What was typed about one owner is committed before another one's is shown, so nothing is lost.
    Ctrl+Enter commits too, Tab goes on to the next control.
    """

    committed = Signal(object, str)  # owner, text

    def __init__(self, name: str, lines: int = _LINES) -> None:
        super().__init__()
        self._owner: object = None
        self._kept = ""
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + theme().px(14))

    def show_note(self, owner: object, text: str) -> None:
        """Show a note; what is being typed about the same owner stays."""
        if owner != self._owner:
            self.keep()
        elif self.hasFocus() and self.toPlainText() != self._kept:
            return
        self._owner, self._kept = owner, text
        if self.toPlainText() != text:
            self._fit_wrap(text)
            self.setPlainText(text)

    def keep(self) -> None:
        """Hand over what was typed, where it is new."""
        text = self.toPlainText()
        if self._owner is not None and text.strip() != self._kept.strip():
            self._kept = text
            self.committed.emit(self._owner, text)

    def _fit_wrap(self, text: str) -> None:
        long_word = any(len(word) > _LONG_WORD for word in text.split())
        mode = QTextOption.WrapMode
        self.setWordWrapMode(mode.WrapAnywhere if long_word else mode.WrapAtWordBoundaryOrAnywhere)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self._fit_wrap(self.toPlainText() + source.text())
        super().insertFromMimeData(source)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
        else:
            super().keyPressEvent(event)
