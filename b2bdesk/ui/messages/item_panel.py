"""One message or card of the review: who is known, who is not, its files, what is to be said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.exchange_formats.messages.model import FilePart
from b2bdesk.services.messages.plan import Item, Who
from b2bdesk.ui.messages.words import (
    KNOWN_WORDS,
    head_words,
    item_title,
    remarks_of,
    size_words,
    too_large_words,
)
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.avatar import Avatar
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.flow_layout import FlowLayout
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import ElidedText, Text

_SHOWN_TEXT = 600
_MOST_CANDIDATES = 25  # of a mailing to thousands


class ItemPanel(QScrollArea):
    """Shows an item. ``account_asked`` when another account is wanted; ``ticked`` (address, on)
    when a candidate is to become a contact or not."""

    account_asked = Signal()
    ticked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.account_button = Button("", on_click=self.account_asked.emit)
        self._made: QWidget | None = None

    def show_item(self, item: Item | None, is_ticked: Callable[[str], bool]) -> None:
        """Show an item with its ticks; None shows nothing."""
        self.account_button.setParent(None)
        body = QWidget()
        body.setProperty("scrollBody", True)
        look = theme()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, look.space(2), 0)
        column.setSpacing(look.space(2))
        if item is not None:
            self._fill(column, item, is_ticked)
        column.addStretch(1)
        self.setWidget(body)
        self._made = body

    def _fill(self, column: QVBoxLayout, item: Item, is_ticked: Callable[[str], bool]) -> None:
        look = theme()
        title = Text(item_title(item), "section", wrap=True)
        column.addWidget(title)
        if head := head_words(item):
            column.addWidget(Text(head, "table", "text_2", wrap=True))
        for words in remarks_of(item):
            column.addWidget(_with_icon("ph.info", words))
        if item.can_be_added:
            row = QHBoxLayout()
            row.setSpacing(look.space(2))
            row.addWidget(Text(tr("Account"), "table", "text_2"))
            name = item.account_name or tr("Choose an account")
            self.account_button.setText(name)
            self.account_button.setAccessibleName(tr("Account: {name}", name=name))
            self.account_button.set_kind("default" if item.account_name else "primary")
            row.addWidget(self.account_button)
            known = KNOWN_WORDS.get(item.known_by)
            row.addWidget(Text(tr(known) if known else "", "caption", "text_3"), 1)
            column.addLayout(row)
        self._people(column, tr("Their people"), item.people)
        self._people(column, tr("Our people"), item.colleagues)
        if item.candidates:
            column.addWidget(Text(tr("Unknown addresses"), "table", "text_2", weight="medium"))
            for candidate in item.candidates[:_MOST_CANDIDATES]:
                box = QCheckBox(f"{candidate.name}  ·  {candidate.email}")
                box.setAccessibleName(
                    tr("Make {name}, {email}, a contact", name=candidate.name,
                       email=candidate.email)
                )  # fmt: skip
                box.setChecked(is_ticked(candidate.email))
                email = candidate.email
                box.toggled.connect(lambda on, email=email: self.ticked.emit(email, on))
                column.addWidget(box)
            rest = len(item.candidates) - _MOST_CANDIDATES
            if rest > 0:
                more = trn("and {n} more", "and {n} more", rest)
                column.addWidget(Text(more, "caption", "text_3"))
            hint = tr("Ticked ones become contacts; the others stay with the exchange.")
            column.addWidget(Text(hint, "caption", "text_3", wrap=True))
        if item.parts:
            column.addWidget(Text(tr("Files"), "table", "text_2", weight="medium"))
            for part in item.parts:
                column.addWidget(_file_row(part))
        text = item.message.text if item.message is not None else ""
        if text:
            shown = text[:_SHOWN_TEXT].rstrip() + ("…" if len(text) > _SHOWN_TEXT else "")
            column.addWidget(Text(shown, "table", "text_2", wrap=True))

    @staticmethod
    def _people(column: QVBoxLayout, title: str, people: tuple[Who, ...]) -> None:
        if not people:
            return
        column.addWidget(Text(title, "table", "text_2", weight="medium"))
        holder = QWidget()
        flow = FlowLayout(holder, gap=12)
        for who in people:
            flow.addWidget(_name_tag(who.name))
        column.addWidget(holder)


def _name_tag(name: str) -> QWidget:
    tag = QWidget()
    row = QHBoxLayout(tag)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().px(6))
    row.addWidget(Avatar(name, 22))
    row.addWidget(Text(name, "body"))
    return tag


def _with_icon(icon_name: str, words: str, tone: str = "text_2") -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().px(8))
    row.addWidget(IconLabel(icon_name, tone), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Text(words, "table", tone, wrap=True), 1)
    return line


def _file_row(part: FilePart) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().px(8))
    row.addWidget(IconLabel("ph.paperclip"))
    row.addWidget(ElidedText(part.name, "body"), 1)
    size = size_words(part.size)
    said = size if part.digest is not None else f"{size}, {too_large_words()}"
    row.addWidget(Text(said, "caption", "text_2" if part.digest else "attention_text"))
    return line
