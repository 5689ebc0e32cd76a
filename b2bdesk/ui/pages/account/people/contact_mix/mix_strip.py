"""The answer on top: how many people are where the account can grow, is at risk, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.analytics.contact_mix import Diagnosis
from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.contact_mix import AccountMix
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.contact_mix.words import (
    PEOPLE_WORDS,
    account_reason,
    diagnosis_mark,
    to_acquire_words,
)
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text

_ORDER = (
    Diagnosis.ABLE_TO_GROW,
    Diagnosis.AT_RISK,
    Diagnosis.HEALTHY,
    Diagnosis.OTHER_PURPOSE,
)


class MixStrip(Panel):
    """Counts of people by the diagnosis of their class, and the account's own diagnosis."""

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        row = QHBoxLayout()
        row.setSpacing(look.space(6))
        self.counts = {diagnosis: _Count(diagnosis) for diagnosis in _ORDER}
        for count in self.counts.values():
            row.addWidget(count)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.verdict = Text("", "table", weight="semibold", wrap=True)
        self.reasons = Text("", "table", "text_2", wrap=True)
        column.addWidget(self.verdict)
        column.addWidget(self.reasons)
        column.addStretch(1)
        row.addLayout(column, 1)
        self.add(row)

    def show_mix(self, found: AccountMix) -> None:
        """Show the diagnosis of an account."""
        mix = found.mix
        for diagnosis, count in self.counts.items():
            count.show_count(mix.people(diagnosis), mix.contacts)
        name = diagnosis_mark(mix.diagnosis).label
        reasons = [account_reason(reason, mix, found.rule) for reason in mix.reasons]
        self.verdict.setText(tr("{diagnosis}.", diagnosis=name))
        self.reasons.setText(" ".join([*reasons, to_acquire_words(found)]).strip())
        self.setAccessibleName(f"{self.verdict.text()} {self.reasons.text()}")


class _Count(QWidget):
    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__()
        look = theme()
        mark = diagnosis_mark(diagnosis)
        self._words = tr(PEOPLE_WORDS[diagnosis])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space(2))
        row.addWidget(IconLabel(mark.icon, mark.color, 18), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._number = Text("", "table", weight="semibold")
        column.addWidget(self._number)
        column.addWidget(Text(self._words, "table", "text_2"))
        column.addStretch(1)
        row.addLayout(column)

    def show_count(self, people: int, of: int) -> None:
        count = formats().integer
        words = trn(
            "{n} of {all} person", "{n} of {all} people", of, n=count(people), all=count(of)
        )
        self._number.setText(words)
        self._number.set_tone("text" if people else "text_3")
        self.setAccessibleName(f"{words} {self._words}")
        self.setVisible(bool(people))
