"""Portfolio > Contacts: concentration, the mix of every account, and what to acquire in all."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.analytics.contact_mix import Diagnosis
from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.contact_class import class_unclassed
from b2bdesk.services.contact_mix import FirmMix, PortfolioContacts, portfolio_contacts
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.contact_mix.edits import MixEdits
from b2bdesk.ui.pages.account.people.contact_mix.goals_panel import copy_rows
from b2bdesk.ui.pages.account.people.contact_mix.words import diagnosis_mark
from b2bdesk.ui.pages.account.people.contact_mix.worth_panel import WorthPanel
from b2bdesk.ui.pages.contacts.columns import columns
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.tables.data_table import DataTable
from b2bdesk.ui.tables.model import IdTableModel
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.choice_chip import ChoiceChip
from b2bdesk.ui.widgets.figure_strip import FigureStrip, StripFigure
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.states import EmptyAction
from b2bdesk.ui.widgets.table_head import TableHead

_SAVE_DELAY_MS = 400
_BESIDE = 1000
"""From this width on, curve and price stand beside the table, else under it."""
_ANY = 16_777_215


class ContactsPage(Page):
    """Figures of concentration, the table of accounts, the curve and the price of a list."""

    key = "contacts"
    watched = (
        "account", "person", "job", "dmu", "dmu_member", "member_role", "exchange",
        "exchange_person", "contact_goal", "title_class", "file_setting", "sales_target",
        "import_batch",
    )  # fmt: skip

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        look = theme()
        self.found: PortfolioContacts | None = None
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(_SAVE_DELAY_MS)
        self._save_timer.timeout.connect(self._save_view)
        body = QWidget()
        column = QVBoxLayout(body)
        pad = look.space(4)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space(3))
        self.strip = FigureStrip([""] * 5)
        column.addWidget(self.strip)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._make_table())
        self._split.addWidget(self._make_side())
        self._split.setStretchFactor(0, 1)
        column.addWidget(self._split, 1)
        self.set_content(body)
        self.table.restore_state(ctx.view_state(self.key).get("table", {}))

    def _make_table(self) -> QWidget:
        panel = Panel(flush=True)
        self.table: DataTable[FirmMix] = DataTable(
            IdTableModel(columns()), name=tr("Contacts by account")
        )
        self.head = TableHead(self.table, tr("Filter accounts"))
        self.head.filtered.connect(self._on_filtered)
        self.diagnoses = ChoiceChip(tr("Diagnosis"), tr("all"))
        self.diagnoses.set_choices([(each, diagnosis_mark(each).label) for each in Diagnosis])
        self.diagnoses.chosen_changed.connect(self._on_filtered)
        self.head.add_tool(self.diagnoses)
        self.class_button = Button("", "flat", icon_name="ph.tag", on_click=self.class_contacts)
        self.class_button.hide()
        self.head.add_tool(self.class_button)
        self.export_button = Button(
            tr("Export list"),
            "flat",
            icon_name="ph.download-simple",
            on_click=self.export_list,
        )
        self.head.add_tool(self.export_button)
        panel.add(self.head)
        panel.add(self.table, 1)
        self.table.opened.connect(self.open_account)
        self.table.state_changed.connect(self._save_timer.start)
        return panel

    def _make_side(self) -> QWidget:
        from b2bdesk.ui.charts.chart_panel import ChartPanel
        from b2bdesk.ui.charts.lorenz import LorenzChart

        side = QWidget()
        side.setProperty("scrollBody", True)
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom, side)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.setSpacing(theme().space(3))
        self.curve = LorenzChart()
        self.curve_panel = ChartPanel(tr("Concentration of contacts"), self.curve)
        self.worth = WorthPanel(narrow=True)
        self.worth.figure_set.connect(MixEdits(self.ctx, self).set_figure)
        for panel in (self.curve_panel, self.worth):
            panel.setMinimumWidth(theme().px(280))
            self._side.addWidget(panel, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(side)
        return self._scroll

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        look = theme()
        beside = self.width() >= look.px(_BESIDE)
        orientation = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        direction = QBoxLayout.Direction
        if self._split.orientation() != orientation:
            self._split.setOrientation(orientation)
            # Under each other, the table is what the page is for.
            self._split.setSizes([1, 0] if not beside else [self.width(), look.px(300)])
        self._side.setDirection(direction.TopToBottom if beside else direction.LeftToRight)
        self._scroll.setMinimumWidth(look.px(300) if beside else 0)
        self._scroll.setMaximumWidth(look.px(400) if beside else _ANY)
        self._scroll.setMinimumHeight(0 if beside else look.px(170))

    # --- what the shell asks ---------------------------------------------------------------

    def title(self) -> str:
        return tr("Contacts")

    def focus_target(self) -> QWidget:
        return self.table.view

    def shortcuts(self) -> list[tuple[str, str]]:
        return [("J K", tr("move")), ("Enter", tr("open contact mix")), ("F", tr("filter"))]

    def page_actions(self) -> list[Action]:
        group = tr("Contacts")

        def some() -> bool:
            return self.found is not None and any(firm.to_acquire for firm in self.shown)

        return [
            Action(
                "contacts.filter",
                tr("Filter accounts"),
                self.head.search.setFocus,
                "F",
                "ph.funnel-simple",
                group,
            ),
            Action(
                "contacts.export",
                tr("Export the contacts to acquire"),
                self.export_list,
                "Ctrl+E",
                "ph.download-simple",
                group,
                "excel list buy research",
                some,
            ),
            Action(
                "contacts.copy",
                tr("Copy the contacts to acquire"),
                self.copy_list,
                "",
                "ph.copy",
                group,
                "list clipboard",
                some,
            ),
        ]

    # --- reading ---------------------------------------------------------------------------

    def load(self) -> None:
        as_of = self.ctx.as_of
        if self.found is None:
            self.states.show_loading(tr("Comparing the contacts of all accounts"))
        self.ctx.read(
            "contacts",
            self,
            lambda session: portfolio_contacts(session, as_of),
            self._on_read,
            self.states.show_problem,
        )

    def _on_read(self, found: PortfolioContacts) -> None:
        self.found = found
        if not found.spread.contacts:
            self.states.show_empty(
                tr("No contacts yet"),
                tr(
                    "Here you see in how few accounts your contacts are, which classes are"
                    " missing where, and whom to look for."
                ),
                icon_name="ph.users-three",
                primary=EmptyAction(
                    tr("Import a spreadsheet"),
                    lambda: self.ctx.go(Target("data", tab="import")),
                    tr("Ctrl O"),
                ),
            )
            return
        self._show_figures(found)
        self.curve.set_data(found.spread.curve, found.spread.gini)
        self.curve_panel.refresh()
        n = found.unclassed
        self.class_button.setText(trn("{n} without a class", "{n} without a class", n))
        self.class_button.setToolTip(tr("Give them the class that their job titles suggest"))
        self.class_button.setVisible(bool(n))
        self._on_filtered()
        if self.table.model.sorting is None:
            self.table.sort_by("contacts", True)
        self.states.show_ready()

    def _show_figures(self, found: PortfolioContacts) -> None:
        of, spread = formats(), found.spread
        self.strip.show_figures(
            [
                StripFigure(
                    tr("Contacts"),
                    of.integer(spread.contacts),
                    trn(
                        "at {n} account",
                        "at {n} accounts",
                        spread.accounts - spread.without,
                        n=of.integer(spread.accounts - spread.without),
                    ),
                ),
                StripFigure(
                    tr("Accounts without a contact"),
                    of.integer(spread.without),
                    tr("of {n}", n=of.integer(spread.accounts)),
                ),
                StripFigure(
                    trn("In the top account", "In the top {n} accounts", spread.top),
                    of.percent(spread.top_share),
                    tr("of all contacts"),
                ),
                StripFigure(
                    tr("In the top 20%"),
                    of.percent(spread.top_fifth_share),
                    trn(
                        "{n} account", "{n} accounts", spread.top_fifth,
                        n=of.integer(spread.top_fifth),
                    ),
                ),
                StripFigure(
                    tr("Gini"),
                    of.number(spread.gini, 2),
                    tr("0 as many each, 1 all at one"),
                ),
            ]
        )  # fmt: skip

    # --- showing ---------------------------------------------------------------------------

    @property
    def shown(self) -> list[FirmMix]:
        """The accounts that the filters let through, in the order of the table."""
        rows = map(self.table.model.row, self.table.model.ids)
        return [row for row in rows if row is not None]

    def _on_filtered(self) -> None:
        found = self.found
        if found is None:
            return
        needle, chosen = self.head.needle, self.diagnoses.chosen
        rows = {
            firm.account: firm
            for firm in found.firms
            if (not chosen or firm.mix.diagnosis in chosen)
            and all(part in f"{firm.name} {firm.segment or ''}".casefold() for part in needle)
        }
        self.table.model.set_rows(rows)
        n, every = len(rows), len(found.firms)
        of = formats().integer
        self.head.count.setText(
            trn("{n} account", "{n} accounts", n, n=of(n))
            if n == every
            else tr("{shown} of {every} accounts", shown=of(n), every=of(every))
        )
        wanted = sum(firm.to_acquire for firm in rows.values())
        self.head.caption.setText(
            trn("{n} contact to acquire", "{n} contacts to acquire", wanted, n=of(wanted))
        )
        self.export_button.setEnabled(bool(wanted))
        contacts = sum(firm.contacts for firm in rows.values())
        label = tr("All {n} accounts", n=of(n)) if n == every else tr("Shown: {n}", n=of(n))
        self.table.set_totals({"name": label, "contacts": of(contacts), "acquire": of(wanted)})
        self.worth.show_worth(found.figures, found.worth(wanted))

    def open_account(self, account: int) -> None:
        """Show the contact mix of an account; Alt+Up and Alt+Down walk the rows of this table."""
        self.ctx.set_account_order(self.table.model.ids)
        self.ctx.go(Target("account", account, "people", filter="mix"))

    def class_contacts(self) -> None:
        """Give everybody without a class the one that the job title suggests."""

        def done(number: int) -> None:
            words = trn(
                "{n} contact got a class.", "{n} contacts got a class.", number,
                n=formats().integer(number),
            ) if number else tr("No job title says a known class.")  # fmt: skip
            self.ctx.toasted.emit(words, bool(number))

        self.ctx.write(tr("Class contacts by their titles"), self, class_unclassed, done)

    # --- the list --------------------------------------------------------------------------

    def export_list(self) -> None:
        """Ask where, then write the contacts to acquire at the accounts on show."""
        from b2bdesk.ui.dialogs.contact_list import export_contact_list

        export_contact_list(self.ctx, self, "", frozenset(self.table.model.ids))

    def copy_list(self) -> None:
        """Put the contacts to acquire at the accounts on show on the clipboard."""
        from b2bdesk.services.contact_list_export import list_lines, list_rows

        as_of, accounts = self.ctx.as_of, frozenset(self.table.model.ids)

        def done(lines: list[tuple[str, ...]]) -> None:
            copy_rows(lines)
            self.ctx.toast(tr("Copied. Paste it into a mail or a spreadsheet."))

        read = partial(list_rows, as_of=as_of, accounts=accounts)
        self.ctx.read("contact-list", self, lambda session: list_lines(read(session)), done)

    def _save_view(self) -> None:
        self.ctx.keep_view_state(self.key, {"table": self.table.save_state()})
