"""Health of the company, its decision-making units and their people, each number to be opened."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.services.health.account import AccountHealth
from b2bdesk.services.health.tree import Node
from b2bdesk.ui.opinions.health_rows import HealthRow, health_text
from b2bdesk.ui.pages.account.people.section import clear
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import IconButton
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text, h_rule

_UNITS, _PEOPLE = 3, 5


class HealthPanel(Panel):
    """``opened`` carries the keys from the company down to the number that was asked for."""

    opened = Signal(object)
    rules_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Health"), tr("three levels, 0 to 100"), rule=True)
        look = theme()
        self.body.setContentsMargins(look.space(3), look.space(1), look.space(3), look.space(2))
        self.body.setSpacing(0)
        self.rules = IconButton(
            "ph.sliders-horizontal", tr("Weights and targets"), on_click=self.rules_asked.emit
        )
        self.add_action(self.rules)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.add(self._column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._shown: AccountHealth | None = None

    @property
    def rows(self) -> list[HealthRow]:
        """The rows on show."""
        return self.findChildren(HealthRow)

    def show_health(self, found: AccountHealth) -> None:
        """Show the health of an account; the same again changes nothing."""
        if found == self._shown:
            return
        self._shown = found
        focused = next((row.node.key for row in self.rows if row.hasFocus()), None)
        clear(self._column)
        company = found.company
        own = tr("own weights") if found.own_rules else tr("three levels, 0 to 100")
        self.set_subtitle(own)
        self._row(company, ("company",), strong=True)
        for part in company.parts:
            self._row(part, ("company", part.key))
            if part.key == "scorecard":
                for measure in part.parts:
                    self._row(measure, ("company", part.key, measure.key), inset=True)
        units = next(part for part in company.parts if part.key == "units")
        for unit in units.parts[:_UNITS]:
            self._unit(unit)
        left = len(units.parts) - _UNITS
        if left > 0:
            words = trn("and {n} more unit", "and {n} more units", left)
            self._column.addWidget(Text(words, "caption", "text_3"))
        for row in self.rows:
            if row.node.key == focused and row.isVisibleTo(self):
                row.setFocus()

    def _unit(self, unit: Node) -> None:
        self._rule()
        self._row(unit, ("company", "units", unit.key), strong=True)
        for person in unit.parts[:_PEOPLE]:
            self._row(person, ("company", "units", unit.key, person.key), fact=_weakest(person))

    def _rule(self) -> None:
        self._column.addSpacing(theme().px(6))
        self._column.addWidget(h_rule())
        self._column.addSpacing(theme().px(4))

    def _row(
        self, node: Node, path: tuple[str, ...], *, strong: bool = False, inset: bool = False,
        fact: str = "",
    ) -> None:  # fmt: skip
        row = HealthRow(node, strong=strong, fact=fact)
        row.clicked.connect(lambda: self.opened.emit(path))
        if not inset:
            self._column.addWidget(row)
            return
        holder = QWidget()
        line = QVBoxLayout(holder)
        line.setContentsMargins(theme().space(3), 0, 0, 0)
        line.addWidget(row)
        self._column.addWidget(holder)


def _weakest(person: Node) -> str:
    """What holds a person's health down most, or that little is known."""
    known: list[Node] = list(_known(person))
    if not known:
        return ""
    least = min(known, key=lambda part: part.value or 0.0)
    if least.value is not None and least.value >= 70:
        return trn("{n} part known", "{n} parts known", len(known))
    return tr("{part} {value}", part=lowered(least.title), value=health_text(least.value))


def _known(node: Node) -> Iterator[Node]:
    return (part for part in node.parts if part.value is not None)
