"""Saving the map on show as a picture file: PNG, SVG or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.core.progress import Progress
from b2bdesk.ui.canvas.picture import KINDS, MapPicture, heading_of
from b2bdesk.ui.formats import formats

if TYPE_CHECKING:
    from b2bdesk.ui.pages.account.people.people_tab import PeopleTab


def ask_export(tab: PeopleTab) -> None:
    """Ask where to, then save the map on show."""
    unit = tab.unit
    name = f"{tab.title()} {unit.row.name if unit and unit.row else ''}".strip()
    dialog = QFileDialog(tab.window(), tr("Save the map as a picture"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    filters = [tr("PNG picture (*.png)"), tr("SVG drawing (*.svg)"), tr("PDF document (*.pdf)")]
    dialog.setNameFilters(filters)
    dialog.setDefaultSuffix(KINDS[0])
    dialog.selectFile("".join(c if c.isalnum() or c in " -_" else "_" for c in name))
    kinds = dict(zip(filters, KINDS, strict=True))
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(kinds[chosen]))
    dialog.fileSelected.connect(lambda path: save_map(tab, Path(path)))
    dialog.open()


def save_map(tab: PeopleTab, path: Path) -> None:
    """Draw the map on show, then write it in the background; the ending says what kind."""
    unit = tab.unit
    if unit is None:
        return
    kind = path.suffix.lower().removeprefix(".")
    look = tab.gestures.look
    shown = look.shown(unit)
    heading = heading_of(tab.title(), shown, formats().date(tab.ctx.as_of))
    data = MapPicture(shown, look.colouring, heading).bytes_of(kind if kind in KINDS else "png")
    tab.ctx.tasks.long(
        tab,
        tr("Saving {name}", name=path.name),
        lambda _progress: _write(path, data, _progress),
        lambda _: tab.ctx.toast(tr("Map saved as {name}", name=path.name)),
        tab.ctx.failed.emit,
    )


def _write(path: Path, data: bytes, _progress: Progress) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise FileError(
            tr("{name} could not be written.", name=path.name),
            tr("Choose a folder you may write to, with free space on its disk."),
        ) from error
