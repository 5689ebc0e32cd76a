"""The text of the composer: marks are offered while they are typed and taken once they are clear.

``#`` offers channels, ``@`` people, ``!`` days. What the list completes, and what a space makes
clear (``#visit``, ``<``, ``:)``), leaves the text and goes where it belongs. What is understood
from plain words stays in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, Channel
from b2bdesk.services.quick_dates import read_day
from b2bdesk.services.quick_line import LineStep, QuickLine, parse_line, without_marks
from b2bdesk.services.quick_marks import Field, Mark, Name, folded, matching_channels
from b2bdesk.services.quick_names import matching_names
from b2bdesk.services.quick_steps import Calendar
from b2bdesk.ui.composer.suggestions import Suggestion, SuggestionList
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.tokens import tokens

_CLEAR_AFTER_SPACE = (Field.CHANNEL, Field.DIRECTION, Field.SENTIMENT)
# Qt cuts what is pasted at 32,767 characters; a pasted mail is longer and becomes the note.
_LONGEST = 2_000_000


class LineField(QLineEdit):
    """A bare line that understands the marks of ``services.quick_line``."""

    marked = Signal(object)  # QuickLine: marks just taken out of the text
    submitted = Signal()
    left = Signal()  # Esc
    down = Signal()  # Down where nothing is offered
    tabbed = Signal()  # Tab, where ``tab_opens``

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.names: tuple[Name, ...] = ()
        self.plain: set[str] = set()
        self.tab_opens = False
        self.setMaxLength(_LONGEST)
        self.setProperty("bare", True)
        self.setAccessibleName(tr("What it was about"))
        self.setPlaceholderText(tr("What was it about?"))
        self.suggestions = SuggestionList(self)
        self.suggestions.chosen.connect(self._on_chosen)
        self.textEdited.connect(self._on_edited)

    def read(self) -> QuickLine:
        """What the line says as it stands."""
        return parse_line(
            self.text(), self.names, self._today(), month_first=month_first(), plain=self.plain
        )

    def calendar(self) -> Calendar:
        """The day the line is typed on, as its days are read."""
        return Calendar(self._today(), month_first())

    def select(self, start: int, end: int) -> None:
        """Put the focus on what is not understood."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setSelection(start, end - start)

    def replace_part(self, start: int, end: int, by: str) -> None:
        """Write something else in place of a part; "" takes it out with a space."""
        text = self.text()
        before, after = text[:start], text[end:]
        if not by:
            before, after = before.rstrip(), after.lstrip() if not before.strip() else after
        elif before and not before[-1].isspace() and start == end:
            by = f" {by}"
        self.setText(before + by + after)
        self.setCursorPosition(len(self.text()))

    def keep_plain(self, start: int, end: int) -> None:
        """Leave a part as words from now on."""
        self.plain.add(folded(self.text()[start:end]))
        self.textChanged.emit(self.text())

    # --- typing ----------------------------------------------------------------------------

    def _on_edited(self, text: str) -> None:
        cursor = self.cursorPosition()
        if cursor and text[cursor - 1].isspace():
            self._take_clear_marks(cursor)
        self.suggestions.offer(self._offers())

    def _take_clear_marks(self, cursor: int) -> None:
        text = self.text()
        line = self.read()
        clear = [
            each
            for each in line.marks
            if each.end < cursor
            and not text[each.start].isalnum()
            and (each.field in _CLEAR_AFTER_SPACE or self._is_whole_name(text, each))
            and text[each.start] in "#@<>:"
        ]
        if not clear:
            return
        taken = " ".join(text[each.start : each.end] for each in clear)
        found = parse_line(taken, self.names, self._today())
        self.setText(without_marks(text, clear))
        removed = len(text) - len(self.text())
        self.setCursorPosition(max(0, cursor - removed))
        self.marked.emit(found)

    def _is_whole_name(self, text: str, mark: Mark) -> bool:
        if mark.who is None or text[mark.start] != "@":
            return False
        return folded(text[mark.start + 1 : mark.end]) == folded(mark.who.name)

    def _offers(self) -> Sequence[Suggestion]:
        start = self._mark_start()
        if start is None:
            return ()
        typed = self.text()[start + 1 : self.cursorPosition()]
        match self.text()[start]:
            case "#":
                icons = tokens().icons["channel"]
                return [
                    Suggestion(tr(WORDS[each]), each, icons[each.value])
                    for each in (matching_channels(typed) if typed else Channel)
                ]
            case "@":
                return [
                    Suggestion(
                        tr("{name}, our team", name=each.name) if each.ours else each.name,
                        each,
                        "ph.identification-card" if each.ours else "ph.user",
                    )
                    for each in matching_names(typed, self.names)
                ]
            case _:
                return self._days(typed)

    def _mark_start(self) -> int | None:
        """Where the mark under the cursor begins; a name or a day may hold spaces."""
        cursor = self.cursorPosition()
        before = self.text()[max(0, cursor - 80) : cursor]
        for place in range(len(before) - 1, -1, -1):
            opens = place == 0 or before[place - 1].isspace()
            if before[place] in "#@!" and opens:
                words = before[place + 1 :].count(" ")
                if before[place] == "#" and words:
                    return None
                return max(0, cursor - 80) + place if words <= 2 else None
        return None

    def _days(self, typed: str) -> list[Suggestion]:
        today = self._today()
        if typed:
            day = read_day(typed.rstrip(), today, month_first=month_first())
            days = [] if day is None else [day]
        else:
            days = near_days(today)
        return [Suggestion(day_label(day, today), day, "ph.flag") for day in days]

    def _on_chosen(self, value: object) -> None:
        start = self._mark_start()
        if start is None:
            return
        text, cursor = self.text(), self.cursorPosition()
        self.setText(without_marks(text, [Mark(Field.PEOPLE, start, cursor)]))
        self.setCursorPosition(start)
        if isinstance(value, Channel):
            self.marked.emit(QuickLine("", channel=value))
        elif isinstance(value, Name):
            people, ours = ((), (value.id,)) if value.ours else ((value.id,), ())
            self.marked.emit(QuickLine("", people=people, colleagues=ours))
        elif isinstance(value, date):
            self.marked.emit(QuickLine("", steps=(LineStep("", value),)))

    # --- keys ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        offered = self.suggestions.isVisible()
        if offered and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.suggestions.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Down:
            self.down.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if offered and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.suggestions.take()
            else:
                self.suggestions.hide()
                self.submitted.emit()
        elif key == Qt.Key.Key_Escape:
            if offered:
                self.suggestions.hide()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if forward and self.suggestions.isVisible():
            self.suggestions.take()
            return True
        if forward and self.tab_opens:
            self.tabbed.emit()
            return True
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.suggestions.hide()


def month_first() -> bool:
    """True where the user writes the month before the day."""
    fifth = formats().parse_date("5/6/2020")
    return fifth == date(2020, 5, 6)


def near_days(today: date) -> list[date]:
    """Days that a next step is often due on."""
    monday = today + timedelta(days=7 - today.weekday())
    friday = today + timedelta(days=(4 - today.weekday() - 1) % 7 + 1)
    near = {today, today + timedelta(days=1), friday, monday, today + timedelta(days=14)}
    return sorted(near)


def day_label(day: date, today: date) -> str:
    """A day to choose: the word for it, and which day that is."""
    words = {0: tr("Today"), 1: tr("Tomorrow"), -1: tr("Yesterday")}
    named = formats().weekday(day, today)
    word = words.get((day - today).days)
    return tr("{word}, {day}", word=word, day=named) if word else named
