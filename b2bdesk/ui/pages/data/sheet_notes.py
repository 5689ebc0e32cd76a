"""What a sheet leaves open, and what was seen and done about it: banners over its rows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.core.i18n import mark, tr
from b2bdesk.exchange_formats.excel.model import SheetLook
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import SheetMapping
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.banner import Banner

_NOTES = {
    "title_above": mark("The header was found in row {row}."),
    "two_line_header": mark("The header has two lines."),
    "merged": mark("Merged cells were filled downward."),
    "no_header": mark("There is no header row: choose the fields by what you see."),
    "totals": mark("Total rows were left out."),
    "empty": mark("This sheet is empty."),
}

_QUESTIONS = {
    "date_order": (
        mark("The dates do not say whether the day or the month comes first."),
        mark("Choose it above the rows, and compare with the file."),
    ),
    "decimal_mark": (
        mark("The numbers do not say which mark is the decimal mark."),
        mark("Choose it above the rows, and compare with the file."),
    ),
    "discount_form": (
        mark("The discount does not fit every line."),
        mark("Compare the total with the one you know."),
    ),
}


class SheetNotes(QWidget):
    """Banners of the sheet on show; nothing where nothing is open."""

    cost_basis_chosen = Signal(str)  # "unit" or "line"

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self._headers: list[str] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.space(4), 0, look.space(4), look.space(2))
        self._column.setSpacing(look.px(4))
        self.hide()

    def show_sheet(self, look: SheetLook, mapping: SheetMapping) -> None:
        """Show the banners of a sheet in place of those of the sheet before."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._headers = [column.header.casefold() for column in look.columns]
        banners = [*self._missing(mapping), *self._open(mapping), *self._seen(look)]
        for question in mapping.questions:
            if question.code == "cost_basis":
                column = mapping.fields["cost"].header
                banners.append(self._cost_question(column, question.answer, question.share))
        for banner in banners:
            self._column.addWidget(banner)
        self.setVisible(bool(banners))

    def _missing(self, mapping: SheetMapping) -> list[Banner]:
        kind = KINDS.get(mapping.kind)
        if kind is None:
            return []
        return [
            Banner(
                "attention",
                tr(
                    "No column is chosen for {fields}.",
                    fields=tr(" or ").join(tr(kind.by_key[key].title) for key in group),
                ),
                tr("Choose it above its column, or leave the sheet out."),
            )
            for group in mapping.missing()
        ]

    def _open(self, mapping: SheetMapping) -> list[Banner]:
        """What the values do not decide; the choice stands above the rows."""
        codes = dict.fromkeys(q.code for q in mapping.questions if q.code in _QUESTIONS)
        found = [Banner("attention", *map(tr, _QUESTIONS[code]), closable=False) for code in codes]
        for question in mapping.questions:
            if question.code == "column" and self._headers.count(question.answer.casefold()) > 1:
                column = mapping.fields[question.field]
                words = tr(
                    "Several columns are named {name}. Column {letter} is read as {field}.",
                    name=column.header,
                    letter=column.letter,
                    field=tr(KINDS[mapping.kind].by_key[question.field].title),
                )
                hint = tr("Choose another above the rows if it is not this one.")
                found.append(Banner("attention", words, hint, closable=False))
        return found

    def _seen(self, look: SheetLook) -> list[Banner]:
        words = [
            tr(_NOTES[code]).replace("{row}", str(look.header_row))
            for code in look.notes
            if code in _NOTES
        ]
        return [Banner("info", text, closable=False) for text in words]

    def _cost_question(self, column: str, answer: str, share: float) -> Banner:
        per_unit = answer == "unit"
        words = (
            tr("{column} looks like cost per unit", column=column)
            if per_unit
            else tr("{column} looks like cost of the whole line", column=column)
        )
        return Banner(
            "attention",
            words,
            tr("in {share} of the lines.", share=formats().percent(share)),
            action=tr("No, cost of the line") if per_unit else tr("No, cost per unit"),
            on_action=lambda: self.cost_basis_chosen.emit("line" if per_unit else "unit"),
        )
