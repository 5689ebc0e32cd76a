"""The key under the grid: what shades, frames and figures of a cell say."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, CoverageLevel
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.coverage.grid_delegate import (
    MANY_EXCHANGES,
    RECENT_DAYS,
    draw_box,
    level_shade,
)
from b2bdesk.ui.pages.account.people.coverage.grid_heads import HEAD_WIDTH
from b2bdesk.ui.pages.account.people.coverage.words import EXCHANGES, RECENCY
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, draw_text, text_width
from b2bdesk.ui.widgets.flow_layout import FlowLayout
from b2bdesk.ui.widgets.text import Text


class _Swatch(QWidget):
    """A little cell and its word."""

    def __init__(
        self, words: str, shade: str | None, *, matched: bool = False, suggested: bool = False
    ) -> None:
        super().__init__()
        self._words, self._shade = words, shade
        self._matched, self._suggested = matched, suggested
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme()
        wide = text_width(self._words, look.font("caption"))
        return QSize(wide + look.px(22), look.px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        side = look.px(13)
        box = QRectF(0, (self.height() - side) / 2, side, side)
        draw_box(painter, box, self._shade, matched=self._matched, suggested=self._suggested)
        rest = QRectF(look.px(19), 0, self.width() - look.px(19), self.height())
        draw_text(painter, rest, self._words, look.font("caption"), "text_2", LEFT)


class CoverageLegend(QWidget):
    """Shades of the measure on show, the frames, and what the figures are."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme().px(HEAD_WIDTH), 0, 0, 0)
        column.setSpacing(theme().space(1))
        self._swatches = QWidget()
        self._flow = FlowLayout(self._swatches)
        column.addWidget(self._swatches)
        self._note = Text("", "caption", "text_2", wrap=True)
        column.addWidget(self._note)

    def show_measure(self, show: str, months: int | None) -> None:
        """Explain a measure; ``months`` are those that exchanges are counted over."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        title, steps = _steps(show)
        self._flow.addWidget(Text(title, "caption", "text_2"))
        for words, shade in steps:
            self._flow.addWidget(_Swatch(words, shade))
        self._flow.addWidget(_Swatch(tr("suggested by exchanges"), None, suggested=True))
        self._flow.addWidget(_Swatch(tr("should be matched"), None, matched=True))
        days = tr("Each cell: days since the last exchange (d)")
        if months is None:
            self._note.setText(
                tr("{days}, number of exchanges (×), what is wanted (→).", days=days)
            )
        else:
            words = trn(
                "{days}, number of exchanges in {n} month (×), what is wanted (→).",
                "{days}, number of exchanges in {n} months (×), what is wanted (→).",
                months,
                days=days,
            )
            self._note.setText(words)


def _steps(show: str) -> tuple[str, list[tuple[str, str | None]]]:
    f = formats()
    if show == RECENCY:
        fresh, some, old = RECENT_DAYS
        return tr("Last exchange"), [
            (tr("never"), None),
            (tr("over {n} d", n=f.integer(old)), "cover_1"),
            (tr("to {n} d", n=f.integer(old)), "cover_2"),
            (tr("to {n} d", n=f.integer(some)), "cover_3"),
            (tr("to {n} d", n=f.integer(fresh)), "cover_4"),
        ]
    if show == EXCHANGES:
        most, many, few = MANY_EXCHANGES
        return tr("Exchanges"), [
            (tr("none"), None),
            (f"1–{few - 1}", "cover_1"),
            (f"{few}–{many - 1}", "cover_2"),
            (f"{many}–{most - 1}", "cover_3"),
            (tr("{n} and more", n=most), "cover_4"),
        ]
    levels = (CoverageLevel.BRIEF, CoverageLevel.MULTIPLE, CoverageLevel.IN_DEPTH)
    return tr("Our relationship"), [
        (tr("Unknown or none"), None),
        *((tr(WORDS[level]), level_shade(level)) for level in levels),
    ]
