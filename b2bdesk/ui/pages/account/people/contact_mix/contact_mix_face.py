"""Account > People > Contact mix: which classes of contacts, beside what is typical."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.analytics.contact_mix import Basis
from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import ContactClass
from b2bdesk.queries.contact_mix import ContactRow
from b2bdesk.services.contact_mix import AccountMix, account_mix
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.contact_mix.class_rows import ClassRows
from b2bdesk.ui.pages.account.people.contact_mix.edits import MixEdits
from b2bdesk.ui.pages.account.people.contact_mix.goals_panel import GoalsPanel, copy_rows
from b2bdesk.ui.pages.account.people.contact_mix.mix_strip import MixStrip
from b2bdesk.ui.pages.account.people.contact_mix.rule_panel import RulePanel
from b2bdesk.ui.pages.account.people.contact_mix.words import BASES, class_word, compared_words
from b2bdesk.ui.pages.account.people.contact_mix.worth_panel import WorthPanel
from b2bdesk.ui.pages.account.people.face import PeopleFace
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.states import EmptyAction, StatePages
from b2bdesk.ui.widgets.text import Text

_KEY = "contact-mix"


class ContactMixFace(PeopleFace):
    """The answer on top, the classes, what to acquire, what it may cost, and the rule."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.found: AccountMix | None = None
        self._account: int | None = None
        self.edits = MixEdits(ctx, self)
        self._basis = _basis_of(ctx.view_state(_KEY).get("basis"))
        self._build_tools()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.states = StatePages(self._body())
        self.states.retried.connect(self._read)
        outer.addWidget(self.states)
        ctx.changed.connect(self._on_changed)

    def _build_tools(self) -> None:
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space(2))
        menu = QMenu()
        self._choices = {}
        for basis in Basis:
            action = menu.addAction(tr(BASES[basis]))
            action.setCheckable(True)
            action.triggered.connect(partial(self._on_basis, basis))
            self._choices[basis] = action
        self.basis_chip = Chip(tr(BASES[self._basis]), menu=menu)
        row.addStretch(1)
        row.addWidget(self.basis_chip)

    def _body(self) -> QWidget:
        look = theme()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("scrollBody", True)
        column = QVBoxLayout(inside)
        pad = look.space(4)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space(3))
        self.strip = MixStrip()
        self.classes = ClassRows()
        self.note = Text("", "table", "text_2", wrap=True)
        self.goals = GoalsPanel()
        self.worth = WorthPanel()
        self.rule = RulePanel()
        for widget in (
            self.strip,
            self.classes,
            self.note,
            self.goals,
            self.worth,
            self.rule,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self.classes.person_asked.connect(self.person_asked)
        self.classes.class_asked.connect(self.open_class_menu)
        failed = self._on_failed
        self.goals.wanted_set.connect(
            lambda kind, value: self.edits.set_goal(kind, failed, wanted=value)
        )
        self.goals.priority_set.connect(
            lambda kind, value: self.edits.set_goal(kind, failed, priority=value)
        )
        self.goals.note_set.connect(lambda kind, text: self.edits.set_goal(kind, failed, note=text))
        self.goals.refused.connect(lambda words: self._on_failed(DomainError(words)))
        self.goals.export_asked.connect(self.export_list)
        self.goals.copy_asked.connect(self.copy_list)
        self.worth.figure_set.connect(self.edits.set_figure)
        self.rule.threshold_set.connect(self._on_threshold)
        self.rule.reset_asked.connect(self.edits.reset_rule)
        return self._scroll

    # --- what the tab asks -----------------------------------------------------------------

    def show_account(self, account: int) -> None:
        if account != self._account:
            self.found = None
            self._scroll.verticalScrollBar().setValue(0)
        self._account = self.edits.account = account
        self._read()

    def focus_target(self) -> QWidget:
        return self.classes.people[0] if self.classes.people else self.goals.table.view

    def shortcuts(self) -> list[tuple[str, str]]:
        return [
            (tr("Enter"), tr("open person")),
            ("C", tr("change class")),
            ("P", tr("add person")),
        ]

    def face_actions(self) -> list[Action]:
        group = tr("Contact mix")

        def some() -> bool:
            return self.found is not None and bool(self.found.to_acquire)

        return [
            Action(
                "contact_mix.add",
                tr("Add person"),
                lambda: self.command.emit("add"),
                "P",
                "ph.user-plus",
                group,
            ),
            Action(
                "contact_mix.export",
                tr("Export the contacts to acquire"),
                self.export_list,
                "",
                "ph.download-simple",
                group,
                "excel list buy research",
                some,
            ),
            Action(
                "contact_mix.copy",
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

    def _on_changed(self, changes: object) -> None:
        touches = getattr(changes, "touches", None)
        # What the tab does not watch: goals, the rule, sales that are planned or arrived.
        own = ("contact_goal", "file_setting", "sales_target", "import_batch")
        if self._account is not None and self.isVisible() and touches and touches(*own):
            self._read()

    def _read(self) -> None:
        account, as_of, basis = self._account, self.ctx.as_of, self._basis
        if account is None:
            return
        if self.found is None:
            self.states.show_loading()
        self.ctx.read(
            _KEY,
            self,
            lambda session: account_mix(session, account, as_of, basis),
            self._on_read,
            self.states.show_problem,
        )

    def _on_read(self, found: AccountMix) -> None:
        self.found = found
        self._show_basis(found)
        if not found.mix.contacts and not found.unclassed:
            self.states.show_empty(
                tr("No contacts yet"),
                tr(
                    "Here you see which classes of contacts this account has, beside what is"
                    " typical of accounts like it."
                ),
                icon_name="ph.users-three",
                primary=EmptyAction(tr("Add person"), lambda: self.command.emit("add"), "P"),
            )
            return
        self.strip.show_mix(found)
        self.classes.show_mix(found)
        self.note.setText(f"{tr('Each person counts once.')} {compared_words(found)}")
        self.goals.show_mix(found)
        self.worth.show_worth(found.figures, found.worth)
        self.rule.show_rule(found.rule)
        self.states.show_ready()

    def _show_basis(self, found: AccountMix) -> None:
        for basis, action in self._choices.items():
            action.setChecked(basis is self._basis)
        self.basis_chip.set_text(
            trn(
                "{basis}: {n} account",
                "{basis}: {n} accounts",
                found.typical.accounts,
                basis=tr(BASES[found.typical.basis]),
                n=formats().integer(found.typical.accounts),
            )
        )
        self.basis_chip.setToolTip(compared_words(found))

    def _on_basis(self, basis: Basis) -> None:
        self._basis = basis
        self.ctx.keep_view_state(_KEY, {"basis": basis.value})
        self._read()

    # --- changing --------------------------------------------------------------------------

    def open_class_menu(self, row: ContactRow, at: QPoint) -> None:
        """The menu of a person: open, another class with the same titles, or this one only."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opens = menu.addAction(tr("Open {name}", name=row.name.replace("&", "&&")))
        opens.triggered.connect(lambda _=False: self.person_asked.emit(row.person_id))
        menu.addSeparator()
        if row.title:
            heading = tr("Class of everybody titled {title}", title=row.title)
            menu.addSection(heading.replace("&", "&&"))
            self._fill_classes(menu, row, same_title=True)
            only = menu.addMenu(tr("Only {name}", name=row.name.replace("&", "&&")))
            self._fill_classes(only, row, same_title=False)
        else:
            self._fill_classes(menu, row, same_title=False)
        menu.popup(at)

    def _fill_classes(self, menu: QMenu, row: ContactRow, *, same_title: bool) -> None:
        for kind in ContactClass:
            action = menu.addAction(class_word(kind))
            action.setCheckable(True)
            action.setChecked(kind is row.contact_class)
            action.triggered.connect(
                lambda _=False, k=kind: self.edits.set_class(row, k, same_title=same_title)
            )

    def _on_threshold(self, key: str, value: object) -> None:
        self.edits.set_threshold(key, value, lambda error: self.rule.show_problem(key, str(error)))

    def _on_failed(self, error: B2BDeskError) -> None:
        self.ctx.failed.emit(error)
        if self.found is not None:
            self.goals.show_mix(self.found)

    # --- the list --------------------------------------------------------------------------

    def export_list(self) -> None:
        """Ask where, then write the contacts to acquire at this account."""
        from b2bdesk.ui.dialogs.contact_list import export_contact_list

        if self.found is not None:
            export_contact_list(self.ctx, self, self.found.name, frozenset({self.found.account}))

    def copy_list(self) -> None:
        """Put the contacts to acquire at this account on the clipboard."""
        from b2bdesk.services.contact_list_export import list_lines, list_rows

        found, as_of = self.found, self.ctx.as_of
        if found is None:
            return
        only = frozenset({found.account})

        def done(lines: list[tuple[str, ...]]) -> None:
            copy_rows(lines)
            self.ctx.toast(tr("Copied. Paste it into a mail or a spreadsheet."))

        self.ctx.read(
            "contact-list",
            self,
            lambda session: list_lines(list_rows(session, as_of, only)),
            done,
        )


def _basis_of(kept: object) -> Basis:
    return next((basis for basis in Basis if basis.value == kept), Basis.SEGMENT_SIZE)
