"""How a next step is drawn in a table: tick box, due day, owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from b2bdesk.core.i18n import tr
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.tables.cells import Cell
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.avatar import draw_avatar
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text, rounded


@dataclass(frozen=True, slots=True)
class TickCell(Cell):
    """A box to tick: True once it is done."""

    def text(self, value: Any) -> str:
        return tr("done") if value else tr("open")

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        look = theme()
        side = look.px(14)
        square = QRectF(box.left(), box.center().y() - side / 2, side, side)
        radius = look.radius("badge")
        if value:
            rounded(painter, square, radius, "accent")
            draw_icon(painter, "ph.check-bold", square.adjusted(1, 1, -1, -1), "on_accent")
        else:
            rounded(painter, square, radius, "panel", "line_control")


@dataclass(frozen=True, slots=True)
class DueCell(Cell):
    """(due day or None, as-of day): overdue by days, today, or the day."""

    def text(self, value: Any) -> str:
        due, as_of = value or (None, None)
        return due_words(due, as_of)

    def spoken(self, value: Any) -> str:
        return tr("no due day") if not value or value[0] is None else self.text(value)

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        due, as_of = value or (None, None)
        late = due is not None and due < as_of
        now = due is not None and due == as_of
        font = theme().font("table", "medium" if late or now else None)
        role = "against_us" if late else "text" if now else "text_2"
        draw_text(painter, box, self.text(value), font, role, RIGHT if self.right else LEFT)


@dataclass(frozen=True, slots=True)
class OwnerCell(Cell):
    """A colleague's initials in a circle; nothing without an owner."""

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        if value:
            side = theme().px(20)
            spot = QRectF(box.right() - side, box.center().y() - side / 2, side, side)
            draw_avatar(painter, spot, str(value))


def due_words(due: date | None, as_of: date | None) -> str:
    """ "Overdue 2 d", "Today", "Thu 4 Jun"; "–" without a day."""
    if due is None or as_of is None:
        return MISSING
    days = (as_of - due).days
    if days > 0:
        return tr("Overdue {age}", age=formats().age(days))
    return tr("Today") if days == 0 else formats().weekday(due, as_of)
