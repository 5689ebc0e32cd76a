"""The head of the preview: over each column the field it fills, under that its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.exchange_formats.own_columns import OWN, OWN_KINDS
from b2bdesk.exchange_formats.recognise import SURE
from b2bdesk.ui.pages.data.grid_model import GridModel
from b2bdesk.ui.pages.data.mapping_box import MappingBox
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text
from b2bdesk.ui.widgets.tab_order import tab_in_place


class MappingHeader(QHeaderView):
    """Makes the choices of the columns that are on show, and keeps them."""

    column_chosen = Signal(int, str)  # column of the sheet, field key or ""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self._boxes: dict[int, MappingBox] = {}
        self._mapping: SheetMapping | None = None
        self._own_names: tuple[str, ...] = ()
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(theme().px(48))
        self.setMaximumSectionSize(theme().px(900))
        self.sectionResized.connect(self.place)
        view.horizontalScrollBar().valueChanged.connect(self.place)

    def _grid(self) -> GridModel | None:
        model = self.model()
        return model if isinstance(model, GridModel) else None

    def show_mapping(
        self, mapping: SheetMapping, own_names: Sequence[str], *, other_sheet: bool
    ) -> None:
        """Show which field each column fills. ``own_names``: own fields there are."""
        self._own_names = tuple(own_names)
        if other_sheet or self._mapping is None or self._mapping.kind != mapping.kind:
            for box in self._boxes.values():
                box.hide()
                box.deleteLater()
            self._boxes = {}
        self._mapping = mapping
        for column in self._boxes:
            self._show(column)
        self.place()
        self.viewport().update()

    def bring(self, column: int) -> MappingBox:
        """The choice over a column of the sheet, scrolled into view."""
        grid = self._grid()
        number = grid.place_of(column) if grid is not None else None
        if number is not None:
            self._bring_into_view(number)
        self.place()
        return self._box(column)

    def _box(self, column: int) -> MappingBox:
        if column not in self._boxes:
            self._make(column)
        return self._boxes[column]

    def _make(self, column: int) -> None:
        box = MappingBox(self.viewport())
        box.addItem(tr("Not used"), "")
        kind = KINDS.get(self._mapping.kind) if self._mapping is not None else None
        for field in kind.fields if kind is not None else ():
            box.addItem(tr(field.title), field.key)
        if kind is not None and kind.key in OWN_KINDS:
            self._offer_own(box, column)
        box.setEnabled(kind is not None)
        box.activated.connect(lambda _: self.column_chosen.emit(column, box.currentData()))
        box.installEventFilter(self)
        self._boxes[column] = box
        self._show(column)

    def _offer_own(self, box: MappingBox, column: int) -> None:
        """Fields of the user's own: those there are, and one named as the column."""
        grid = self._grid()
        assert grid is not None
        place = grid.place_of(column)
        named = grid.header(place) if place is not None else ""
        box.insertSeparator(box.count())
        for name in self._own_names:
            box.addItem(tr("Own field: {name}", name=name), f"{OWN}{name}")
        if named.casefold() not in (name.casefold() for name in self._own_names):
            box.addItem(tr("New own field: {name}", name=named), f"{OWN}{named}")

    def _show(self, column: int) -> None:
        grid = self._grid()
        assert self._mapping is not None
        assert grid is not None
        found = next(((k, c) for k, c in self._mapping.fields.items() if c.index == column), None)
        key, item = found if found is not None else ("", None)
        place = grid.place_of(column)
        name = grid.header(place) if place is not None else ""
        self._boxes[column].show_field(
            key,
            unsure=item is not None and item.confidence < SURE,
            name=tr("Field of {column}", column=name),
        )

    def place(self) -> None:
        """Put the choices over their columns; those out of sight wait hidden."""
        grid = self._grid()
        if grid is None or self._mapping is None:
            return
        look = theme()
        gap, height = look.px(4), look.size("control")
        top = (self._upper() - height) // 2
        order: list[QWidget] = []
        for number, column in enumerate(grid.look.columns):
            left = self.sectionViewportPosition(number)
            width = self.sectionSize(number)
            seen = left < self.viewport().width() and left + width > 0
            if not seen and column.index not in self._boxes:
                continue
            box = self._box(column.index)
            box.setGeometry(left + gap, top, width - 2 * gap, height)
            box.setVisible(seen or box.hasFocus())
            order.append(box)
        tab_in_place(self, (*order, self._view))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            column = next((c for c, box in self._boxes.items() if box is watched), None)
            grid = self._grid()
            number = grid.place_of(column) if grid is not None and column is not None else None
            if number is not None:
                self._bring_into_view(number)
        return False

    def _bring_into_view(self, number: int) -> None:
        bar = self._view.horizontalScrollBar()
        left = self.sectionPosition(number)
        right = left + self.sectionSize(number)
        if left < bar.value():
            bar.setValue(left)
        elif right > bar.value() + self.viewport().width():
            bar.setValue(right - self.viewport().width())

    def _upper(self) -> int:
        return theme().px(38)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._upper() + theme().size("table_row"))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        grid = self._grid()
        if grid is None:
            return
        look = theme()
        painter.fillRect(rect, look.color("panel"))
        upper = QRectF(rect.left(), rect.top(), rect.width(), self._upper())
        painter.fillRect(upper, look.color("window"))
        line = look.color("line")
        painter.fillRect(QRectF(rect.left(), upper.bottom(), rect.width(), 1), line)
        painter.fillRect(QRectF(rect.right(), rect.top(), 1, rect.height()), line)
        strong = look.color("line_strong")
        painter.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), strong)
        room = QRectF(rect).adjusted(look.px(7), self._upper(), -look.px(7), 0)
        align = RIGHT if grid.is_right(section) else LEFT
        tone = "text_2" if grid.is_used(section) else "text_3"
        draw_text(painter, room, grid.header(section), look.font("caption"), tone, align)
