"""The bar over the map while it shows another day, or the account without a person.

What is seen through it is computed, never written: the map is for looking until the user is back.
"""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from b2bdesk.core.dates import last_of_month, month_of
from b2bdesk.core.i18n import tr
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.fields import DateField
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import ElidedText, Text

_WAIT_MS = 80  # a slider that is dragged asks for the day where it rests


class Lens(QWidget):
    """Which day, or without whom, the map is shown; hidden while it shows the account as it is.

    ``changed``: another map is to be shown. ``day`` is None for the day of all figures.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.day: date | None = None
        self.without: int | None = None
        self._name = ""
        self._first = self._last = date.today()  # noqa: DTZ011 - replaced when it opens
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space(4), look.px(6), look.space(3), look.px(6))
        row.setSpacing(look.space(2))
        self._clock = IconLabel("ph.clock-counter-clockwise", "text_2")
        self._gone = IconLabel("ph.user-minus", "attention")
        row.addWidget(self._clock)
        row.addWidget(self._gone)
        self._words = ElidedText("", "body", weight="medium")
        row.addWidget(self._words)
        self.field = DateField()
        self.field.setAccessibleName(tr("Day to look at"))
        self.field.setFixedWidth(look.px(112))
        self.field.edited.connect(self._on_typed)
        row.addWidget(self.field)
        self.earlier = IconButton(
            "ph.caret-left", tr("A month earlier"), on_click=lambda: self._step(-1)
        )
        row.addWidget(self.earlier)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setMinimumWidth(look.px(120))
        self.slider.setPageStep(30)
        self.slider.valueChanged.connect(self._on_slid)
        row.addWidget(self.slider, 1)
        self.later = IconButton(
            "ph.caret-right", tr("A month later"), on_click=lambda: self._step(1)
        )
        row.addWidget(self.later)
        self._detail = Text("", "table", "text_2")
        row.addWidget(self._detail)
        self._room = QWidget()
        row.addWidget(self._room, 1)
        self.back = Button(tr("Back to now"), "link", on_click=self.close_lens)
        row.addWidget(self.back)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self.changed)
        self.hide()

    @property
    def active(self) -> bool:
        """True while the map is not the account as it is."""
        return self.day is not None or self.without is not None

    def refusal(self) -> str:
        """Why nothing can be changed now; nothing where it can."""
        if self.without is not None:
            return tr("This is the map without {name}. Go back to now to change it.",
                      name=self._name)  # fmt: skip
        if self.day is not None:
            day = formats().date_full(self.day)
            return tr("This is the map of {day}. Go back to now to change it.", day=day)
        return ""

    def open_days(self, first: date | None, last: date) -> None:
        """Look at any day from the first that anything is dated on; a year back at first."""
        self.without, self._last = None, last
        self._first = min(first or last, last - timedelta(days=1))
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, (last - self._first).days)
        self._go(max(self._first, last - timedelta(days=365)))
        self._show(days=True)
        self.changed.emit()
        self.slider.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_without(self, person: int, name: str) -> None:
        """Look at the account as if a person had left."""
        self.day, self.without, self._name = None, person, name
        self._show(days=False)
        self._words.setText(tr("As if {name} had left", name=name))
        self.changed.emit()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_lens(self) -> None:
        """Back to the account as it is."""
        if self.active:
            self.forget()
            self.changed.emit()

    def forget(self) -> None:
        """Close without asking for another map: another account is shown."""
        self._wait.stop()
        self.day = self.without = None
        self.hide()

    def _show(self, *, days: bool) -> None:
        of_days: tuple[QWidget, ...] = (
            self._clock, self.field, self.earlier, self.slider, self.later,
        )  # fmt: skip
        without: tuple[QWidget, ...] = (self._gone, self._room, self._detail)
        for widget in of_days:
            widget.setVisible(days)
        for widget in without:
            widget.setVisible(not days)
        self._words.setText(tr("As it stood on"))
        self._detail.setText(tr("Nothing is written."))
        self.show()

    def _go(self, day: date) -> None:
        self.day = min(max(day, self._first), self._last)
        self.field.set_value(self.day)
        with QSignalBlocker(self.slider):
            self.slider.setValue((self.day - self._first).days)
        said = formats().date_full(self.day)
        self.slider.setAccessibleName(tr("Day to look at: {day}", day=said))

    def _on_slid(self, value: int) -> None:
        self._go(self._first + timedelta(days=value))
        self._wait.start()

    def _on_typed(self, day: date | None) -> None:
        if day is not None:
            self._go(day)
            self._wait.start()

    def _step(self, months: int) -> None:
        if self.day is not None:
            last = last_of_month(month_of(self.day) + months)
            self._go(last.replace(day=min(self.day.day, last.day)))
            self._wait.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_lens()
        else:
            super().keyPressEvent(event)
