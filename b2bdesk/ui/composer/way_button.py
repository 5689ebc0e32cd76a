"""The button at the start of the composer: the channel, and who came to whom."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import (
    INBOUND_KINDS,
    OUTBOUND_KINDS,
    WORDS,
    Channel,
    Direction,
    ExchangeKind,
)
from b2bdesk.ui.theme.icons import icon
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.buttons import Button


class WayButton(Button):
    """``channel_chosen`` carries a Channel, ``way_chosen`` a Direction and an ExchangeKind."""

    channel_chosen = Signal(object)
    way_chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "flat", menu=QMenu(), parent=parent)
        self.menu().aboutToShow.connect(self._fill)

    def show_way(self, channel: Channel, direction: Direction, kind: ExchangeKind | None) -> None:
        """Say what would be logged now."""
        words = tr(WORDS[channel])
        self.set_icon_name(tokens().icons["channel"][channel.value])
        listens = direction is Direction.INBOUND
        way = tr("They came to us") if listens else tr("We talk")
        described = ", ".join((words, way, *([tr(WORDS[kind])] if kind else [])))
        self.setText(f"{'↙' if listens else '↗'} {words}")
        self.setAccessibleName(described)
        self.setToolTip(described)

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for channel in Channel:
            name = tokens().icons["channel"][channel.value]
            menu.addAction(icon(name), tr(WORDS[channel])).triggered.connect(
                lambda _=False, each=channel: self.channel_chosen.emit(each)
            )
        menu.addSeparator()
        add_ways(menu, self.way_chosen.emit)


def add_ways(menu: QMenu, chosen: Callable[[Direction, ExchangeKind], object]) -> None:
    """Entries for each kind of talking and of listening; ``chosen`` gets direction and kind."""
    for way, title, kinds in (
        (Direction.OUTBOUND, tr("We talk"), OUTBOUND_KINDS),
        (Direction.INBOUND, tr("They came to us"), INBOUND_KINDS),
    ):
        part = menu.addMenu(title)
        for kind in kinds:
            part.addAction(tr(WORDS[kind])).triggered.connect(
                lambda _=False, w=way, k=kind: chosen(w, k)
            )
