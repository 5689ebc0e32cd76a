"""The inspector in which a number of an account's health opens to its inputs."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from b2bdesk.core.i18n import tr
from b2bdesk.services.health.account import AccountHealth
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.opinions.health_drill import HealthDrill
from b2bdesk.ui.widgets.inspector import Inspector


class HealthInspector(Inspector):
    """The company's health at the place that was asked for; Esc closes it."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(tr("Health"), tr("what it is made of"))
        self._found: AccountHealth | None = None
        self.drill = HealthDrill(lambda: ctx.as_of)
        self.body.addWidget(self.drill)
        self.body.addStretch(1)

    def refresh(self, found: AccountHealth) -> None:
        """Take what was computed anew, at the same place."""
        self._found = found
        self.drill.refresh(found.company)

    def open_at(self, path: tuple[str, ...]) -> None:
        """Show the number at ``path``, which begins with the company itself."""
        if self._found is not None:
            self.drill.show_root(self._found.company, path[1:])
            QTimer.singleShot(0, self.drill, self.drill.take_focus)
