"""Beside the timeline: how long each side waits for an answer, and how fresh each contact is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.freshness import Freshness
from b2bdesk.services.response_times import Responses, ResponseTimes, Wait
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import ElidedText, Text

_MOST_SHOWN = 8
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ResponsePanel(Panel):
    """``chosen`` carries the exchanges that a figure is made of, and words for them."""

    chosen = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Response times"), edge=False, parent=parent)
        self.setToolTip(
            tr(
                "From an exchange until the other side's next one with one of the same people. "
                "Surveys and what is said elsewhere await no answer. Median of whole days, over "
                "waits that began in the last 12 months; those still open are in no median."
            )
        )
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().space(3))
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self.add(holder)

    def show_times(self, found: ResponseTimes) -> None:
        """Show what was computed."""
        _clear(self._grid)
        self.set_subtitle(tr("median of whole days, 12 months"))
        self._side(0, tr("We answer"), tr("our answers"), tr("open with us"), found.ours)
        self._side(2, tr("They answer"), tr("their answers"), tr("open with them"), found.theirs)
        self.setVisible(bool(_waits(found.ours) or _waits(found.theirs)))

    def _side(self, row: int, title: str, answers: str, waiting: str, found: Responses) -> None:
        days = MISSING if found.median_days is None else _days(found.median_days)
        value = Text(days, "table", weight="semibold")
        value.setAccessibleName(f"{title}: {days}")
        self._grid.addWidget(Text(title, "table", weight="medium"), row, 0)
        self._grid.addWidget(value, row, 2, _RIGHT)
        if found.answered:
            words = trn("{n} answer", "{n} answers", len(found.answered))
            self._grid.addWidget(self._link(words, found.answered, answers), row + 1, 0)
        if found.open:
            longest = formats().days(max(each.days for each in found.open))
            count = trn("{n} open", "{n} open", len(found.open))
            words = tr("{open}, longest {days}", open=count, days=longest)
            self._grid.addWidget(self._link(words, found.open, waiting), row + 1, 1, 1, 2, _RIGHT)

    def _link(self, words: str, waits: Sequence[Wait], said: str) -> Button:
        ids: dict[int, None] = {}
        for each in waits:
            ids[each.asked] = None
            if each.answer is not None:
                ids[each.answer] = None
        chosen = partial(self.chosen.emit, tuple(ids), tr("Only: {what}", what=said))
        return Button(words, "link", on_click=chosen)


class FreshnessPanel(Panel):
    """``chosen`` carries a person's id and name."""

    chosen = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Freshness"), edge=False, parent=parent)
        self._rows: tuple[Freshness, ...] = ()
        self._every = False
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().space(2))
        self._grid.setVerticalSpacing(theme().px(2))
        self._grid.setColumnStretch(0, 1)
        self.add(holder)

    def show_people(self, rows: Sequence[Freshness]) -> None:
        """Show each person's last exchange, the longest waits first."""
        self._rows = tuple(rows)
        self._fill()
        self.setVisible(bool(rows))

    def _fill(self) -> None:
        _clear(self._grid)
        late = sum(row.late for row in self._rows)
        words = tr("last exchange with each person")
        if late:
            words = trn("{n} person beyond the usual gap", "{n} people beyond the usual gap", late)
        self.set_subtitle(words)
        shown = self._rows if self._every else self._rows[:_MOST_SHOWN]
        for number, row in enumerate(shown):
            name = Button(
                row.name, "link", on_click=partial(self.chosen.emit, row.person, row.name)
            )
            words, tone = freshness_words(row)
            name.setAccessibleName(f"{row.name}, {words}")
            said = ElidedText(words, "table", tone)
            said.setAlignment(_RIGHT)
            self._grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(said, number, 1)
        if len(self._rows) > _MOST_SHOWN:
            hidden = len(self._rows) - _MOST_SHOWN
            words = tr("Show fewer") if self._every else trn("{n} more", "{n} more", hidden)
            more = Button(words, "link", on_click=self._toggle)
            self._grid.addWidget(more, len(shown), 0, Qt.AlignmentFlag.AlignLeft)

    def _toggle(self) -> None:
        self._every = not self._every
        self._fill()


def freshness_words(row: Freshness) -> tuple[str, str]:
    """ "45 d, usual 20 d", and the tone it is said in."""
    if row.age is None:
        return tr("never met"), "text_2"
    age = formats().age(row.age)
    if row.every is None:
        return age, "text_2"
    every = formats().age(round(row.every))
    if row.planned:
        words = tr("{age}, plan {every}", age=age, every=every)
    else:
        words = tr("{age}, usual {every}", age=age, every=every)
    return (tr("late: {words}", words=words), "against_us") if row.late else (words, "text_2")


def _days(count: float) -> str:
    if count == 0:
        return tr("same day")
    whole = float(count).is_integer()
    if whole:
        return formats().days(int(count))
    return tr("{number} days", number=formats().number(count, 1))


def _waits(found: Responses) -> int:
    return len(found.answered) + len(found.open)


def _clear(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
