"""What the measures come to together: now, what if and the change, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.decisions.what_if import WhatIf, WhatIfResult
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT
from b2bdesk.ui.widgets.text import ElidedText, Text, h_rule


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A line of the grid; ``good`` is 1 where the change is for us, -1 against us, 0 neither."""

    name: str
    now: str
    then: str
    change: str
    good: int
    strong: bool = False
    hint: str = ""


class ResultGrid(QFrame):
    """The lines on the sunken ground, the last of the first block set off as the sum."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setProperty("surface", "sunken")
        pad = look.space(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(pad, look.px(6), pad, look.px(6))
        outer.setSpacing(0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.space(2))
        self._grid.setVerticalSpacing(look.px(2))
        self._grid.setColumnStretch(0, 1)
        outer.addLayout(self._grid)
        self._cells: list[list[Text]] = []

    def show_lines(self, lines: list[ResultLine]) -> None:
        """Show these lines; the figures change in place."""
        if len(lines) != len(self._cells):
            self._build(lines)
        for line, (name, now, then, change) in zip(lines, self._cells, strict=True):
            name.setText(line.name)
            name.setToolTip(line.hint)
            now.setText(line.now)
            then.setText(line.then)
            change.setText(line.change)
            change.set_tone({1: "for_us", -1: "against_us"}.get(line.good, "text_2"))
            said = tr(
                "{name}: now {now}, what if {then}, change {change}",
                name=line.name,
                now=line.now or MISSING,
                then=line.then or MISSING,
                change=line.change or MISSING,
            )
            then.setAccessibleName(said)

    def _build(self, lines: list[ResultLine]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._cells = []
        for column, words in enumerate((tr("now"), tr("what if"), tr("change")), 1):
            self._put(0, column, Text(words, "table", "text_3"))
        row = 1
        for line in lines:
            if line.strong:
                self._grid.addWidget(h_rule(), row, 0, 1, 4)
                row += 1
            weight = "semibold" if line.strong else None
            cells = [
                ElidedText("", "table", weight=weight),
                Text("", "table", "text_2"),
                Text("", "table", weight="semibold"),
                Text("", "table"),
            ]
            for column, cell in enumerate(cells):
                self._put(row, column, cell)
            self._cells.append(cells)
            row += 1

    def _put(self, row: int, column: int, cell: Text) -> None:
        cell.setAlignment(LEFT if column == 0 else RIGHT)
        cell.setMinimumHeight(theme().px(22))
        if column:
            cell.setMinimumWidth(theme().px(52))
        self._grid.addWidget(cell, row, column, Qt.AlignmentFlag(0))


def result_lines(found: WhatIf, result: WhatIfResult) -> list[ResultLine]:
    """The lines of the grid; what is not known is a dash."""
    f = formats()
    now, then = result.now, result.then
    profit = tr("Net profit") if found.costs_known else tr("Gross margin")
    worth = result.worth

    def money(amount: float | None) -> str:
        return f.money(None if amount is None else round(amount))

    def change(amount: float | None) -> str:
        return f.signed_money(None if amount is None else round(amount))

    active = _less(then.still_active, now.still_active)
    loss = _less(then.expected_loss, now.expected_loss)
    return [
        ResultLine(
            profit, money(now.profit), money(then.profit), change(result.gain), _sign(result.gain)
        ),
        ResultLine(
            tr("Still active"),
            f.percent(now.still_active, 1),
            f.percent(then.still_active, 1),
            points(active, 1),
            _sign(None if active is None else round(100 * active, 1)),
            hint=tr("Still active in 12 months: 1 less the retention risk"),
        ),
        ResultLine(
            tr("Expected loss"),
            money(now.expected_loss),
            money(then.expected_loss),
            change(loss),
            -_sign(loss),
            hint=tr("Risk times the margin of 12 months that would end with the account"),
        ),
        ResultLine(
            tr("Profit × still active"),
            money(now.worth),
            money(then.worth),
            change(worth),
            _sign(worth),
            strong=True,
        ),
        ResultLine(
            tr("Break-even volume loss"),
            "",
            f.percent(result.break_even_loss, 1) if result.gain else MISSING,
            "",
            0,
            hint=tr("The share of its volume that may be lost before nothing is gained"),
        ),
        *_curve_lines(result),
    ]


def _curve_lines(result: WhatIfResult) -> list[ResultLine]:
    """The whale curve of all accounts: in percent of the total, in money where that is no gain."""
    f = formats()
    before, after = result.curve, result.curve_then
    peak, erosion = tr("Curve, peak"), tr("Curve, erosion")
    hints = (
        tr("The whale curve of all accounts at its highest"),
        tr("What the whale curve falls by after its peak"),
    )
    if before.peak_percent is None or after.peak_percent is None:
        lost, lost_then = before.peak - before.total, after.peak - after.total
        return [
            ResultLine(
                peak,
                f.money_short(round(before.peak)),
                f.money_short(round(after.peak)),
                f.signed_money(round(after.peak - before.peak)),
                _sign(after.peak - before.peak),
                hint=hints[0],
            ),
            ResultLine(
                erosion,
                f.money_short(round(lost)),
                f.money_short(round(lost_then)),
                f.signed_money(round(lost_then - lost)),
                -_sign(lost_then - lost),
                hint=hints[1],
            ),
        ]
    fell, falls = before.peak_percent - 100, after.peak_percent - 100
    return [
        ResultLine(
            name,
            f.percent(old / 100, 1),
            f.percent(new / 100, 1),
            points((new - old) / 100, 1),
            -_sign(round(new - old, 1)),
            hint=hint,
        )
        for name, old, new, hint in (
            (peak, before.peak_percent, after.peak_percent, hints[0]),
            (erosion, fell, falls, hints[1]),
        )
    ]


def points(change: float | None, decimals: int) -> str:
    """``−10 pts``: a change of a percentage in a narrow column."""
    if change is None:
        return MISSING
    number = formats().signed(change * 100, decimals)
    one = round(abs(change) * 100, decimals) == 1
    return trn("{number} pt", "{number} pts", 1 if one else 2, number=number)


def _less(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


def _sign(change: float | None) -> int:
    if change is None or abs(change) < 0.05:
        return 0
    return 1 if change > 0 else -1
