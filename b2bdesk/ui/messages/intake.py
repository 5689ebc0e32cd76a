"""The way of message files into the program: dropped, chosen or pasted, read, then looked over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.shell.drops import DropTarget


class MessageIntake(QObject):
    """Reads files off the UI thread and opens the review. ``account``: the one on show, or None."""

    def __init__(
        self,
        ctx: AppContext,
        window: QWidget,
        drops: DropTarget,
        account: Callable[[], int | None],
    ) -> None:
        super().__init__(window)
        drops.messages_dropped.connect(self.add)
        self._ctx, self._window, self._account = ctx, window, account

    def ask(self) -> None:
        """Let the user choose files."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            tr("Add messages or contacts"),
            "",
            tr("Messages and contacts (*.eml *.msg *.ics *.vcf);;All files (*)"),
        )
        if names:
            self.add(Path(name) for name in names)

    def paste(self) -> None:
        """Add the files on the clipboard."""
        paths = local_paths(QGuiApplication.clipboard().mimeData())
        if paths:
            self.add(paths)
        else:
            self._ctx.failed.emit(
                FileError(
                    tr("There is no file on the clipboard."),
                    tr("Copy message files in the file manager, then add them here."),
                )
            )

    def add(self, paths: Iterable[Path], met: int | None = None) -> None:
        """Read files, and folders of them, and show what they would become.

        ``met``: the account they were dropped onto; without one, the account on show counts.
        """
        from b2bdesk.ui.messages.review_dialog import Review

        database = self._ctx.database
        if database is None:
            self._fail(tr("No file is open."), tr("Open or make a B2BDesk file first."))
            return
        if database.read_only:
            name = database.path.name
            self._fail(
                tr("{name} is open read-only.", name=name), tr("Nothing can be added to it.")
            )
            return
        wanted, account = tuple(paths), self._account() if met is None else met
        as_of, today = self._ctx.as_of, self._ctx.today()

        def work(progress: Progress) -> Review:
            from b2bdesk.exchange_formats.messages.model import ReadFile
            from b2bdesk.exchange_formats.messages.reader import MessageReader, list_files
            from b2bdesk.services.messages.plan import Unread, propose

            files: list[ReadFile | Unread] = []
            named = list_files(wanted)
            with MessageReader(progress) as reader:
                for number, path in enumerate(named):
                    progress.report(tr("Reading {name}", name=path.name), number / len(named))
                    try:
                        files.append(reader.read(path))
                    except FileError as error:
                        files.append(Unread(str(path), error))
            with database.read(progress) as session:
                items = propose(session, files, as_of=as_of, today=today, account=account)
            return Review(tuple(files), items, account)

        self._ctx.tasks.long(
            self, tr("Reading messages"), work, self._on_read, self._ctx.failed.emit
        )

    def _on_read(self, review: object) -> None:
        from b2bdesk.ui.messages.review_dialog import Review, ReviewDialog

        assert isinstance(review, Review)
        if len(review.items) == 1:
            (item,) = review.items
            if item.problem is not None:
                self._ctx.failed.emit(item.problem)
                return
            if item.already is not None:
                day, account = formats().date_full(item.already), item.account_name
                self._ctx.toast(
                    tr(
                        "“{subject}” is there already: {day}, {account}",
                        subject=item.title,
                        day=day,
                        account=account,
                    )
                )
                return
        ReviewDialog(self._ctx, review, self._window).open()

    def _fail(self, message: str, hint: str) -> None:
        self._ctx.failed.emit(FileError(message, hint))


def local_paths(data: QMimeData) -> list[Path]:
    """The files on this computer that are dragged or copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
