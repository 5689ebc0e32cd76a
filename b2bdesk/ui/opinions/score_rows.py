"""Dumbbells under a heading with their key: one row for each brand attribute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.pages.account.people.section import clear
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.dumbbell import Dumbbell, Party, PartyKey
from b2bdesk.ui.widgets.text import Text, h_rule


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """An attribute with both scores 1..5; ``spoken`` says them in words."""

    attribute: int
    label: str
    ours: float | None
    rival: float | None
    spoken: str


class ScoreRows(QWidget):
    """``scored`` carries the attribute, the side and 1..5 or None; ``entered`` the attribute."""

    scored = Signal(object, str, object)
    entered = Signal(object)

    def __init__(self, title: str, *, editable: bool, decimals: int = 0) -> None:
        super().__init__()
        self._editable, self._decimals = editable, decimals
        self.party: Party = "ours"
        self._rows: dict[int, Dumbbell] = {}
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space(1))
        column.addWidget(h_rule())
        head = QHBoxLayout()
        head.setContentsMargins(0, look.space(1), 0, 0)
        head.setSpacing(look.px(2))
        head.addWidget(Text(title, "table", weight="semibold"))
        head.addStretch(1)
        self.keys: dict[Party, PartyKey] = {
            "ours": PartyKey("ours", choice=editable),
            "rival": PartyKey("rival", choice=editable),
        }
        for key in self.keys.values():
            head.addWidget(key)
        if editable:
            self.keys["ours"].setChecked(True)
            self.keys["ours"].clicked.connect(lambda: self.set_party("ours"))
            self.keys["rival"].clicked.connect(lambda: self.set_party("rival"))
        self.set_rival(None)
        column.addLayout(head)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        column.addLayout(self._column)

    @property
    def rows(self) -> tuple[Dumbbell, ...]:
        """The dumbbells on show."""
        return tuple(self._rows.values())

    def set_rival(self, name: str | None) -> None:
        """Name the main rival."""
        self.keys["ours"].set_name(tr("us"))
        self.keys["rival"].set_name(name or tr("main rival"))

    def set_party(self, party: Party) -> None:
        """Choose whose score digits, arrows and clicks set."""
        self.party = party
        self.keys[party].setChecked(True)
        for row in self._rows.values():
            row.party = party

    def show_lines(self, lines: Sequence[ScoreLine]) -> None:
        """Show these attributes; the same ones again keep the keyboard where it is."""
        wanted = [(line.attribute, line.label) for line in lines]
        if wanted != [(key, row.label) for key, row in self._rows.items()]:
            self._build(lines)
        for line in lines:
            self._rows[line.attribute].show_scores(
                line.ours, line.rival, line.spoken, decimals=self._decimals
            )

    def _build(self, lines: Sequence[ScoreLine]) -> None:
        clear(self._column)
        self._rows = {}
        for line in lines:
            row = Dumbbell(line.label, editable=self._editable)
            row.party = self.party
            key = line.attribute
            row.scored.connect(lambda party, value, k=key: self.scored.emit(k, party, value))
            row.party_asked.connect(self._other_party)
            row.step_asked.connect(lambda steps, k=key: self._step(k, steps))
            row.entered.connect(lambda k=key: self.entered.emit(k))
            self._rows[key] = row
            self._column.addWidget(row)

    def _other_party(self) -> None:
        self.set_party("rival" if self.party == "ours" else "ours")

    def _step(self, attribute: int, steps: int) -> None:
        keys = list(self._rows)
        place = keys.index(attribute) + steps
        if 0 <= place < len(keys):
            self._rows[keys[place]].setFocus(Qt.FocusReason.TabFocusReason)
