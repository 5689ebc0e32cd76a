"""What the coverage shows: findings with one action each, the match by function, bow-tie figure."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.core.dates import date_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.coverage_result import AccountCoverage
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.coverage.finding_words import Advice, advise
from b2bdesk.ui.pages.account.people.coverage.shape_figure import (
    ShapeFigure,
    shape_value,
    shape_words,
)
from b2bdesk.ui.pages.account.people.section import Section, clear
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import Text, h_rule


class _Icon(QWidget):
    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name, self._role = name, role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme().size("icon")
        return QSize(side, side + theme().px(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        side = theme().size("icon")
        box = QRectF(0, theme().px(2), side, side)
        draw_icon(QPainter(self), self._name, box, self._role)


class FindingsPanel(QWidget):
    """``planned`` carries an Advice to plan, ``seen`` wants the next steps, ``added`` a person."""

    planned = Signal(object)
    seen = Signal()
    added = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space(2))
        self._list = QVBoxLayout()
        self._list.setSpacing(look.space(2))
        column.addLayout(self._list)
        self._matched = Section(tr("Matched by function"))
        self._matched_words = Text("", "table", "text_2", wrap=True)
        self._matched.column.addWidget(self._matched_words)
        column.addWidget(self._matched)
        self._shape = Section(tr("Bow-tie to diamond"))
        self.figure = ShapeFigure()
        self._shape.column.addWidget(self.figure)
        self._shape_words = Text("", "table", "text_2", wrap=True)
        self._shape.column.addWidget(self._shape_words)
        rule = tr(
            "0: all contact runs through one function (bow-tie). 1: every function of the smaller"
            " side has a counterpart of its own (diamond). (Separate pairs − 1) / (functions of"
            " the smaller side − 1)."
        )
        self._shape.column.addWidget(Text(rule, "caption", "text_3", wrap=True))
        column.addWidget(self._shape)
        column.addStretch(1)

    def show_coverage(self, coverage: AccountCoverage) -> None:
        """Show what a coverage says."""
        clear(self._list)
        advices = [advise(finding) for finding in coverage.findings]
        due = {step.what: step.due_day for step in coverage.steps}
        for advice in advices:
            self._list.addWidget(h_rule())
            self._list.addWidget(self._entry(advice, coverage, due))
        if not advices:
            self._list.addWidget(h_rule())
            words = tr("Nothing to put right: everybody who should be known is known.")
            self._list.addWidget(Text(words, "table", "text_2", wrap=True))
        self._matched_words.setText(_matched(coverage))
        self.figure.set_sides(coverage.sides)
        self._shape.value.setText(shape_value(coverage.sides))
        self._shape_words.setText(shape_words(coverage.sides))

    def _entry(
        self, advice: Advice, coverage: AccountCoverage, due: dict[str, int | None]
    ) -> QWidget:
        entry = QWidget()
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space(2))
        row.addWidget(_Icon(advice.icon, advice.tone), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(advice.title, "table", weight="medium", wrap=True))
        words.addWidget(Text(advice.reason, "table", "text_2", wrap=True))
        words.addWidget(self._action(advice, coverage, due), 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)
        entry.setAccessibleName(f"{advice.title}. {advice.reason}")
        return entry

    def _action(
        self, advice: Advice, coverage: AccountCoverage, due: dict[str, int | None]
    ) -> Button:
        if not advice.what:
            return Button(advice.action, "link", compact=True, on_click=self.added.emit)
        if advice.what in due:
            day = due[advice.what]
            words = (
                tr("Planned")
                if day is None
                else tr("Planned for {day}", day=formats().date(date_of(day), coverage.as_of))
            )
            button = Button(words, "link", compact=True, on_click=self.seen.emit)
            button.setToolTip(advice.what)
            button.setAccessibleDescription(tr("Shows the next steps: {what}", what=advice.what))
            return button
        button = Button(
            advice.action, "link", compact=True, on_click=partial(self.planned.emit, advice)
        )
        button.setToolTip(tr("Next step: {what}", what=advice.what))
        return button


def _matched(coverage: AccountCoverage) -> str:
    frame = tr("A heavier frame marks the colleague who should know this function.")
    if coverage.matched == 0:
        return frame
    counted = trn(
        "{good} of {n} is known multiple times or in depth.",
        "{good} of {n} are known multiple times or in depth.",
        coverage.matched,
        good=coverage.good,
    )
    return f"{frame} {counted}"
