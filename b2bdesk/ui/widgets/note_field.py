"""Free words of any length, written when the keyboard leaves the field."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QPlainTextEdit

from b2bdesk.ui.theme.theme import theme

_LINES = 4


class NoteField(QPlainTextEdit):
    """A few lines that scroll; ``committed`` carries whose note it is and the words.

    What was typed about one owner is committed before another one's is shown, so nothing is lost.
    Ctrl+Enter commits too, Tab goes on to the next control.
    """

    committed = Signal(object, str)  # owner, text

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__()
        self._owner: object = None
        self._kept = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + theme().px(14))

    def show_note(self, owner: object, text: str) -> None:
        """Show a note; what is being typed about the same owner stays."""
        if owner != self._owner:
            self.commit()
        elif self.hasFocus() and self.toPlainText() != self._kept:
            return
        self._owner, self._kept = owner, text
        if self.toPlainText() != text:
            self.setPlainText(text)

    def commit(self) -> None:
        """Hand over what was typed, where it is new."""
        text = self.toPlainText()
        if self._owner is not None and text.strip() != self._kept.strip():
            self._kept = text
            self.committed.emit(self._owner, text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
        else:
            super().keyPressEvent(event)
