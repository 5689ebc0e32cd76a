"""How the value of a cell is written, spoken and drawn; one object per column, shared by rows.

``None`` is always "–" (unknown). A cell takes the value that ``Column.value`` returns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from b2bdesk.core.i18n import tr
from b2bdesk.core.money import exponent
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import risk_of_active
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text
from b2bdesk.ui.widgets.marks import (
    Mark,
    stance_mark,
    type_mark,
)
from b2bdesk.ui.widgets.meters import (
    TREND_WORDS,
    draw_active,
    draw_dots,
    draw_influence,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Plain text. ``weight`` "medium" is for names, "semibold" for what the page is about."""

    weight: str = "regular"
    tone: str = "text"
    right: bool = False

    def text(self, value: Any) -> str:
        """What is written, copied and exported."""
        return MISSING if value is None or value == "" else str(value)

    def spoken(self, value: Any) -> str:
        """What a screen reader says."""
        return tr("unknown") if value is None else self.text(value)

    def color(self, value: Any) -> str:
        """Colour role of the text."""
        return "text_3" if value is None else self.tone

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        """Draw the value in ``box``, which has the cell's padding already taken off."""
        font = theme().font("table", self.weight)
        draw_text(
            painter, box, self.text(value), font, self.color(value), RIGHT if self.right else LEFT
        )


@dataclass(frozen=True, slots=True)
class MoneyCell(Cell):
    """Minor units as whole units (``exact`` to the minor one); negative is against us."""

    right: bool = True
    exact: bool = False
    signed: bool = False

    def text(self, value: Any) -> str:
        decimals = exponent(formats().currency) if self.exact else 0
        return (
            formats().signed_money(value, decimals)
            if self.signed
            else formats().money(value, decimals)
        )

    def spoken(self, value: Any) -> str:
        return tr("unknown") if value is None else f"{self.text(value)} {formats().currency}"

    def color(self, value: Any) -> str:
        if value is None:
            return "text_3"
        return "against_us" if value < 0 else self.tone


@dataclass(frozen=True, slots=True)
class NumberCell(Cell):
    """A number with ``decimals``; ``unit`` is spoken, the header shows it."""

    right: bool = True
    decimals: int = 0
    signed: bool = False
    unit: str = ""
    negative_against: bool = False

    def text(self, value: Any) -> str:
        if self.signed:
            return formats().signed(value, self.decimals)
        return formats().number(value, self.decimals)

    def spoken(self, value: Any) -> str:
        return tr("unknown") if value is None else f"{self.text(value)} {self.unit}".strip()

    def color(self, value: Any) -> str:
        if value is None:
            return "text_3"
        return "against_us" if self.negative_against and value < 0 else self.tone


@dataclass(frozen=True, slots=True)
class PercentCell(Cell):
    """A ratio (0.58) as a percentage; ``signed`` for a change, negative is against us."""

    right: bool = True
    decimals: int = 0
    signed: bool = False

    def text(self, value: Any) -> str:
        if self.signed:
            return formats().signed_percent(value, self.decimals)
        return formats().percent(value, self.decimals)

    def color(self, value: Any) -> str:
        if value is None:
            return "text_3"
        return "against_us" if self.signed and value < 0 else self.tone


@dataclass(frozen=True, slots=True)
class DateCell(Cell):
    """A date; the year only when it is not that of ``reference()``."""

    reference: Callable[[], date] | None = None

    def text(self, value: Any) -> str:
        return formats().date(value, self.reference() if self.reference else None)

    def spoken(self, value: Any) -> str:
        return tr("unknown") if value is None else formats().date_long(value)


@dataclass(frozen=True, slots=True)
class AgeCell(Cell):
    """Days since something; from ``attention_from`` days on it asks for attention."""

    right: bool = True
    attention_from: int | None = None

    def text(self, value: Any) -> str:
        return formats().age(value)

    def spoken(self, value: Any) -> str:
        return tr("unknown") if value is None else formats().days(value)

    def color(self, value: Any) -> str:
        if value is None:
            return "text_3"
        late = self.attention_from is not None and value >= self.attention_from
        return "attention_text" if late else "text_2"


@dataclass(frozen=True, slots=True)
class MarkCell(Cell):
    """A pill without its tint: mark and word. ``mark`` makes one from the value."""

    mark: Callable[[Any], Mark] = type_mark
    icon_only: bool = False

    def text(self, value: Any) -> str:
        return MISSING if value is None else self.mark(value).label

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        if value is None:
            Cell.draw(self, painter, box, None)
            return
        mark = self.mark(value)
        width = mark.width
        mark.draw(painter, QRectF(box.left(), box.top(), width, box.height()))
        if not self.icon_only:
            shift = width + theme().px(7) if width else 0
            rest = box.adjusted(shift, 0, 0, 0)
            draw_text(
                painter, rest, mark.label, theme().font("table", self.weight), self.tone, LEFT
            )


def type_cell() -> MarkCell:
    """Relationship type keys."""
    return MarkCell(mark=type_mark)


def stance_cell() -> MarkCell:
    """Stance keys."""
    return MarkCell(mark=stance_mark)


@dataclass(frozen=True, slots=True)
class ActiveCell(Cell):
    """(probability 0..1, trend -1/0/1 or None): bar, percent, arrow."""

    right: bool = True

    def text(self, value: Any) -> str:
        return formats().percent(value[0]) if value is not None else MISSING

    def spoken(self, value: Any) -> str:
        if value is None or value[0] is None:
            return tr("unknown")
        told = f"{self.text(value)}, {tr('risk')} {tr(risk_of_active(value[0]).label)}"
        return told if value[1] is None else f"{told}, {tr(TREND_WORDS[value[1]])}"

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        probability, trend = (None, None) if value is None else value
        draw_active(painter, box, probability, trend)


@dataclass(frozen=True, slots=True)
class IconTextCell(Cell):
    """(icon name, text, colour role of the icon): for channels, alerts, decisions."""

    def text(self, value: Any) -> str:
        return MISSING if value is None else str(value[1])

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        if value is None:
            Cell.draw(self, painter, box, None)
            return
        name, label, role = value
        side = theme().size("icon_small") + 1
        if name:
            spot = QRectF(box.left(), box.center().y() - side / 2, side, side)
            draw_icon(painter, name, spot, role)
            box = box.adjusted(side + theme().px(6), 0, 0, 0)
        draw_text(painter, box, label, theme().font("table", self.weight), self.tone, LEFT)


@dataclass(frozen=True, slots=True)
class MeterCell(Cell):
    """A small whole number as bars (influence) or, with ``dots``, as dots (relationship)."""

    maximum: int = 5
    dots: bool = False

    def text(self, value: Any) -> str:
        if value is None:
            return MISSING
        return tr("{value} of {most}", value=value, most=self.maximum)

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        if value is None:
            Cell.draw(self, painter, box, None)
        elif self.dots:
            draw_dots(painter, box, value, self.maximum)
        else:
            draw_influence(painter, box, value, self.maximum)


@dataclass(frozen=True, slots=True)
class CheckCell(Cell):
    """True or False as a tick; nothing for False."""

    def text(self, value: Any) -> str:
        return tr("yes") if value else tr("no")

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        if value:
            side = theme().size("icon_small")
            spot = QRectF(box.left(), box.center().y() - side / 2, side, side)
            draw_icon(painter, "ph.check", spot, "accent")


def alignment(cell: Cell) -> Qt.AlignmentFlag:
    """Where the cell's text and its header stand."""
    return RIGHT if cell.right else LEFT
