"""The two values that tell a habit: how small an order is, how long a visit a call would do for."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.services.profit_habits import HabitRules, set_habit_rule
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.fields import set_error
from b2bdesk.ui.widgets.text import Text


class HabitRulesBar(QWidget):
    """An empty field goes back to what stands in; what the user set is marked as set."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self._rules: HabitRules | None = None
        look = theme()
        column = QVBoxLayout(self)
        pad = look.space(3)
        column.setContentsMargins(pad, look.space(2), pad, look.space(2))
        column.setSpacing(look.px(4))
        self.small, self._small_note = QLineEdit(), Text("", "caption", "text_3")
        self.visit, self._visit_note = QLineEdit(), Text("", "caption", "text_3")
        unit = formats().currency
        rows = (
            (self.small, tr("A small order is below, {currency}", currency=unit), self._small_note),
            (self.visit, tr("A call would do for visits up to, minutes"), self._visit_note),
        )
        for field, words, note in rows:
            line = QHBoxLayout()
            line.setSpacing(look.space(2))
            label = Text(words, "table", "text_2")
            label.setBuddy(field)
            field.setAccessibleName(words)
            field.setFixedWidth(look.px(88))
            line.addWidget(label)
            line.addWidget(field)
            line.addWidget(note, 1)
            column.addLayout(line)
        self._problem = Text("", "caption", "against_us", wrap=True)
        self._problem.hide()
        column.addWidget(self._problem)
        self.small.editingFinished.connect(self._on_small)
        self.visit.editingFinished.connect(self._on_visit)

    def show_rules(self, rules: HabitRules) -> None:
        """Show the rules in force."""
        self._rules = rules
        own, default = tr("set by you, for all accounts"), tr("until you set one")
        small = rules.small_order
        self.small.setText("" if small is None else formats().money(small))
        self._small_note.setText(own if "small_order" in rules.own else default)
        self.visit.setText(formats().integer(rules.visit_minutes))
        self._visit_note.setText(own if "visit_minutes" in rules.own else default)
        self._say("")

    def _say(self, problem: str, field: QLineEdit | None = None) -> None:
        for each in (self.small, self.visit):
            set_error(each, each is field)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def _on_small(self) -> None:
        typed = self.small.text().strip()
        value = formats().parse_money(typed) if typed else None
        shown = None if self._rules is None else self._rules.small_order
        if shown is not None and typed == formats().money(shown):
            return
        self._set("small_order", self.small, value, typed)

    def _on_visit(self) -> None:
        typed = self.visit.text().strip()
        number: Decimal | None = formats().parse_number(typed) if typed else None
        value = int(number) if number is not None and number == number.to_integral() else None
        if self._rules is not None and value == self._rules.visit_minutes:
            return
        self._set("visit_minutes", self.visit, value, typed)

    def _set(self, key: str, field: QLineEdit, value: int | None, typed: str) -> None:
        if typed and value is None:
            self._say(tr("Type a number above zero."), field)
            return
        if not typed and self._rules is not None and key not in self._rules.own:
            self.show_rules(self._rules)
            return

        def failed(error: B2BDeskError) -> None:
            self._say(str(error), field)

        self._ctx.write(
            tr("Set when something is a habit"),
            self,
            lambda session: set_habit_rule(session, key, value),
            lambda _none: self._say(""),
            failed,
            toast=tr("Rule of habits set"),
        )
