"""What health is weighed by and measured against: every weight and target of the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import mark, tr
from b2bdesk.models.enums import INBOUND_KINDS, WORDS
from b2bdesk.services.health.rules import (
    Group,
    Measure,
    Rules,
    health_rules,
    is_default,
    reset_rules,
    set_scale,
    set_weight,
)
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.section import clear
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import set_error
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text

_GROUPS = {
    Group.COMPANY: mark("Company"),
    Group.SCORECARD: mark("Operational scorecard"),
    Group.LISTENING: mark("Listening"),
    Group.PERSON: mark("Individual"),
}
_PARTS: dict[str, str] = {
    "units": mark("Decision-making units"),
    "scorecard": mark("Operational scorecard"),
    "listening": mark("Listening"),
    Measure.PRICE: mark("Price index"),
    Measure.ON_TIME: mark("On-time delivery"),
    Measure.QUALITY: mark("Complaints"),
    "stance": mark("Stance"),
    "sentiment": mark("Sentiment"),
    "perceptions": mark("Perceptions"),
    "freshness": mark("In touch"),
    **{kind.value: WORDS[kind] for kind in INBOUND_KINDS},
}
_UNITS = {
    Measure.PRICE: mark("paid, % of the list price"),
    Measure.ON_TIME: mark("orders shipped in time, %"),
    Measure.QUALITY: mark("complaints per 100 orders"),
}


class HealthRulesPanel(Panel):
    """A number field for each weight with the share it makes, and both ends of each scale."""

    filled = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(tr("Health"), tr("weights and targets, kept in the file"))
        self._ctx = ctx
        self._shown: Rules | None = None
        self.fields: dict[str, QLineEdit] = {}
        self.reset = Button(
            tr("Reset"), "flat", icon_name="ph.arrow-counter-clockwise", compact=True,
            on_click=self._on_reset,
        )  # fmt: skip
        self.add_action(self.reset)
        words = tr(
            "Each number counts in proportion to the others of its group; 0 leaves a part out."
            " What is not known is left out by itself."
        )
        self.add(Text(words, "table", "text_2", wrap=True))
        self._groups = QGridLayout()
        self._groups.setHorizontalSpacing(theme().px(32))
        self._groups.setVerticalSpacing(theme().space(3))
        self.add(self._groups)
        self._error = Text("", "caption", "against_us")
        self._error.hide()
        self.add(self._error)

    @property
    def is_filled(self) -> bool:
        """True once the rules were read."""
        return self._shown is not None

    def load(self) -> None:
        """Read the rules and show them."""
        self._ctx.read("health-rules", self, health_rules, self._show)

    def _show(self, rules: Rules) -> None:
        if rules != self._shown:
            self._shown = rules
            self._fill(rules)
        self.filled.emit()

    def _fill(self, rules: Rules) -> None:
        self.reset.setEnabled(not is_default(rules))
        self._error.hide()
        focused = next((key for key, field in self.fields.items() if field.hasFocus()), "")
        clear(self._groups)
        self.fields = {}
        top = Qt.AlignmentFlag.AlignTop
        for number, group in enumerate(Group):
            self._groups.addWidget(self._group(group, rules), number // 2, number % 2, top)
        self._groups.addWidget(self._scales(rules), 2, 0, 1, 2, top)
        for column in (0, 1):
            self._groups.setColumnStretch(column, 1)
        if focused:
            self.fields[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _group(self, group: Group, rules: Rules) -> QWidget:
        made, grid = _titled(tr(_GROUPS[group]))
        for line, (part, weight) in enumerate(rules.weights[group].items()):
            name = tr(_PARTS[part])
            field = self._field(f"{group} {part}", formats().integer(weight))
            share = formats().percent(rules.share(group, part))
            field.setAccessibleName(tr("Weight of {part}, {share}", part=name, share=share))
            field.editingFinished.connect(
                lambda f=field, g=group, p=part, w=weight: self._on_weight(f, g, p, w)
            )
            grid.addWidget(Text(name, "table", "text_2"), line, 0)
            grid.addWidget(field, line, 1)
            shown = Text(share, "table")
            shown.setMinimumWidth(theme().px(40))
            shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(shown, line, 2)
        return made

    def _scales(self, rules: Rules) -> QWidget:
        made, grid = _titled(tr("Targets of the scorecard"))
        for column, words in enumerate((tr("counts 100"), tr("counts 0")), 2):
            grid.addWidget(Text(words, "caption", "text_3"), 0, column)
        for line, measure in enumerate(Measure, 1):
            scale = rules.scales[measure]
            name = tr(_PARTS[measure])
            grid.addWidget(Text(name, "table", "text_2"), line, 0)
            grid.addWidget(Text(tr(_UNITS[measure]), "table", "text_3"), line, 1)
            for column, end in enumerate(("target", "worst"), 2):
                value = float(getattr(scale, end))
                field = self._field(f"{measure} {end}", _number(value))
                words = tr("{part}, target") if end == "target" else tr("{part}, worst")
                field.setAccessibleName(words.format(part=name))
                field.editingFinished.connect(
                    lambda f=field, m=measure, e=end, v=value: self._on_scale(f, m, e, v)
                )
                grid.addWidget(field, line, column)
        return made

    def _field(self, key: str, text: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setFixedWidth(theme().px(64))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.fields[key] = field
        return field

    # --- changing ----------------------------------------------------------------------------

    def _on_weight(self, field: QLineEdit, group: Group, part: str, before: int) -> None:
        weight = formats().parse_integer(field.text())
        if weight == before:
            self._fine(field)
        elif weight is None:
            self._wrong(field, tr("A weight is a whole number."))
        else:
            words = tr("Weigh {part} in health", part=tr(_PARTS[part]))
            self._save(words, field, lambda s: set_weight(s, group, part, weight))

    def _on_scale(self, field: QLineEdit, measure: Measure, end: str, before: float) -> None:
        number = formats().parse_number(field.text())
        if number is not None and float(number) == before:
            self._fine(field)
        elif number is None:
            self._wrong(field, tr("This is not a number."))
        elif self._shown is not None:
            scale = replace(self._shown.scales[measure], **{end: float(number)})
            words = tr("Set the target of {part}", part=tr(_PARTS[measure]))
            self._save(words, field, lambda s: set_scale(s, measure, scale))

    def _on_reset(self) -> None:
        words = tr("Reset the weights of health")
        self._ctx.write(words, self, reset_rules, toast=words)

    def _save(self, words: str, field: QLineEdit, change: Callable[[Any], None]) -> None:
        self._ctx.write(
            words, self, change, None, lambda error: self._on_failed(field, error), toast=words
        )

    def _on_failed(self, field: QLineEdit, error: B2BDeskError) -> None:
        self._wrong(field, str(error))

    def _wrong(self, field: QLineEdit, words: str) -> None:
        set_error(field, True)
        self._error.setText(words)
        self._error.show()

    def _fine(self, field: QLineEdit) -> None:
        set_error(field, False)
        self._error.hide()


def _titled(title: str) -> tuple[QWidget, QGridLayout]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().space(1))
    column.addWidget(Text(title, "table", weight="semibold"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme().space(2))
    grid.setVerticalSpacing(theme().px(4))
    grid.setColumnStretch(0, 1)
    column.addLayout(grid)
    return made, grid


def _number(value: float) -> str:
    return formats().number(value, 0 if value.is_integer() else 1)
