"""Files dropped on the window: a spreadsheet is imported, a B2BDesk file is opened, messages and
contacts are looked over and added."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.messages.model import SUFFIXES
from b2bdesk.storage.database import SUFFIX
from b2bdesk.ui.tables.data_table import DataTable

ACCOUNT = "account"
"""The property of a widget that stands for an account: its id, in digits."""
ROWS_ARE_ACCOUNTS = "rowsAreAccounts"
"""The property of a table whose rows are accounts."""
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt")


class DropTarget(QObject):
    """Watches a window for dropped files; of several spreadsheets the first is taken, of messages,
    and of folders of them, all."""

    file_dropped = Signal(object)  # Path
    spreadsheet_dropped = Signal(object)  # Path
    messages_dropped = Signal(object, object)  # paths of messages, cards, folders; what they met
    refused = Signal(object)  # FileError

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            data = event.mimeData()
            if any(url.isLocalFile() for url in data.urls()) or _is_promised(data):
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            assert isinstance(watched, QWidget)
            self.take(event.mimeData(), account_at(watched, event.position().toPoint()))
            return True
        return False

    def take(self, data: QMimeData, met: int | None = None) -> None:
        """Say what was dropped; ``met`` is the account under it, where there is one."""
        for url in data.urls():
            path = Path(url.toLocalFile())
            ending = path.suffix.lower()
            if ending == SUFFIX:
                self.file_dropped.emit(path)
                return
            if ending in SPREADSHEETS:
                self.spreadsheet_dropped.emit(path)
                return
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        messages = tuple(p for p in paths if p.suffix.lower() in SUFFIXES or p.is_dir())
        if messages:
            self.messages_dropped.emit(messages, met)
        elif _is_promised(data):
            self.refused.emit(
                FileError(
                    tr("The mail program gives no file to take."),
                    tr("Drag the message to the desktop or a folder first, then drop it here."),
                )
            )
        else:
            self.refused.emit(
                FileError(
                    tr("This kind of file cannot be taken in."),
                    tr(
                        "Drop a spreadsheet (Excel, OpenDocument, CSV), messages or contacts"
                        " (.eml, .msg, .ics, .vcf), or a B2BDesk file."
                    ),
                )
            )


def _is_promised(data: QMimeData) -> bool:
    """Whether a mail program would write the file only once it is asked to, which Qt cannot."""
    promises = ("FileGroupDescriptor", "promised-file", "x-moz-message")
    return any(word in name for name in data.formats() for word in promises)


def account_at(window: QWidget, spot: QPoint) -> int | None:
    """The account whose row or button lies at a place of the window."""
    widget = window.childAt(spot)
    while widget is not None and widget is not window:
        account = widget.property(ACCOUNT)
        if account is not None:
            return int(account)
        if isinstance(widget, DataTable):
            view = widget.view
            index = view.indexAt(view.viewport().mapFrom(window, spot))
            rows = widget.property(ROWS_ARE_ACCOUNTS) is True and index.isValid()
            return widget.model.id_at(index.row()) if rows else None
        widget = widget.parentWidget()
    return None
