"""The line under the composer: its keys, what it understood, or what is wrong."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, Direction
from b2bdesk.services.quick_line import Name, QuickLine
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import sentiment_step
from b2bdesk.ui.widgets.buttons import KeyCap
from b2bdesk.ui.widgets.text import ElidedText, Text


class HintRow(QStackedWidget):
    """Keys while nothing else is to be said."""

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.setFixedHeight(look.px(22))
        keys = QWidget()
        row = QHBoxLayout(keys)
        row.setContentsMargins(look.px(2), 0, 0, 0)
        row.setSpacing(look.px(6))
        for key, words in (
            (tr("Ctrl L"), tr("from anywhere")),
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
        self._said = ElidedText("", "caption", "text_2")
        self._said.setContentsMargins(look.px(2), 0, 0, 0)
        self.addWidget(keys)
        self.addWidget(self._said)

    @property
    def text(self) -> str:
        """What is said, empty while the keys are shown."""
        return self._said.text() if self.currentWidget() is self._said else ""

    def show_error(self, message: str) -> None:
        """Say what is wrong; an empty message shows the keys again."""
        self._said.setText(message)
        self._said.set_tone("against_us")
        self.setCurrentIndex(1 if message else 0)

    def show_reading(self, line: QuickLine, names: tuple[Name, ...], today: date) -> None:
        """Say what the marks still in the text mean."""
        parts = []
        if line.channel is not None:
            parts.append(tr(WORDS[line.channel]))
        if line.direction is Direction.INBOUND:
            parts.append(tr("they came to us"))
        if line.kind is not None:
            parts.append(tr(WORDS[line.kind]))
        for ours, ids in ((False, line.people), (True, line.colleagues)):
            parts += [each.name for each in names if each.ours is ours and each.id in ids]
        if line.minutes is not None:
            parts.append(formats().minutes(line.minutes))
        if line.sentiment is not None:
            parts.append(tr(sentiment_step(line.sentiment).label))
        if line.on is not None:
            parts.append(tr("on {day}", day=formats().weekday(line.on, today)))
        if line.due is not None:
            due = formats().weekday(line.due, today)
            step = line.step or tr("follow up")
            parts.append(tr("next: {what}, {day}", what=step, day=due))
        if parts:
            self._said.setText(tr("Understood: {parts}", parts=" · ".join(parts)))
            self._said.set_tone("text_2")
            self.setCurrentIndex(1)
        else:
            self.setCurrentIndex(0)
