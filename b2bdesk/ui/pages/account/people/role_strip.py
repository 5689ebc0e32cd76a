"""The line above the map: how many hold each buying role, which is missing, how many people."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, Role
from b2bdesk.services.people_map import MapUnit
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, rounded, text_width
from b2bdesk.ui.widgets.flow_layout import FlowLayout
from b2bdesk.ui.widgets.text import Text


class _RoleCount(QAbstractButton):
    """A role with its count; the decider's gap is vermilion, another gap is quiet."""

    def __init__(self, role: Role) -> None:
        super().__init__()
        self.role = role
        self._word = tr(WORDS[role])
        self._count = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show how many hold the role."""
        self._count = count
        if count:
            people = trn("{n} person", "{n} people", count)
            words = tr("{role}: {people}", role=self._word, people=people)
            self.setToolTip(tr("{words}. Click to select them.", words=words))
        else:
            words = tr("{role} missing", role=self._word)
            self.setToolTip(tr("{words}. Click to add the person.", words=words))
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    @property
    def _alarming(self) -> bool:
        return self._count == 0 and self.role is Role.DECIDER

    def _tail(self) -> str:
        return tr("missing") if self._alarming else formats().integer(self._count)

    def sizeHint(self) -> QSize:
        look = theme()
        width = text_width(self._word, look.font("table"))
        width += text_width(self._tail(), look.font("table", "semibold")) + look.px(5)
        if self._alarming:
            width += look.size("icon_small") + look.px(6)
        return QSize(width + 2 * look.px(7) + 1, look.size("control"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        pill = box.adjusted(0, look.px(2), 0, -look.px(2))
        tone = "text_2" if self._count else "text_3"
        strong = "text" if self._count else "text_3"
        x = float(look.px(7))
        if self._alarming:
            rounded(painter, pill, look.radius("control"), "against_us_tint")
            tone = strong = "against_us"
            side = look.size("icon_small") + 1
            spot = QRectF(x, (box.height() - side) / 2, side, side)
            draw_icon(painter, "ph.warning-circle", spot, tone)
            x += side + look.px(5)
        elif self.underMouse():
            rounded(painter, pill, look.radius("control"), "hover")
        font, bold = look.font("table"), look.font("table", "semibold")
        width = text_width(self._word, font)
        draw_text(painter, QRectF(x, 0, width + 1, box.height()), self._word, font, tone, LEFT)
        x += width + look.px(5)
        rest = QRectF(x, 0, box.width() - x, box.height())
        draw_text(painter, rest, self._tail(), bold, strong, LEFT, elide=False)


class RoleStrip(QWidget):
    """Seven counts and a summary. ``role_clicked`` carries the role."""

    role_clicked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space(4), look.space(1), look.space(4), look.space(1))
        row.setSpacing(look.space(2))
        lead = Text(tr("Buying roles"), "table", "text_3")
        lead.setFixedHeight(look.size("control"))
        row.addWidget(lead, 0, Qt.AlignmentFlag.AlignTop)
        flow = FlowLayout(gap=3)
        row.addLayout(flow, 1)
        self.counts: dict[Role, _RoleCount] = {}
        for role in Role:
            button = self.counts[role] = _RoleCount(role)
            button.clicked.connect(lambda _=False, role=role: self.role_clicked.emit(role))
            flow.addWidget(button)
        self._summary = Text("", "table", "text_2")
        self._summary.setFixedHeight(look.size("control"))
        row.addWidget(self._summary, 0, Qt.AlignmentFlag.AlignTop)

    def show_unit(self, unit: MapUnit) -> None:
        """Show the counts of a unit."""
        for role, button in self.counts.items():
            button.set_count(unit.counts.get(role, 0))
        people = trn("{n} person", "{n} people", len(unit.seats))
        gaps = trn("{n} gap", "{n} gaps", len(unit.missing))
        self._summary.setText(f"{people}, {gaps}" if unit.missing else people)
