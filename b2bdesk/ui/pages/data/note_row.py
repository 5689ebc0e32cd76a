"""The line under a row that needs a decision: why, and the buttons that settle it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.pages.data.fixes import Fix, FixKind
from b2bdesk.ui.pages.data.issues import Issue
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import set_error
from b2bdesk.ui.widgets.text import ElidedText, Text


class NoteRow(QWidget):
    """Lies over a line of the preview. ``chosen`` carries the fix and what was typed, if any."""

    chosen = Signal(object, str)  # Fix, text

    def __init__(
        self,
        issue: Issue,
        fixes: tuple[Fix, ...],
        fits: Callable[[Issue, str], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        look = theme()
        self.issue, self._fits = issue, fits
        self.setAccessibleName(issue.words())
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.space(2), 0, look.space(2), 0)
        self._row.setSpacing(look.space(2))
        tone = "against_us" if issue.blocks else "attention_text"
        self._words = ElidedText(issue.words(), "table", tone)
        self._row.addWidget(self._words)
        self._parts: list[QWidget] = []
        for fix in fixes:
            self._row.addWidget(self._button(fix))
        self._row.addStretch(1)
        self._editor: QLineEdit | None = None

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in order."""
        return tuple(self._parts)

    def focus_first(self) -> None:
        """Give the keyboard to the first fix."""
        if self._parts:
            self._parts[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _button(self, fix: Fix) -> Button:
        asks = fix.kind is FixKind.ACCOUNT and not fix.choices
        button = Button(fix.label, compact=True, trail_icon="ph.caret-down" if asks else None)
        if fix.kind is FixKind.TYPE:
            button.clicked.connect(lambda: self._edit(fix))
        elif fix.choices:
            button.setMenu(self._menu(fix, button))
            button.updateGeometry()
        else:
            button.clicked.connect(lambda: self.chosen.emit(fix, ""))
        button.setAccessibleDescription(self.issue.words())
        self._parts.append(button)
        return button

    def _menu(self, fix: Fix, button: Button) -> QMenu:
        menu = QMenu(button)
        for choice in fix.choices:
            entry = menu.addAction(choice.label.replace("&", "&&"))
            entry.triggered.connect(lambda _=False, each=choice: self.chosen.emit(each, ""))
        return menu

    def _edit(self, fix: Fix) -> None:
        """An inline editor in place of the buttons: Enter confirms, Esc leaves."""
        editor = self._editor = QLineEdit()
        editor.setFixedHeight(theme().size("control_in_row"))
        editor.setFixedWidth(theme().px(180))
        editor.setAccessibleName(fix.label)
        editor.setText(self.issue.first.value)
        editor.textEdited.connect(lambda _: set_error(editor, False))
        self._row.insertWidget(1, editor)
        done = Button(tr("Use it"), compact=True, keys=tr("Enter"))
        done.clicked.connect(lambda: self._confirm(fix))
        leave = Button(tr("Leave it"), "flat", compact=True, on_click=self._leave)
        self._row.insertWidget(2, done)
        self._row.insertWidget(3, leave)
        wrong = Text("", "table", "against_us")
        self._row.insertWidget(4, wrong)
        self._added: tuple[QWidget, ...] = (editor, done, leave, wrong)
        self._wrong = wrong
        editor.returnPressed.connect(lambda: self._confirm(fix))
        for one, two in pairwise((self._parts[0], editor, done, leave)):
            QWidget.setTabOrder(one, two)
        editor.selectAll()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        for part in self._parts:  # only now: a button that hides hands the keyboard on
            part.hide()

    def _confirm(self, fix: Fix) -> None:
        assert self._editor is not None
        text = self._editor.text()
        if text.strip() and self._fits(self.issue, text):
            self.chosen.emit(fix, text)
        else:
            set_error(self._editor, True)
            self._wrong.setText(tr("That does not fit this field."))

    def _leave(self) -> None:
        for part in self._parts:
            part.show()
        self.focus_first()
        for part in self._added:
            part.hide()
            part.deleteLater()
        self._editor = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._editor is not None:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, Button):
                focus.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color("line"))
