"""Two whale curves over each other: the portfolio as it is, and with a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from b2bdesk.core.i18n import tr
from b2bdesk.ui.charts.chart import Chart, Table, label
from b2bdesk.ui.charts.value_axis import ValueAxis
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_C = Qt.AlignmentFlag
_POINTS = 400  # more than that is finer than the screen


class PolicyCurve(Chart):
    """Running profit over accounts, best first: solid with the policy, dashed what it is beside."""

    def __init__(self) -> None:
        super().__init__()
        self._before: tuple[float, ...] = ()
        self._after: tuple[float, ...] = ()
        self._ends: tuple[float, ...] = ()
        self._name = ""
        self.setMinimumSize(theme().px(280), theme().px(180))

    def set_data(self, before: Floats, after: Floats, name: str) -> None:
        """Draw other curves: running sums in minor units, best account first.

        ``name`` says what the first one is.
        """
        self._name = name
        self._before, self._after = _thinned(before), _thinned(after)
        self._ends = (
            *((float(before.max()), float(before[-1])) if before.size else (0.0, 0.0)),
            *((float(after.max()), float(after[-1])) if after.size else (0.0, 0.0)),
        )
        self.refresh()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if not self._before:
            return
        look = theme()
        both = (_major(value) for value in (*self._before, *self._after))
        axis = ValueAxis.over(box, both, 10, 22, 22)
        area, level = axis.area, axis.level
        axis.draw(painter, box.left())
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            spot = QRectF(area.left() + share * area.width() - 30, box.bottom() - 17, 60, 16)
            label(painter, spot, formats().percent(share))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        dashed = QPen(look.color("text_3"), 1.5)
        dashed.setDashPattern([3.0, 2.0])
        solid = QPen(look.color("accent"), tokens().line_width_main)
        for values, pen in ((self._before, dashed), (self._after, solid)):
            if not values:
                continue
            painter.setPen(pen)
            step = area.width() / (len(values) - 1 or 1)
            painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(area.left() + step * place, level(_major(value)))
                        for place, value in enumerate(values)
                    ]
                )
            )

    def describe(self) -> str:
        if not self._before:
            return tr("No values")
        _, now, _, then = self._ends
        return tr(
            "Net profit {now} {name}, {then} with the policy",
            now=formats().money(round(now)),
            name=self._name,
            then=formats().money(round(then)),
        )

    def as_table(self) -> Table:
        rows = [
            [words, *(formats().money(round(each)) for each in ends)]
            for words, ends in (
                (self._name, self._ends[:2]),
                (tr("With the policy"), self._ends[2:]),
            )
        ]
        return [tr("Curve"), tr("Peak"), tr("What is left")], rows or [[MISSING] * 3]


def _thinned(sums: Floats) -> tuple[float, ...]:
    """The curve from nothing on, by as many points as can be seen; peak and end are kept."""
    import numpy as np

    if not sums.size:
        return ()
    whole = np.concatenate([[0.0], sums])
    places = np.unique(np.linspace(0, whole.size - 1, min(whole.size, _POINTS)).astype(np.int64))
    return tuple(whole[places].tolist())


def _major(minor: float) -> float:
    return float(formats().major(round(minor)))
