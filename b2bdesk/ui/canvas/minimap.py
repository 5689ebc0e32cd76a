"""The whole map small, with a frame around what is seen: for maps larger than the window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.canvas.card import PersonCard
from b2bdesk.ui.canvas.colouring import card_mark
from b2bdesk.ui.canvas.view import MapView
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import rounded

_LARGEST = (180, 120)
_PAD = 6
_FEW = 12  # people of whom a map needs no second one
_WHOLE = 0.7  # so much of the map seen is as good as all of it
_STEP = 80  # pixels that an arrow key moves the map by

_ARROWS = {
    Qt.Key.Key_Left: QPoint(_STEP, 0),
    Qt.Key.Key_Right: QPoint(-_STEP, 0),
    Qt.Key.Key_Up: QPoint(0, _STEP),
    Qt.Key.Key_Down: QPoint(0, -_STEP),
}


class Minimap(QWidget):
    """A click, a drag or the arrow keys choose what is seen. ``wanted`` while it is of use."""

    wanted_changed = Signal()

    def __init__(self, view: MapView, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self._picture: QPixmap | None = None
        self._whole = QRectF()
        self.wanted = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("Overview of the map: click or drag to look elsewhere"))
        view.map.relaid.connect(self._on_relaid)
        view.map.recoloured.connect(self._on_recoloured)
        view.moved.connect(self._on_moved)
        theme().theme_changed.connect(self._on_recoloured)
        self._on_relaid()

    def _on_relaid(self) -> None:
        self._whole = self._view.content().adjusted(-24, -24, 24, 24)
        most = QSize(theme().px(_LARGEST[0]), theme().px(_LARGEST[1]))
        least = QSize(theme().px(60), theme().px(40))
        whole = self._whole.size().toSize()
        self.setFixedSize(whole.scaled(most, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(least))
        self._on_recoloured()
        self._on_moved()

    def _on_recoloured(self) -> None:
        self._picture = None
        self.update()

    def _on_moved(self) -> None:
        seen = self._view.seen().intersected(self._whole)
        whole = self._whole.width() * self._whole.height()
        share = seen.width() * seen.height() / whole if whole else 1.0
        wanted = len(self._view.map.cards) >= _FEW and share < _WHOLE
        self.setAccessibleName(
            tr("Overview of the map: {share} of it is seen", share=formats().percent(share))
        )
        if wanted != self.wanted:
            self.wanted = wanted
            self.wanted_changed.emit()
        if wanted:
            self.update()

    # --- where is what -----------------------------------------------------------------------

    def _factor(self) -> float:
        across = (self.width() - 2 * _PAD) / max(1.0, self._whole.width())
        down = (self.height() - 2 * _PAD) / max(1.0, self._whole.height())
        return min(across, down)

    def _corner(self) -> QPointF:
        size = self._whole.size() * self._factor()
        return QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)

    def _small(self, box: QRectF) -> QRectF:
        factor, corner = self._factor(), self._corner()
        return QRectF(
            corner + (box.topLeft() - self._whole.topLeft()) * factor, box.size() * factor
        )

    def _look_at(self, point: QPointF) -> None:
        self._view.look_at(self._whole.topLeft() + (point - self._corner()) / self._factor())

    # --- what Qt calls -----------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._look_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._look_at(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._view.pan(step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.size() != self.size() * ratio:
            self._picture = self._draw(ratio)
        painter.drawPixmap(0, 0, self._picture)
        seen = self._small(self._view.seen().intersected(self._whole))
        painter.setPen(QPen(theme().color("accent"), 1.5))
        painter.setBrush(theme().color("accent", 0.08))
        painter.drawRect(seen)

    def _draw(self, ratio: float) -> QPixmap:
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        rounded(painter, QRectF(self.rect()), theme().radius("panel"), "panel", "line_strong")
        scene = self._view.map
        for item in scene.reading_order():
            box = self._small(item.mapRectToScene(item.shape().boundingRect()))
            if isinstance(item, PersonCard):
                edge = card_mark(scene.colouring, item.seat).edge
                painter.fillRect(box.adjusted(0, 0, max(0.0, 1 - box.width()), 0),
                                 theme().color(edge))  # fmt: skip
            else:
                painter.setPen(theme().color("against_us"))
                painter.drawRect(box)
        painter.end()
        return picture
