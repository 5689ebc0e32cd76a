"""Giving a scenario its name: when it is kept, and when it is called something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.decisions.settings import MeasureSetting
from b2bdesk.services.scenarios import ScenarioDraft, rename_scenario, save_scenario
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.record_dialog import Entry, RecordDialog
from b2bdesk.ui.pages.account.profit.what_if.words import setting_text
from b2bdesk.ui.widgets.fields import FieldRow

_WIDTH = 560


def save_scenario_as(
    ctx: AppContext, owner: QWidget, account: int | None, settings: Sequence[MeasureSetting]
) -> None:
    """Ask for a name and keep the measures under it."""
    as_of = ctx.as_of

    def entry(name: str) -> Entry:
        draft = ScenarioDraft(account, name, tuple(settings))
        return Entry(
            tr("Save scenario “{name}”", name=name.strip()),
            lambda session: save_scenario(session, draft, as_of),
            tr("Scenario saved: {name}", name=name.strip()),
        )

    words = ", ".join(setting_text(each) for each in settings)
    _ScenarioDialog(ctx, owner, tr("Save scenario"), words, entry).open()


def rename_scenario_to(ctx: AppContext, owner: QWidget, scenario: int, name: str) -> None:
    """Ask for another name of a scenario."""

    def entry(wanted: str) -> Entry:
        return Entry(
            tr("Rename scenario to “{name}”", name=wanted.strip()),
            lambda session: rename_scenario(session, scenario, wanted),
            tr("Scenario renamed"),
        )

    _ScenarioDialog(ctx, owner, tr("Rename scenario"), name, entry).open()


class _ScenarioDialog(RecordDialog):
    def __init__(
        self,
        ctx: AppContext,
        owner: QWidget,
        title: str,
        name: str,
        entry: Callable[[str], Entry],
    ) -> None:
        super().__init__(ctx, title, parent=owner)
        self._entry = entry
        self.name = QLineEdit(name)
        self.name.selectAll()
        self.fields["name"] = FieldRow(tr("Name"), self.name)
        self.column.addWidget(self.fields["name"])
        self.add_buttons(tr("Save"))
        self.fit(_WIDTH)

    def entry(self) -> Entry:
        return self._entry(self.name.text())
