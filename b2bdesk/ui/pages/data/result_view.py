"""After the import: what came in from which sheet, the way to it, what waits, and Undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.i18n import mark, tr, trn
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.services.imports.plan import ImportPlan, SheetPlan
from b2bdesk.ui.context import Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.drawing import RIGHT
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text

_PLACES = {
    "invoice_lines": ("portfolio", mark("Show the portfolio")),
    "orders": ("portfolio", mark("Show the portfolio")),
    "exchanges": ("exchanges", mark("Show the exchanges")),
    "next_steps": ("today", mark("Show today")),
    "cost_pools": ("costing", mark("Show the costing")),
    "team": ("settings", mark("Show the team")),
    "currency_rates": ("settings", mark("Show the rates")),
}
_ACCOUNTS = ("accounts", mark("Show the accounts"))


class ResultView(QWidget):
    """``go``: to a place; ``undo``: take the import back; ``export``: what waits."""

    def __init__(
        self,
        plan: ImportPlan,
        *,
        go: Callable[[Target], object],
        undo: Callable[[], object],
        export: Callable[[], object],
        another: Callable[[], object],
    ) -> None:
        super().__init__()
        look = theme()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setProperty("scrollBody", True)
        scroll.setWidget(body)
        whole.addWidget(scroll)
        outer = QHBoxLayout(body)
        outer.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(look.space(3))
        outer.addLayout(column, 2)
        outer.addStretch(1)
        column.addStretch(1)
        came = plan.new + plan.changed
        head = QHBoxLayout()
        head.setSpacing(look.space(2))
        head.addWidget(IconLabel("ph.check-circle", "accent", 24))
        n = formats().integer(came)
        title = Text(trn("{n} row came in.", "{n} rows came in.", came, n=n), "title")
        head.addWidget(title)
        head.addStretch(1)
        column.addLayout(head)
        column.addLayout(self._sheets(plan, go))
        if plan.waiting:
            waits = trn(
                "{n} row needs attention; export it, correct it and import it again.",
                "{n} rows need attention; export them, correct them and import them again.",
                plan.waiting,
                n=formats().integer(plan.waiting),
            )
            column.addWidget(Text(waits, "body", "text_2", wrap=True))
        words = tr("The whole import is one step: Ctrl+Z takes it back.")
        column.addWidget(Text(words, "body", "text_2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        page, label = _best(plan)
        self.primary = Button(tr(label), "primary", on_click=lambda: go(Target(page)))
        row.addWidget(self.primary)
        if plan.waiting:
            row.addWidget(Button(tr("Export these rows"), on_click=export))
        row.addWidget(Button(tr("Undo the import"), on_click=undo))
        row.addWidget(Button(tr("Import another file"), "flat", on_click=another))
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)

    def _sheets(self, plan: ImportPlan, go: Callable[[Target], object]) -> QGridLayout:
        look = theme()
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space(4))
        grid.setVerticalSpacing(look.space(1))
        heads = (tr("Sheet"), tr("New rows"), tr("Updated"), tr("Not taken in"))
        for column, words in enumerate(heads):
            head = Text(words, "caption", "text_3", weight="medium")
            if column:
                head.setAlignment(RIGHT)
            grid.addWidget(head, 0, column)
        for line, sheet in enumerate(plan.sheets, 1):
            grid.addWidget(Text(sheet.sheet, "body", weight="medium"), line, 0)
            counts = (sheet.new, sheet.changed, sheet.rejected + sheet.ambiguous)
            for column, count in enumerate(counts, 1):
                cell = Text(formats().integer(count), "body", "text_2")
                cell.setAlignment(RIGHT)
                grid.addWidget(cell, line, column)
            if (sheet.new or sheet.changed) and sheet.kind != "products":
                page, label = _place(sheet)
                link = Button(tr("Show"), "link", on_click=partial(go, Target(page)))
                link.setAccessibleName(f"{tr(label)}: {sheet.sheet}")
                grid.addWidget(link, line, 4)
        grid.setColumnStretch(5, 1)
        return grid


def _place(sheet: SheetPlan) -> tuple[str, str]:
    return _PLACES.get(sheet.kind, _ACCOUNTS) if sheet.kind in KINDS else _ACCOUNTS


def _best(plan: ImportPlan) -> tuple[str, str]:
    """Where most that came in can be seen: figures before records."""
    came = [sheet for sheet in plan.sheets if sheet.new or sheet.changed] or list(plan.sheets)
    lines = [sheet for sheet in came if sheet.kind in ("invoice_lines", "orders")]
    most = max(lines or came, key=lambda sheet: sheet.new + sheet.changed)
    return _place(most)
