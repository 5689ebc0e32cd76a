"""Two records side by side: which one is kept, whose value holds in each field, and the verdict."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.duplicates import CERTAINTY_WORDS, DuplicateRow
from b2bdesk.services.merging.compare import OWN, Comparison, Side
from b2bdesk.services.merging.merge import MergeDraft
from b2bdesk.ui.pages.duplicates.field_table import FIRST, FieldTable
from b2bdesk.ui.pages.duplicates.side_card import SideCard
from b2bdesk.ui.pages.duplicates.words import reasons_in_words
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text


class ComparePanel(Panel):
    """``opened`` carries the side whose record is to be shown."""

    opened = Signal(object)  # Side
    merge_wanted = Signal()
    apart_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Compare"), flush=True, parent=parent)
        look = theme()
        self._compared: Comparison | None = None
        self._keep_first = True
        self.apart_button = Button(tr("Keep apart"), keys="K", on_click=self.apart_wanted.emit)
        self.merge_button = Button(
            tr("Merge"), "primary", keys="M", on_click=self.merge_wanted.emit
        )
        next_button = Button(tr("Next"), "flat", keys="N", on_click=self.next_wanted.emit)
        for button in (next_button, self.apart_button, self.merge_button):
            self.add_action(button)
        self._why = Text("", "table", "text_2", wrap=True)
        pad = look.space(3)
        top = QHBoxLayout()
        top.setContentsMargins(pad, 0, pad, look.space(2))
        top.addWidget(self._why)
        self.add(top)
        self.cards = (SideCard(), SideCard())
        row = QHBoxLayout()
        row.setContentsMargins(pad, 0, pad, look.space(2))
        row.setSpacing(look.space(2))
        for first, card in zip((True, False), self.cards, strict=True):
            row.addWidget(card, 1)
            card.kept_chosen.connect(lambda first=first: self._keep(first))
            card.opened.connect(lambda first=first: self.opened.emit(self._side(first)))
        self.add(row)
        self.fields = FieldTable()
        self.add(self.fields, 1)

    def show_pair(self, row: DuplicateRow, compared: Comparison) -> None:
        """Show a pair; the record with more hanging on it is proposed as the one that is kept."""
        self._compared = compared
        certainty = tr(CERTAINTY_WORDS[row.pair.certainty])
        words = tr(
            "{certainty}: {reasons}.",
            certainty=certainty,
            reasons=reasons_in_words(row.pair.reasons),
        )
        if len(row.cluster_ids) > 2:
            words += " " + tr("{n} records hang together here.", n=len(row.cluster_ids))
        self._why.setText(words)
        self._keep(compared.kept_first)

    def draft(self) -> MergeDraft | None:
        """The merge as it is chosen now."""
        compared = self._compared
        if compared is None:
            return None
        winner, loser = self._side(self._keep_first), self._side(not self._keep_first)
        values: dict[str, int] = {}
        own_values: dict[int, int] = {}
        for key, side in self.fields.choices().items():
            record = self._side(side == FIRST).id
            if key.startswith(OWN):
                own_values[int(key.removeprefix(OWN))] = record
            else:
                values[key] = record
        return MergeDraft(compared.kind, winner.id, (loser.id,), values, own_values)

    @property
    def names(self) -> tuple[str, str]:
        """The names of the kept record and of the other."""
        return self._side(self._keep_first).name, self._side(not self._keep_first).name

    def _keep(self, first: bool) -> None:
        compared = self._compared
        if compared is None:
            return
        self._keep_first = first
        for is_first, card in zip((True, False), self.cards, strict=True):
            card.show_side(self._side(is_first), kept=is_first is first)
        self.fields.show_comparison(compared, keep_first=first)

    def _side(self, first: bool) -> Side:
        assert self._compared is not None
        return self._compared.first if first else self._compared.second
