"""Files: new, open, the sample, recent ones, backups; every failure said with a way on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.queries.file_info import FileInfo, get_file_info
from b2bdesk.services.file_settings import set_setting
from b2bdesk.settings.preferences import PreferenceStore, sample_path
from b2bdesk.storage import backup
from b2bdesk.storage.database import SUFFIX, Database
from b2bdesk.ui.context import AppContext

_DAILY = timedelta(hours=24)


class FileController(QObject):
    """Opens and closes files for the window; one file is open at a time."""

    open_failed = Signal(object, object)  # Path, B2BDeskError
    backed_up = Signal()

    def __init__(self, window: QWidget, ctx: AppContext, store: PreferenceStore) -> None:
        super().__init__(window)
        self._window, self._ctx, self._store = window, ctx, store

    # --- choosing --------------------------------------------------------------------------

    def ask_new(self) -> None:
        """Ask where a new file shall lie, make it and open it."""
        self.ask_new_then(None)

    def ask_new_then(self, then: Callable[[], None] | None) -> None:
        """The same, and go on with ``then`` once it is open."""
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            tr("Create a new file"),
            str(Path.home() / f"{tr('My accounts')}{SUFFIX}"),
            tr("B2BDesk files (*{suffix})", suffix=SUFFIX),
        )
        if name:
            path = Path(name)
            self.create(path if path.suffix else path.with_suffix(SUFFIX), then)

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        start = Path(self._store.value.last_file).parent if self._store.value.last_file else None
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            tr("Open a file"),
            str(start or Path.home()),
            tr("B2BDesk files (*{suffix})", suffix=SUFFIX),
        )
        if name:
            self.open(Path(name))

    # --- opening ---------------------------------------------------------------------------

    def create(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Make a new file and open it."""
        currency = QLocale.system().currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)

        def make(target: Path) -> Database:
            database = Database.create(target)
            if currency:
                words = tr("Set the currency to {code}", code=currency)
                database.write(words, lambda s: set_setting(s, "currency", currency))
            return database

        self._open(tr("Creating {name}", name=path.name), path, make, then)

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Open a file."""
        self._open(
            tr("Opening {name}", name=path.name),
            path,
            lambda p: Database.open(p, read_only=read_only),
        )

    def open_sample(self) -> None:
        """Open the sample; it is built first where it is not there yet."""

        def make(path: Path) -> Database:
            from b2bdesk.services.sample import open_sample

            return open_sample(path)

        self._open(tr("Preparing the sample"), sample_path(), make, recent=False)

    def open_backup(self, damaged: Path, copy: Path) -> None:
        """Open a copy of a backup beside the damaged file, which stays where it is."""
        target = damaged.with_name(f"{damaged.stem} {tr('from backup')}{SUFFIX}")
        number = 2
        while target.exists():
            target = damaged.with_name(f"{damaged.stem} {tr('from backup')} {number}{SUFFIX}")
            number += 1

        def restore(path: Path) -> Database:
            path.write_bytes(copy.read_bytes())
            return Database.open(path)

        self._open(tr("Opening the backup"), target, restore)

    def _open(
        self,
        title: str,
        path: Path,
        make: Callable[[Path], Database],
        then: Callable[[], None] | None = None,
        *,
        recent: bool = True,
    ) -> None:
        today = self._ctx.today()
        current = self._ctx.database

        def work(_: Progress) -> tuple[Database, FileInfo]:
            if current is not None and current.path.resolve() == path.resolve():
                current.close()
            database = make(path)
            try:
                with database.read() as session:
                    return database, get_file_info(session, today)
            except BaseException:
                database.close()
                raise

        def on_opened(opened: tuple[Database, FileInfo]) -> None:
            database, info = opened
            if current is not None:
                self._ctx.tasks.write(self, lambda _: current.close())
            if recent:
                self._store.remember_file(path)
            else:
                self._store.change(last_file=str(path.resolve()))
            self._ctx.use(database, info)
            self._check_then_back_up(path, database)
            if then is not None:
                then()

        def on_failed(error: B2BDeskError) -> None:
            self.open_failed.emit(path, error)

        self._ctx.tasks.write(self, work, on_opened, on_failed, title=title)

    def _check_then_back_up(self, path: Path, database: Database) -> None:
        """Check the structure of a large file now that it is on screen, then back it up."""
        if database.verified:
            self._back_up_daily(database)
            return

        def on_failed(error: B2BDeskError) -> None:
            if self._ctx.database is database:
                self.open_failed.emit(path, error)

        self._ctx.tasks.read(
            "verify", self, database.verify, lambda _: self._back_up_daily(database), on_failed
        )

    # --- backups ---------------------------------------------------------------------------

    def back_up_now(self) -> None:
        """Write a backup and say where it lies."""
        database = self._ctx.database
        if database is None:
            return

        def on_done(path: Path) -> None:
            self.backed_up.emit()
            self._ctx.toast(tr("Backup written to {folder}", folder=str(path.parent)))

        self._ctx.tasks.long(
            self,
            tr("Writing a backup"),
            lambda _: database.back_up("manual"),
            on_done,
            self._ctx.failed.emit,
        )

    def _back_up_daily(self, database: Database) -> None:
        last = backup.last_backup_at(database.path)
        if database.read_only or (last is not None and datetime.now(UTC) - last < _DAILY):
            self.backed_up.emit()
            return
        self._ctx.tasks.read(
            "daily-backup",
            self,
            lambda _: database.back_up("daily"),
            lambda _: self.backed_up.emit(),
            self._ctx.failed.emit,
        )

    def backup_words(self) -> str:
        """When the last backup was made, for the status bar."""
        if self._ctx.database is None:
            return ""
        last = backup.last_backup_at(self._ctx.database.path)
        if last is None:
            return tr("No backup yet")
        local = last.astimezone()
        if local.date() == datetime.now().astimezone().date():
            return tr("Backup today {time}", time=f"{local:%H:%M}")
        return tr("Backup {date}", date=f"{local:%Y-%m-%d}")
