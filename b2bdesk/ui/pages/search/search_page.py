"""Everything a search found, by kind, with the same line and filters as in the palette."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.queries.search import MOST, Found, Hit, find_all, get_hits
from b2bdesk.queries.search_wanted import KINDS, Wanted
from b2bdesk.services.search_line import completions, read_search
from b2bdesk.storage.database import Session
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.pages.search.results_list import ResultsModel, ResultsView
from b2bdesk.ui.shell.palette import place_of
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import SearchField
from b2bdesk.ui.widgets.flow_layout import FlowLayout
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl
from b2bdesk.ui.widgets.states import EmptyState
from b2bdesk.ui.widgets.text import Text, h_rule

_OFFERED = 8


class SearchPage(Page):
    """The line, how it can go on, and what it finds."""

    key = "search"
    watched = (
        "account",
        "person",
        "job",
        "exchange",
        "exchange_person",
        "exchange_colleague",
        "next_step",
        "external_id",
        "own_value",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        look = theme()
        self._wanted = Wanted()
        self._chunk = 0
        content = QFrame()
        content.setProperty("surface", "panel")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        rows = QVBoxLayout(head)
        rows.setContentsMargins(look.space(4), look.space(3), look.space(4), look.space(2))
        rows.setSpacing(look.space(2))
        line = QHBoxLayout()
        line.setSpacing(look.space(3))
        self.field = SearchField(tr("Words, “phrases”, and filters such as type:visit"))
        self.field.setAccessibleName(tr("Search everything"))
        self.field.textChanged.connect(lambda _: self.load())
        self.field.left_down.connect(self._enter_list)
        self.field.installEventFilter(self)
        line.addWidget(self.field, 1)
        self.kind = SegmentedControl(
            [
                Segment("all", tr("All")),
                Segment("account", tr("Accounts")),
                Segment("person", tr("People")),
                Segment("exchange", tr("Exchanges")),
                Segment("next_step", tr("Next steps")),
            ],
            "all",
            name=tr("Kind of record"),
        )
        self.kind.changed.connect(lambda _: self.load())
        line.addWidget(self.kind)
        rows.addLayout(line)
        self.offers = QWidget()
        self._flow = FlowLayout(self.offers)
        rows.addWidget(self.offers)
        self.note = Text("", "table", "attention_text", wrap=True)
        rows.addWidget(self.note)
        column.addWidget(head)
        column.addWidget(h_rule())
        self.view = ResultsView(ResultsModel(self._request))
        self.view.opened.connect(self._open)
        self.view.find_asked.connect(self._find)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._nothing: EmptyState | None = None
        column.addWidget(self._stack, 1)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._find)
        self.set_content(content)

    def title(self) -> str:
        return tr("Search")

    def shortcuts(self) -> list[tuple[str, str]]:
        return [("J K", tr("move")), ("Enter", tr("open")), ("F", tr("change the search"))]

    def page_actions(self) -> list[Action]:
        return [Action("search.change", tr("Change the search"), self._find,
                       icon="ph.magnifying-glass", group=tr("Search"))]  # fmt: skip

    def focus_target(self) -> QWidget:
        return self.view if self._stack.currentWidget() is self.view else self.field

    def activate(self, target: Target) -> None:
        if target.filter and target.filter != self.field.text():
            self.field.blockSignals(True)
            self.field.setText(target.filter)
            self.field.blockSignals(False)
            self.kind.set_current("all")
            self.stale = True
        super().activate(target)

    def load(self) -> None:
        typed = self.field.text()
        which = self.kind.current
        kinds = KINDS if which in (None, "all") else (str(which),)
        line = read_search(typed, self.ctx.today(), kinds)
        wanted = self._wanted = line.wanted
        self.note.setText("\n".join(line.problems))
        self.note.setVisible(bool(line.problems))
        self._offer(typed)

        def look(session: Session) -> dict[str, Found]:
            return {kind: find_all(session, kind, wanted) for kind in wanted.kinds}

        self.ctx.read("search-page", self, look, self._on_found, self.states.show_problem)

    def _on_found(self, found: dict[str, Found]) -> None:
        current = self.view.results.hit(self.view.currentIndex().row())
        self.view.results.set_found(found, {kind: _heading(kind, each) for kind, each in
                                            found.items()})  # fmt: skip
        self.states.show_ready()
        if any(each.ids for each in found.values()):
            self._stack.setCurrentWidget(self.view)
            places = {line.id: n for n, line in enumerate(self.view.results.lines)}
            if current is not None and current.id in places:
                self.view.setCurrentIndex(self.view.results.index(places[current.id]))
            elif self.view.hasFocus():
                self.view.move_by(0)
            return
        if self._nothing is not None:
            self._stack.removeWidget(self._nothing)
            self._nothing.deleteLater()
        typed = self.field.text().strip()
        words = tr("Nothing found for “{words}”", words=typed) if typed else tr("Search everything")
        hint = (
            tr("Every word must stand in the record; fewer words or filters find more.")
            if typed
            else tr("Accounts, people, exchanges and next steps, with all their notes.")
        )
        self._nothing = EmptyState(words, hint, icon_name="ph.magnifying-glass")
        self._stack.addWidget(self._nothing)
        self._stack.setCurrentWidget(self._nothing)

    def _request(self, kind: str, ids: list[int]) -> None:
        self._chunk += 1  # a later request must not drop an earlier one's rows
        wanted = self._wanted
        self.ctx.read(
            f"search-rows-{self._chunk}",
            self,
            lambda s: get_hits(s, kind, ids, wanted),
            self._on_rows,
        )

    def _on_rows(self, hits: list[Hit]) -> None:
        self.view.results.give(hits)
        self.view.viewport().update()

    def _offer(self, typed: str) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        info = self.ctx.info
        team = () if info is None else tuple(each.name for each in info.team)
        found = completions(typed, team)[:_OFFERED]
        for each in found:
            button = Button(each.adds, "default", on_click=partial(self._complete, each.line))
            button.setToolTip(each.means)
            button.setAccessibleDescription(each.means)
            self._flow.addWidget(button)
        self.offers.setVisible(bool(found))

    def _complete(self, line: str) -> None:
        self.field.setText(line)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _enter_list(self) -> None:
        if self._stack.currentWidget() is self.view:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, hit: Hit) -> None:
        self.ctx.go(place_of(hit))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
        ):
            info = self.ctx.info
            team = () if info is None else tuple(each.name for each in info.team)
            found = completions(self.field.text(), team)
            if found:
                self._complete(found[0].line)
                return True
        return super().eventFilter(watched, event)


def _heading(kind: str, found: Found) -> str:
    n = len(found.ids)
    if found.more:
        newest = formats().integer(MOST)
        return {
            "account": tr("Accounts, the first {n}", n=newest),
            "person": tr("People, the first {n}", n=newest),
            "exchange": tr("Exchanges, the newest {n}: more words or filters narrow it", n=newest),
            "next_step": tr("Next steps, the newest {n}", n=newest),
        }[kind]
    return {
        "account": trn("{n} account", "{n} accounts", n),
        "person": trn("{n} person", "{n} people", n),
        "exchange": trn("{n} exchange", "{n} exchanges", n),
        "next_step": trn("{n} next step", "{n} next steps", n),
    }[kind]
