"""How a sheet's table is found: its header row, and of text tables encoding and separator."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.excel.encodings import ENCODINGS
from b2bdesk.exchange_formats.excel.model import SheetLook, TextForm
from b2bdesk.exchange_formats.excel.notes import encoding_name, separator_name
from b2bdesk.ui.formats import formats
from b2bdesk.ui.widgets.chips import Chip

_ROWS = 12  # rows offered as the header
_SEPARATORS = (";", ",", "\t", "|")


class ReadingChip(Chip):
    """ "Header: row 1"; of a text table also how it is written."""

    header_chosen = Signal(int)  # row of the header, 0 for none
    form_chosen = Signal(str, str)  # encoding, separator

    def __init__(self) -> None:
        super().__init__("")
        self._look: SheetLook | None = None
        self._form: TextForm | None = None
        self._row = 0
        self._list = QMenu(self)
        self._list.aboutToShow.connect(self._fill)
        self.set_menu(self._list)

    def show_sheet(self, look: SheetLook, form: TextForm | None, current: int) -> None:
        """Show how a sheet was read. ``current``: the row the user is in, also offered."""
        self._look, self._form, self._row = look, form, current
        row = formats().integer(look.header_row)
        said = tr("Header: {row}", row=row) if look.header_row else tr("No header row")
        if form is not None:
            written = [separator_name(form.separator)]
            if form.encoding:
                written.insert(0, encoding_name(form.encoding))
            sure = form.encoding_sure and form.separator_sure
            mark = "" if sure else " ?"
            said = f"{said}, {', '.join(written)}{mark}"
        self.set_text(said)

    def _fill(self) -> None:
        menu = self._list
        menu.clear()
        look = self._look
        if look is None:
            return
        rows = sorted({*range(1, _ROWS + 1), look.header_row, self._row} - {0})
        header = menu.addMenu(tr("The header is in")) if self._form is not None else menu
        none = header.addAction(tr("No header row"))
        none.setCheckable(True)
        none.setChecked(not look.header_row)
        none.triggered.connect(lambda: self.header_chosen.emit(0))
        for row in rows:
            entry = header.addAction(tr("Row {row}", row=formats().integer(row)))
            entry.setCheckable(True)
            entry.setChecked(row == look.header_row)
            entry.triggered.connect(lambda _=False, r=row: self.header_chosen.emit(r))
        if self._form is not None:
            self._fill_form(menu, self._form)

    def _fill_form(self, menu: QMenu, form: TextForm) -> None:
        if form.encoding:
            codes = menu.addMenu(tr("Encoding"))
            for code in dict.fromkeys((form.encoding, *ENCODINGS)):
                entry = codes.addAction(encoding_name(code))
                entry.setCheckable(True)
                entry.setChecked(code == form.encoding)
                entry.triggered.connect(
                    lambda _=False, c=code: self.form_chosen.emit(c, form.separator)
                )
        marks = menu.addMenu(tr("Separator"))
        for mark in _SEPARATORS:
            entry = marks.addAction(separator_name(mark))
            entry.setCheckable(True)
            entry.setChecked(mark == form.separator)
            entry.triggered.connect(lambda _=False, m=mark: self.form_chosen.emit(form.encoding, m))
