"""The exchanges of all accounts, newest first, with a filter by owner."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.storage.journal import ChangeSet
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.composer.exchange_form import ExchangeForm
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.workbook_export import export_records
from b2bdesk.ui.pages.exchanges.timeline_panel import WATCHED, TimelinePanel
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.states import EmptyAction, EmptyState

_WIDE_FORM, _NARROW_FORM = 380, 300


class ExchangesPage(Page):
    """Who of us talked with whom, over all accounts."""

    key = "exchanges"
    watched = (*WATCHED, "account")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        content = QFrame()
        content.setProperty("surface", "panel")
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.panel = TimelinePanel(ctx, with_account=True)
        self.panel.edit_asked.connect(self._edit)
        self.panel.empty.connect(self._on_empty)
        self.panel.export_asked.connect(self.export)
        self.panel.loaded.connect(self._on_loaded)
        self.form = ExchangeForm(ctx)
        self.form.closed.connect(self._close_form)
        self.form.saved.connect(self._close_form)
        self.form.hide()
        row.addWidget(self.panel, 1)
        row.addWidget(self.form)
        self.set_content(content)

    def title(self) -> str:
        return tr("Exchanges")

    def toolbar(self) -> QWidget | None:
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space(2))
        row.addWidget(
            IconButton("ph.download-simple", tr("Export to Excel"), keys="Ctrl E",
                       on_click=self.export)
        )  # fmt: skip
        row.addWidget(
            Button(
                tr("Log exchange"), icon_name="ph.chat-text", keys=tr("Ctrl L"), on_click=self._log
            )
        )
        return tools

    def shortcuts(self) -> list[tuple[str, str]]:
        return [
            ("J K", tr("move")),
            ("Enter", tr("open account")),
            ("E", tr("edit")),
            ("D", tr("follow-up done")),
        ]

    def page_actions(self) -> list[Action]:
        return [
            Action(
                "exchanges.clear_filters",
                tr("Show all exchanges"),
                self.panel.filters.clear,
                icon="ph.funnel",
                group=tr("Exchanges"),
                enabled=lambda: self.panel.filters.narrows,
            ),
            Action(
                "exchanges.export",
                tr("Export the exchanges to Excel"),
                self.export,
                "Ctrl+E",
                "ph.download-simple",
                tr("Exchanges"),
                "workbook spreadsheet round trip",
                lambda: self.panel.view.timeline.count > 0,
            ),
        ]

    def focus_target(self) -> QWidget:
        return self.panel.view

    def activate(self, target: Target) -> None:
        super().activate(target)
        if target.record is not None:
            self.panel.view.show_id(target.record)

    def load(self) -> None:
        info = self.ctx.info
        self.panel.filters.set_team(() if info is None else info.team, self.ctx.me)
        self.panel.load()

    def _on_loaded(self) -> None:
        self.states.show_ready()

    def _on_empty(self) -> None:
        self.panel.show_empty(
            EmptyState(
                tr("No exchanges yet"),
                tr("Every call, mail and visit you log with an account is listed here."),
                icon_name="ph.chats",
                primary=EmptyAction(tr("Log exchange"), self._log, tr("Ctrl L")),
            )
        )

    def _on_changed(self, changes: ChangeSet) -> None:
        self.panel.note_changes(changes)
        super()._on_changed(changes)

    def export(self) -> None:
        """Ask where, then write the exchanges on show, in their order."""
        self.panel.all_ids(
            lambda ids: export_records(self.ctx, self, "exchanges", ids, tr("Exchanges"))
        )

    def _log(self) -> None:
        from b2bdesk.ui.dialogs.quick_log import start_quick_log

        start_quick_log(self.ctx, self.window(), None)

    def _edit(self, exchange: int, account: int) -> None:
        self.form.show()
        self.form.edit(exchange, account)

    def _close_form(self) -> None:
        if self.form.isVisible():
            self.form.hide()
            self.panel.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        look = theme()
        wide = self.width() >= look.px(1080)
        self.form.setFixedWidth(look.px(_WIDE_FORM if wide else _NARROW_FORM))
