"""The map as a picture: PNG, SVG or PDF, with a heading and its key, always as on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter

from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.sheets import PictureOut
from b2bdesk.models.enums import LineKind
from b2bdesk.services.map_folds import FoldedMap, fold
from b2bdesk.services.people_map import AccountPeople
from b2bdesk.ui.canvas.colouring import Colouring, key_marks
from b2bdesk.ui.canvas.measures import canvas_font
from b2bdesk.ui.canvas.scene import MapScene
from b2bdesk.ui.canvas.tools import KeyLegend
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, draw_text

KINDS = ("png", "svg", "pdf")

_MARGIN = 24.0
_HEAD = 44.0
_LEAST = 520.0  # as wide as heading and key need
_SCALE = 2.0
_LARGEST = 16_000  # pixels of a side; a larger picture is scaled down


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the picture: whose map it is, and as of when."""

    title: str
    basis: str


class MapPicture:
    """One map, drawn anew without selection and focus; the window is not touched."""

    def __init__(self, shown: FoldedMap, colouring: Colouring, heading: Heading) -> None:
        self._heading = heading
        self._scene = MapScene()
        self._scene.set_colouring(colouring)
        self._scene.show_unit(shown)
        self._key = KeyLegend(None)
        conflict = any(line.kind is LineKind.CONFLICTS for line in shown.unit.lines)
        self._key.show_marks(key_marks(colouring, shown.unit.seats), conflict=conflict)
        self._map = self._scene.content_rect()
        self._width = max(self._map.width(), _LEAST) + 2 * _MARGIN
        self._key.fit(round((self._width - 2 * _MARGIN) * theme().scale))
        self._key_height = self._key.height() / theme().scale
        self._height = _HEAD + self._map.height() + self._key_height + 3.5 * _MARGIN

    @property
    def size(self) -> QSizeF:
        """Width and height in canvas units: logical pixels at 100 %."""
        return QSizeF(self._width, self._height)

    def bytes_of(self, kind: str) -> bytes:
        """The picture as a file of a kind: "png", "svg" or "pdf"."""
        made: dict[str, Callable[[QBuffer], None]] = {
            "png": self._png, "svg": self._svg, "pdf": self._pdf
        }  # fmt: skip
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        with theme().on_paper():
            made[kind](buffer)
        buffer.close()
        return bytes(data.data())

    def _png(self, buffer: QBuffer) -> None:
        scale = min(_SCALE, _LARGEST / max(self._width, self._height))
        size = QSize(round(self._width * scale), round(self._height * scale))
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        painter = QPainter(image)
        painter.scale(scale, scale)
        self._draw(painter)
        painter.end()
        image.save(buffer, "PNG")  # type: ignore[call-overload]

    def _svg(self, buffer: QBuffer) -> None:
        from PySide6.QtSvg import QSvgGenerator

        maker = QSvgGenerator()
        maker.setOutputDevice(buffer)
        maker.setSize(self.size.toSize())
        maker.setViewBox(QRectF(QPointF(0, 0), self.size))
        maker.setTitle(self._heading.title)
        maker.setDescription(self._heading.basis)
        painter = QPainter(maker)
        self._draw(painter)
        painter.end()

    def _pdf(self, buffer: QBuffer) -> None:
        writer = QPdfWriter(buffer)
        writer.setTitle(self._heading.title)
        writer.setCreator("B2BDesk")
        writer.setResolution(144)
        # A canvas unit is a CSS pixel, three quarters of a point; one page holds the map.
        page = QPageSize(
            self.size * 0.75, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch
        )
        writer.setPageSize(page)
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        painter = QPainter(writer)
        painter.scale(writer.width() / self._width, writer.height() / self._height)
        self._draw(painter)
        painter.end()

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(QPointF(0, 0), self.size), theme().color("panel"))
        room = self._width - 2 * _MARGIN
        head, font = QRectF(_MARGIN, _MARGIN, room, 22), canvas_font("title", "semibold")
        draw_text(painter, head, self._heading.title, font, "text", LEFT)
        basis = QRectF(_MARGIN, _MARGIN + 24, room, 18)
        draw_text(painter, basis, self._heading.basis, canvas_font("table"), "text_2", LEFT)
        left = (self._width - self._map.width()) / 2
        top = _MARGIN * 1.5 + _HEAD
        self._scene.render(painter, QRectF(QPointF(left, top), self._map.size()), self._map)
        painter.save()
        painter.translate(_MARGIN - 11, top + self._map.height() + _MARGIN)
        painter.scale(1 / theme().scale, 1 / theme().scale)
        self._key.draw(painter)
        painter.restore()


def report_pictures(people: AccountPeople) -> list[PictureOut]:
    """The maps of an account for its workbook: one for each unit somebody sits in, whole."""
    found = []
    for unit in people.units:
        if unit.seats:
            shown = fold(unit, ())
            heading = heading_of(people.account, shown, formats().date_full(people.as_of))
            picture = MapPicture(shown, Colouring.STANCE, heading)
            size = picture.size.toSize()
            found.append(
                PictureOut(heading.title, picture.bytes_of("png"), size.width(), size.height())
            )
    return found


def heading_of(account: str, shown: FoldedMap, as_of: str) -> Heading:
    """Account and unit, as of when, and how many are folded in."""
    unit = shown.unit.row.name if shown.unit.row is not None else tr("Main purchase")
    hidden = sum(len(each.people) for each in shown.folds.values())
    basis = tr("Decision-making unit as of {date}", date=as_of)
    if hidden:
        basis += " · " + tr("not shown, folded in: {n}", n=hidden)
    return Heading(f"{account}: {unit}", basis)
