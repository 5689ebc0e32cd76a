"""Who may leave, and is it worth keeping them: retention risk by what the account earns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.portfolio import MEASURE_WORDS, Measure
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.portfolio.columns import ShownRow
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import heat_index, risk_of_active, tokens
from b2bdesk.ui.widgets.drawing import CENTER, LEFT, draw_text
from b2bdesk.ui.widgets.marks import draw_signal_bars

_ROWS: tuple[tuple[str, ...], ...] = (("high", "severe"), ("moderate",), ("low",))
_ROW_HEIGHT = 36
_HEAD = 18
_LABELS = 92


@dataclass(frozen=True, slots=True)
class RiskCell:
    """The accounts of one risk class and one band of profit; the loss in minor units."""

    ids: tuple[int, ...]
    loss: int
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
    cells = []
    for line, parts in enumerate(found):
        made = []
        for number, part in enumerate(parts):
            losses = [row.risk.expected_loss_minor or 0 for row in part if row.risk is not None]
            words = tr("Risk {risk}, {band}", risk=_risk_words(line).lower(), band=bands[number])
            made.append(RiskCell(tuple(row.row.id for row in part), sum(losses), words))
        cells.append(made)
    return cells, step


def _risk_words(line: int) -> str:
    return (tr("High, severe"), tr("Moderate"), tr("Low"))[line]


def _band_words(step: int) -> tuple[str, str, str]:
    shown = formats().money_short(step, trim=True)
    return tr("Loss"), tr("Under {amount}", amount=shown), tr("Over {amount}", amount=shown)


class RiskGrid(QWidget):
    """Counts and expected loss; a click or Enter on a cell filters the table to its accounts."""

    chosen = Signal(object, str)  # frozenset of ids, what they have in common

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[list[RiskCell]] = []
        self._bands: tuple[str, str, str] = ("", "", "")
        self._at = (0, 0)
        self._measure = Measure.SALES
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_rows(self, rows: Sequence[ShownRow], measure: Measure) -> None:
        """Count these accounts."""
        self._measure = measure
        self._cells, step = grid_cells(rows, measure)
        self._bands = _band_words(step)
        said = [
            f"{cell.words}: {len(cell.ids)}" for line in self._cells for cell in line if cell.ids
        ]
        name = tr("Retention risk by {measure}", measure=tr(MEASURE_WORDS[measure]).lower())
        self.setAccessibleName(f"{name}. " + "; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(260), theme().px(_HEAD + _ROW_HEIGHT * len(_ROWS)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(220), self.sizeHint().height())

    def _box(self, line: int, band: int) -> QRectF:
        look = theme()
        left = look.px(_LABELS)
        width = (self.width() - left) / 3
        top = look.px(_HEAD + _ROW_HEIGHT * line)
        return QRectF(left + width * band + 1, top + 1, width - 2, look.px(_ROW_HEIGHT) - 2)

    def _find(self, spot: QPointF) -> tuple[int, int] | None:
        for line in range(len(self._cells)):
            for band in range(3):
                if self._box(line, band).contains(spot):
                    return line, band
        return None

    def _choose(self, line: int, band: int) -> None:
        cell = self._cells[line][band]
        if cell.ids:
            self.chosen.emit(frozenset(cell.ids), cell.words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._find(event.position())
        if found is not None:
            self._at = found
            self.update()
            self._choose(*found)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            spot = self.mapFromGlobal(self.cursor().pos())
            found = self._find(QPointF(spot))
            if found is not None:
                cell = self._cells[found[0]][found[1]]
                count = trn("{n} account", "{n} accounts", len(cell.ids))
                loss = formats().money_unit(cell.loss)
                words = tr("{words}\n{count}, expected loss {loss}", words=cell.words, count=count,
                           loss=loss)  # fmt: skip
                QToolTip.showText(self.cursor().pos(), words, self)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            line, band = self._at[0] + step[0], self._at[1] + step[1]
            self._at = (max(0, min(len(_ROWS) - 1, line)), max(0, min(2, band)))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cells:
            self._choose(*self._at)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        caption = look.font("caption")
        strong = look.font("table", "semibold")
        for band, words in enumerate(self._bands):
            box = self._box(0, band)
            head = QRectF(box.left(), 0, box.width(), look.px(_HEAD) - 2)
            draw_text(painter, head, words, caption, "text_3", CENTER)
        most = max((cell.loss for line in self._cells for cell in line), default=0)
        for line, cells in enumerate(self._cells):
            self._draw_label(painter, line)
            for band, cell in enumerate(cells):
                box = self._box(line, band)
                step = heat_index(cell.loss, most)
                painter.fillRect(box, look.color(tokens().heat[step]))
                painter.setPen(QPen(look.color("line"), 1))
                painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
                tone = tokens().heat_text[step]
                half = box.height() / 2
                upper = QRectF(box.left(), box.top() + 1, box.width(), half)
                lower = QRectF(box.left(), box.top() + half - 1, box.width(), half)
                draw_text(painter, upper, formats().integer(len(cell.ids)), strong, tone, CENTER)
                shown = formats().money_short(cell.loss)
                draw_text(painter, lower, shown, caption, tone, CENTER)
                if self.hasFocus() and self._at == (line, band):
                    painter.setPen(QPen(look.color("focus"), 2))
                    painter.drawRect(box.adjusted(1, 1, -1, -1))

    def _draw_label(self, painter: QPainter, line: int) -> None:
        look = theme()
        box = self._box(line, 0)
        step = next(s for s in tokens().risk if s.key == _ROWS[line][0])
        side = look.px(14)
        mark = QRectF(0, box.center().y() - side / 2, side, side)
        draw_signal_bars(painter, mark, step.bars, step.color)
        room = QRectF(look.px(20), box.top(), look.px(_LABELS) - look.px(22), box.height())
        draw_text(painter, room, _risk_words(line), look.font("caption"), "text", LEFT)
