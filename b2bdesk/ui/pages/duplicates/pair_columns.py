"""The list of pairs: how sure, and both names over the reasons."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from b2bdesk.analytics.duplicates.records import Certainty
from b2bdesk.core.i18n import tr
from b2bdesk.services.duplicates import CERTAINTY_WORDS, DuplicateRow
from b2bdesk.ui.formats import MISSING
from b2bdesk.ui.pages.duplicates.words import reasons_in_words
from b2bdesk.ui.tables.cells import Cell, IconTextCell
from b2bdesk.ui.tables.model import Column
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import draw_text

_ICONS = {
    Certainty.SURE: ("ph.check-circle", "accent"),
    Certainty.LIKELY: ("ph.equals", "text_2"),
    Certainty.POSSIBLE: ("ph.question", "text_3"),
}


@dataclass(frozen=True, slots=True)
class _PairCell(Cell):
    """Both names, and the reasons under them."""

    def text(self, value: DuplicateRow | None) -> str:
        if value is None:
            return MISSING
        return f"{_names(value)} ({reasons_in_words(value.pair.reasons)})"

    def draw(self, painter: QPainter, box: QRectF, value: DuplicateRow | None) -> None:
        if value is None:
            return
        look = theme()
        half = box.height() / 2
        top = QRectF(box.left(), box.top(), box.width(), half + look.px(1))
        below = QRectF(box.left(), box.top() + half - look.px(1), box.width(), half)
        draw_text(painter, top, _names(value), look.font("table", "medium"))
        words = reasons_in_words(value.pair.reasons)
        draw_text(painter, below, words, look.font("caption"), "text_2")


def pair_columns() -> tuple[Column[DuplicateRow], ...]:
    """The columns of the list."""
    order = list(Certainty)
    return (
        Column(
            "certainty",
            tr("Certainty"),
            lambda r: (
                _ICONS[r.pair.certainty][0],
                tr(CERTAINTY_WORDS[r.pair.certainty]),
                _ICONS[r.pair.certainty][1],
            ),
            IconTextCell(),
            128,
            sort_key=lambda r: (-order.index(r.pair.certainty), r.pair.score),
        ),
        Column(
            "pair",
            tr("Records and reasons"),
            lambda r: r,
            _PairCell(),
            188,
            sort_key=_names,
            row_tooltip=lambda r: "\n".join(
                (
                    _with_place(r.first_name, r.first_place),
                    _with_place(r.second_name, r.second_place),
                    reasons_in_words(r.pair.reasons),
                )
            ),
            stretch=True,
        ),
    )


def _names(row: DuplicateRow) -> str:
    return f"{row.first_name}  ·  {row.second_name}"


def _with_place(name: str, place: str) -> str:
    return f"{name}, {place}" if place else name
