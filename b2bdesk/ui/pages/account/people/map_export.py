"""The map as a picture file: PNG at twice its size, or SVG."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QFileDialog

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.ui.canvas.scene import MapScene
from b2bdesk.ui.theme.theme import theme

if TYPE_CHECKING:
    from b2bdesk.ui.pages.account.people.people_tab import PeopleTab

_MARGIN = 24.0
_SCALE = 2
_LARGEST = 16_000  # pixels of a side; a larger picture is scaled down


def ask_export(tab: PeopleTab) -> None:
    """Ask where to, then save the map on show."""
    unit = tab.unit
    name = f"{tab.title()} {unit.row.name if unit and unit.row else ''}".strip()
    dialog = QFileDialog(tab.window(), tr("Save the map as a picture"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([tr("PNG picture (*.png)"), tr("SVG drawing (*.svg)")])
    dialog.setDefaultSuffix("png")
    dialog.selectFile("".join(c if c.isalnum() or c in " -_" else "_" for c in name) + ".png")
    dialog.filterSelected.connect(
        lambda chosen: dialog.setDefaultSuffix("svg" if "svg" in chosen else "png")
    )
    dialog.fileSelected.connect(lambda path: _save(tab, Path(path)))
    dialog.open()


def _save(tab: PeopleTab, path: Path) -> None:
    try:
        export_map(tab.map.map, path)
    except FileError as error:
        tab.ctx.failed.emit(error)
    else:
        tab.ctx.toast(tr("Map saved as {name}", name=path.name))


def export_map(scene: MapScene, path: Path) -> None:
    """Draw the scene into ``path``; its ending says PNG or SVG. ``FileError`` when it cannot."""
    selected = scene.selectedItems()
    scene.clearSelection()
    focused = [card for card in scene.reading_order() if card.focused]
    for card in focused:
        card.set_focused(False)
    try:
        box = scene.content_rect().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        done = _svg(scene, box, path) if path.suffix.lower() == ".svg" else _png(scene, box, path)
    finally:
        for item in selected:
            item.setSelected(True)
        for card in focused:
            card.set_focused(True)
    if not done:
        raise FileError(
            tr("{name} could not be written.", name=path.name),
            tr("Choose a folder you may write to, with free space on its disk."),
        )


def _png(scene: MapScene, box: QRectF, path: Path) -> bool:
    scale = min(float(_SCALE), _LARGEST / max(box.width(), box.height()))
    image = QImage(
        QSize(round(box.width() * scale), round(box.height() * scale)),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(theme().color("panel"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scene.render(painter, QRectF(image.rect()), box)
    painter.end()
    return image.save(str(path))


def _svg(scene: MapScene, box: QRectF, path: Path) -> bool:
    from PySide6.QtSvg import QSvgGenerator

    maker = QSvgGenerator()
    maker.setFileName(str(path))
    maker.setSize(box.size().toSize())
    maker.setViewBox(QRectF(0, 0, box.width(), box.height()))
    maker.setTitle(tr("Decision-making unit"))
    painter = QPainter()
    if not painter.begin(maker):
        return False
    painter.fillRect(QRectF(0, 0, box.width(), box.height()), theme().color("panel"))
    scene.render(painter, QRectF(0, 0, box.width(), box.height()), box)
    return painter.end()
