"""The timeline as a flat list of months and exchanges; full rows arrive as they come into view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from b2bdesk.core.dates import first_of_month, month_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, Direction
from b2bdesk.queries.exchanges import ExchangeKey, ExchangeRow
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.tokens import sentiment_step

Index = QModelIndex | QPersistentModelIndex
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
_WINDOW = 60  # rows on either side of a missing one that are asked for with it


@dataclass(frozen=True, slots=True)
class MonthItem:
    """The head of a month with its totals."""

    month: int
    talks: int
    listens: int
    minutes: int


@dataclass(slots=True)
class ExchangeItem:
    """An exchange of the list; ``last`` of its month. ``row`` is None until it arrived."""

    key: ExchangeKey
    row: ExchangeRow | None
    last: bool


Item = MonthItem | ExchangeItem


class TimelineModel(QAbstractListModel):
    """Months and exchanges, newest first. ``request`` gets the ids whose rows are needed."""

    more_wanted = Signal()

    def __init__(
        self, request: Callable[[list[int]], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._request = request
        self._items: list[Item] = []
        self._positions: dict[int, int] = {}
        self._rows: dict[int, ExchangeRow] = {}
        self._wanted: set[int] = set()
        self._asked: set[int] = set()
        self._more = False
        self._keys: list[ExchangeKey] = []
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(0)
        self._asking.timeout.connect(self._on_asking)

    # --- what the page calls -----------------------------------------------------------------

    def set_keys(
        self, keys: Sequence[ExchangeKey], *, forget: Iterable[int] = (), more: bool = False
    ) -> None:
        """Show exactly these exchanges; rows that are known stay, but those in ``forget``.

        ``more``: older ones are asked for (``more_wanted``) when the end comes into view.
        """
        for row in forget:
            self._rows.pop(row, None)
        self.beginResetModel()
        self._asked.clear()
        self._keys, self._more = list(keys), more
        self._items = list(_flatten(keys))
        self._positions = dict(_positions(self._items, 0))
        self.endResetModel()

    def add_keys(self, keys: Sequence[ExchangeKey], *, more: bool) -> None:
        """Older exchanges than all there are, in months of their own."""
        self._more = more
        items = list(_flatten(keys))
        if items:
            start = len(self._items)
            self.beginInsertRows(QModelIndex(), start, start + len(items) - 1)
            self._keys += keys
            self._items += items
            self._positions |= _positions(items, start)
            self.endInsertRows()

    def add_row(self, row: ExchangeRow) -> None:
        """An exchange that was just logged, where its day puts it."""
        if row.id in self._positions:
            return
        self._rows[row.id] = row
        key = ExchangeKey(row.id, row.on, row.direction, row.minutes or 0)
        place = next((n for n, each in enumerate(self._keys) if each.on <= row.on), len(self._keys))
        self.set_keys((*self._keys[:place], key, *self._keys[place:]), more=self._more)

    @property
    def oldest(self) -> date | None:
        """The day of the oldest exchange there is."""
        return self._keys[-1].on if self._keys else None

    @property
    def count(self) -> int:
        """How many exchanges there are."""
        return len(self._keys)

    def forget_all(self) -> None:
        """Read every row anew when it comes into view."""
        self._rows.clear()
        self._asked.clear()

    def give_rows(self, rows: Mapping[int, ExchangeRow]) -> None:
        """Rows that were asked for have arrived.

        No ``dataChanged``: a list view lays out all of its rows anew for it, and nothing of that
        depends on what arrived. Who shows the model repaints.
        """
        self._rows.update(rows)

    def row(self, exchange: int) -> ExchangeRow | None:
        """A full row, None while it has not arrived."""
        return self._rows.get(exchange)

    def number_of(self, exchange: int) -> int | None:
        """Where an exchange stands in the list."""
        return self._positions.get(exchange)

    def id_at(self, number: int) -> int | None:
        """The exchange at a place, None for the head of a month."""
        if not 0 <= number < len(self._items):
            return None
        item = self._items[number]
        return item.key.id if isinstance(item, ExchangeItem) else None

    def item(self, number: int) -> Item:
        """The item at a place; its row is asked for when it is missing."""
        item = self._items[number]
        if isinstance(item, ExchangeItem):
            item.row = self._rows.get(item.key.id)
            if item.row is None and item.key.id not in self._asked:
                self._wanted.add(number)
                self._asking.start()
        return item

    # --- Qt ----------------------------------------------------------------------------------

    def canFetchMore(self, _parent: Index) -> bool:
        return self._more

    def fetchMore(self, _parent: Index) -> None:
        if self._more:
            self._more = False  # until they have come
            self.more_wanted.emit()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._items):
            return None
        if role == ITEM_ROLE:
            return self.item(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(self.item(index.row()))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.id_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _on_asking(self) -> None:
        missing: list[int] = []
        done = 0
        for number in sorted(self._wanted):
            # Rows that came into view together are neighbours: each place is looked at once.
            end = min(len(self._items), number + _WINDOW)
            for item in self._items[max(done, number - _WINDOW) : end]:
                if isinstance(item, ExchangeItem):
                    exchange = item.key.id
                    if exchange not in self._rows and exchange not in self._asked:
                        missing.append(exchange)
            done = max(done, end)
        self._wanted.clear()
        self._asked.update(missing)
        if missing:
            self._request(missing)


def _flatten(keys: Sequence[ExchangeKey]) -> Iterable[Item]:
    start = 0
    while start < len(keys):
        month = month_of(keys[start].on)
        end = start
        while end < len(keys) and month_of(keys[end].on) == month:
            end += 1
        inside = keys[start:end]
        talks = sum(key.direction is Direction.OUTBOUND for key in inside)
        yield MonthItem(month, talks, len(inside) - talks, sum(key.minutes for key in inside))
        for key in inside[:-1]:
            yield ExchangeItem(key, None, last=False)
        yield ExchangeItem(inside[-1], None, last=True)
        start = end


def _positions(items: Sequence[Item], start: int) -> Iterable[tuple[int, int]]:
    for number, item in enumerate(items, start):
        if isinstance(item, ExchangeItem):
            yield item.key.id, number


def month_totals(item: MonthItem) -> str:
    """ "4 exchanges, 2 h 20 min, 3 talks, 1 listen"."""
    count = item.talks + item.listens
    parts = [trn("{n} exchange", "{n} exchanges", count)]
    if item.minutes:
        parts.append(formats().minutes(item.minutes))
    if item.talks:
        parts.append(trn("{n} talk", "{n} talks", item.talks))
    if item.listens:
        parts.append(trn("{n} listen", "{n} listens", item.listens))
    return ", ".join(parts)


def spoken(item: Item) -> str:
    """An item as a screen reader says it."""
    if isinstance(item, MonthItem):
        return f"{formats().month(first_of_month(item.month))}, {month_totals(item)}"
    row = item.row
    if row is None:
        return tr("Loading")
    parts = [
        formats().weekday(row.on),
        tr(WORDS[row.direction]),
        tr(WORDS[row.channel]),
        row.subject,
        ", ".join(person.name for person in row.people),
        tr("Complaint") if row.complaint else "",
        "" if row.sentiment is None else tr(sentiment_step(row.sentiment).label),
        "" if row.minutes is None else formats().minutes(row.minutes),
        trn("{n} file", "{n} files", row.files) if row.files else "",
        "" if row.step is None else tr("Next step: {what}", what=row.step.what),
    ]
    return ", ".join(part for part in parts if part)
