"""The top bar: back and forward, where we are, the page's own controls, and search."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.theme.focus import RING_PROPERTY
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.as_of_picker import AsOfPicker
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.drawing import LEFT, draw_keycap, draw_text, keycap_width, rounded
from b2bdesk.ui.widgets.period_picker import PeriodPicker
from b2bdesk.ui.widgets.text import ElidedText, Text, h_rule


class SearchButton(QAbstractButton):
    """Looks like a field; opens the palette."""

    def __init__(self) -> None:
        super().__init__()
        self.setText(tr("Search or run a command"))
        self.setAccessibleName(tr("Search or run a command (Ctrl+K)"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(RING_PROPERTY, True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(272), theme().size("control"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(84), theme().size("control"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        rounded(painter, box, look.radius("control"), "panel", "line_control")
        side = look.size("icon")
        x = float(look.px(9))
        icon = QRectF(x, (box.height() - side) / 2, side, side)
        draw_icon(painter, "ph.magnifying-glass", icon, "text_3")
        x += side + look.px(6)
        if box.width() < self.minimumSizeHint().width():
            return  # only the icon has room
        keys = tr("Ctrl K")
        width = keycap_width(keys)
        height = look.px(18)
        edge = box.width() - look.px(5) - width
        draw_keycap(painter, QRectF(edge, (box.height() - height) / 2, width, height), keys)
        font = look.font("table")
        painter.setFont(font)
        room = QRectF(x, 0, edge - x - look.px(6), box.height())
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(room.width())
        )
        draw_text(painter, room, words, font, "text_3", LEFT)


class TopBar(QFrame):
    """44 px at the top of every page."""

    back = Signal()
    forward = Signal()
    crumb = Signal()
    previous_account = Signal()
    next_account = Signal()
    search = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        look = theme()
        self.setProperty("surface", "panel")
        self.setFixedHeight(look.size("top_bar"))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space(3), 0, look.space(4), 0)
        row.setSpacing(look.px(6))
        self.back_button = IconButton("ph.arrow-left", tr("Back"), keys="Alt+←")
        self.back_button.clicked.connect(self.back)
        self.forward_button = IconButton("ph.arrow-right", tr("Forward"), keys="Alt+→")
        self.forward_button.clicked.connect(self.forward)
        row.addWidget(self.back_button)
        row.addWidget(self.forward_button)
        row.addSpacing(look.px(8))
        self._crumb = Button("", "flat")
        self._crumb.clicked.connect(self.crumb)
        self._chevron = Text("›", "body", "text_3")
        row.addWidget(self._crumb)
        row.addWidget(self._chevron)
        self.title = ElidedText("", "heading")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addWidget(self.title)
        self._lead = QHBoxLayout()
        self._lead.setContentsMargins(look.px(8), 0, 0, 0)
        row.addLayout(self._lead)
        self.subtitle = ElidedText("", "table", "text_3")
        row.addSpacing(look.px(6))
        self._walk = QWidget()
        walk = QHBoxLayout(self._walk)
        walk.setContentsMargins(0, 0, 0, 0)
        walk.setSpacing(0)
        up = IconButton("ph.caret-up", tr("Previous account"), keys="Alt+↑")
        up.clicked.connect(self.previous_account)
        down = IconButton("ph.caret-down", tr("Next account"), keys="Alt+↓")
        down.clicked.connect(self.next_account)
        walk.addWidget(up)
        walk.addWidget(down)
        row.addWidget(self._walk)
        row.addWidget(self.subtitle)
        row.addStretch(1)
        self._slot = QHBoxLayout()
        self._slot.setSpacing(look.space(2))
        row.addLayout(self._slot)
        self.period = PeriodPicker(ctx)
        self.as_of = AsOfPicker(ctx)
        row.addWidget(self.period)
        row.addWidget(self.as_of)
        row.addSpacing(look.px(4))
        self.search_button = SearchButton()
        self.search_button.clicked.connect(self.search)
        row.addWidget(self.search_button)
        self._rule = h_rule(self)
        self._tools: list[QWidget] = []
        self._faces: QWidget | None = None
        self.set_place("")

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._rule.setGeometry(0, self.height() - 1, self.width(), 1)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room the place's name stays and what leads to it goes."""
        look = theme()
        narrow = self.width() < look.px(1080)
        tight = self._faces is not None and self.width() < look.px(1190)
        self.as_of.set_compact(narrow or self._faces is not None)
        self.as_of.set_icon_name(None if tight else "ph.clock-counter-clockwise")
        self.period.set_icon_name(None if tight else "ph.calendar-blank")
        has_crumb = bool(self._crumb.text())
        self._crumb.setVisible(has_crumb and not narrow)
        self._chevron.setVisible(has_crumb and not narrow)
        self.subtitle.setVisible(not narrow)
        least = look.size("control") + look.px(6)
        self.search_button.setMaximumWidth(least if tight else look.px(84 if narrow else 272))
        needed = self.title.sizeHint().width() + 2
        self.title.setMaximumWidth(needed)
        self.title.setMinimumWidth(min(needed, look.px(150)))

    def set_place(
        self, title: str, *, crumb: str = "", subtitle: str = "", walk: bool = False
    ) -> None:
        """Say where we are; ``walk`` shows the buttons to the previous and next account."""
        self.title.setText(title)
        self._crumb.setText(crumb)
        self.subtitle.setText(subtitle)
        self._walk.setVisible(walk)
        self._fit()

    def set_tools(self, tools: list[QWidget], faces: QWidget | None = None) -> None:
        """Show a page's own controls, in place of those of the page before.

        ``faces``: the choice among what the page can show, which stands beside its title.
        """
        if faces is not self._faces:
            if self._faces is not None:
                self._lead.removeWidget(self._faces)
                self._faces.hide()
            self._faces = faces
            if faces is not None:
                self._lead.addWidget(faces)
                faces.show()
            self._fit()
        for tool in self._tools:
            self._slot.removeWidget(tool)
            tool.hide()
        self._tools = tools
        for tool in tools:
            self._slot.addWidget(tool)
            tool.show()

    def set_figures(self, as_of: bool, period: bool) -> None:
        """Whether the page shows figures, and figures of a period."""
        self.as_of.setVisible(as_of)
        self.period.setVisible(period)

    def set_history(self, back: bool, forward: bool) -> None:
        """Whether there is a place to go back or forward to."""
        self.back_button.setEnabled(back)
        self.forward_button.setEnabled(forward)
