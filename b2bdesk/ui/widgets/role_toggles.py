"""A buying role to switch on or off, and a row of them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, Role
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, rounded, text_width
from b2bdesk.ui.widgets.flow_layout import FlowLayout


class RoleToggle(QAbstractButton):
    """One role; checked means that the person holds it."""

    def __init__(self, role: Role) -> None:
        super().__init__()
        self.role = role
        self.setText(tr(WORDS[role]))
        self.setAccessibleName(self.text())
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(lambda _on: self.updateGeometry())

    def sizeHint(self) -> QSize:
        look = theme()
        weight = "semibold" if self.isChecked() else "regular"
        width = text_width(self.text(), look.font("table", weight)) + look.px(16)
        if self.isChecked():
            width += look.size("icon_small") + look.px(4)
        return QSize(width + 1, look.size("control_in_row"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        on = self.isChecked()
        fill = "selected" if on else "hover" if self.underMouse() else "panel"
        line = "accent" if on else "line_strong"
        rounded(painter, box, look.radius("control"), fill, line)
        x = float(look.px(8))
        if on:
            side = look.size("icon_small")
            spot = QRectF(x, (box.height() - side) / 2, side, side)
            draw_icon(painter, "ph.check", spot, "accent")
            x += side + look.px(4)
        font = look.font("table", "semibold" if on else "regular")
        rest = QRectF(x, 0, box.width() - x, box.height())
        tone = "text" if on else "text_2"
        draw_text(painter, rest, self.text(), font, tone, LEFT, elide=False)


class RoleToggles(QWidget):
    """All seven roles. ``changed`` carries the roles held after a click."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Roles in the buying decision"))
        flow = FlowLayout(self, gap=5)
        self._toggles = {role: RoleToggle(role) for role in Role}
        for toggle in self._toggles.values():
            toggle.clicked.connect(lambda _on=False: self.changed.emit(self.roles))
            flow.addWidget(toggle)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles switched on."""
        return tuple(role for role, toggle in self._toggles.items() if toggle.isChecked())

    def set_roles(self, roles: Iterable[Role]) -> None:
        """Show these roles without ``changed``."""
        held = set(roles)
        for role, toggle in self._toggles.items():
            toggle.setChecked(role in held)

    def toggle(self, role: Role) -> RoleToggle:
        """The switch of one role."""
        return self._toggles[role]
