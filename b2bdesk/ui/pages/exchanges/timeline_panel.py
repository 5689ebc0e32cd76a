"""Filters, timeline and the edit form: what the account's tab and the page of all share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.queries.exchange_links import Link, list_links
from b2bdesk.queries.exchanges import (
    ExchangeRow,
    KeyPage,
    Totals,
    count_exchanges,
    get_exchanges,
    list_exchange_keys,
    page_of_keys,
)
from b2bdesk.services.exchanges import delete_exchange
from b2bdesk.services.next_steps import finish_next_step, reopen_next_step
from b2bdesk.services.quick_dates import add_months
from b2bdesk.storage.journal import ChangeSet
from b2bdesk.ui.composer.linked_records import link_words, open_person
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.exchanges.filter_bar import FilterBar
from b2bdesk.ui.pages.exchanges.timeline_model import TimelineModel
from b2bdesk.ui.pages.exchanges.timeline_view import TimelineView
from b2bdesk.ui.widgets.states import EmptyAction, EmptyState
from b2bdesk.ui.widgets.text import h_rule

_PAGE = 2_000  # exchanges read at once, and then to the end of their month
WATCHED = ("exchange", "exchange_person", "exchange_colleague", "next_step", "person", "colleague")


@dataclass(frozen=True, slots=True)
class _Loaded:
    page: KeyPage
    totals: Totals
    every: bool


class TimelinePanel(QFrame):
    """The exchanges of ``account``, or of all while it is None.

    ``loaded`` carries the Totals of what is shown; ``edit_asked`` (exchange, account) opens the
    form; ``export_asked`` is for what is on show; ``empty`` when there is nothing to filter either.
    """

    loaded = Signal(object)
    edit_asked = Signal(object, object)
    export_asked = Signal()
    empty = Signal()

    def __init__(
        self, ctx: AppContext, *, with_account: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.account: int | None = None
        self._with_account = with_account
        self._select: int | None = None
        self._changed: frozenset[int] | None = None
        self._chunk = 0
        self.setProperty("surface", "panel")
        self.filters = FilterBar(with_person=not with_account)
        self.filters.changed.connect(self.load)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.filters.begin_search)
        self.view = TimelineView(TimelineModel(self._request), with_account=with_account)
        self.view.timeline.more_wanted.connect(self._load_more)
        self.view.edit_asked.connect(self._edit)
        self.view.opened.connect(self._open if with_account else self._edit)
        self.view.done_asked.connect(self.toggle_done)
        self.view.delete_asked.connect(self.delete)
        self.view.find_asked.connect(self.filters.begin_search)
        self.filters.search.left_down.connect(self.view.setFocus)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._nothing: EmptyState | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(h_rule())
        column.addWidget(self._stack, 1)

    def set_account(self, account: int | None, select: int | None = None) -> None:
        """Show another account's exchanges, with one of them selected."""
        if account != self.account:
            self.view.timeline.forget_all()
            self.view.show_keys((), self.ctx.as_of, frozenset())
            self.view.scrollToTop()
        self.account = account
        self._select = select
        self.load()

    def note_changes(self, changes: ChangeSet) -> None:
        """Rows that a confirmed step touched are read anew when the list is loaded next."""
        names = ("account", "person", "colleague", "exchange_person", "exchange_colleague")
        if changes.touches("next_step", *names):
            self._changed = None
        elif self._changed is not None:
            self._changed |= changes.ids("exchange")

    def load(self) -> None:
        """Read the list; what is selected and where it is scrolled stay."""
        wanted, as_of = self.filters.filter(self.account), self.ctx.as_of
        narrows = self.filters.narrows
        least, reach = max(_PAGE, self.view.timeline.count), self._select
        first = None if self.account is None else add_months(as_of, -12)
        self.ctx.read(
            f"timeline-{id(self)}",
            self,
            lambda s: _Loaded(
                page_of_keys(s, wanted, as_of, least, reach=reach),
                count_exchanges(s, wanted, as_of, first),
                not narrows,
            ),
            self._on_loaded,
        )

    def _load_more(self) -> None:
        """Older months, as the end of the list comes into view."""
        before = self.view.timeline.oldest
        if before is None:
            return
        wanted, as_of = self.filters.filter(self.account), self.ctx.as_of
        month = before.replace(day=1)
        self.ctx.read(
            f"timeline-{id(self)}",  # a new load of the list makes this one void
            self,
            lambda s: page_of_keys(s, wanted, as_of, _PAGE, before=month),
            lambda page: self.view.timeline.add_keys(page.keys, more=page.more),
        )

    def add_row(self, row: ExchangeRow) -> None:
        """An exchange that was just logged is there at once, where no filter leaves it out."""
        if row.account_id == self.account and not self.filters.narrows:
            self._stack.setCurrentWidget(self.view)
            self.view.add_row(row)

    def all_ids(self, done: Callable[[list[int]], None]) -> None:
        """Every exchange that the filters let through, in the order of the list."""
        wanted, as_of = self.filters.filter(self.account), self.ctx.as_of
        self.ctx.read(
            f"timeline-ids-{id(self)}",
            self,
            lambda s: [key.id for key in list_exchange_keys(s, wanted, as_of)],
            done,
        )

    def _on_loaded(self, found: _Loaded) -> None:
        if self._changed is None:
            self.view.timeline.forget_all()
        keys, changed = found.page.keys, self._changed or frozenset()
        self.view.show_keys(keys, self.ctx.as_of, changed, more=found.page.more)
        self._changed = frozenset()
        if self._select is not None:
            self.view.show_id(self._select)
            self._select = None
        if keys:
            self._stack.setCurrentWidget(self.view)
        elif found.every:
            self.empty.emit()
        else:
            self._show_nothing(
                EmptyState(
                    tr("No exchange fits these filters"),
                    icon_name="ph.funnel",
                    alternative=EmptyAction(tr("Clear filters"), self.filters.clear),
                )
            )
        self.filters.show_totals(found.totals, twelve_months=self.account is not None)
        self.loaded.emit(found.totals)

    def show_empty(self, state: EmptyState) -> None:
        """Say what will be here in place of the list."""
        self._show_nothing(state)

    def _show_nothing(self, state: EmptyState) -> None:
        if self._nothing is not None:
            self._stack.removeWidget(self._nothing)
            self._nothing.deleteLater()
        self._nothing = state
        self._stack.addWidget(state)
        self._stack.setCurrentWidget(state)

    def _request(self, ids: list[int]) -> None:
        # A key of its own for each request: a later one must not drop an earlier one's rows.
        self._chunk += 1
        self.ctx.read(
            f"timeline-rows-{id(self)}-{self._chunk}",
            self,
            lambda s: get_exchanges(s, ids),
            self.view.give_rows,
        )

    # --- doing -------------------------------------------------------------------------------

    def _edit(self, exchange: int) -> None:
        row = self.view.timeline.row(exchange)
        if row is not None:
            self.edit_asked.emit(exchange, row.account_id)

    def _open(self, exchange: int) -> None:
        row = self.view.timeline.row(exchange)
        if row is not None:
            self.ctx.go(Target("account", row.account_id, "exchanges", exchange))

    def toggle_done(self, exchange: int) -> None:
        """Mark the exchange's next step as done, or take that back."""
        row = self.view.timeline.row(exchange)
        if row is None:
            return
        step, as_of = row.step, self.ctx.as_of
        if step is None:
            self.ctx.toast(tr("This exchange has no next step."))
        elif step.done is None:
            self.ctx.write(
                tr("Finish “{what}”", what=step.what),
                self,
                lambda s: finish_next_step(s, step.id, as_of),
                toast=tr("Next step done"),
            )
        else:
            self.ctx.write(
                tr("Reopen “{what}”", what=step.what),
                self,
                lambda s: reopen_next_step(s, step.id),
                toast=tr("Next step is open again"),
            )

    def delete(self, exchange: int) -> None:
        """Take an exchange away; the toast brings it back."""
        row: ExchangeRow | None = self.view.timeline.row(exchange)
        if row is not None:
            self.ctx.write(
                tr("Delete exchange “{subject}”", subject=row.subject),
                self,
                lambda s: delete_exchange(s, exchange),
                toast=tr("Exchange deleted"),
            )

    def _add_links(self, menu: QMenu, exchange: int, account: int) -> None:
        """The stances, behaviours and perceptions it is evidence of, as soon as they are read."""

        def on_read(links: tuple[Link, ...]) -> None:
            menu.setEnabled(bool(links))
            for link in links:
                open_it = partial(open_person, self.ctx, account, link.person_id)
                menu.addAction(link_words(link), open_it)

        self.ctx.read("exchange-links", menu, lambda s: list_links(s, exchange), on_read)

    def _on_menu(self, spot: QPoint) -> None:
        exchange = self.view.timeline.id_at(self.view.indexAt(spot).row())
        if exchange is None:
            return
        menu = QMenu(self)
        menu.addAction(tr("Edit"), lambda: self._edit(exchange))
        row = self.view.timeline.row(exchange)
        if row is not None and row.step is not None:
            words = tr("Next step done") if row.step.done is None else tr("Reopen next step")
            menu.addAction(words, lambda: self.toggle_done(exchange))
        if self._with_account:
            menu.addAction(tr("Open account"), lambda: self._open(exchange))
        if row is not None:
            linked = menu.addMenu(tr("Rests on this exchange"))
            linked.setEnabled(False)
            self._add_links(linked, exchange, row.account_id)
        menu.addSeparator()
        menu.addAction(tr("Export to Excel…"), self.export_asked.emit)
        menu.addSeparator()
        menu.addAction(tr("Delete"), lambda: self.delete(exchange))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.view.viewport().mapToGlobal(spot))
