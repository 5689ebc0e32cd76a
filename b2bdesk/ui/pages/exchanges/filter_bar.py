"""What narrows the timeline: direction, person, channel, sentiment, owner, words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, Channel, Direction
from b2bdesk.queries.exchanges import ContactRow, ExchangeFilter
from b2bdesk.queries.file_info import ColleagueRow
from b2bdesk.ui.theme.icons import icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import sentiment_step, tokens
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.choice_menu import ChoiceMenu
from b2bdesk.ui.widgets.fields import SearchField
from b2bdesk.ui.widgets.flow_layout import FlowLayout
from b2bdesk.ui.widgets.owner_chip import OwnerChip
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl
from b2bdesk.ui.widgets.text import Text


class FilterBar(QWidget):
    """``changed`` after every choice. ``with_person`` for the timeline of one account."""

    changed = Signal()

    def __init__(self, *, with_person: bool) -> None:
        super().__init__()
        look = theme()
        self._person: int | None = None
        self._channel: Channel | None = None
        self._sentiments: set[int] = set()
        names = tokens().icons["direction"]
        self.direction = SegmentedControl(
            [
                Segment("all", tr("All")),
                Segment(Direction.OUTBOUND.value, tr("Talk"), names["talk"]),
                Segment(Direction.INBOUND.value, tr("Listen"), names["listen"]),
            ],
            "all",
            name=tr("Direction"),
        )
        self.direction.changed.connect(lambda _: self.changed.emit())
        self.person = Chip("", menu=QMenu())
        self.channel = Chip("", menu=self._channel_menu())
        self.sentiment = Chip("", menu=self._sentiment_menu())
        self.owner = OwnerChip()
        self.search = SearchField(tr("Find in exchanges"))
        self.search.setFixedWidth(look.px(190))
        self.search.searched.connect(lambda _: self.changed.emit())
        self.summary = Text("", "table", "text_2")
        self.summary.setVisible(not with_person)
        self.owner.changed.connect(self.changed)
        self.person.closed.connect(lambda: self._choose_person(None, ""))
        self.channel.closed.connect(lambda: self._choose_channel(None))
        self.sentiment.closed.connect(self._clear_sentiments)
        self.person.setVisible(with_person)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(look.space(4), look.space(2), look.space(4), look.space(2))
        chips = QWidget()
        flow = FlowLayout(chips)
        flow.addWidget(self.direction)
        chosen = (self.person, self.channel, self.sentiment, self.owner, self.search)
        for widget in chosen if with_person else chosen[1:]:
            flow.addWidget(widget)
        # In one account's timeline the field comes with F or Ctrl+F: the chips fill the row.
        self.search.setVisible(not with_person)
        outer.addWidget(chips, 1)
        outer.addWidget(self.summary)
        self._show()

    def filter(self, account: int | None) -> ExchangeFilter:
        """What is chosen, for one account or for all."""
        way = self.direction.current
        return ExchangeFilter(
            account=account,
            direction=None if way in (None, "all") else Direction(way),
            person=self._person,
            channel=self._channel,
            sentiments=tuple(sorted(self._sentiments)),
            owners=tuple(sorted(self.owner.ids)),
            unowned=self.owner.unowned,
            text=self.search.text(),
        )

    def begin_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.show()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @property
    def narrows(self) -> bool:
        """True while anything is left out."""
        return self.filter(None) != ExchangeFilter()

    def clear(self) -> None:
        """Let everything through again; ``changed`` once."""
        self.direction.set_current("all")
        self._person, self._channel = None, None
        self._sentiments.clear()
        menu = self.sentiment.menu()
        for action in menu.actions() if menu is not None else ():
            action.blockSignals(True)
            action.setChecked(False)
            action.blockSignals(False)
        self.owner.choose(frozenset())
        self.search.setText("")
        self._show()
        self.changed.emit()

    def set_team(self, team: Sequence[ColleagueRow], me: int | None) -> None:
        """Offer these owners."""
        self.owner.set_team(team, me)

    def set_people(self, people: Sequence[ContactRow]) -> None:
        """Offer these people; a person who is not among them is no longer chosen."""
        menu = self.person.menu()
        assert menu is not None
        menu.clear()
        anyone = menu.addAction(tr("Anyone"))
        anyone.triggered.connect(lambda: self._choose_person(None, ""))
        for row in people:
            action = menu.addAction(row.name)
            action.triggered.connect(
                lambda _=False, each=row: self._choose_person(each.id, each.name)
            )
        if self._person is not None and self._person not in {row.id for row in people}:
            self._person = None
            self._show()

    def choose_person(self, person: int, name: str) -> None:
        """Show the exchanges with one person."""
        self._choose_person(person, name)

    def _choose_person(self, person: int | None, name: str) -> None:
        self._person = person
        self._show()
        if person is not None:
            self.person.set_text(tr("Person: {name}", name=name))
        self.changed.emit()

    def _channel_menu(self) -> QMenu:
        menu = QMenu()
        menu.addAction(tr("All")).triggered.connect(lambda: self._choose_channel(None))
        for channel in Channel:
            action = menu.addAction(
                icon(tokens().icons["channel"][channel.value]), tr(WORDS[channel])
            )
            action.triggered.connect(lambda _=False, each=channel: self._choose_channel(each))
        return menu

    def _choose_channel(self, channel: Channel | None) -> None:
        self._channel = channel
        self._show()
        self.changed.emit()

    def _sentiment_menu(self) -> QMenu:
        menu = ChoiceMenu()
        for value in (2, 1, 0, -1, -2):
            step = sentiment_step(value)
            action = menu.addAction(icon(step.icon, step.color), tr(step.label))
            action.setCheckable(True)
            action.toggled.connect(lambda on, each=value: self._on_sentiment(each, on))
        return menu

    def _on_sentiment(self, value: int, on: bool) -> None:
        (self._sentiments.add if on else self._sentiments.discard)(value)
        self._show()
        self.changed.emit()

    def _clear_sentiments(self) -> None:
        menu = self.sentiment.menu()
        for action in menu.actions() if menu is not None else ():
            action.setChecked(False)

    def _show(self) -> None:
        if self._person is None:
            self.person.set_text(tr("Person: anyone"))
        self.person.set_on(self._person is not None, closable=self._person is not None)
        channel = tr("all") if self._channel is None else tr(WORDS[self._channel])
        self.channel.set_text(tr("Channel: {channel}", channel=channel))
        self.channel.set_on(self._channel is not None, closable=self._channel is not None)
        faces = [tr(sentiment_step(value).label) for value in sorted(self._sentiments)]
        some = ", ".join(faces) if faces else tr("all")
        self.sentiment.set_text(tr("Sentiment: {some}", some=some))
        self.sentiment.set_on(bool(faces), closable=bool(faces))
