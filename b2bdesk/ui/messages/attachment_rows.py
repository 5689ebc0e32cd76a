"""The files of an exchange: open a copy, or save."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.queries.messages import AttachmentRow
from b2bdesk.services.messages.attachments import (
    copy_to_open,
    may_be_opened,
    safe_name,
    save_attachment,
)
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.messages.words import size_words, too_large_words
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import IconButton
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import ElidedText, Text


class AttachmentRows(QWidget):
    """Nothing at all where there is no file. What would run is saved only, never opened."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        # Copies to look at; they go with the program.
        self._copies: tempfile.TemporaryDirectory[str] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme().space(2), 0, 0)
        self._column.setSpacing(theme().px(4))
        self._column.addWidget(Text(tr("Files"), "table", "text_2", weight="medium"))
        self._rows: list[QWidget] = []
        self.hide()

    def show_files(self, found: Sequence[AttachmentRow]) -> None:
        """Show these."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(each) for each in found]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(found))

    def _row(self, each: AttachmentRow) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().px(6))
        row.addWidget(IconLabel("ph.paperclip"))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(ElidedText(each.name, "body"))
        size = size_words(each.size)
        said = size if each.kept else f"{size}, {too_large_words()}"
        names.addWidget(
            Text(said, "caption", "text_3" if each.kept else "attention_text", wrap=True)
        )
        row.addLayout(names, 1)
        if each.kept and may_be_opened(each.name):
            label = tr("Open {name}", name=each.name)
            row.addWidget(
                IconButton("ph.arrow-square-out", label, on_click=lambda: self._open(each))
            )
        if each.kept:
            label = tr("Save {name}", name=each.name)
            row.addWidget(
                IconButton("ph.download-simple", label, on_click=lambda: self._save(each))
            )
        return holder

    def _open(self, each: AttachmentRow) -> None:
        if self._copies is None:
            self._copies = tempfile.TemporaryDirectory(
                prefix="b2bdesk-files-", ignore_cleanup_errors=True
            )
        folder = Path(self._copies.name)
        self._ctx.read(
            f"open-file-{each.id}",
            self,
            lambda s: copy_to_open(s, each.id, folder),
            _show,
        )

    def _save(self, each: AttachmentRow) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self.window(), tr("Save {name}", name=each.name), safe_name(each.name)
        )
        if name:
            path = Path(name)
            self._ctx.read(
                f"save-file-{each.id}",
                self,
                lambda s: save_attachment(s, each.id, path),
                lambda _: self._ctx.toast(tr("Saved {name}", name=path.name)),
            )


def _show(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
