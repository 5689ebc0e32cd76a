"""Figures side by side in one panel: label, figure, a line about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.ui.formats import MISSING
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import ElidedText, Text, v_rule


@dataclass(frozen=True, slots=True)
class StripFigure:
    """One figure; ``figure`` None is unknown, and ``note`` says why."""

    label: str
    figure: str | None
    note: str = ""


class FigureStrip(Panel):
    """A fixed number of figures, each equally wide."""

    def __init__(self, labels: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(flush=True, parent=parent)
        look = theme()
        self.body.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(0)
        self._cells: list[_Cell] = []
        for number, label in enumerate(labels):
            if number:
                row.addWidget(v_rule())
            cell = _Cell(label)
            self._cells.append(cell)
            row.addWidget(cell, 1)
        self.add(row)
        self.setFixedHeight(look.px(78))

    def show_figures(self, figures: Sequence[StripFigure]) -> None:
        """Show the figures, in the order of the labels."""
        for cell, figure in zip(self._cells, figures, strict=True):
            cell.show_figure(figure)


class _Cell(QWidget):
    def __init__(self, label: str) -> None:
        super().__init__()
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space(3), look.px(9), look.space(2), look.px(8))
        column.setSpacing(0)
        self._label = ElidedText(label, "caption", "text_2", weight="medium")
        self._figure = Text("", "title", weight="semibold")
        self._note = ElidedText("", "caption", "text_3")
        for widget in (self._label, self._figure, self._note):
            column.addWidget(widget)
        self.show_figure(StripFigure(label, None))

    def show_figure(self, figure: StripFigure) -> None:
        self._label.setText(figure.label)
        missing = figure.figure is None
        self._figure.setText(MISSING if figure.figure is None else figure.figure)
        self._figure.set_tone("text_3" if missing else "text")
        self._note.setText(figure.note)
        self.setAccessibleName(f"{figure.label}: {self._figure.text()}, {figure.note}")
