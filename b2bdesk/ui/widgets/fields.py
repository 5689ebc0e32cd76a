"""Input fields with their label and their error underneath, and the search field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.quick_dates import read_day
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import IconButton
from b2bdesk.ui.widgets.drawing import draw_keycap, keycap_width
from b2bdesk.ui.widgets.text import Text

_TYPING_PAUSE_MS = 120


def set_error(field: QWidget, wrong: bool) -> None:
    """Give a field the error edge, or take it away."""
    if bool(field.property("error")) != wrong:
        field.setProperty("error", wrong)
        field.style().unpolish(field)
        field.style().polish(field)


class FieldRow(QWidget):
    """A label above a field and, where the input cannot be accepted, why, under it."""

    def __init__(
        self, label: str, field: QWidget, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(3))
        self._caption = caption = Text(label, "table", "text_2", weight="medium")
        caption.setBuddy(field)
        self._below = Text(hint, "caption", "text_3", wrap=True)
        column.addWidget(caption)
        column.addWidget(field)
        column.addWidget(self._below)
        caption.setVisible(bool(label))
        self._below.setVisible(bool(hint))
        if not field.accessibleName():
            field.setAccessibleName(label)
        field.setAccessibleDescription(hint)

    def set_label(self, label: str) -> None:
        """Change the words above the field, for example with the file's currency in them."""
        self._caption.setText(label)
        self._caption.setVisible(bool(label))
        self.field.setAccessibleName(label)

    def set_hint(self, hint: str) -> None:
        """Change the quiet words under the field."""
        self._hint = hint
        self.set_error(self.error)

    def set_error(self, message: str) -> None:
        """Show what is wrong; an empty message clears it."""
        set_error(self.field, bool(message))
        self._below.setText(message or self._hint)
        self._below.set_tone("against_us" if message else "text_3")
        self._below.setVisible(bool(message or self._hint))
        self.field.setAccessibleDescription(message or self._hint)

    @property
    def error(self) -> str:
        """The message on show, empty when the input is accepted."""
        return self._below.text() if self.field.property("error") else ""


class SearchField(QLineEdit):
    """Search with an icon, a clear button and a keycap. ``searched`` after a pause in typing.

    Down and Enter emit ``left_down`` so that a list under it can take the keyboard; Esc clears.
    """

    searched = Signal(str)
    left_down = Signal()

    def __init__(
        self, placeholder: str = "", *, keys: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setPlaceholderText(placeholder or tr("Search"))
        self.setAccessibleName(self.placeholderText())
        look = theme()
        right = keycap_width(keys) + look.px(6) if keys else look.px(22)
        self.setTextMargins(look.px(22), 0, right, 0)
        self._clear = IconButton("ph.x", tr("Clear"), on_click=self._on_clear, parent=self)
        self._clear.setFixedSize(look.size("control_in_row"), look.size("control_in_row"))
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text()))
        self.textChanged.connect(self._on_text)

    def _on_text(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._pause.start()

    def _on_clear(self) -> None:
        self.clear()
        self._pause.stop()
        self.searched.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self._on_clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._pause.isActive():
                self._pause.stop()
                self.searched.emit(self.text())
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self._clear.width()
        self._clear.move(self.width() - side - 3, (self.height() - side) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = theme()
        painter = QPainter(self)
        side = look.size("icon")
        draw_icon(
            painter,
            "ph.magnifying-glass",
            QRectF(look.px(8), (self.height() - side) / 2, side, side),
        )
        if self._keys and not self.text():
            width, height = keycap_width(self._keys), look.px(18)
            cap = QRectF(
                self.width() - width - look.px(5), (self.height() - height) / 2, width, height
            )
            draw_keycap(painter, cap, self._keys)


class DateField(QLineEdit):
    """A day typed as people write it ("20 May", "2020-05-20", "tomorrow").

    ``edited`` carries the date, or None while empty; what is no date shows the error edge, and
    ``is_valid`` is False.
    """

    edited = Signal(object)

    def __init__(
        self,
        value: date | None = None,
        *,
        reference: Callable[[], date] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._reference = reference
        self._value = value
        self.setPlaceholderText(tr("Date"))
        self.set_value(value)
        self.editingFinished.connect(self._on_finished)
        self.textEdited.connect(self._on_edited)
        self.installEventFilter(self)

    @property
    def value(self) -> date | None:
        """The date, None when empty or not understood."""
        return self._value

    @property
    def is_valid(self) -> bool:
        """False while the text is there but is no date."""
        return self._value is not None or not self.text().strip()

    def set_value(self, value: date | None) -> None:
        """Show a date."""
        self._value = value
        self.setText("" if value is None else formats().date_full(value))
        set_error(self, False)

    def _on_edited(self, text: str) -> None:
        reference = self._reference() if self._reference else None
        self._value = formats().parse_date(text, reference) if text.strip() else None
        if self._value is None and reference is not None and text.strip():
            self._value = read_day(text, reference)  # fri, in 2 weeks
        if self.is_valid:
            set_error(self, False)

    def _on_finished(self) -> None:
        set_error(self, not self.is_valid)
        if self.is_valid:
            self.set_value(self._value)
            self.edited.emit(self._value)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
            step = steps.get(Qt.Key(event.key()))
            if step is not None and self._value is not None:
                self.set_value(date.fromordinal(self._value.toordinal() + step))
                self.edited.emit(self._value)
                return True
        return False


class NumberField(QLineEdit):
    """A number typed in the user's locale; ``edited`` carries a Decimal or None when left."""

    edited = Signal(object)

    def __init__(self, decimals: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._decimals = decimals
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self._on_finished)

    @property
    def value(self) -> object:
        """The number as a Decimal, None when empty or not understood."""
        return formats().parse_number(self.text())

    @property
    def is_valid(self) -> bool:
        """False while the text is there but is no number."""
        return not self.text().strip() or formats().parse_number(self.text()) is not None

    def set_value(self, value: float | None) -> None:
        """Show a number."""
        self.setText("" if value is None else formats().number(value, self._decimals))
        set_error(self, False)

    def _on_finished(self) -> None:
        set_error(self, not self.is_valid)
        if self.is_valid:
            self.edited.emit(formats().parse_number(self.text()))
