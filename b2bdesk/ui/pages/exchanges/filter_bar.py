"""What narrows the timeline: direction, unit, person, channel, kind, sentiment, owner, words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import (
    INBOUND_KINDS,
    OUTBOUND_KINDS,
    WORDS,
    Channel,
    Direction,
    ExchangeKind,
)
from b2bdesk.queries.exchange_links import UnitName
from b2bdesk.queries.exchanges import ExchangeFilter, Totals
from b2bdesk.queries.file_info import ColleagueRow
from b2bdesk.queries.log_choices import ContactRow
from b2bdesk.ui.formats import formats
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
        self._unit: int | None = None
        self._channel: Channel | None = None
        self._kind: ExchangeKind | None = None
        self._complaints = False
        self._ids: tuple[int, ...] = ()
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
        self.only = Chip("", closable=True, on=True, icon_name="ph.hourglass")
        self.unit = Chip("", menu=QMenu())
        self.person = Chip("", menu=QMenu())
        self.channel = Chip("", menu=self._channel_menu())
        self.kind = Chip("", menu=self._kind_menu())
        self.sentiment = Chip("", menu=self._sentiment_menu())
        self.owner = OwnerChip()
        self.search = SearchField(tr("Find in exchanges"))
        self.search.setFixedWidth(look.px(190))
        self.search.searched.connect(lambda _: self.changed.emit())
        self.summary = Text("", "table", "text_2")
        self.owner.changed.connect(self.changed)
        self.person.closed.connect(lambda: self._choose_person(None, ""))
        self.only.closed.connect(self._show_all)
        self.unit.closed.connect(lambda: self._choose_unit(None, ""))
        self.channel.closed.connect(lambda: self._choose_channel(None))
        self.kind.closed.connect(lambda: self._choose_kind(None, complaints=False))
        self.sentiment.closed.connect(self._clear_sentiments)
        self.person.setVisible(with_person)
        self.only.hide()
        self.unit.hide()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(look.space(4), look.space(2), look.space(4), look.space(2))
        chips = QWidget()
        flow = FlowLayout(chips)
        flow.addWidget(self.direction)
        more = (self.channel, self.kind, self.sentiment, self.owner, self.search)
        for widget in (self.only, self.unit, self.person, *more) if with_person else more:
            flow.addWidget(widget)
        # In one account's timeline the field comes with F or Ctrl+F: the chips fill the row.
        self.search.setVisible(not with_person)
        outer.addWidget(chips, 1)
        if with_person:
            flow.addWidget(self.summary)  # beside the chips there is no room for it
        else:
            outer.addWidget(self.summary, 0, Qt.AlignmentFlag.AlignTop)
        self.summary.setMinimumHeight(look.size("chip"))
        self._show()

    def filter(self, account: int | None) -> ExchangeFilter:
        """What is chosen, for one account or for all."""
        way = self.direction.current
        return ExchangeFilter(
            account=account,
            direction=None if way in (None, "all") else Direction(way),
            person=self._person,
            unit=self._unit,
            channel=self._channel,
            kind=self._kind,
            complaints=self._complaints,
            sentiments=tuple(sorted(self._sentiments)),
            owners=tuple(sorted(self.owner.ids)),
            unowned=self.owner.unowned,
            text=self.search.text(),
            ids=self._ids,
        )

    def show_totals(self, totals: Totals, *, twelve_months: bool) -> None:
        """Say how many there are, and how many lie after the as-of date and are not shown."""
        words = trn("{n} exchange", "{n} exchanges", totals.count)
        if twelve_months:
            words = trn("{n} exchange in 12 months", "{n} exchanges in 12 months", totals.count)
        parts = [words]
        if totals.minutes:
            parts.append(formats().minutes(totals.minutes))
        if totals.after:
            after = trn("{n} after the as-of date", "{n} after the as-of date", totals.after)
            parts.append(after)
        self.summary.setText(", ".join(parts))

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
        self._person, self._channel, self._unit = None, None, None
        self._kind, self._complaints, self._ids = None, False, ()
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

    def set_units(self, units: Sequence[UnitName]) -> None:
        """Offer these decision-making units; nothing to choose where there is none."""
        menu = self.unit.menu()
        assert menu is not None
        menu.clear()
        menu.addAction(tr("All")).triggered.connect(lambda: self._choose_unit(None, ""))
        for row in units:
            menu.addAction(row.name).triggered.connect(
                lambda _=False, each=row: self._choose_unit(each.id, each.name)
            )
        self.unit.setVisible(bool(units))
        if self._unit is not None and self._unit not in {row.id for row in units}:
            self._unit = None
            self._show()

    def choose_ids(self, ids: Sequence[int], words: str) -> None:
        """Show only these exchanges; ``words`` say what they have in common."""
        self._ids = tuple(ids)
        self.only.set_text(words)
        self._show()
        self.changed.emit()

    def narrow_to(
        self, wanted: str, people: Sequence[ContactRow], units: Sequence[UnitName]
    ) -> None:
        """Show one person's or one unit's: "person:<id>", "unit:<id>"."""
        kind, _, number = wanted.partition(":")
        rows = people if kind == "person" else units
        choose = self._choose_person if kind == "person" else self._choose_unit
        for row in rows:
            if str(row.id) == number:
                choose(row.id, row.name)

    def _show_all(self) -> None:
        self._ids = ()
        self._show()
        self.changed.emit()

    def _choose_unit(self, unit: int | None, name: str) -> None:
        self._unit = unit
        self._show()
        if unit is not None:
            self.unit.set_text(tr("Unit: {name}", name=name))
        self.changed.emit()

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

    def _kind_menu(self) -> QMenu:
        menu = QMenu()
        menu.addAction(tr("All")).triggered.connect(
            lambda: self._choose_kind(None, complaints=False)
        )
        for kind in (*OUTBOUND_KINDS, *INBOUND_KINDS):
            menu.addAction(tr(WORDS[kind])).triggered.connect(
                lambda _=False, each=kind: self._choose_kind(each, complaints=False)
            )
        menu.addSeparator()
        menu.addAction(tr("Complaints")).triggered.connect(
            lambda: self._choose_kind(None, complaints=True)
        )
        return menu

    def _choose_kind(self, kind: ExchangeKind | None, *, complaints: bool) -> None:
        self._kind, self._complaints = kind, complaints
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
        self.only.setVisible(bool(self._ids))
        if self._unit is None:
            self.unit.set_text(tr("Unit: all"))
        self.unit.set_on(self._unit is not None, closable=self._unit is not None)
        kind = tr("all") if self._kind is None else tr(WORDS[self._kind])
        kind = tr("complaints") if self._complaints else kind
        narrow = self._kind is not None or self._complaints
        self.kind.set_text(tr("Kind: {kind}", kind=kind))
        self.kind.set_on(narrow, closable=narrow)
        channel = tr("all") if self._channel is None else tr(WORDS[self._channel])
        self.channel.set_text(tr("Channel: {channel}", channel=channel))
        self.channel.set_on(self._channel is not None, closable=self._channel is not None)
        faces = [tr(sentiment_step(value).label) for value in sorted(self._sentiments)]
        some = ", ".join(faces) if faces else tr("all")
        self.sentiment.set_text(tr("Sentiment: {some}", some=some))
        self.sentiment.set_on(bool(faces), closable=bool(faces))
