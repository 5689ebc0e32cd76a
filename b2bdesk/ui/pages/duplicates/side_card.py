"""One of the two records: its name, where it is, what hangs on it, and whether it is kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.merging.compare import Side
from b2bdesk.ui.pages.duplicates.words import hanging_in_words
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.text import ElidedText, Text


class SideCard(QFrame):
    """``kept_chosen`` when the user keeps this one, ``opened`` when the record is to be shown."""

    kept_chosen = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setProperty("surface", "card")
        column = QVBoxLayout(self)
        pad = look.space(3)
        column.setContentsMargins(pad, look.space(2), pad, look.space(2))
        column.setSpacing(look.px(2))
        self._name = ElidedText("", "heading")
        self._place = ElidedText("", "table", "text_2")
        self._hangs = Text("", "caption", "text_2", wrap=True)
        self._hangs.setMinimumHeight(look.px(34))
        for widget in (self._name, self._place, self._hangs):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(look.space(1))
        self.keep_button = Button(tr("Keep this one"), compact=True, on_click=self.kept_chosen.emit)
        self.open_button = Button(tr("Open"), "flat", compact=True, on_click=self.opened.emit)
        row.addWidget(self.keep_button)
        row.addWidget(self.open_button)
        row.addStretch(1)
        column.addLayout(row)

    def show_side(self, side: Side, *, kept: bool) -> None:
        """Show a record and whether it is the one that is kept."""
        self._name.setText(side.name)
        self._place.setText(side.place)
        self._hangs.setText(hanging_in_words(side))
        self.keep_button.set_icon_name("ph.check" if kept else "")
        self.keep_button.setText(tr("Kept") if kept else tr("Keep this one"))
        self.keep_button.setEnabled(not kept)
        self.keep_button.setAccessibleName(
            tr("{name} is kept", name=side.name) if kept else tr("Keep {name}", name=side.name)
        )
        self.open_button.setEnabled(side.account is not None)
        self.open_button.setAccessibleName(tr("Open {name}", name=side.name))
        self.setAccessibleName(f"{side.name}, {side.place}. {self._hangs.text()}")
