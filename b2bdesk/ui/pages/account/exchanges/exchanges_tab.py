"""The exchanges of one account: the line to log in, the timeline, cadence and listening mix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.queries.exchange_links import UnitName, list_unit_names
from b2bdesk.queries.exchanges import ExchangeRow
from b2bdesk.queries.log_choices import ContactRow, get_account_name, list_contacts
from b2bdesk.services.cadence import Cadence, account_cadence
from b2bdesk.services.exchanges import ExchangeDraft
from b2bdesk.services.freshness import Freshness, list_freshness
from b2bdesk.services.response_times import ResponseTimes, response_times
from b2bdesk.storage.journal import ChangeSet
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.composer.exchange_composer import ExchangeComposer
from b2bdesk.ui.composer.exchange_form import ExchangeForm
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.workbook_export import export_records
from b2bdesk.ui.messages.exchange_parts import AccountCandidates
from b2bdesk.ui.pages.account.exchanges.side_panel import SidePanel
from b2bdesk.ui.pages.exchanges.timeline_panel import WATCHED, TimelinePanel
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.states import EmptyAction, EmptyState
from b2bdesk.ui.widgets.text import h_rule

_WIDE_SIDE, _NARROW_SIDE = 380, 300


@dataclass(frozen=True, slots=True)
class _Loaded:
    name: str
    contacts: tuple[ContactRow, ...]
    units: tuple[UnitName, ...]
    cadence: Cadence
    responses: ResponseTimes
    freshness: tuple[Freshness, ...]


class ExchangesTab(Page):
    """Do we talk and listen enough with this account?"""

    key = "exchanges"
    watched = (
        *WATCHED,
        "account",
        "job",
        "dmu",
        "dmu_member",
        "relationship_record",
        "import_batch",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        look = theme()
        self._select: int | None = None
        self._narrow = ""
        self._name = ""
        content = QFrame()
        content.setProperty("surface", "panel")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.composer = ExchangeComposer(ctx)
        head = QVBoxLayout()
        head.setContentsMargins(look.space(4), look.space(3), look.space(4), look.px(2))
        head.addWidget(self.composer)
        column.addLayout(head)
        column.addWidget(h_rule())
        self.panel = TimelinePanel(ctx, with_account=False)
        self.candidates = AccountCandidates(ctx)
        self.side = SidePanel(self.candidates)
        self.side.responses.chosen.connect(self.panel.filters.choose_ids)
        self.side.freshness.chosen.connect(self.panel.filters.choose_person)
        self.form = ExchangeForm(ctx)
        self._right = QStackedWidget()
        self._right.addWidget(self.side)
        holder = QWidget()
        form_row = QHBoxLayout(holder)
        form_row.setContentsMargins(0, 0, 0, 0)
        self.form.setMaximumWidth(16_777_215)
        self.form.setMinimumWidth(0)
        form_row.addWidget(self.form)
        self._right.addWidget(holder)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.panel, 1)
        row.addWidget(self._right)
        column.addLayout(row, 1)
        self.set_content(content)
        self.composer.logged.connect(self.panel.add_row)
        self.composer.left.connect(self.panel.view.setFocus)
        self.composer.form_asked.connect(self._begin)
        self.panel.edit_asked.connect(self._edit)
        self.panel.empty.connect(self._on_empty)
        self.panel.export_asked.connect(self.export)
        self.form.closed.connect(self._close_form)
        self.form.saved.connect(self._on_saved)

    def title(self) -> str:
        return tr("Exchanges")

    def shortcuts(self) -> list[tuple[str, str]]:
        return [
            ("J K", tr("move")),
            ("E", tr("edit")),
            ("D", tr("follow-up done")),
        ]

    def page_actions(self) -> list[Action]:
        group = tr("Exchanges")
        view = self.panel.view

        def with_current(run: Callable[[int], None]) -> None:
            if view.current_id is not None:
                run(view.current_id)

        return [
            Action(
                "exchanges.edit",
                tr("Edit selected exchange"),
                lambda: with_current(view.edit_asked.emit),
                icon="ph.pencil-simple",
                group=group,
                enabled=lambda: view.current_id is not None,
            ),
            Action(
                "exchanges.delete",
                tr("Delete selected exchange"),
                lambda: with_current(self.panel.delete),
                icon="ph.trash",
                group=group,
                enabled=lambda: view.current_id is not None,
            ),
            Action(
                "exchanges.export_account",
                tr("Export the exchanges to Excel"),
                self.export,
                "Ctrl+E",
                "ph.download-simple",
                group,
                "workbook spreadsheet round trip timeline",
                lambda: view.timeline.count > 0,
            ),
        ]

    # --- showing -----------------------------------------------------------------------------

    def focus_target(self) -> QWidget:
        return self.panel.view

    def activate(self, target: Target) -> None:
        """Show an account's exchanges; ``target.record`` is selected.

        ``target.filter`` "person:<id>" or "unit:<id>" narrows to a person or a unit.
        """
        self._select = target.record
        self._narrow = target.filter
        if self._select is not None or self._narrow:
            self.stale = True
        super().activate(target)

    def load(self) -> None:
        account, as_of = self.target.account, self.ctx.as_of
        if account is None:
            return
        if self.composer.account != account:
            self._close_form()
        info = self.ctx.info
        self.panel.filters.set_team(() if info is None else info.team, self.ctx.me)
        self.ctx.read(
            "exchanges-tab",
            self,
            lambda s: _Loaded(
                get_account_name(s, account),
                list_contacts(s, account, as_of),
                list_unit_names(s, account),
                account_cadence(s, account, as_of),
                response_times(s, account, as_of),
                list_freshness(s, account, as_of),
            ),
            lambda found: self._on_loaded(account, found),
            self.states.show_problem,
        )
        self.panel.set_account(account, self._select)
        self._select = None

    def _on_loaded(self, account: int, found: _Loaded) -> None:
        self.states.show_ready()
        self._name = found.name
        self.composer.set_account(account, found.name)
        self.panel.filters.set_people(found.contacts)
        self.panel.filters.set_units(found.units)
        if self._narrow:
            self.panel.filters.narrow_to(self._narrow, found.contacts, found.units)
            self._narrow = ""
        self.side.show_cadence(found.cadence, self.ctx.as_of)
        if self.target.account is not None:
            self.candidates.show_account(self.target.account)
        self.side.responses.show_times(found.responses)
        self.side.freshness.show_people(found.freshness)

    def _on_empty(self) -> None:
        self.panel.show_empty(
            EmptyState(
                tr("No exchanges yet"),
                tr("Log the first one in a line. It starts the cadence and the listening mix."),
                icon_name="ph.chats",
                alternative=EmptyAction(tr("Log exchange"), self.composer.focus, tr("Ctrl L")),
            )
        )

    def _on_changed(self, changes: ChangeSet) -> None:
        self.panel.note_changes(changes)
        super()._on_changed(changes)

    def export(self) -> None:
        """Ask where, then write the exchanges on show, in their order."""
        name = tr("Exchanges with {name}", name=self._name)
        self.panel.all_ids(lambda ids: export_records(self.ctx, self, "exchanges", ids, name))

    # --- editing -----------------------------------------------------------------------------

    def _edit(self, exchange: int, account: int) -> None:
        self._right.setCurrentIndex(1)
        self.form.edit(exchange, account)

    def _begin(self, draft: ExchangeDraft) -> None:
        """All there is to say about what stands in the line."""
        self._right.setCurrentIndex(1)
        self.form.begin(draft)

    def _close_form(self) -> None:
        if self._right.currentIndex() == 1:
            self._right.setCurrentIndex(0)
            if self.form.row is None:
                self.composer.focus()
            else:
                self.panel.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_saved(self, row: ExchangeRow) -> None:
        if self.form.row is None:
            self.composer.clear()
            self.panel.add_row(row)
        self._close_form()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        look = theme()
        wide = self.width() >= look.px(1080)
        self._right.setFixedWidth(look.px(_WIDE_SIDE if wide else _NARROW_SIDE))
