"""The row of filter chips over a list of accounts: owner, country, segment, type, kind, own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, AccountKind, OwnFieldType, RelationshipType
from b2bdesk.queries.own_fields import OwnFieldRow
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.choice_chip import ChoiceChip
from b2bdesk.ui.widgets.flow_layout import FlowLayout
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text

FACETS = ("owner_id", "country", "segment", "current", "kind")
_OWN = "own:"


class FilterableAccount(Protocol):
    """What the chips ask of a row."""

    @property
    def owner_id(self) -> int | None: ...
    @property
    def owner(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def segment(self) -> str | None: ...
    @property
    def current(self) -> RelationshipType | None: ...
    @property
    def kind(self) -> AccountKind: ...


@dataclass(frozen=True, slots=True)
class AccountFilters:
    """The values chosen per facet; a facet without any lets everything through.

    ``further``: what a row has in the facets of a page, of which it may have several values.
    """

    chosen: Mapping[str, frozenset[Any]]
    further: Mapping[str, Callable[[Any], frozenset[Any]]] = field(default_factory=dict)

    def accepts(self, row: FilterableAccount) -> bool:
        """True when the row has a chosen value in every facet."""
        return all(
            not values.isdisjoint(self.further[facet](row))
            if facet in self.further
            else _value(row, facet) in values
            for facet, values in self.chosen.items()
        )

    @property
    def any(self) -> bool:
        """True when something narrows."""
        return bool(self.chosen)


def _value(row: FilterableAccount, facet: str) -> Any:
    """What a row has in a facet; ``own:<id>`` asks rows that hold own fields."""
    if facet.startswith(_OWN):
        return getattr(row, "own", {}).get(int(facet.removeprefix(_OWN)))
    return getattr(row, facet)


class AccountFilterBar(QFrame):
    """Chips that narrow a list. ``changed`` when the user chose; a brush adds a chip of its own."""

    changed = Signal()
    brush_cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setProperty("surface", "panel")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space(4), look.px(8), look.space(4), look.px(8))
        row.setSpacing(look.space(2))
        row.addWidget(IconLabel("ph.funnel-simple", "text_3"))
        row.addWidget(Text(tr("Filters"), "body", "text_3"))
        flow_box = QWidget()
        flow_box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._flow = FlowLayout(flow_box)
        self._brush = Chip("", closable=True, on=True)
        self._brush.closed.connect(self.brush_cleared)
        self._brush.clicked.connect(self.brush_cleared)
        self._brush.hide()
        self._flow.addWidget(self._brush)
        all_words = tr("all")
        self._chips: dict[str, ChoiceChip] = {
            "owner_id": ChoiceChip(
                tr("Owner"),
                tr("anyone"),
                many=lambda n: trn("{n} person", "{n} people", n),
            ),
            "country": ChoiceChip(tr("Country"), all_words),
            "segment": ChoiceChip(tr("Segment"), all_words),
            "current": ChoiceChip(tr("Type"), all_words),
            "kind": ChoiceChip(tr("Kind"), all_words),
        }
        for chip in self._chips.values():
            chip.chosen_changed.connect(self._on_changed)
            self._flow.addWidget(chip)
        self._own: tuple[OwnFieldRow, ...] = ()
        self._further: dict[str, Callable[[Any], frozenset[Any]]] = {}
        self._remembered: Mapping[str, Any] = {}
        row.addWidget(flow_box, 1)
        self._unproven = False
        self._right = QHBoxLayout()
        self._right.setSpacing(look.space(2))
        row.addLayout(self._right)
        self.clear_button = Button(tr("Clear all"), "link", on_click=self.clear)
        row.addWidget(self.clear_button)
        self._refresh()

    def add_action(self, widget: QWidget) -> None:
        """Put a control at the right, before "Clear all"."""
        self._right.addWidget(widget)

    def chip(self, facet: str) -> ChoiceChip:
        """The chip of a facet of ``FACETS``, or of an own field: ``own:<id>``."""
        return self._chips[facet]

    @property
    def filters(self) -> AccountFilters:
        """What is chosen now."""
        return AccountFilters(
            {facet: chip.chosen for facet, chip in self._chips.items() if chip.chosen},
            self._further,
        )

    def add_facet(
        self, facet: str, chip: ChoiceChip, values: Callable[[Any], frozenset[Any]]
    ) -> None:
        """Have a chip of the page's own; ``values`` says what a row has in it."""
        self._chips[facet] = chip
        self._further[facet] = values
        chip.chosen_changed.connect(self._on_changed)
        self._flow.addWidget(chip)

    def set_own_fields(self, fields: Iterable[OwnFieldRow]) -> None:
        """Have a chip for each own field of choices; what is chosen in one that stays is kept."""
        wanted = tuple(each for each in fields if each.type is OwnFieldType.CHOICE)
        if wanted == self._own:
            return
        chosen = {**self._remembered, **self.filters.chosen}
        for each in self._own:
            chip = self._chips.pop(f"{_OWN}{each.id}")
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for each in wanted:
            facet = f"{_OWN}{each.id}"
            chip = self._chips[facet] = ChoiceChip(each.name, tr("all"))
            chip.set_chosen(chosen.get(facet, ()))
            chip.chosen_changed.connect(self._on_changed)
            self._flow.addWidget(chip)
        self._own = wanted
        self._refresh()

    def set_rows(self, rows: Sequence[FilterableAccount]) -> None:
        """Offer the values that occur in ``rows``; remembered ones of another file are dropped."""
        owners = {row.owner_id: row.owner or tr("No owner") for row in rows}
        self._offer("owner_id", owners.items())
        for facet, nothing in (("country", tr("No country")), ("segment", tr("No segment"))):
            found = {getattr(row, facet) for row in rows}
            self._offer(facet, [(value, value or nothing) for value in found])
        types = {row.current for row in rows}
        self._offer(
            "current",
            [(kind, tr(WORDS[kind])) for kind in RelationshipType if kind in types]
            + ([(None, tr("Not set"))] if None in types else []),
            ordered=True,
        )
        kinds = {row.kind for row in rows}
        self._offer(
            "kind", [(kind, tr(WORDS[kind])) for kind in AccountKind if kind in kinds], ordered=True
        )
        for own in self._own:
            facet = f"{_OWN}{own.id}"
            found = {_value(row, facet) for row in rows}
            dropped = sorted(found.difference(own.choices, [None]), key=str.casefold)
            offered = [text for text in own.choices if text in found] + dropped
            unset = [(None, tr("Not set"))] if None in found else []
            self._offer(facet, [*((text, text) for text in offered), *unset], ordered=True)
        self._unproven = False
        self._refresh()

    def _offer(
        self, facet: str, choices: Iterable[tuple[Any, str]], *, ordered: bool = False
    ) -> None:
        chip = self._chips[facet]
        offered = list(choices)
        if not ordered:
            offered.sort(key=lambda pair: (pair[0] is None, pair[1].casefold()))
        if self._unproven:
            chip.set_chosen(chip.chosen & {value for value, _ in offered})
        chip.set_choices(offered)
        # A facet with one value cannot narrow anything.
        chip.setVisible(len(offered) > 1 or bool(chip.chosen))

    def set_brush(self, words: str) -> None:
        """Show the chip of a chart selection; an empty text takes it away."""
        self._brush.setVisible(bool(words))
        if words:
            self._brush.set_text(words)
        self._refresh()

    @property
    def brush_words(self) -> str:
        """What the chart chip says, empty while there is none."""
        return "" if self._brush.isHidden() else self._brush.text()

    def clear(self) -> None:
        """Let everything through again."""
        had_brush = not self._brush.isHidden()
        for chip in self._chips.values():
            chip.set_chosen(())
        self._refresh()
        if had_brush:
            self.brush_cleared.emit()
        self.changed.emit()

    def save_state(self) -> dict[str, list[Any]]:
        """What is chosen, as plain values that JSON takes."""
        return {facet: sorted(values, key=str) for facet, values in self.filters.chosen.items()}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Take back what ``save_state`` gave."""
        self._unproven = True
        self._remembered = state
        for facet, chip in self._chips.items():
            chip.set_chosen(state.get(facet, ()))
        self._refresh()

    def _on_changed(self) -> None:
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        self.clear_button.setEnabled(self.filters.any or not self._brush.isHidden())
