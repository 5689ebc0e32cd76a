"""What pasted cost pools would do, before they do it: rows, problems, and the choice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.dates import first_of_month
from b2bdesk.core.i18n import mark, tr, trn
from b2bdesk.models.enums import WORDS
from b2bdesk.services.costing.paste_result import Outcome, PastedPool, PasteProblem, PoolPaste
from b2bdesk.ui.formats import formats
from b2bdesk.ui.tables.cells import Cell, IconTextCell, MoneyCell, NumberCell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text

_OUTCOMES = {
    Outcome.NEW: ("ph.plus", mark("New"), "accent"),
    Outcome.CHANGED: ("ph.pencil-simple", mark("Changed"), "accent"),
    Outcome.UNCHANGED: ("ph.equals", mark("As it is"), "text_3"),
}


class PastePanel(QWidget):
    """``accepted`` carries the PoolPaste to take over; ``cancelled`` leaves everything as it is."""

    accepted = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self._paste: PoolPaste | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space(3))
        self._panel = Panel(tr("Paste cost pools"), flush=True)
        self._take = Button("", "primary", on_click=self._on_take)
        self._panel.add_action(Button(tr("Cancel"), keys=tr("Esc"), on_click=self.cancelled.emit))
        self._panel.add_action(self._take)
        self._summary = Text("", "table", "text_2", wrap=True)
        line = QHBoxLayout()
        line.setContentsMargins(look.space(3), 0, look.space(3), look.space(1))
        line.addWidget(self._summary)
        self._panel.add(line)
        self._rows: DataTable[PastedPool] = DataTable(
            IdTableModel(_row_columns()), name=tr("Pasted cost pools")
        )
        self._panel.add(self._rows, 1)
        column.addWidget(self._panel, 3)
        self._wrong = Panel(tr("What needs a look"), flush=True)
        self._problems: DataTable[PasteProblem] = DataTable(
            IdTableModel(_problem_columns()), name=tr("Problems of the pasted rows")
        )
        self._wrong.add(self._problems, 1)
        column.addWidget(self._wrong, 2)

    def show_paste(self, paste: PoolPaste) -> None:
        """Show what a paste would do."""
        self._paste = paste
        self._rows.model.set_rows((row.row, row) for row in paste.rows)
        self._rows.fit()
        self._problems.model.set_rows(enumerate(paste.problems))
        self._problems.fit()
        self._wrong.setVisible(bool(paste.problems))
        count = sum(row.outcome is not Outcome.UNCHANGED for row in paste.rows)
        self._take.setText(trn("Take over {n} row", "Take over {n} rows", count))
        self._take.setEnabled(paste.changes)
        self._summary.setText(_summary(paste))
        (self._take if paste.changes else self._rows).setFocus()

    def _on_take(self) -> None:
        if self._paste is not None and self._paste.changes:
            self.accepted.emit(self._paste)


def _summary(paste: PoolPaste) -> str:
    counts = (
        (Outcome.NEW, tr("{n} new")),
        (Outcome.CHANGED, tr("{n} changed")),
        (Outcome.UNCHANGED, tr("{n} as they are")),
        (Outcome.LEFT_OUT, tr("{n} left out")),
    )
    parts = [words.format(n=paste.count(kind)) for kind, words in counts if paste.count(kind)]
    if paste.rows:
        total = formats().money_exact(paste.total)
        parts.append(tr("ledger cost {total} {currency}", total=total, currency=formats().currency))
    if not paste.has_header and paste.rows:
        parts.append(tr("columns found by what is in them"))
    if paste.ignored:
        parts.append(tr("not used: {columns}", columns=", ".join(paste.ignored)))
    return ", ".join(parts) or tr("Nothing that could be read.")


def _row_columns() -> list[Column[PastedPool]]:
    return [
        Column("row", tr("Row"), lambda row: row.row, NumberCell(), width=48),
        Column(
            "name",
            tr("Cost pool"),
            lambda row: row.draft.name,
            Cell(weight="medium"),
            width=160,
            stretch=True,
        ),
        Column("activity", tr("Activity"), lambda row: row.draft.activity, width=110),
        Column(
            "amount",
            tr("Ledger cost"),
            lambda row: row.cost,
            MoneyCell(exact=True),
            width=110,
        ),
        Column(
            "driver",
            tr("Driver"),
            lambda row: None if row.draft.driver is None else tr(WORDS[row.draft.driver]),
            width=120,
        ),
        Column(
            "capacity",
            tr("Capacity"),
            lambda row: row.period.capacity,
            NumberCell(),
            width=90,
        ),
        Column("level", tr("Level"), lambda row: tr(WORDS[row.draft.level]), width=110),
        Column(
            "months",
            tr("Months"),
            lambda row: formats().month_range(
                first_of_month(row.period.months.first), first_of_month(row.period.months.last)
            ),
            width=150,
        ),
        Column("outcome", tr("What happens"), _outcome, IconTextCell(), width=110),
    ]


def _outcome(row: PastedPool) -> tuple[str, str, str]:
    icon, words, role = _OUTCOMES[row.outcome]
    return icon, tr(words), role


def _problem_columns() -> list[Column[PasteProblem]]:
    return [
        Column("row", tr("Row"), lambda row: row.row, NumberCell(), width=48),
        Column("column", tr("Column"), lambda row: row.column, width=120),
        Column("value", tr("Value"), lambda row: row.value, width=120),
        Column("reason", tr("What is wrong"), lambda row: row.reason, width=260, stretch=True),
        Column("hint", tr("What to do"), lambda row: row.hint, width=300, stretch=True),
        Column(
            "effect",
            tr("Left out"),
            lambda row: tr("the row") if row.left_out else tr("this cell"),
            width=80,
        ),
    ]
