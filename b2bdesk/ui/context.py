"""What every page is given: the open file, tasks, and the few things all pages share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from b2bdesk.core.dates import Period
from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.queries.file_info import FileInfo, get_file_info
from b2bdesk.services import history
from b2bdesk.settings.preferences import PreferenceStore
from b2bdesk.storage.database import Database, Session, Written
from b2bdesk.storage.journal import ChangeSet, Step, label_of
from b2bdesk.storage.later_work import Place
from b2bdesk.ui.tasks.runner import TaskRunner

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Target:
    """A place in the program: a page, and within it an account, a tab or a record."""

    page: str
    account: int | None = None
    tab: str = ""
    record: int | None = None
    filter: str = ""


@dataclass(frozen=True, slots=True)
class UndoQuestion:
    """A step to undo that later work stands against."""

    txn: int
    label: str
    edits: tuple[history.LaterEdit, ...]


class AppContext(QObject):
    """The open file and what pages share. Lives as long as the window."""

    opened = Signal()  # another file is open now, or none
    changed = Signal(object)  # ChangeSet of a confirmed step
    info_changed = Signal()  # FileInfo was read anew: as-of date, currency, team, pinned
    period_changed = Signal()
    account_order_changed = Signal()  # the order in which Alt+Up and Alt+Down walk accounts
    navigated = Signal(object)  # Target
    toasted = Signal(str, bool)  # text, whether Undo is offered
    failed = Signal(object)  # B2BDeskError that no field or page shows
    undo_asked = Signal(object)  # UndoQuestion: later work stands against an undo

    def __init__(self, tasks: TaskRunner, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self.tasks = tasks
        self.today = today
        self.database: Database | None = None
        self.info: FileInfo | None = None
        self.account_order: tuple[int, ...] = ()
        self._period: Period | None = None
        self.preferences: PreferenceStore | None = None
        self._views: dict[str, Mapping[str, Any]] = {}

    # --- the file --------------------------------------------------------------------------

    def use(self, database: Database | None, info: FileInfo | None) -> None:
        """Take an opened file (or none); the caller closed the one before."""
        self.database = database
        self.info = info
        self._period = None
        self.account_order = ()
        self.opened.emit()

    @property
    def as_of(self) -> date:
        """The date every figure is computed as of."""
        return self.today() if self.info is None else self.info.as_of.date

    @property
    def currency(self) -> str:
        """The file's currency (ISO 4217)."""
        return "USD" if self.info is None else self.info.currency

    @property
    def me(self) -> int | None:
        """The colleague who works here, once the user said who that is."""
        return None if self.info is None else self.info.me

    @property
    def period(self) -> Period | None:
        """The months the figures cover: the whole ledger up to the as-of date, or as chosen."""
        if self._period is not None or self.info is None or self.info.months is None:
            return self._period
        months = self.info.months
        limit = self.as_of.year * 12 + self.as_of.month - 1
        return Period(months.first, max(months.first, min(months.last, limit)))

    def set_period(self, period: Period | None) -> None:
        """Choose the months the figures cover; None is the whole ledger."""
        self._period = period
        self.period_changed.emit()

    # --- work ------------------------------------------------------------------------------

    def read(
        self,
        key: str,
        owner: QObject,
        query: Callable[[Session], T],
        done: Callable[[T], None],
        failed: Callable[[B2BDeskError], None] | None = None,
    ) -> None:
        """Run a query over one snapshot in a worker; ``done`` gets its result on the UI thread."""
        database = self.database
        if database is None:
            return

        def work(progress: Progress) -> T:
            with database.read(progress) as session:
                return query(session)

        self.tasks.read(key, owner, work, done, failed or self.failed.emit)

    def write(
        self,
        label: str,
        owner: QObject,
        change: Callable[[Session], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[B2BDeskError], None] | None = None,
        *,
        toast: str = "",
        show: Callable[[T], None] | None = None,
    ) -> None:
        """Run one labelled, undoable step. ``toast`` is shown with Undo once it is confirmed.

        ``show`` puts the confirmed outcome on show in the ``owner``'s window: everybody else
        hears of the step, and reads anew, only after that was painted.
        """
        database = self.database
        if database is None:
            return
        author = self.author

        def on_done(written: Written) -> None:
            if show is not None:
                show(written.value)
                assert isinstance(owner, QWidget)
                self.tasks.after_paint(owner, lambda: self.announce(written.changes, toast))
            else:
                self.announce(written.changes, toast)
            if done is not None:
                done(written.value)

        self.tasks.write(
            owner,
            lambda progress: database.write(label, change, author=author, progress=progress),
            on_done,
            failed or self.failed.emit,
        )

    def announce(self, changes: ChangeSet, toast: str = "") -> None:
        """Tell the pages what a confirmed step changed, and the user what happened."""
        if changes.txn is None:
            return
        if changes.touches("file_setting", "colleague", "account", "import_batch"):
            self.reload_info()
        self.changed.emit(changes)
        if toast:
            self.toasted.emit(toast, True)

    def undo(self) -> None:
        """Take the newest step back."""
        self._replay(history.undo, tr("Undone: {label}"))

    def redo(self) -> None:
        """Bring the last undone step back."""
        self._replay(history.redo, tr("Redone: {label}"))

    def undo_step(self, txn: int) -> None:
        """Take one step back, however old; asks what stays where there is later work."""

        def look(session: Session) -> UndoQuestion:
            edits = history.list_later_edits(session, txn)
            return UndoQuestion(txn, label_of(session, txn), tuple(edits))

        def on_looked(question: UndoQuestion) -> None:
            if question.edits:
                self.undo_asked.emit(question)
            else:
                self._replay(partial(history.undo_step, step=Step(txn, question.label)), words)

        words = tr("Undone: {label}")
        self.read("undo-step", self, look, on_looked)

    def undo_beside(self, txn: int, taken_back: Collection[Place]) -> None:
        """Take one step back beside later work, and that work with it in the named places."""
        replay = partial(history.undo_step, step=Step(txn, ""), beside=frozenset(taken_back))
        self._replay(replay, tr("Undone: {label}"))

    def _replay(self, replay: Callable[..., Written], words: str) -> None:
        database = self.database
        if database is None:
            return
        author = self.author

        def on_done(written: Written) -> None:
            self.announce(written.changes)
            self.toasted.emit(words.format(label=written.changes.label), False)

        self.tasks.write(self, lambda _: replay(database, author=author), on_done, self.failed.emit)

    def reload_info(self) -> None:
        """Read the file's own facts again."""

        def on_info(info: FileInfo) -> None:
            self.info = info
            self.info_changed.emit()

        today = self.today()
        self.read("file-info", self, lambda session: get_file_info(session, today), on_info)

    @property
    def author(self) -> str | None:
        """The name steps are recorded under."""
        if self.info is None or self.info.me is None:
            return None
        return next((row.name for row in self.info.team if row.id == self.info.me), None)

    # --- getting around --------------------------------------------------------------------

    def go(self, target: Target) -> None:
        """Show a place; it becomes an entry of back and forward."""
        self.navigated.emit(target)

    def set_account_order(self, ids: tuple[int, ...]) -> None:
        """The accounts in the order the user last saw them."""
        self.account_order = ids
        self.account_order_changed.emit()

    def view_state(self, key: str) -> Mapping[str, Any]:
        """What a view remembers: filters, sort, widths; {} at first."""
        if self.preferences is None:
            return self._views.get(key, {})
        return self.preferences.view(key)

    def keep_view_state(self, key: str, kept: Mapping[str, Any]) -> None:
        """Remember a view's state on this computer, as plain values that JSON takes."""
        self._views[key] = kept
        if self.preferences is not None:
            self.preferences.set_view(key, kept)

    def toast(self, text: str) -> None:
        """Say something happened that needs no undo."""
        self.toasted.emit(text, False)


def describe(error: BaseException) -> str:
    """An error in words, for a banner."""
    return str(error) if isinstance(error, B2BDeskError) else tr("Something went wrong.")
