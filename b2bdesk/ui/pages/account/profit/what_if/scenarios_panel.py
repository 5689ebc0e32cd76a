"""Scenarios of an account side by side: loaded, renamed, removed, planned from, exported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.core.progress import Progress
from b2bdesk.services.decisions.overview import ComparedScenario
from b2bdesk.services.decisions.what_if import WhatIf
from b2bdesk.services.scenario_export import write_scenarios
from b2bdesk.services.scenarios import remove_scenario
from b2bdesk.storage.database import Session
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.workbook_export import ask_workbook, report_in_background
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.profit.what_if.plan_dialog import PlanDialog
from b2bdesk.ui.pages.account.profit.what_if.scenario_dialog import rename_scenario_to
from b2bdesk.ui.pages.account.profit.what_if.words import setting_text
from b2bdesk.ui.tables.cells import Cell, MoneyCell, PercentCell
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import Column, IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text


class ScenariosPanel(Panel):
    """``tried`` carries the settings of the scenario that is to be loaded."""

    tried = Signal(object)

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("Scenarios"), flush=True, rule=True, parent=parent)
        self.ctx = ctx
        self._found: WhatIf | None = None
        self._scenarios: tuple[ComparedScenario, ...] = ()
        self.export_button = Button(
            tr("Export"), "flat", icon_name="ph.download-simple", on_click=self.export
        )
        self.plan_button = Button(tr("Make plan"), "flat", on_click=self.make_plan)
        self.load_button = Button(tr("Load"), on_click=self.load)
        for button in (self.export_button, self.plan_button, self.load_button):
            self.add_action(button)
        look = theme()
        self._none = Text(
            tr("None yet. Move the sliders of What if and save what you tried."),
            "table",
            "text_2",
            wrap=True,
        )
        pad = look.space(3)
        self._none.setContentsMargins(pad, pad, pad, pad)
        self.add(self._none)
        self.table: DataTable[ComparedScenario] = DataTable(
            IdTableModel(_columns()), name=tr("Scenarios side by side")
        )
        self.table.opened.connect(self._on_opened)
        self.table.context_requested.connect(self._on_menu)
        self.add(self.table)

    def show_scenarios(self, found: WhatIf | None, rows: Sequence[ComparedScenario]) -> None:
        """Show an account's scenarios on today's figures, the most worth first."""
        self._found, self._scenarios = found, tuple(rows)
        self.table.model.set_rows({each.row.id: each for each in rows})
        if self.table.model.sorting is None:
            self.table.sort_by("worth", True)
        look = theme()
        head = self.table.view.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + look.size("table_row") * max(1, len(rows)) + look.px(14))
        self.table.setVisible(bool(rows))
        self._none.setVisible(not rows)
        for button in (self.export_button, self.plan_button, self.load_button):
            button.setVisible(bool(rows))
        count = len(rows)
        self.set_subtitle(trn("{n} saved", "{n} saved", count) if count else "")
        if rows and self.table.current_id is None:
            self.table.select_ids([self.table.model.ids[0]])
        self.table.fit()

    def _chosen(self, scenario: int | None = None) -> ComparedScenario | None:
        number = self.table.current_id if scenario is None else scenario
        return None if number is None else self.table.model.row(number)

    # --- doing -----------------------------------------------------------------------------

    def load(self) -> None:
        """Put the sliders where the chosen scenario has them."""
        if (chosen := self._chosen()) is not None:
            self.tried.emit(chosen.settings)

    def _on_opened(self, scenario: int) -> None:
        if (chosen := self._chosen(scenario)) is not None:
            self.tried.emit(chosen.settings)

    def make_plan(self) -> None:
        """Make steps of the chosen scenario."""
        chosen = self._chosen()
        if chosen is not None and self._found is not None:
            PlanDialog(
                self.ctx,
                self._found,
                chosen.settings,
                chosen.row.id,
                chosen.row.name,
                self.window(),
            ).open()

    def rename(self) -> None:
        """Ask for another name of the chosen scenario."""
        if (chosen := self._chosen()) is not None:
            rename_scenario_to(self.ctx, self.window(), chosen.row.id, chosen.row.name)

    def remove(self) -> None:
        """Take the chosen scenario away; the toast brings it back."""
        chosen = self._chosen()
        if chosen is None:
            return
        scenario = chosen.row.id
        self.ctx.write(
            tr("Remove scenario “{name}”", name=chosen.row.name),
            self,
            lambda session: remove_scenario(session, scenario),
            toast=tr("Scenario removed: {name}", name=chosen.row.name),
        )

    def export(self) -> None:
        """Write every scenario of the account to a workbook."""
        found = self._found
        if found is None or not self._scenarios:
            return
        name = tr("Scenarios for {name}", name=found.name)
        path = ask_workbook(self.window(), tr("Export scenarios"), name)
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write them to a chosen place, in the background."""
        found, rows = self._found, [(each.row.name, each.settings) for each in self._scenarios]
        assert found is not None
        # Written here, where the user's own numbers are at hand.
        words = {each: setting_text(each) for _, settings in rows for each in settings}

        def write(_session: Session, _progress: Progress) -> None:
            write_scenarios(path, found, rows, lambda setting: words[setting], count_freed=True)

        report_in_background(self.ctx, self, path, tr("Exporting {name}", name=path.stem), write)

    def _on_menu(self, scenario: int, spot: QPoint) -> None:
        self.table.select_ids([scenario], current=scenario)
        menu = QMenu(self)
        menu.addAction(tr("Load"), self.load)
        menu.addAction(tr("Make plan"), self.make_plan)
        menu.addAction(tr("Rename"), self.rename)
        menu.addSeparator()
        menu.addAction(tr("Remove"), self.remove)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        doing = {Qt.Key.Key_F2: self.rename, Qt.Key.Key_Delete: self.remove}
        act = doing.get(Qt.Key(event.key()))
        if act is not None and not event.modifiers() and self.table.view.hasFocus():
            act()
        else:
            super().keyPressEvent(event)


def _columns() -> list[Column[ComparedScenario]]:
    def whole(amount: float | None) -> int | None:
        return None if amount is None else round(amount)

    return [
        Column("name", tr("Scenario"), lambda s: s.row.name, Cell("medium"), 120, stretch=True),
        Column(
            "measures",
            tr("Measures"),
            lambda s: ", ".join(setting_text(each) for each in s.settings),
            Cell(tone="text_2"),
            170,
            stretch=True,
            row_tooltip=lambda s: "\n".join(setting_text(each) for each in s.settings),
        ),
        Column("profit", tr("Net\nprofit"), lambda s: whole(s.result.then.profit), MoneyCell(), 76),
        Column(
            "gain",
            tr("Change"),
            lambda s: whole(s.result.gain),
            MoneyCell(signed=True),
            72,
        ),
        Column(
            "active",
            tr("Still\nactive"),
            lambda s: s.result.then.still_active,
            PercentCell(),
            60,
            tooltip=tr("Still active in 12 months: 1 less the retention risk"),
        ),
        Column(
            "loss",
            tr("Expected\nloss"),
            lambda s: whole(s.result.then.expected_loss),
            MoneyCell(),
            74,
        ),
        Column(
            "worth",
            tr("Profit ×\nstill active"),
            lambda s: whole(s.result.then.worth),
            MoneyCell("semibold"),
            88,
        ),
        Column(
            "break_even",
            tr("Break-even\nvolume loss"),
            lambda s: s.result.break_even_loss,
            PercentCell(decimals=1),
            88,
            tooltip=tr("The share of its volume that may be lost before nothing is gained"),
        ),
        Column(
            "made",
            tr("Made on"),
            lambda s: formats().date_full(s.row.made),
            Cell(tone="text_3"),
            90,
            optional=True,
        ),
    ]
