"""The rule behind the diagnosis, in sentences, with every threshold in a field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit

from b2bdesk.analytics.contact_mix import Rule
from b2bdesk.core.i18n import mark, tr
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import set_error
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text

_TOLD = (
    mark(
        "Serves another purpose: too large a share is partner, analyst or media, or other; or no"
        " purchase for too long and none planned. A prospect, or sales planned, is a purchase"
        " planned."
    ),
    mark(
        "At risk: nobody is known who decides, by class or by role; or purchasing is over the"
        " upper ratio while technical people and end users are under the lower one; or active"
        " contacts fell. A class nobody of whom had an exchange in twelve months is at risk too."
    ),
    mark(
        "Able to grow: it buys and has fewer contacts than is typical, or technical people and end"
        " users are under the lower ratio."
    ),
    mark("Healthy: none of these. The first that holds is the diagnosis."),
)


@dataclass(frozen=True, slots=True)
class _Threshold:
    """A threshold: its words, how it is shown and how it is read; ValueError for no number."""

    words: str
    show: Callable[[Any], str]
    read: Callable[[str], Any]


class RulePanel(Panel):
    """Sentences on top, fields below; each field is one undoable step."""

    threshold_set = Signal(str, object)
    reset_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("The rule"))
        look = theme()
        self.reset_button = Button(
            tr("Back to the default rule"), "link", on_click=self.reset_asked.emit
        )
        self.add_action(self.reset_button)
        for sentence in _TOLD:
            self.add(Text(tr(sentence), "table", "text_2", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space(3))
        grid.setVerticalSpacing(look.space(1))
        self.fields: dict[str, QLineEdit] = {}
        for place, (key, threshold) in enumerate(_THRESHOLDS.items()):
            row, side = divmod(place, 2)
            field = QLineEdit()
            field.setFixedWidth(look.px(104))
            field.setAccessibleName(tr(threshold.words))
            field.editingFinished.connect(lambda k=key: self._on_edited(k))
            label = Text(tr(threshold.words), "table", wrap=True)
            label.setBuddy(field)
            grid.addWidget(label, row, side * 3)
            grid.addWidget(field, row, side * 3 + 1)
            self.fields[key] = field
        for column in (0, 3):
            grid.setColumnStretch(column, 1)
        grid.setColumnMinimumWidth(2, look.space(4))
        self.add(grid)
        self.problem = Text("", "table", "against_us", wrap=True)
        self.problem.hide()
        self.add(self.problem)
        self._rule = Rule()

    def show_rule(self, rule: Rule) -> None:
        """Show the thresholds in force."""
        self._rule = rule
        for key, field in self.fields.items():
            field.setText(_THRESHOLDS[key].show(getattr(rule, key)))
            set_error(field, False)
        self.problem.hide()
        self.reset_button.setEnabled(rule != Rule())

    def show_problem(self, key: str, words: str) -> None:
        """Say why a threshold cannot be taken."""
        if key in self.fields:
            set_error(self.fields[key], True)
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _on_edited(self, key: str) -> None:
        threshold, field = _THRESHOLDS[key], self.fields[key]
        now = getattr(self._rule, key)
        if field.text() == threshold.show(now):
            set_error(field, False)
            return
        try:
            value = threshold.read(field.text())
        except ValueError:
            self.show_problem(key, tr("This is not a number."))
            return
        if value != now:
            self.threshold_set.emit(key, value)
        else:
            field.setText(threshold.show(now))


def _number(text: str) -> float:
    value = formats().parse_number(text.replace("%", "").strip())
    if value is None:
        raise ValueError(text)
    return float(value)


def _whole(text: str) -> int:
    value = _number(text)
    if value != int(value):
        raise ValueError(text)
    return int(value)


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(_whole(part) for part in text.replace(";", " ").replace(",", " ").split())


def _ratio(value: float) -> str:
    return formats().number(value, 2).rstrip("0").rstrip(formats().locale.decimalPoint())


def _percent(value: float) -> str:
    return formats().percent(value)


_RATIO = (_ratio, _number)
_SHARE = (_percent, lambda text: _number(text) / 100)
_COUNT = (lambda value: formats().integer(value), _whole)
_THRESHOLDS: dict[str, _Threshold] = {
    "low": _Threshold(mark("Lower ratio to the typical share"), *_RATIO),
    "high": _Threshold(mark("Upper ratio to the typical share"), *_RATIO),
    "other_share": _Threshold(mark("Share of partner, media and other from"), *_SHARE),
    "fall": _Threshold(mark("Active contacts fell in a year by"), *_SHARE),
    "no_purchase_months": _Threshold(mark("No purchase, months"), *_COUNT),
    "buys_months": _Threshold(mark("It buys: a purchase within, months"), *_COUNT),
    "least_accounts": _Threshold(mark("Least accounts to compare with"), *_COUNT),
    "sizes": _Threshold(
        mark("Size classes begin at, employees"),
        lambda value: ", ".join(str(bound) for bound in value),
        _sizes,
    ),
}
