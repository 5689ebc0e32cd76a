"""One measure: its name, where it stands, a field, a slider, and what it brings alone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.costing_enums import MeasureKind
from b2bdesk.services.decisions.settings import MeasureSetting, from_native
from b2bdesk.services.decisions.what_if import MeasureEffect
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.what_if.lever_slider import LeverSlider
from b2bdesk.ui.pages.account.profit.what_if.words import (
    LeverSpec,
    measure_name,
    now_text,
    parse_value,
    reach_error,
    value_text,
)
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import RIGHT
from b2bdesk.ui.widgets.fields import set_error
from b2bdesk.ui.widgets.text import ElidedText, Text, h_rule


class LeverRow(QWidget):
    """``changed`` when the user moved it. ``setting`` is None while it stands where it is today."""

    changed = Signal()

    def __init__(self, kind: MeasureKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._spec = LeverSpec(kind, 0.0, 0.0, 1.0, 0.1, 0.0, 1.0)
        self._value = 0.0
        self._below: int | None = None
        look = theme()
        pad = look.space(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, look.px(2), pad, look.px(3))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(look.space(2))
        self._name = ElidedText("", "table", weight="medium")
        head.addWidget(self._name, 1)
        self._now = Text("", "table", "text_3")
        head.addWidget(self._now)
        self.field = self._made_field(72)
        self.field.editingFinished.connect(self._on_typed)
        head.addWidget(self.field)
        column.addLayout(head)
        self.slider = LeverSlider()
        self.slider.setFixedHeight(look.px(22))  # its row is the target
        self.slider.moved.connect(self._on_moved)
        column.addWidget(self.slider)
        self.below_field = self._made_field(84)
        self.below_field.editingFinished.connect(self._on_below)
        self._below_row = QWidget()
        under = QHBoxLayout(self._below_row)
        under.setContentsMargins(0, 0, 0, look.px(2))
        under.setSpacing(look.space(2))
        self._below_words = Text(tr("for orders under"), "table", "text_2")
        self._below_count = ElidedText("", "table", "text_3")
        under.addWidget(self._below_words)
        under.addWidget(self.below_field)
        under.addWidget(self._below_count, 1)
        self._below_row.setVisible(kind is MeasureKind.ORDER_FEE)
        column.addWidget(self._below_row)
        effect = QHBoxLayout()
        effect.setSpacing(look.px(4))
        self._profit_word = Text(tr("profit"), "table", "text_3")
        self._profit = Text("", "table", weight="semibold")
        self._active_word = Text(tr("still active"), "table", "text_3")
        self._active = Text("", "table", weight="semibold")
        for widget in (self._profit_word, self._profit):
            effect.addWidget(widget)
        effect.addStretch(1)
        for widget in (self._active_word, self._active):
            effect.addWidget(widget)
        column.addLayout(effect)
        self._error = Text("", "caption", "against_us", wrap=True)
        self._error.hide()
        column.addWidget(self._error)
        column.addSpacing(look.px(2))
        column.addWidget(h_rule())

    def _made_field(self, width: int) -> QLineEdit:
        field = QLineEdit()
        field.setAlignment(RIGHT)
        field.setFixedWidth(theme().px(width))
        return field

    # --- what the panel calls ----------------------------------------------------------------

    @property
    def setting(self) -> MeasureSetting | None:
        """The measure as it is set, None while nothing is changed."""
        if abs(self._value - self._spec.now) < 1e-9:
            return None
        made = from_native(self.kind, self._value, formats().currency)
        if self.kind is not MeasureKind.ORDER_FEE:
            return made
        return MeasureSetting(made.kind, made.milli, self._below)

    def set_spec(self, spec: LeverSpec, below: int | None = None, name: str = "") -> None:
        """Take another account's reach; the lever goes back to today.

        ``below``: from which order amount on no fee for small orders is due, to begin with.
        ``name``: what the lever is called where it is not just its measure.
        """
        self._spec = spec
        self._below = below
        self._name.setText(name or measure_name(self.kind))
        self._now.setText(tr("{now} →", now=now_text(spec)))
        self.slider.set_reach(spec.now, spec.low, spec.high, spec.step)
        f = formats()
        self.below_field.setText("" if below is None else f.money(below))
        self.below_field.setAccessibleName(
            tr("Fee for orders under this amount, {currency}", currency=f.currency)
        )
        self.set_value(spec.now)

    def set_value(self, value: float, below: int | None = None) -> None:
        """Put the lever somewhere; no signal."""
        self._value = value
        if below is not None:
            self._below = below
            self.below_field.setText(formats().money(below))
        self.slider.set_value(value)
        self._show_value()
        self._say("")

    def show_effect(self, effect: MeasureEffect | None, orders: str = "") -> None:
        """What the measure brings alone; nothing while it stands as it is today."""
        self._below_count.setText(orders)
        shown = effect is not None
        f = formats()
        gain = None if effect is None or effect.gain is None else round(effect.gain)
        active = None if effect is None else effect.still_active
        self._profit.setText(f.signed_money(gain) if shown else "")
        self._profit.set_tone(_tone(gain))
        self._active.setText(f.points(active, 1) if active is not None else "")
        self._active.set_tone(_tone(None if active is None else round(100 * active, 1)))
        for word, text in ((self._profit_word, self._profit), (self._active_word, self._active)):
            word.setVisible(bool(text.text()))
        self._tell()

    def _tell(self) -> None:
        """Name, value and what it brings, for who cannot see it."""
        parts = [f"{measure_name(self.kind)}: {value_text(self.kind, self._value)}"]
        parts.append(tr("today {now}", now=value_text(self.kind, self._spec.now)))
        if self._profit.text():
            parts.append(tr("profit {change}", change=self._profit.text()))
        if self._active.text():
            parts.append(tr("still active {change}", change=self._active.text()))
        self.slider.setAccessibleName(", ".join(parts))
        self.field.setAccessibleName(measure_name(self.kind))

    # --- by hand -----------------------------------------------------------------------------

    def _on_moved(self, value: float) -> None:
        self._value = value
        self._show_value()
        self._say("")
        self.changed.emit()

    def _on_typed(self) -> None:
        text = self.field.text()
        value = self._spec.now if not text.strip() else parse_value(self.kind, text)
        if value is None or not self._spec.least <= value <= self._spec.most:
            self._say(reach_error(self._spec))
            return
        self._say("")
        if text == value_text(self.kind, self._value):
            return
        self._value = value
        self.slider.set_value(value)
        self._show_value()
        self.changed.emit()

    def _on_below(self) -> None:
        below = formats().parse_money(self.below_field.text())
        if below is None or below < 0:
            self._say(tr("Give the order amount under which the fee is due."), self.below_field)
            return
        self._say("")
        if below != self._below:
            self._below = below
            self.below_field.setText(formats().money(below))
            self.changed.emit()

    def _show_value(self) -> None:
        self.field.setText(value_text(self.kind, self._value))
        self._tell()

    def _say(self, message: str, field: QLineEdit | None = None) -> None:
        for each in (self.field, self.below_field):
            set_error(each, bool(message) and each is (field or self.field))
        self._error.setText(message)
        self._error.setVisible(bool(message))
        self.field.setAccessibleDescription(message)


def _tone(change: float | None) -> str:
    if not change:
        return "text_2"
    return "for_us" if change > 0 else "against_us"
