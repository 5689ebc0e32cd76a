"""What lies over the map: the tools at the left, the key bottom left, the zoom bottom right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.i18n import tr
from b2bdesk.ui.canvas.colouring import CardMark
from b2bdesk.ui.canvas.lines import draw_arrow
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, rounded, text_width
from b2bdesk.ui.widgets.text import h_rule

SELECT, HAND = "select", "hand"
REPORTS, INFLUENCES, CONFLICTS = "reports_to", "influences", "conflicts"  # values of LineKind


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool of the map: what the pointer does, or (a person) what is done at once."""

    key: str
    letter: str
    icon: str
    label: str


def tools() -> tuple[Tool, ...]:
    """The tools in their order."""
    return (
        Tool(SELECT, "V", "ph.cursor", tr("Select and move")),
        Tool(HAND, "H", "ph.hand-palm", tr("Move the map")),
        Tool("person", "P", "ph.user-plus", tr("Add person")),
        Tool(REPORTS, "R", "ph.tree-structure", tr("Set reporting line")),
        Tool(INFLUENCES, "I", "ph.flow-arrow", tr("Draw influence")),
        Tool(CONFLICTS, "C", "ph.x-circle", tr("Draw conflict")),
    )


class _ToolButton(QAbstractButton):
    def __init__(self, tool: Tool) -> None:
        super().__init__()
        self.tool = tool
        self.setText(tool.label)
        self.setAccessibleName(f"{tool.label} ({tool.letter})" if tool.letter else tool.label)
        self.setToolTip(self.accessibleName())
        self.setCheckable(tool.key != "person")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(50), theme().size("control"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        on = self.isChecked()
        if on or (self.underMouse() and self.isEnabled()):
            rounded(painter, box, look.radius("control"), "selected" if on else "hover")
        side = look.size("icon")
        color = "text" if on else "text_2"
        if not self.isEnabled():
            color = "disabled"
        left = QRectF(look.px(7), (box.height() - side) / 2, side, side)
        draw_icon(painter, self.tool.icon, left, color)
        letter = QRectF(box.right() - look.px(17), 0, look.px(14), box.height())
        draw_text(painter, letter, self.tool.letter, look.font("caption"), "text_3", LEFT)


class _Overlay(QFrame):
    """A panel that floats over the canvas."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        rounded(
            QPainter(self), QRectF(self.rect()), theme().radius("panel"), "panel", "line_strong"
        )


class ToolPalette(_Overlay):
    """The tools, then undo and redo. ``chosen`` carries the tool's key."""

    chosen = Signal(str)

    def __init__(
        self, undo: Callable[[], object], redo: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Map tools"))
        column = QVBoxLayout(self)
        pad = theme().space(1)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme().px(2))
        self._buttons: dict[str, _ToolButton] = {}
        for tool in tools():
            button = self._buttons[tool.key] = _ToolButton(tool)
            button.clicked.connect(lambda _checked=False, key=tool.key: self._on_clicked(key))
            column.addWidget(button)
        column.addWidget(h_rule())
        for icon, label, run in (
            ("ph.arrow-counter-clockwise", tr("Undo"), undo),
            ("ph.arrow-clockwise", tr("Redo"), redo),
        ):
            made = IconButton(icon, label, on_click=run)
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_tool(SELECT)

    def set_tool(self, key: str) -> None:
        """Show which tool is in hand."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)

    def _on_clicked(self, key: str) -> None:
        self.chosen.emit(key)


class KeyLegend(QWidget):
    """What the marks mean, on as many lines as the width asks for."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._items: list[tuple[str, str, str]] = []
        self.show_marks((), conflict=False)

    def show_marks(self, marks: Iterable[CardMark], *, conflict: bool) -> None:
        """Explain these marks; the conflict line only where there is one."""
        self._items = [(mark.icon, mark.color, mark.words) for mark in marks]
        self._items += [
            ("ph.megaphone-simple", "text_2", tr("Influence")),
            ("ph.handshake", "text_2", tr("Our relationship")),
            ("influences", "text", tr("Influences")),
        ]
        if conflict:
            self._items.append(("conflicts", "against_us", tr("Conflict")))
        self.setAccessibleName(tr("Key") + ": " + ", ".join(word for *_, word in self._items))
        self.update()

    def fit(self, width: int) -> None:
        """Take the size the key needs within ``width``."""
        boxes = self._boxes(width)
        pad = theme().px(11)
        right = max(box.right() for box in boxes)
        bottom = max(box.bottom() for box in boxes)
        self.resize(int(right) + pad, int(bottom) + theme().px(5))

    def _boxes(self, width: float) -> list[QRectF]:
        look = theme()
        pad, gap, height = look.px(11), look.px(12), look.px(20)
        x, y = float(pad), float(look.px(5))
        boxes = []
        for icon, _, word in self._items:
            wide = self._mark_width(icon) + look.px(6) + text_width(word, look.font("table"))
            if x + wide > width - pad and x > pad:
                x, y = float(pad), y + height
            boxes.append(QRectF(x, y, wide, height))
            x += wide + gap
        return boxes

    def _mark_width(self, icon: str) -> int:
        return theme().px(14 if icon.startswith("ph.") else 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), theme().radius("panel"), "panel", "line_strong")
        self.draw(painter)

    def draw(self, painter: QPainter) -> None:
        """Draw the key without its frame, on as many lines as it has room for."""
        look = theme()
        boxes = self._boxes(self.width() + 1)
        for box, (icon, color, word) in zip(boxes, self._items, strict=True):
            mark = QRectF(box.left(), box.top(), self._mark_width(icon), box.height())
            if icon.startswith("ph."):
                draw_icon(painter, icon, mark.adjusted(0, 3, 0, -3), color)
            else:
                self._draw_line(painter, mark, icon, color)
            text = QRectF(mark.right() + look.px(6), box.top(), box.width(), box.height())
            draw_text(painter, text, word, look.font("table"), "text_2", LEFT, elide=False)

    def _draw_line(self, painter: QPainter, box: QRectF, kind: str, color: str) -> None:
        tint = theme().color(color)
        start = QPointF(box.left(), box.center().y())
        end = QPointF(box.right(), box.center().y())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(tint, 1.6)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([1.2, 2.4] if kind == "conflicts" else [3.0, 2.2])
        painter.setPen(pen)
        painter.drawLine(start, end)
        if kind == "conflicts":
            middle = (start + end) / 2
            painter.setPen(QPen(tint, 1.8))
            painter.drawLine(middle + QPointF(-3, -3), middle + QPointF(3, 3))
            painter.drawLine(middle + QPointF(-3, 3), middle + QPointF(3, -3))
        else:
            draw_arrow(painter, start, end, tint)
        painter.restore()


class ZoomControl(_Overlay):
    """Smaller, the zoom (a click is 100 %), larger, everything."""

    stepped = Signal(int)  # -1 or 1
    reset = Signal()
    fitted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        smaller = IconButton("ph.minus", tr("Zoom out"), keys=tr("Ctrl+minus"))
        smaller.clicked.connect(lambda: self.stepped.emit(-1))
        self._value = Button("100%", "flat", on_click=self.reset.emit)
        self._value.setFixedWidth(theme().px(56))
        self._value.setToolTip(tr("Zoom to 100% (Ctrl+0)"))
        larger = IconButton("ph.plus", tr("Zoom in"), keys=tr("Ctrl+plus"))
        larger.clicked.connect(lambda: self.stepped.emit(1))
        fit = IconButton("ph.corners-out", tr("Show everyone"), keys="0")
        fit.clicked.connect(self.fitted.emit)
        for widget in (smaller, self._value, larger, fit):
            row.addWidget(widget)

    def set_zoom(self, zoom: float) -> None:
        """Show the zoom, 1.0 for 100 %."""
        self._value.setText(formats().percent(zoom))
