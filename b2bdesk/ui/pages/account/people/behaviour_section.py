"""What a person does, as it was seen: how often, when last, and in which exchanges."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.dates import date_of
from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.queries.behaviours import list_behaviour_words
from b2bdesk.queries.exchanges import ExchangeRow
from b2bdesk.queries.people_rows import BehaviourRow, BehaviourTime, ExchangeLink
from b2bdesk.services.people_map import MapSeat
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.account.people.edits import PeopleEdits
from b2bdesk.ui.pages.account.people.exchange_picker import (
    ExchangeLinkRow,
    link_words,
    open_exchange,
    pick_exchange,
)
from b2bdesk.ui.pages.account.people.section import Section, clear
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text, rounded, text_width
from b2bdesk.ui.widgets.fields import DateField, set_error
from b2bdesk.ui.widgets.text import Text

_TIMES_SHOWN = 8


class _Row(QAbstractButton):
    """The words at the left, how often and when last at the right; a click opens the times."""

    def __init__(self, row: BehaviourRow) -> None:
        super().__init__()
        self.row = row
        times = trn("{n} time", "{n} times", len(row.times))
        last = formats().date_full(date_of(row.times[0].day))
        self._right = times
        words = tr("{what}, {times}, last on {day}", what=row.what, times=times, day=last)
        self.setText(row.what)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().size("control_in_row"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            rounded(painter, box, look.radius("control"), "hover")
        font = look.font("table")
        room = text_width(self._right, font) + 1
        right = QRectF(box.right() - room, 0, room, box.height())
        draw_text(painter, right, self._right, font, "text_3", RIGHT, elide=False)
        left = QRectF(0, 0, box.width() - room - look.space(2), box.height())
        draw_text(painter, left, self.text(), font, "text", LEFT)


class BehaviourSection(Section):
    """Rows of behaviours; "Add" opens a line for a further one."""

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__(tr("Behaviours"), tr("Add"), self._on_add_asked)
        self._edits = edits
        self._seat: MapSeat | None = None
        self._renamed: BehaviourRow | None = None
        self._empty = Text(
            tr("Nothing seen yet. What does this person do, again and again?"),
            "table",
            "text_3",
            wrap=True,
        )
        self.column.addWidget(self._empty)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.column.addLayout(self._rows)
        self.entry = QWidget()
        self._build_entry()
        self.column.addWidget(self.entry)
        self.entry.hide()

    def _build_entry(self) -> None:
        look = theme()
        column = QVBoxLayout(self.entry)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space(1))
        self.what = QLineEdit()
        self.what.setMaxLength(2_000_000)  # what is too long is refused with words, never cut
        self.what.setPlaceholderText(tr("For example: asks for three quotes"))
        self.what.setAccessibleName(tr("What was seen"))
        self.what.returnPressed.connect(self._on_entered)
        column.addWidget(self.what)
        row = QHBoxLayout()
        row.setSpacing(look.space(1))
        ctx = self._edits.ctx
        self.day = DateField(reference=lambda: ctx.as_of)
        self.day.setAccessibleName(tr("Seen on"))
        self.day.returnPressed.connect(self._on_entered)
        row.addWidget(self.day, 1)
        self.link_button = IconButton(
            "ph.link", tr("Choose the exchange in which it was seen"), on_click=self._pick
        )
        row.addWidget(self.link_button)
        self.save_button = Button(tr("Add"), compact=True, on_click=self._on_entered)
        row.addWidget(self.save_button)
        row.addWidget(IconButton("ph.x", tr("Cancel"), on_click=self._close))
        column.addLayout(row)
        self.link = ExchangeLinkRow(ctx, lambda: self.link.show_link(None))
        column.addWidget(self.link)
        self.problem = Text("", "caption", "against_us", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)

    # --- showing -----------------------------------------------------------------------------

    def show_seat(self, seat: MapSeat) -> None:
        """Show what is known of a seat; what is being typed about the same one stays."""
        if self._seat is None or self._seat.id != seat.id:
            self._close()
        self._seat = seat
        rows = seat.row.behaviours
        self._empty.setVisible(not rows)
        now = self.focusWidget()
        kept = now.row.what if isinstance(now, _Row) and now.hasFocus() else None
        clear(self._rows)
        for each in rows:
            made = _Row(each)
            made.clicked.connect(partial(self._open_menu, made))
            self._rows.addWidget(made)
            if each.what == kept:
                made.setFocus()

    def rows(self) -> list[QAbstractButton]:
        """The behaviours on show."""
        found = [self._rows.itemAt(n) for n in range(self._rows.count())]
        return [w for item in found if item and isinstance(w := item.widget(), QAbstractButton)]

    def _open_menu(self, row: _Row, _checked: bool = False) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add, found = menu.addAction, row.row
        add(tr("Seen again today")).triggered.connect(lambda: self._again(found))
        add(tr("Seen in an exchange…")).triggered.connect(lambda: self._again_in(row))
        menu.addSeparator()
        for time in found.times[:_TIMES_SHOWN]:
            self._add_time(menu, time)
        rest = len(found.times) - _TIMES_SHOWN
        if rest > 0:
            add(trn("and {n} earlier", "and {n} earlier", rest)).setEnabled(False)
        menu.addSeparator()
        add(tr("Change the words")).triggered.connect(lambda: self._rename(found))
        last = add(tr("Take away the last time"))
        last.triggered.connect(lambda: self._remove(found.times[:1]))
        last.setVisible(len(found.times) > 1)
        add(tr("Remove")).triggered.connect(lambda: self._remove(found.times))
        menu.popup(row.mapToGlobal(row.rect().bottomLeft()))

    def _add_time(self, menu: QMenu, time: BehaviourTime) -> None:
        link = time.exchange
        if link is None:
            menu.addAction(formats().date_full(date_of(time.day))).setEnabled(False)
            return
        shown = link_words(link).replace("&", "&&")
        menu.addAction(shown).triggered.connect(lambda: open_exchange(self._edits.ctx, link))

    # --- changing ----------------------------------------------------------------------------

    def _on_add_asked(self) -> None:
        self._open(None)

    def _open(self, renamed: BehaviourRow | None) -> None:
        self._renamed = renamed
        self._say("")
        self.what.setText(renamed.what if renamed else "")
        self.day.set_value(self._edits.ctx.as_of)
        self.link.show_link(None)
        for part in (self.day, self.link_button):
            part.setVisible(renamed is None)
        self.save_button.setText(tr("Save") if renamed else tr("Add"))
        self.entry.show()
        self.what.setFocus()
        self._edits.ctx.read("behaviour-words", self, list_behaviour_words, self._offer)

    def _offer(self, words: tuple[str, ...]) -> None:
        completer = QCompleter(list(words), self.what)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.what.setCompleter(completer)

    def _close(self) -> None:
        self.entry.hide()
        self._renamed = None

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        set_error(self.what, False)
        set_error(self.day, False)

    def _on_entered(self) -> None:
        seat, member = self._seat, self._edits.member
        if seat is None or not self.entry.isVisible():
            return
        if self._renamed is not None:
            member.rename_behaviour(
                seat, self._renamed, self.what.text(), self._on_done, self._on_refused
            )
            return
        day, link = self.day.value, self.link.link
        if day is None:
            self._say(tr("Enter the day on which it was seen."))
            set_error(self.day, True)
            return
        member.add_behaviour(
            seat,
            self.what.text(),
            day,
            link.id if link else None,
            self._on_done,
            self._on_refused,
        )

    def _on_done(self, _made: object) -> None:
        self._close()
        self.action.setFocus()

    def _on_refused(self, error: B2BDeskError) -> None:
        self._say(str(error))
        wrong = self.day if getattr(error, "field", "") == "day" else self.what
        set_error(wrong, True)
        wrong.setFocus()

    def _pick(self) -> None:
        seat = self._seat
        if seat is not None:
            pick_exchange(
                self._edits.ctx,
                self._edits.account,
                seat.row.person.id,
                self.link_button,
                self._on_picked,
            )

    def _on_picked(self, row: ExchangeRow) -> None:
        self.link.show_link(ExchangeLink(row.id, row.account_id, row.on, row.channel, row.subject))
        self.day.set_value(row.on)
        self.what.setFocus()

    def _again(self, row: BehaviourRow) -> None:
        seat = self._seat
        if seat is not None:
            self._edits.member.add_behaviour(
                seat, row.what, self._edits.ctx.as_of, None, lambda _: None, self._on_refused
            )

    def _again_in(self, row: _Row) -> None:
        seat = self._seat
        if seat is None:
            return

        def picked(found: ExchangeRow) -> None:
            self._edits.member.add_behaviour(
                seat, row.row.what, found.on, found.id, lambda _: None, self._on_refused
            )

        person = seat.row.person.id
        pick_exchange(self._edits.ctx, self._edits.account, person, row, picked)

    def _rename(self, row: BehaviourRow) -> None:
        self._open(row)

    def _remove(self, times: tuple[BehaviourTime, ...]) -> None:
        if self._seat is not None:
            self._edits.member.remove_behaviour(self._seat, times)
