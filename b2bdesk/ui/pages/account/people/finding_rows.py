"""What weakens a map, one row each; a click opens the people that are meant."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.map_health import Finding, MapFinding, MapHealth
from b2bdesk.ui.pages.account.people.rating import (
    finding_detail,
    finding_title,
    health_words,
    rating_mark,
    rating_reason,
)
from b2bdesk.ui.pages.account.people.section import clear
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.marks import Mark
from b2bdesk.ui.widgets.pills import Pill
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import ElidedText, Text

_ICONS = {
    Finding.DECIDER_UNKNOWN: ("ph.user-focus", "against_us"),
    Finding.BUDGET_HOLDER_UNKNOWN: ("ph.user-focus", "attention"),
    Finding.KEY_PLAYER_AGAINST: ("ph.minus-circle", "against_us"),
    Finding.BUDGET_HOLDER_NOT_COVERED: ("ph.handshake", "attention"),
    Finding.THEIR_SIDE_SINGLE: ("ph.git-commit", "attention"),
    Finding.OUR_SIDE_SINGLE: ("ph.git-commit", "attention"),
    Finding.STALE: ("ph.clock", "attention"),
}


class FindingRows(QWidget):
    """Rating as a pill, its reason, and the findings. ``chosen`` carries a ``MapFinding``."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space(2))
        self.rating = Pill(Mark("", "text_2", icon="ph.circle"))
        column.addWidget(self.rating, 0, Qt.AlignmentFlag.AlignLeft)
        self.reason = Text("", "table", "text_2", wrap=True)
        column.addWidget(self.reason)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(look.space(1))
        column.addLayout(self._rows)

    def show_health(
        self, health: MapHealth | None, findings: Sequence[MapFinding] | None = None
    ) -> None:
        """Show a health; ``findings`` in place of its own where the account's are to be told."""
        self.setVisible(health is not None)
        clear(self._rows)
        if health is None:
            return
        self.rating.setVisible(health.rating is not None)
        if health.rating is not None:
            self.rating.set_mark(rating_mark(health.rating))
        reason = rating_reason(health.reason)
        if health.unit and findings is None:
            reason = tr("{unit}: {words}", unit=health.unit, words=reason)
        self.reason.setText(reason)
        self.setAccessibleName(health_words(health))
        for finding in health.findings if findings is None else findings:
            self._rows.addWidget(self._row(finding))

    def _row(self, finding: MapFinding) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space(2))
        icon, tone = _ICONS[finding.kind]
        mark = QVBoxLayout()
        mark.addSpacing((theme().size("control_in_row") - theme().px(16)) // 2)
        mark.addWidget(IconLabel(icon, tone))
        mark.addStretch(1)
        row.addLayout(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        title, detail = finding_title(finding), finding_detail(finding)
        link = Button(title, "link", compact=True, on_click=partial(self.chosen.emit, finding))
        link.setMinimumWidth(1)
        link.setAccessibleName(tr("{title}: {detail}", title=title, detail=detail))
        link.setToolTip(tr("Show who is meant"))
        words.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        below = QHBoxLayout()
        below.addSpacing(theme().px(3))  # under the link's first letter
        below.addWidget(ElidedText(detail, "caption", "text_2"))
        words.addLayout(below)
        row.addLayout(words, 1)
        return made
