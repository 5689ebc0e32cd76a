"""What of a canvas is seen: zoom, place, everything at once, and what lies free of overlays."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from b2bdesk.ui.theme.theme import theme

ZOOMS = (0.05, 0.1, 0.17, 0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


@dataclass(frozen=True, slots=True)
class ViewState:
    """Zoom and centre of a map, to come back to."""

    zoom: float
    x: float
    y: float


class Camera(QGraphicsView):
    """A view without scroll bars that shows everything until the user zooms or moves."""

    zoom_changed = Signal(float)
    moved = Signal()  # another part of the canvas is seen, or more or less of it

    def __init__(self, scene: QGraphicsScene, parent: QWidget | None) -> None:
        super().__init__(scene, parent)
        self.zoom = 1.0
        self.margins = (16.0, 16.0, 16.0, 16.0)  # left, top, right, bottom: what lies over the map
        self._untouched = True  # until the user zooms or moves: fit on resize
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)

    def content(self) -> QRectF:
        """What is worth seeing, in canvas units."""
        return self.sceneRect()

    def state(self) -> ViewState | None:
        """Zoom and centre once the user chose them, else None."""
        if self._untouched:
            return None
        return ViewState(self.zoom, self._centre().x(), self._centre().y())

    def set_state(self, state: ViewState) -> None:
        """Go back to a zoom and centre."""
        self._untouched = False
        self._apply_zoom(state.zoom)
        self.centerOn(QPointF(state.x, state.y))

    def step_zoom(self, step: int) -> None:
        """One zoom step in (1) or out (-1) about the middle."""
        larger = [zoom for zoom in ZOOMS if zoom > self.zoom + 0.01]
        smaller = [zoom for zoom in ZOOMS if zoom < self.zoom - 0.01]
        if step > 0 and larger:
            self.set_zoom(larger[0])
        elif step < 0 and smaller:
            self.set_zoom(smaller[-1])

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Zoom (1.0 for 100 %) keeping a point of the viewport, or its middle, where it is."""
        self._untouched = False
        spot = about if about is not None else QPointF(self.viewport().rect().center())
        before = self.mapToScene(spot.toPoint())
        self._apply_zoom(min(ZOOMS[-1], max(ZOOMS[0], zoom)))
        self.centerOn(self._centre() + before - self.mapToScene(spot.toPoint()))

    def fit_all(self) -> None:
        """Show everyone, never larger than 100 %."""
        self._untouched = True
        content = self.content().adjusted(-8, -8, 8, 8)
        area = self.free_area()
        if area.width() < 50 or area.height() < 50:
            return
        room = min(area.width() / content.width(), area.height() / content.height())
        self._apply_zoom(min(1.0, max(ZOOMS[0], room / theme().scale)))
        shift = QPointF(self.viewport().rect().center()) - area.center()
        self.centerOn(content.center() + shift / self._factor())

    def pan(self, step: QPoint) -> None:
        """Move the canvas by pixels."""
        self._untouched = False
        for bar, by in (
            (self.horizontalScrollBar(), step.x()),
            (self.verticalScrollBar(), step.y()),
        ):
            bar.setValue(bar.value() - by)

    def look_at(self, point: QPointF) -> None:
        """Bring a point of the canvas into the middle of what is free."""
        self._untouched = False
        shift = QPointF(self.viewport().rect().center()) - self.free_area().center()
        self.centerOn(point + shift / self._factor())

    def seen(self) -> QRectF:
        """The part of the canvas that lies free of overlays."""
        area = self.free_area()
        return QRectF(self.mapToScene(area.topLeft().toPoint()), area.size() / self._factor())

    def free_area(self) -> QRectF:
        """The part of the viewport that nothing lies over."""
        left, top, right, bottom = self.margins
        return QRectF(self.viewport().rect()).adjusted(left, top, -right, -bottom)

    def show_box(self, box: QRectF) -> None:
        """Scroll so far that a box of the canvas is seen whole."""
        seen = self.seen()
        dx = min(0.0, box.left() - seen.left()) + max(0.0, box.right() - seen.right())
        dy = min(0.0, box.top() - seen.top()) + max(0.0, box.bottom() - seen.bottom())
        if dx or dy:
            self._untouched = False
            self.centerOn(self._centre() + QPointF(dx, dy))

    def _factor(self) -> float:
        return self.zoom * theme().scale

    def _apply_zoom(self, zoom: float) -> None:
        self.zoom = zoom
        self.resetTransform()
        self.scale(self._factor(), self._factor())
        self.zoom_changed.emit(zoom)
        self.moved.emit()

    def _centre(self) -> QPointF:
        size = self.viewport().size()
        return self.mapToScene(0, 0) + QPointF(size.width(), size.height()) / (2 * self._factor())

    # --- what Qt calls -----------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            factor = 1.0015 ** event.angleDelta().y()
            self.set_zoom(self.zoom * factor, event.position())
            event.accept()
            return
        self._untouched = False
        super().wheelEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.moved.emit()
