"""Who may leave, and is it worth keeping them: retention risk by what the account earns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from b2bdesk.core.i18n import lowered, tr
from b2bdesk.services.portfolio import MEASURE_WORDS, Measure
from b2bdesk.ui.charts.heat_grid import HeatCell, HeatGrid, HeatRow
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.portfolio.shown_row import ShownRow
from b2bdesk.ui.theme.tokens import risk_of_active, tokens
from b2bdesk.ui.widgets.marks import Mark

_ROWS: tuple[tuple[str, ...], ...] = (("high", "severe"), ("moderate",), ("low",))


@dataclass(frozen=True, slots=True)
class RiskCell:
    """The accounts of one risk class and one band of profit; the loss in minor units.

    ``loss`` is None where no account's expected loss is known: that is not a loss of zero.
    """

    ids: tuple[int, ...]
    loss: int | None
    words: str


def step_between(amounts: Iterable[int]) -> int:
    """A round amount (1, 2 or 5 times a power of ten) near the median of the positive ones."""
    positive = sorted(amount for amount in amounts if amount > 0)
    if not positive:
        return 0
    middle = positive[len(positive) // 2]
    unit = 1
    while unit * 10 <= middle:
        unit *= 10
    return max((unit * factor for factor in (1, 2, 5) if unit * factor <= middle), default=unit)


def grid_cells(rows: Sequence[ShownRow], measure: Measure) -> tuple[list[list[RiskCell]], int]:
    """Cells by risk (high first) and profit (loss, under and over the step), and the step."""
    known = [
        (row, row.risk.risk, row.row.amount(measure) or 0)
        for row in rows
        if row.risk is not None and row.risk.risk is not None and not row.risk.lapsed
    ]
    step = step_between(amount for _, _, amount in known)
    found: list[list[list[ShownRow]]] = [[[], [], []] for _ in _ROWS]
    for row, risk, amount in known:
        key = risk_of_active(1 - risk).key
        line = next(n for n, keys in enumerate(_ROWS) if key in keys)
        found[line][0 if amount < 0 else 1 if amount < step else 2].append(row)
    bands = _band_words(step)
    any_loss = any(r.risk and r.risk.expected_loss_minor is not None for r, _, _ in known)
    cells = []
    for line, parts in enumerate(found):
        made = []
        for number, part in enumerate(parts):
            told = [row.risk.expected_loss_minor for row in part if row.risk is not None]
            losses = [loss for loss in told if loss is not None]
            loss = sum(losses) if losses or (any_loss and not part) else None
            words = tr("Risk {risk}, {band}", risk=lowered(_risk_words(line)), band=bands[number])
            made.append(RiskCell(tuple(row.row.id for row in part), loss, words))
        cells.append(made)
    return cells, step


def _risk_words(line: int) -> str:
    return (tr("High, severe"), tr("Moderate"), tr("Low"))[line]


def _band_words(step: int) -> tuple[str, str, str]:
    shown = formats().money_short(step, trim=True)
    return tr("Loss"), tr("Under {amount}", amount=shown), tr("Over {amount}", amount=shown)


class RiskGrid(HeatGrid):
    """Counts and expected loss; a click or Enter on a cell filters the table to its accounts."""

    chosen = Signal(object, str)  # frozenset of ids, what they have in common

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(roomy=True, parent=parent)
        self._found: list[list[RiskCell]] = []
        self.clicked.connect(self._on_clicked)

    def show_rows(self, rows: Sequence[ShownRow], measure: Measure) -> None:
        """Count these accounts."""
        self._found, step = grid_cells(rows, measure)
        lines = []
        for number, cells in enumerate(self._found):
            risk = next(s for s in tokens().risk if s.key == _ROWS[number][0])
            words = _risk_words(number)
            lines.append(
                HeatRow(
                    number,
                    words,
                    tuple(
                        HeatCell(
                            cell.loss,
                            formats().integer(len(cell.ids)),
                            formats().money_short(cell.loss),
                        )
                        for cell in cells
                    ),
                    Mark(words, risk.color, bars=risk.bars),
                )
            )
        self.setAccessibleName(
            tr("Retention risk by {measure}", measure=lowered(tr(MEASURE_WORDS[measure])))
        )
        self.set_data(_band_words(step), lines)

    def _on_clicked(self, line: int, band: int) -> None:
        cell = self._found[line][band]
        if cell.ids:
            self.chosen.emit(frozenset(cell.ids), cell.words)
