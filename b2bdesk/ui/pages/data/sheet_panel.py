"""One sheet at a time: its tab, its tools, its rows with their notes, and what it leaves open."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.queries.accounts import AccountChoice, list_account_choices
from b2bdesk.services.imports.plan import SheetPlan
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.data.cell_text import typed_text
from b2bdesk.ui.pages.data.fixes import Fix, FixKind, decide, fixes_of
from b2bdesk.ui.pages.data.import_session import ImportSession
from b2bdesk.ui.pages.data.issues import Issue
from b2bdesk.ui.pages.data.mapping_edits import with_field
from b2bdesk.ui.pages.data.options_menu import OptionsChip
from b2bdesk.ui.pages.data.question_strip import QuestionStrip
from b2bdesk.ui.pages.data.sheet_grid import SheetGrid
from b2bdesk.ui.pages.data.sheet_tabs import SheetTabs
from b2bdesk.ui.pages.data.sheet_tools import SheetTools
from b2bdesk.ui.pages.data.sheet_view import SheetView, field_type, known_words
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.picker import Choice, Picker
from b2bdesk.ui.widgets.text import h_rule

_NUMBERS = frozenset({"code", "account_code"})  # fields that hold account numbers


class SheetPanel(QWidget):
    """Shows the sheets of a session and takes the decisions about their rows."""

    sheet_shown = Signal(str)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self._session: ImportSession | None = None
        self._view: SheetView | None = None
        self.sheet = ""
        self.code = ""  # the one reason that the rows on show are narrowed to
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tabs = SheetTabs()
        self.tabs.chosen.connect(self.choose_sheet)
        self.tools = SheetTools()
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, theme().space(3), 0)
        top.setSpacing(theme().space(2))
        top.addWidget(self.tabs, 1)
        top.addWidget(self.tools.kind)
        self.options = OptionsChip()
        top.addWidget(self.options)
        column.addLayout(top)
        column.addWidget(h_rule())
        self.tools.segment_chosen.connect(self._on_segment)
        self.tools.reading.header_chosen.connect(self._on_header)
        column.addWidget(self.tools)
        column.addWidget(h_rule())
        self.preview = SheetGrid(self._fixes, self._fits)
        self.preview.column_chosen.connect(self._on_column)
        self.preview.fix_chosen.connect(self._on_fix)
        column.addWidget(self.preview, 1)
        self.strip = QuestionStrip()
        self.strip.answered.connect(self._on_answer)
        column.addWidget(h_rule())
        column.addWidget(self.strip)

    # --- what is shown ---------------------------------------------------------------------

    def use(self, session: ImportSession | None) -> None:
        """Show another workbook's sheets, or none."""
        self._session = session
        self._view = None
        self.sheet = self.code = ""
        if session is None:
            return
        session.rows_arrived.connect(self.preview.rows_arrived)
        session.mappings_changed.connect(self._on_mappings)
        session.decided.connect(self.refresh)

    def show_workbook(self) -> None:
        """The sheets were recognised: show the first that holds something."""
        session = self._session
        assert session is not None
        self.tabs.show_sheets(session.look.sheets)
        names = [sheet.name for sheet in session.look.sheets]
        first = next((m.sheet for m in session.mappings if m.kind), names[0])
        self.choose_sheet(first)

    def choose_sheet(self, name: str) -> None:
        """Show one sheet, as it was shown before or with all its rows."""
        self.sheet, self.code = name, ""
        self.tabs.set_current(name)
        self._show_mapping()
        self.refresh()
        self.sheet_shown.emit(name)

    def _on_mappings(self) -> None:
        self.code = ""
        self._show_mapping()
        self.refresh()

    def _show_mapping(self) -> None:
        session = self._session
        if session is None or not self.sheet:
            return
        name = self.sheet
        look, mapping = session.sheet(name), session.mapping(name)
        self.tools.show_sheet(look, mapping)
        self.tools.reading.show_sheet(look, session.look.text, self.preview.current_row() or 0)
        self.show_options()
        self.strip.show_sheet(look, mapping)
        self.preview.show_sheet(
            look,
            mapping,
            [name for name, _ in session.references.own_fields.get(mapping.kind, ())],
            lambda row: session.rows.get(name, row),
            lambda rows: session.want_rows(name, rows),
        )

    def show_options(self) -> None:
        """Show the options of the whole import."""
        session = self._session
        assert session is not None
        numbers = any(_NUMBERS & each.fields.keys() for each in session.mappings)
        self.options.show_options(session.options, numbers=numbers)

    def refresh(self) -> None:
        """Show what the last dry run and the decisions since say of the sheet."""
        session = self._session
        if session is None or not self.sheet:
            return
        self._view = session.view(self.sheet)
        self.tools.show_counts(self._view.counts, self.tools.segment)
        self._show_lines()

    def _show_lines(self) -> None:
        assert self._view is not None
        lines = self._view.lines(self.tools.segment, self.code)
        self.preview.show_lines(lines, self._view.marks)

    def _on_segment(self, _segment: str) -> None:
        self.code = ""
        self._show_lines()
        self.preview.scrollToTop()

    def show_rows(self, segment: str, code: str = "") -> None:
        """Show the rows of an outcome, of one reason: here or on the first sheet that has some."""
        session = self._session
        if session is None or session.plan is None:
            return
        plans = sorted(session.plan.sheets, key=lambda plan: plan.sheet != self.sheet)
        found = next((plan.sheet for plan in plans if _has(plan, segment, code)), None)
        if found is None:
            return
        if found != self.sheet:
            self.choose_sheet(found)
        self.code = code
        self.tools.choose(segment)
        self._show_lines()
        self.preview.scrollToTop()
        if segment == "changed" and self._view is not None:
            cells = sorted(self._view.marks.before)
            if cells:
                self.preview.go_to_cell(*cells[0])

    # --- issues ----------------------------------------------------------------------------

    def next_issue(self, step: int = 1) -> None:
        """Go to the next issue, on the next sheet where this one has no more."""
        session = self._session
        if session is None or session.plan is None:
            return
        elsewhere = self.tools.segment not in ("all", "attention", "conflicts")
        if elsewhere and self._view is not None and self._view.issues:
            self.tools.choose("attention")
            self._show_lines()
        if self.preview.next_issue(step) is not None:
            return
        names = [plan.sheet for plan in session.plan.sheets]
        at = names.index(self.sheet) if self.sheet in names else 0
        order = [names[(at + step * n) % len(names)] for n in range(1, len(names) + 1)]
        for name in order:
            plan = session.sheet_plan(name)
            if plan is None or not (_has(plan, "attention") or _has(plan, "conflicts")):
                continue
            self.choose_sheet(name)
            if self.tools.segment not in ("all", "attention"):
                self.tools.choose("attention" if _has(plan, "attention") else "conflicts")
                self._show_lines()
            if self.preview.first_issue(last=step < 0) is not None:
                return

    def _fixes(self, issue: Issue) -> tuple[Fix, ...]:
        session = self._session
        assert session is not None
        mapping = session.mapping(issue.sheet)
        return fixes_of(issue, field_type(mapping, issue.column), known_words(issue))

    def _fits(self, issue: Issue, text: str) -> bool:
        return self._typed(issue, text) is not None

    def _typed(self, issue: Issue, text: str) -> str | None:
        assert self._session is not None
        mapping = self._session.mapping(issue.sheet)
        column = next((c for c in mapping.fields.values() if c.index == issue.column), None)
        return typed_text(text, field_type(mapping, issue.column), column)

    def _on_fix(self, issue: Issue, fix: Fix, text: str) -> None:
        session = self._session
        assert session is not None
        if fix.kind is FixKind.RATE:
            self._ctx.go(Target("settings", tab="currencies", filter=fix.text))
            return
        if fix.kind is FixKind.ACCOUNT and not fix.target:
            self._ask_account(issue)
            return
        told = self._typed(issue, text) if text else ""
        session.decide(decide(issue, fix, told or ""))

    def _ask_account(self, issue: Issue) -> None:
        """Ask which account of the file is meant."""
        focus = self.window().focusWidget() or self.preview
        spot = focus.mapToGlobal(QPoint(0, focus.height()))

        def on_picked(account: Choice) -> None:
            if self._session is not None and account.key is not None:
                chosen = Fix(FixKind.ACCOUNT, account.label, target=account.key)
                self._session.decide(decide(issue, chosen, account=account.label))

        def show(accounts: tuple[AccountChoice, ...]) -> None:
            title = tr("Which account is {value}?", value=issue.first.value)
            offered = [
                Choice(each.id, each.label) for each in (*accounts, *self._coming_accounts())
            ]
            Picker(
                title,
                offered,
                on_picked,
                self.window(),
                hint=tr("Type a part of the name"),
                none=tr("No account has this in its name."),
            ).open_at(spot)

        self._ctx.read("import-accounts", self, list_account_choices, show)

    def _coming_accounts(self) -> list[AccountChoice]:
        """The accounts that the workbook is about to add, to choose from like those of the file."""
        plan = self._session.plan if self._session is not None else None
        return [
            AccountChoice(each.id, tr("{name} · new with this import", name=each.name), None)
            for sheet in (plan.sheets if plan is not None else ())
            for each in sheet.new_accounts
            if each.id
        ]

    # --- mapping ---------------------------------------------------------------------------

    def _on_column(self, column: int, field: str) -> None:
        if self._session is not None:
            look, mapping = self._session.sheet(self.sheet), self._session.mapping(self.sheet)
            self._session.set_mapping(with_field(mapping, look, column, field))

    def _on_header(self, row: int) -> None:
        if self._session is not None:
            self._session.set_header_row(self.sheet, row)

    def _on_answer(self, mapping: object) -> None:
        if self._session is not None:
            self._session.set_mapping(mapping)  # type: ignore[arg-type]
            self.preview.setFocus(Qt.FocusReason.OtherFocusReason)


def _has(plan: SheetPlan, segment: str, code: str = "") -> bool:
    if code:
        return code in plan.waiting_rows.values() or any(p.code == code for p in plan.problems)
    return {
        "attention": bool(plan.waiting_rows or plan.problems),
        "changed": bool(plan.changes),
        "new": plan.new > 0,
        "conflicts": any(each.side is None for each in plan.conflicts),
        "left": plan.set_aside > 0,
    }.get(segment, False)
