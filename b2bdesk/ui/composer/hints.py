"""The line under the composer: its keys, or what it understood and what is wrong."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.quick_line import QuickLine
from b2bdesk.services.quick_marks import Name
from b2bdesk.ui.composer.reading_row import ReadingRow
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import KeyCap
from b2bdesk.ui.widgets.text import Text

_EXAMPLE = "call Ruth, Ines 20m + price list accepted; send quote by Fri"


class HintRow(QWidget):
    """Keys while nothing else is to be said."""

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._keys = QWidget()
        self._keys.setMinimumHeight(look.size("chip"))
        row = QHBoxLayout(self._keys)
        row.setContentsMargins(look.px(2), 0, 0, 0)
        row.setSpacing(look.px(6))
        for key, words in (
            (tr("Tab"), tr("full form")),
            ("#", tr("channel")),
            ("@", tr("person")),
            ("!", tr("follow-up date")),
            ("<", tr("they came to us")),
            ("^", tr("the day it was")),
        ):
            row.addWidget(KeyCap(key))
            row.addWidget(Text(words, "caption", "text_3"))
            row.addSpacing(look.px(8))
        row.addStretch(1)
        self.reading = ReadingRow()
        self.reading.hide()
        column.addWidget(self._keys)
        column.addWidget(self.reading)

    @property
    def text(self) -> str:
        """What is said, empty while the keys are shown."""
        return self.reading.words if self.reading.isVisibleTo(self) else ""

    def show_line(
        self, line: QuickLine, text: str, names: tuple[Name, ...], today: date, error: str = ""
    ) -> None:
        """Say what a line means, and what is wrong; the keys where there is nothing to say."""
        self.reading.show_line(line, text, names, today, error)
        said = bool(self.reading.words)
        # First what goes: both together are higher, and all below would be laid out twice.
        goes, comes = (self._keys, self.reading) if said else (self.reading, self._keys)
        goes.hide()
        comes.show()
