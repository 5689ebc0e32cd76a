"""What was seen on a sheet and done about it, in words."""

from __future__ import annotations

from b2bdesk.core.i18n import mark, tr, trn
from b2bdesk.exchange_formats.excel.model import SheetLook, SheetNotice

_NOTES = {
    "empty": mark("This sheet is empty."),
    "title_above": mark("The header was found in row {row}."),
    "two_line_header": mark("The header has two lines."),
    "no_header": mark("There is no header row: choose the fields by what you see."),
    "merged": mark("Merged cells were filled downward."),
    "units": mark("The row of units under the header was left out."),
    "repeated_header": mark("Repeated headers and page lines were left out."),
    "totals": mark("Total rows were left out."),
    "many_columns": mark("Only the first 1,000 columns are shown."),
    "dates_1904": mark("This workbook counts its days from 1904. Its dates were read so."),
}
_NOTICES = {  # for one and for several
    "other_tables": (
        mark("The sheet holds another table. This one is read: {text}."),
        mark("The sheet holds {count} tables. This one is read: {text}."),
    ),
    "broken_quote": (
        mark(
            "Row {row} has a quotation mark that is never closed. It is not imported: {text}",
        ),
        mark(
            "{count} rows have a quotation mark that is never closed, the first is row {row}."
            " They are not imported: {text}"
        ),
    ),
    "mixed_encoding": (
        mark("Line {row} is encoded differently from the others. It was read as {text}."),
        mark(
            "{count} lines are encoded differently from the others, the first is line {row}."
            " They were read as {text}."
        ),
    ),
    "undecodable": (
        mark("One character in line {row} could not be read. Try another encoding."),
        mark(
            "{count} characters could not be read, the first in line {row}. Try another encoding."
        ),
    ),
    "nul": (
        mark("An empty character (NUL) in line {row} was left out."),
        mark("{count} empty characters (NUL) were left out, the first in line {row}."),
    ),
    "errors": (
        mark("One cell holds an error: {text} in row {row}."),
        mark("{count} cells hold an error, the first is {text} in row {row}."),
    ),
    "not_calculated": (
        mark(
            "A formula was never calculated: {text} in row {row}."
            " Open the file in a spreadsheet program and save it."
        ),
        mark(
            "{count} formulas were never calculated, the first is {text} in row {row}."
            " Open the file in a spreadsheet program and save it."
        ),
    ),
}
_ENCODINGS = {
    "utf-8": mark("Unicode (UTF-8)"),
    "utf-16": mark("Unicode (UTF-16)"),
    "cp1252": mark("Western (Windows)"),
    "cp1250": mark("Central European (Windows)"),
    "cp1251": mark("Cyrillic (Windows)"),
    "cp1253": mark("Greek (Windows)"),
    "cp1254": mark("Turkish (Windows)"),
    "cp1257": mark("Baltic (Windows)"),
    "iso8859_2": mark("Central European (ISO)"),
    "iso8859_15": mark("Western with euro (ISO)"),
    "cp850": mark("Western (DOS)"),
    "cp852": mark("Central European (DOS)"),
    "cp866": mark("Cyrillic (DOS)"),
    "koi8_r": mark("Cyrillic (KOI8-R)"),
    "mac_roman": mark("Western (Mac)"),
    "cp932": mark("Japanese (Shift-JIS)"),
    "euc_jp": mark("Japanese (EUC)"),
    "gb18030": mark("Chinese, simplified"),
    "big5": mark("Chinese, traditional"),
    "cp949": mark("Korean"),
}
_SEPARATORS = {
    ";": mark("Semicolon"),
    ",": mark("Comma"),
    "\t": mark("Tab"),
    "|": mark("Vertical bar"),
    " ": mark("Spaces"),
}


def note_texts(sheet: SheetLook) -> list[str]:
    """One sentence for each thing seen, the gravest first."""
    places = [_notice_text(notice) for notice in sheet.notices]
    plain = [tr(_NOTES[code]).replace("{row}", str(sheet.header_row)) for code in sheet.notes]
    return [*places, *plain]


def _notice_text(notice: SheetNotice) -> str:
    text = encoding_name(notice.text) if notice.code == "mixed_encoding" else notice.text
    one, several = _NOTICES[notice.code]
    return trn(
        one, several, notice.count, count=f"{notice.count:,}", row=f"{notice.row:,}", text=text
    )


def encoding_name(encoding: str) -> str:
    """What an encoding is called, such as Western (Windows)."""
    return tr(_ENCODINGS[encoding]) if encoding in _ENCODINGS else encoding.upper()


def separator_name(separator: str) -> str:
    """What a separator is called, such as Semicolon."""
    return tr(_SEPARATORS[separator]) if separator in _SEPARATORS else separator
