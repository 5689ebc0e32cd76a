"""What the lens over the map says in the inspector: what changed since, or what would be lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.models.enums import WORDS
from b2bdesk.services.departure import Departure, Standing
from b2bdesk.services.map_changes import MapChange, Sense
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.rating import finding_detail, finding_title, rating_mark
from b2bdesk.ui.pages.account.people.section import Section, clear
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text

_SENSES = {
    Sense.FOR_US: ("ph.arrow-up-right", "for_us"),
    Sense.AGAINST_US: ("ph.arrow-down-right", "against_us"),
    Sense.NEITHER: ("ph.circle", "text_3"),
}

_VALUE_WIDTH = 72


def _column(owner: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().space(2))
    return column


class ChangesPanel(QWidget):
    """What changed from the day of the map until now; a sentence opens the person it is about."""

    person_asked = Signal(object)  # person id

    def __init__(self) -> None:
        super().__init__()
        self._rows = _column(self)

    def show_changes(self, since: date, until: date, changes: Sequence[MapChange]) -> None:
        """Show the sentences, those of whole maps first as they come."""
        clear(self._rows)
        first, last = formats().date_full(since), formats().date_full(until)
        if not changes:
            said = tr("Nothing changed between {first} and {last}.", first=first, last=last)
            self._rows.addWidget(Text(said, "body", "text_2", wrap=True))
            return
        count = trn("{n} change until {day}", "{n} changes until {day}", len(changes), day=last)
        self._rows.addWidget(Text(count, "table", "text_2"))
        for change in changes:
            self._rows.addWidget(self._row(change))

    def _row(self, change: MapChange) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space(2))
        icon, role = _SENSES[change.sense]
        row.addWidget(IconLabel(icon, role))
        row.addWidget(Text(change.words, "table", wrap=True), 1)
        if change.person is not None:
            person = change.person
            show = Button(tr("Show"), "link", compact=True,
                          on_click=lambda: self.person_asked.emit(person))  # fmt: skip
            show.setAccessibleName(tr("Show who this is about: {words}", words=change.words))
            row.addWidget(show)
        senses = {Sense.FOR_US: tr("for us"), Sense.AGAINST_US: tr("against us")}
        told = senses.get(change.sense)
        made.setAccessibleName(f"{change.words}, {told}" if told else change.words)
        return made


class DeparturePanel(QWidget):
    """The account with and without a person, side by side, and what would be lost."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = _column(self)

    def show_departure(self, found: Departure) -> None:
        """Show a comparison."""
        clear(self._rows)
        self._rows.addWidget(_side_by_side("", tr("Now"), tr("Without"), head=True))
        for label, now, then, worse in _compared(found):
            self._rows.addWidget(_side_by_side(label, now, then, worse=worse))
        lost = _lost(found)
        section = Section(tr("What would be lost"))
        for words in lost or [tr("Nothing that nobody else holds.")]:
            section.column.addWidget(Text(words, "table", wrap=True))
        self._rows.addWidget(section)
        if found.findings:
            weak = Section(tr("What would weaken the map"))
            for finding in found.findings:
                title, detail = finding_title(finding), finding_detail(finding)
                words = tr("{title}: {detail}", title=title, detail=detail)
                weak.column.addWidget(Text(words, "table", wrap=True))
            self._rows.addWidget(weak)


def _side_by_side(
    label: str, now: str, then: str, *, worse: bool = False, head: bool = False
) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme().space(1))
    row.addWidget(Text(label, "table", "text_2", wrap=True), 1)
    tone = "text_2" if head else "text"
    for words, marked in ((now, False), (then, worse)):
        value = Text(
            words,
            "table",
            "against_us" if marked else tone,
            weight="semibold" if marked else "regular",
            wrap=True,
        )
        value.setFixedWidth(theme().px(_VALUE_WIDTH))
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(value)
    if label:
        made.setAccessibleName(
            tr("{what}: now {now}, without {then}", what=label, now=now, then=then)
        )
    return made


def _compared(found: Departure) -> list[tuple[str, str, str, bool]]:
    """(label, now, without, whether that is worse)."""
    now, then = found.now, found.then
    order = ("red", "amber", "green")
    rated = now.rating is not None and then.rating is not None
    worse = rated and order.index(str(then.rating)) < order.index(str(now.rating))
    rows = [
        (tr("Map"), _rating(now), _rating(then), worse or (now.rating is not None and not rated)),
        (
            tr("Key players for us"),
            _of(now.won, now.key_players),
            _of(then.won, then.key_players),
            then.won < now.won,
        ),
        (
            tr("Roles nobody holds"),
            formats().integer(len(now.missing)),
            formats().integer(len(then.missing)),
            len(then.missing) > len(now.missing),
        ),
        (
            tr("People we know"),
            _of(now.covered, now.people),
            _of(then.covered, then.people),
            then.covered < now.covered,
        ),
    ]
    if now.reached is not None or then.reached is not None:
        less = then.reached is None or (now.reached is not None and then.reached < now.reached)
        wanted = tr("Coverage we want, reached")
        rows.append((wanted, _share(now.reached), _share(then.reached), less))
    up = now.risk is not None and then.risk is not None and then.risk > now.risk
    still = tr("Still active in 12 months")
    rows.append((still, _active(now), _active(then), up))
    return rows


def _of(part: int, whole: int) -> str:
    return tr("{part} of {whole}", part=formats().integer(part), whole=formats().integer(whole))


def _share(value: float | None) -> str:
    return "–" if value is None else formats().percent(value)


def _active(side: Standing) -> str:
    return _share(None if side.risk is None else 1 - side.risk)


def _rating(side: Standing) -> str:
    return "–" if side.rating is None else rating_mark(side.rating).label


def _lost(found: Departure) -> list[str]:
    name = found.name
    lines = []
    for role, unit in found.roles:
        words = {"role": lowered(tr(WORDS[role])), "unit": unit}
        if unit:
            lines.append(tr("Nobody else is {role} in {unit}.", **words))
        else:
            lines.append(tr("Nobody else is {role}.", role=words["role"]))
    if found.share:
        share = formats().percent(found.share)
        lines.append(tr("{name} took part in {share} of the exchanges of twelve months.",
                        name=name, share=share))  # fmt: skip
    lines += [tr("{colleague} knows nobody else there.", colleague=who) for who in found.cut_off]
    if found.reports:
        names = ", ".join(found.reports)
        lines.append(tr("Reporting to {name}: {names}.", name=name, names=names))
    lines += [tr("Open with {name}: {what}", name=name, what=step.what) for step in found.steps]
    return lines
