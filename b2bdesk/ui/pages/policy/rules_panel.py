"""The rules of a policy one under the other, and what is kept of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.i18n import tr
from b2bdesk.models.costing_enums import MeasureKind
from b2bdesk.queries.scenarios import ScenarioRow
from b2bdesk.services.decisions.policy import PolicyBase, PolicyResult
from b2bdesk.services.decisions.settings import MeasureSetting, native
from b2bdesk.services.scenarios import settings_of_scenario
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.policy.reaches import rule_spec, small_order
from b2bdesk.ui.pages.policy.rule_row import RuleRow
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text


class RulesPanel(Panel):
    """``changed`` when a rule moved; ``save_asked`` and ``removed`` (a scenario) lead on."""

    changed = Signal()
    save_asked = Signal()
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__(tr("Rules"), flush=True, rule=True)
        look = theme()
        self._found: PolicyBase | None = None
        self._scenarios: tuple[ScenarioRow, ...] = ()
        self.rules = {kind: RuleRow(kind) for kind in MeasureKind}
        self.reset_button = Button(tr("Reset"), "flat", on_click=self.reset)
        self.add_action(self.reset_button)
        inside = QWidget()
        inside.setProperty("scrollBody", True)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for rule in self.rules.values():
            rule.changed.connect(self._on_moved)
            rows.addWidget(rule)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.add(scroll, 1)
        foot = QVBoxLayout()
        pad = look.space(3)
        foot.setContentsMargins(pad, look.space(2), pad, pad)
        foot.setSpacing(look.space(2))
        self.freed = Text("", "caption", "text_2", wrap=True)
        self.freed.hide()
        self.count_freed = QCheckBox(tr("Count freed capacity as saved"))
        self.count_freed.setChecked(True)
        self.count_freed.toggled.connect(self.changed)
        foot.addWidget(self.freed)
        foot.addWidget(self.count_freed)
        foot.addLayout(self._buttons())
        self.add(foot)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().space(2))
        self.save_button = Button(tr("Save scenario"), on_click=self.save_asked.emit)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.load_button = Button(tr("Load"), menu=self._menu)
        row.addWidget(self.save_button)
        row.addWidget(self.load_button)
        row.addStretch(1)
        return row

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.rules[MeasureKind.CHANNEL].lever.slider

    @property
    def counts_freed(self) -> bool:
        """Whether cost that only frees capacity counts as saved."""
        return self.count_freed.isChecked()

    @property
    def settings(self) -> tuple[MeasureSetting, ...]:
        """The rules as they are set, in the order of the ladder."""
        return tuple(each for rule in self.rules.values() if (each := rule.setting) is not None)

    def show_base(self, found: PolicyBase, settings: Sequence[MeasureSetting]) -> None:
        """Take another portfolio's reaches, and keep these rules on it."""
        self._found = found
        below = small_order(found)
        for kind, rule in self.rules.items():
            rule.set_reach(rule_spec(found, kind), below, found.all_segments)
        self.set_settings(settings)

    def set_settings(self, settings: Sequence[MeasureSetting]) -> None:
        """Put every rule where a scenario has it, the others back to today."""
        found = self._found
        if found is None:
            return
        by_kind = {each.kind: each for each in settings}
        for kind, rule in self.rules.items():
            each, spec = by_kind.get(kind), rule_spec(found, kind)
            rule.set_rule(each, spec.now if each is None else native(each, found.currency))
        self._on_moved()

    def reset(self) -> None:
        """Everything as it is today."""
        self.set_settings(())

    def _on_moved(self) -> None:
        found, settings = self._found, self.settings
        for button in (self.save_button, self.reset_button):
            button.setEnabled(bool(settings))
        if found is not None:
            for each in settings:
                self.rules[each.kind].show_reach(int(found.covers(each).size))
        self.changed.emit()

    def show_alone(self, results: Mapping[MeasureKind, PolicyResult]) -> None:
        """What each rule brings alone."""
        for kind, rule in self.rules.items():
            rule.show_alone(results.get(kind))

    def show_freed(self, freed: float) -> None:
        """How much of what is saved only frees capacity, in minor units."""
        self.freed.setVisible(freed >= 1)
        self.freed.setText(
            tr(
                "{amount} {currency} of the saving only frees capacity: it is spent until the"
                " capacity is cut.",
                amount=formats().money(round(freed)),
                currency=formats().currency,
            )
        )

    # --- scenarios -------------------------------------------------------------------------

    def set_scenarios(self, scenarios: tuple[ScenarioRow, ...]) -> None:
        """The kept scenarios of the portfolio."""
        self._scenarios = scenarios
        self.load_button.setEnabled(bool(scenarios))

    def _fill_menu(self) -> None:
        self._menu.clear()
        for row in self._scenarios:
            self._menu.addAction(row.name, partial(self.set_settings, settings_of_scenario(row)))
        self._menu.addSeparator()
        away = self._menu.addMenu(tr("Remove"))
        for row in self._scenarios:
            away.addAction(row.name, partial(self.removed.emit, row))
