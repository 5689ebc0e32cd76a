"""The fields of two records side by side, with the value that will hold chosen for each."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen

from b2bdesk.core.i18n import tr
from b2bdesk.services.merging.compare import Comparison, FieldPair
from b2bdesk.ui.formats import MISSING
from b2bdesk.ui.shell.history_panel import words_of
from b2bdesk.ui.tables.cells import Cell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import draw_text

FIRST, SECOND = 1, 2  # columns of the two records


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a cell shows: ``chosen`` None where both records hold the same."""

    text: str
    chosen: bool | None


@dataclass(frozen=True, slots=True)
class _Row:
    pair: FieldPair
    side: int

    def choice(self, side: int) -> _Choice:
        shown = self.pair.first if side == FIRST else self.pair.second
        return _Choice(words_of(shown), None if self.pair.same else side == self.side)


@dataclass(frozen=True, slots=True)
class _ChoiceCell(Cell):
    """A radio mark and the value; what is the same on both sides has no mark."""

    def text(self, value: _Choice | None) -> str:
        return MISSING if value is None else value.text

    def spoken(self, value: _Choice | None) -> str:
        if value is None or value.chosen is None:
            return self.text(value)
        return tr("{value}, chosen", value=value.text) if value.chosen else value.text

    def draw(self, painter: QPainter, box: QRectF, value: _Choice | None) -> None:
        look = theme()
        if value is None:
            return
        side = look.px(13)
        spot = QRectF(box.left(), box.center().y() - side / 2, side, side)
        if value.chosen is not None:
            painter.setRenderHint(painter.RenderHint.Antialiasing)
            role = "accent" if value.chosen else "line_control"
            painter.setPen(QPen(look.color(role), look.px(2) if value.chosen else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(spot.adjusted(1, 1, -1, -1))
            if value.chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("accent"))
                inset = look.px(4)
                painter.drawEllipse(spot.adjusted(inset, inset, -inset, -inset))
        rest = box.adjusted(side + look.px(7), 0, 0, 0)
        weight = "medium" if value.chosen else "regular"
        tone = "text" if value.chosen else "text_3" if value.chosen is None else "text_2"
        draw_text(painter, rest, value.text, look.font("table", weight), tone)


class FieldTable(DataTable[_Row]):
    """Arrows move, a click or Space chooses the value of that side. ``chosen`` when one was."""

    chosen = Signal()

    def __init__(self) -> None:
        cell = _ChoiceCell()
        columns: tuple[Column[_Row], ...] = (
            Column("field", tr("Field"), lambda r: r.pair.title, Cell(tone="text_2"), 136),
            _side_column("first", tr("First record"), FIRST, cell),
            _side_column("second", tr("Second record"), SECOND, cell),
        )
        super().__init__(IdTableModel(columns), name=tr("Fields, side by side"))
        self._rows: dict[int, _Row] = {}
        self.view.clicked.connect(self._on_clicked)
        self.peeked.connect(self._on_peeked)

    def show_comparison(self, compared: Comparison, *, keep_first: bool) -> None:
        """Show the fields: the kept record's values are chosen, the other's where it has none."""
        ours, theirs = (FIRST, SECOND) if keep_first else (SECOND, FIRST)
        # What differs is what there is to decide.
        pairs = sorted(compared.fields, key=lambda pair: pair.same)
        self._rows = {
            number: _Row(pair, ours if _of(pair, ours) is not None else theirs)
            for number, pair in enumerate(pairs)
        }
        self.model.set_rows(self._rows)
        if self._rows:
            self.show_id(0)

    def choose(self, number: int, side: int) -> None:
        """Let the value of one side hold."""
        row = self._rows[number]
        if row.pair.same or row.side == side:
            return
        self._rows[number] = _Row(row.pair, side)
        self.model.update_rows({number: self._rows[number]})
        self.chosen.emit()

    def choices(self) -> dict[str, int]:
        """``FIRST`` or ``SECOND`` by the key of each field that differs."""
        return {row.pair.key: row.side for row in self._rows.values() if not row.pair.same}

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() in (FIRST, SECOND):
            self.choose(self.model.id_at(index.row()), index.column())

    def _on_peeked(self, number: int) -> None:
        column = self.view.currentIndex().column()
        if column not in (FIRST, SECOND):  # in the field's own column: the other one
            column = SECOND if self._rows[number].side == FIRST else FIRST
        self.choose(number, column)


def _of(pair: FieldPair, side: int) -> object:
    return pair.first if side == FIRST else pair.second


def _side_column(key: str, title: str, side: int, cell: Cell) -> Column[_Row]:
    return Column(
        key,
        title,
        lambda r: r.choice(side),
        cell,
        150,
        sort_key=lambda r: r.choice(side).text,
        row_tooltip=lambda r: r.choice(side).text,
        stretch=True,
    )
