"""Files dropped on the window: a spreadsheet is imported, a B2BDesk file is opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.storage.database import SUFFIX

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt")


class DropTarget(QObject):
    """Watches a window for dropped files; of several the first that fits is taken."""

    file_dropped = Signal(object)  # Path
    spreadsheet_dropped = Signal(object)  # Path
    refused = Signal(object)  # FileError

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            if any(url.isLocalFile() for url in event.mimeData().urls()):
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.take(event.mimeData())
            return True
        return False

    def take(self, data: QMimeData) -> None:
        """Say what was dropped."""
        for url in data.urls():
            path = Path(url.toLocalFile())
            ending = path.suffix.lower()
            if ending == SUFFIX:
                self.file_dropped.emit(path)
                return
            if ending in SPREADSHEETS:
                self.spreadsheet_dropped.emit(path)
                return
        self.refused.emit(
            FileError(
                tr("This kind of file cannot be taken in."),
                tr("Drop a spreadsheet (Excel, OpenDocument, CSV) or a B2BDesk file."),
            )
        )
