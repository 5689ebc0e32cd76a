"""What the line was understood to say, as chips to correct, and what it leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayoutItem, QMenu, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, Channel, Direction, ExchangeKind, PromisedBy
from b2bdesk.services.quick_line import LineStep, QuickLine
from b2bdesk.services.quick_marks import Field, Mark, Name, Question
from b2bdesk.ui.composer.line_field import day_label, near_days
from b2bdesk.ui.composer.way_button import add_ways
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.icons import icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import sentiment_step, tokens
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.flow_layout import FlowLayout
from b2bdesk.ui.widgets.text import Text

_MINUTES = (5, 10, 15, 20, 30, 45, 60, 90, 120)
_FACES = {-2: ":((", -1: ":(", 0: ":|", 1: ":)", 2: ":))"}
_MOST_NAMES = 40
_DAYS_BACK = 6


class ReadingRow(QWidget):
    """Chips for one line. What a chip changes is written into the line, so that the line is all.

    ``replaced`` (start, end, text) writes; ``kept_plain`` (start, end) leaves a part as words;
    ``new_person`` (a Question) makes a contact of a name.
    """

    replaced = Signal(object, object, str)
    kept_plain = Signal(object, object)
    new_person = Signal(object)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[Name, ...] = ()
        self._today = date.min
        self._shown: object = None
        row = QHBoxLayout(self)
        row.setContentsMargins(theme().px(2), 0, 0, 0)
        holder = QWidget()
        self._flow = FlowLayout(holder, gap=6)
        row.addWidget(holder, 1)

    def show_line(
        self, line: QuickLine, text: str, names: Sequence[Name], today: date, error: str = ""
    ) -> None:
        """Show what a line says; ``error`` stands before it. A question hides what is clear."""
        key = (line.marks, line.questions, line.steps, line.gave, line.got, text, error)
        if key == self._shown:
            return
        self._shown = key
        self._names, self._today = tuple(names), today
        self._clear()
        if line.questions:
            self._ask(line.questions[0])
        elif error:
            self._say(error, "against_us")
        for chip in () if line.questions else self._chips(line):
            self._flow.addWidget(chip)
        for chip in self.chips:
            chip.show()  # at once: the Down key may follow before the layout does
        self._fit()

    @property
    def chips(self) -> list[Chip]:
        """The chips on show, in their order."""
        items: Iterable[QLayoutItem | None] = map(self._flow.itemAt, range(self._flow.count()))
        widgets = (None if item is None else item.widget() for item in items)
        return [widget for widget in widgets if isinstance(widget, Chip)]

    @property
    def words(self) -> str:
        """Everything on show, as it is read."""
        items: Iterable[QLayoutItem | None] = map(self._flow.itemAt, range(self._flow.count()))
        widgets = (None if item is None else item.widget() for item in items)
        return " · ".join(w.text() for w in widgets if isinstance(w, Chip | Text))

    def _clear(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                # Later: the menu of this very chip may be what asked for it.
                QTimer.singleShot(0, widget.deleteLater)

    def _fit(self) -> None:
        height = self._flow.heightForWidth(max(1, self.width() - theme().px(2)))
        if height != self.height():
            self.setFixedHeight(max(theme().size("chip"), height))
            self.resized.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- a name that is not clear --------------------------------------------------------------

    def _ask(self, question: Question) -> None:
        typed, start, end = question.typed, question.start, question.end
        if question.choices:
            asked = tr("Which {name}?", name=typed)
        else:
            asked = tr("“{name}” is not known at this account.", name=typed)
        self._say(asked, "attention_text")
        for who in question.choices[:_MOST_NAMES]:
            name = "ph.identification-card" if who.ours else "ph.user"
            self._answer(who.name, name, lambda w=who: self.replaced.emit(start, end, f"@{w.name}"))
        new = tr("Add {name} as a contact", name=typed)
        self._answer(new, "ph.user-plus", lambda: self.new_person.emit(question))
        self._answer(tr("Leave it as words"), "", lambda: self.kept_plain.emit(start, end))

    def _say(self, words: str, tone: str) -> None:
        said = Text(words, "caption", tone)
        said.setMinimumHeight(theme().size("chip"))
        self._flow.addWidget(said)

    def _answer(self, words: str, icon_name: str, chosen: object) -> None:
        assert callable(chosen)
        chip = Chip(words, icon_name=icon_name or None)
        chip.clicked.connect(lambda _=False: chosen())
        self._flow.addWidget(chip)

    # --- what is understood --------------------------------------------------------------------

    def _chips(self, line: QuickLine) -> Iterable[Chip]:
        for mark in line.marks:
            match mark.field:
                case Field.CHANNEL if line.channel is not None:
                    yield self._channel(mark, line.channel)
                case Field.DIRECTION if line.direction is not None:
                    yield self._direction(mark, line.direction, line.kind)
                case Field.PEOPLE if mark.who is not None:
                    yield self._person(mark, mark.who)
                case Field.MINUTES if line.minutes is not None:
                    yield self._minutes(mark, line.minutes)
                case Field.SENTIMENT if line.sentiment is not None:
                    yield self._sentiment(mark, line.sentiment)
                case Field.COMPLAINT:
                    words = tr("Complaint")
                    yield self._chip(words, "ph.warning-circle", mark.start, mark.end, QMenu())
                case Field.ON if line.on is not None:
                    yield self._day_it_was(mark, line.on)
        for step in line.steps:
            yield self._step(step)
        for title, words in ((tr("We gave"), line.gave), (tr("We got"), line.got)):
            if words:
                yield Chip(f"{title}: {words}", on=True, icon_name="ph.arrows-left-right")

    def _chip(self, words: str, name: str, start: int, end: int, menu: QMenu) -> Chip:
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(tr("Leave it as words")).triggered.connect(
            lambda: self.kept_plain.emit(start, end)
        )
        chip = Chip(words, menu=menu, closable=True, on=True, icon_name=name or None)
        chip.closed.connect(lambda: self.kept_plain.emit(start, end))
        return chip

    def _write(self, menu: QMenu, words: str, mark: Mark, by: str, name: str = "") -> None:
        action = menu.addAction(icon(name), words) if name else menu.addAction(words)
        action.triggered.connect(lambda _=False: self.replaced.emit(mark.start, mark.end, by))

    def _channel(self, mark: Mark, channel: Channel) -> Chip:
        menu, icons = QMenu(), tokens().icons["channel"]
        for each in Channel:
            self._write(menu, tr(WORDS[each]), mark, f"#{each.value}", icons[each.value])
        words = tr(WORDS[channel])
        return self._chip(words, icons[channel.value], mark.start, mark.end, menu)

    def _direction(self, mark: Mark, way: Direction, kind: ExchangeKind | None) -> Chip:
        menu = QMenu()
        add_ways(
            menu,
            lambda w, k: self.replaced.emit(
                mark.start, mark.end, f"{'<' if w is Direction.INBOUND else '>'}{k.value}"
            ),
        )
        listens = way is Direction.INBOUND
        words = [tr("They came to us") if listens else tr("We talk")]
        words += [tr(WORDS[kind])] if kind is not None else []
        name = tokens().icons["direction"]["listen" if listens else "talk"]
        return self._chip(", ".join(words), name, mark.start, mark.end, menu)

    def _person(self, mark: Mark, who: Name) -> Chip:
        menu = QMenu()
        for each in [other for other in self._names if other != who][:_MOST_NAMES]:
            name = "ph.identification-card" if each.ours else "ph.user"
            self._write(menu, each.name, mark, f"@{each.name}", name)
        name = "ph.identification-card" if who.ours else "ph.user"
        return self._chip(who.name, name, mark.start, mark.end, menu)

    def _minutes(self, mark: Mark, minutes: int) -> Chip:
        menu = QMenu()
        for each in _MINUTES:
            self._write(menu, formats().minutes(each), mark, f"{each}m")
        words = formats().minutes(minutes)
        return self._chip(words, "ph.clock", mark.start, mark.end, menu)

    def _sentiment(self, mark: Mark, value: int) -> Chip:
        menu = QMenu()
        for each, face in reversed(_FACES.items()):
            self._write(menu, tr(sentiment_step(each).label), mark, face, sentiment_step(each).icon)
        step = sentiment_step(value)
        return self._chip(tr(step.label), step.icon, mark.start, mark.end, menu)

    def _day_it_was(self, mark: Mark, on: date) -> Chip:
        menu = QMenu()
        for back in range(_DAYS_BACK + 1):
            day = date.fromordinal(self._today.toordinal() - back)
            self._write(menu, day_label(day, self._today), mark, f"^{day.isoformat()}")
        words = tr("on {day}", day=formats().weekday(on, self._today))
        return self._chip(words, "ph.calendar-blank", mark.start, mark.end, menu)

    def _step(self, step: LineStep) -> Chip:
        theirs = step.promised_by is PromisedBy.THEM
        what = step.what or tr("Follow up")
        words = [tr("They: {what}", what=what) if theirs else tr("Next: {what}", what=what)]
        if step.due is not None:
            words.append(formats().weekday(step.due, self._today))
        menu = QMenu()
        start, end = (step.end, step.end) if step.day is None else (step.day.start, step.day.end)
        for day in near_days(self._today):
            self._write(
                menu,
                day_label(day, self._today),
                Mark(Field.DUE, start, end),
                f"!{day.isoformat()}",
                "ph.flag",
            )
        name = "ph.handshake" if theirs else "ph.flag"
        chip = Chip(", ".join(words), menu=menu, closable=step.day is not None, on=True,
                    icon_name=name)  # fmt: skip
        if step.day is not None:
            menu.addSeparator()
            menu.addAction(tr("Without a day")).triggered.connect(
                lambda: self.replaced.emit(start, end, "")
            )
            chip.closed.connect(lambda: self.kept_plain.emit(start, end))
        return chip
