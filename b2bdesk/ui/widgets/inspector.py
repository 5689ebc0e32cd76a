"""The inspector at the right of a page; on narrow windows it becomes a drawer over the page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import IconButton
from b2bdesk.ui.widgets.text import ElidedText


class Inspector(QFrame):
    """320 px of facts and controls about what is selected. ``body`` is its scrolling column."""

    closed = Signal()

    def __init__(self, title: str = "", subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setProperty("surface", "panel")
        self.setFixedWidth(look.size("inspector"))
        pad = look.space(4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(pad, look.space(3), look.space(2), look.space(2))
        self._title = ElidedText(title, "heading")
        self._subtitle = ElidedText(subtitle, "table", "text_3")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        self.lead = QHBoxLayout()  # an avatar or an icon before the title
        head.addLayout(self.lead)
        head.addLayout(names, 1)
        self._close = IconButton("ph.x", tr("Close"), keys=tr("Esc"), on_click=self.closed.emit)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("scrollBody", True)
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(pad, look.px(4), pad, pad)
        self.body.setSpacing(look.space(2))
        scroll.setWidget(inside)
        outer.addWidget(scroll, 1)
        self.set_title(title, subtitle)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Say what is shown."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self.setAccessibleName(title)

    def set_closable(self, closable: bool) -> None:
        """Show or hide the ✕."""
        self._close.setVisible(closable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._close.isVisible():
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QPainter(self).fillRect(QRectF(0, 0, 1, self.height()), theme().color("line"))


class InspectorSplit(QWidget):
    """Main content and an inspector side by side; under ``narrow`` px the inspector overlays.

    ``set_open`` opens and closes it; it starts open where there is room.
    """

    NARROW = 1000

    def __init__(self, main: QWidget, inspector: Inspector, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._main, self._inspector = main, inspector
        self._wanted = False
        for child in (main, inspector):
            child.setParent(self)
        inspector.closed.connect(lambda: self.set_open(False))
        inspector.hide()

    @property
    def is_drawer(self) -> bool:
        """True while the inspector lies over the content."""
        return self.width() < theme().px(self.NARROW)

    @property
    def is_open(self) -> bool:
        """True while the inspector is shown."""
        return self._wanted

    def set_open(self, on: bool) -> None:
        """Show or hide the inspector."""
        self._wanted = on
        self._inspector.setVisible(on)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self._inspector.width() if self._wanted else 0
        room = self.width() if self.is_drawer else self.width() - wide
        self._main.setGeometry(0, 0, room, self.height())
        self._inspector.setGeometry(self.width() - wide, 0, self._inspector.width(), self.height())
        if self._wanted:
            self._inspector.raise_()
