"""The health of the person or the unit in the inspector; each number opens in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.health.people import PeopleHealth, people_health
from b2bdesk.services.health.tree import Node
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.opinions.health_drill import HealthDrill
from b2bdesk.ui.opinions.health_rows import HealthRow
from b2bdesk.ui.pages.account.people.section import clear
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.text import h_rule


class HealthSection(QWidget):
    """Reads for itself. ``with_parts`` shows a row for each part beside the whole."""

    def __init__(self, ctx: AppContext, *, with_parts: bool) -> None:
        super().__init__()
        self._ctx, self._with_parts = ctx, with_parts
        self._account = 0
        self._shown: tuple[int, str] | None = None
        self._root: Node | None = None
        self._open: str | None = None
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.space(1))
        column.setSpacing(look.px(2))
        column.addWidget(h_rule())
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        self.drill = HealthDrill(lambda: ctx.as_of)
        self.drill.hide()
        self.drill.exchange_asked.connect(
            lambda key: ctx.go(Target("account", self._account, "exchanges", key))
        )
        column.addWidget(self.drill)

    @property
    def rows(self) -> list[HealthRow]:
        """The rows on show."""
        return [row for row in self.findChildren(HealthRow) if not row.isHidden()]

    def show_person(self, account: int, person: int, seat: int | None) -> None:
        """Show a person in a seat, or without one."""
        self._read(account, f"person {person} {seat}", lambda found: found.person(person, seat))

    def show_unit(self, account: int, unit: int | None) -> None:
        """Show a unit; None, one that is not made yet, has no health."""
        if unit is None:
            self._show(None)
            return
        self._read(account, f"unit {unit}", lambda found: found.unit(unit))

    def _read(self, account: int, key: str, choose: Callable[[PeopleHealth], Node | None]) -> None:
        as_of = self._ctx.as_of
        self._account = account
        if self._shown != (account, key):
            self._open = None
            self.drill.hide()
        self._shown = (account, key)
        self._ctx.read(
            "health-section",
            self,
            lambda s: choose(people_health(s, account, as_of)),
            self._show,
        )

    def _show(self, node: Node | None) -> None:
        self.setVisible(node is not None)
        if node is None or (node == self._root and self.rows):
            return
        self._root = node
        focused = next((row.node.key for row in self.rows if row.hasFocus()), None)
        clear(self._rows)
        whole = HealthRow(replace(node, title=tr("Health")), strong=True)
        whole.clicked.connect(lambda: self._toggle(""))
        self._rows.addWidget(whole)
        for part in node.parts if self._with_parts else ():
            row = HealthRow(part)
            row.clicked.connect(lambda _=False, key=part.key: self._toggle(key))
            self._rows.addWidget(row)
        for row in self.rows:
            if row.node.key == focused:
                row.setFocus()
        if self._open is not None:
            self.drill.refresh(node)

    def _toggle(self, key: str) -> None:
        """Open a number below the rows; the same again closes it."""
        self._open = None if self._open == key else key
        if self._open is None:
            self.drill.hide()
        elif self._root is not None:
            self.drill.show_root(self._root, (key,) if key else ())
            self.drill.take_focus()
