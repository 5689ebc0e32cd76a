"""The line an exchange is logged in: channel, people, text, sentiment, minutes, next step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import (
    INBOUND_KINDS,
    OUTBOUND_KINDS,
    WORDS,
    Channel,
    Direction,
    ExchangeKind,
)
from b2bdesk.queries.exchanges import ContactRow, list_contacts
from b2bdesk.services.exchanges import ExchangeDraft, log_exchange
from b2bdesk.services.next_steps import StepDraft
from b2bdesk.services.quick_line import Name, QuickLine
from b2bdesk.ui.composer.hints import HintRow
from b2bdesk.ui.composer.line_field import LineField
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.icons import icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.drawing import rounded
from b2bdesk.ui.widgets.fields import DateField, set_error
from b2bdesk.ui.widgets.segmented import SentimentPicker
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import v_rule

_ONE_ROW_FROM = 1080


class ExchangeComposer(QWidget):
    """Logs an exchange with one account. ``logged`` carries its id; ``left`` is Esc."""

    logged = Signal(object)
    left = Signal()

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.account: int | None = None
        self._account_name = ""
        self._direction = Direction.OUTBOUND
        self._kind: ExchangeKind | None = None
        self._channel = Channel.CALL
        self._people: dict[int, Chip] = {}
        self._colleagues: dict[int, Chip] = {}
        self._busy = False
        self._build()
        self._show_way()
        log = QShortcut(QKeySequence("Ctrl+Return"), self)
        log.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        log.activated.connect(self.log)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def _build(self) -> None:
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        self._frame = _Frame()
        rows = QVBoxLayout(self._frame)
        rows.setContentsMargins(look.px(6), look.px(5), look.px(6), look.px(5))
        rows.setSpacing(look.px(4))
        self._rows = rows
        self._first = QHBoxLayout()
        self._first.setSpacing(look.px(6))
        self.way = Button("", "flat", menu=QMenu())
        self.way.setToolTip(tr("Channel and direction"))
        self._menu = self.way.menu()
        self._menu.aboutToShow.connect(self._fill_menu)
        self._first.addWidget(self.way)
        self._first.addWidget(v_rule())
        self._chips = QHBoxLayout()
        self._chips.setSpacing(look.px(4))
        self._first.addLayout(self._chips)
        self.line = LineField(lambda: self.ctx.as_of)
        self.line.setMinimumWidth(look.px(160))
        self.line.marked.connect(self._on_marked)
        self.line.submitted.connect(self.log)
        self.line.left.connect(self.left)
        self.line.textChanged.connect(self._on_text)
        self._first.addWidget(self.line, 1)
        rows.addLayout(self._first)
        self._second = QWidget()
        more = QHBoxLayout(self._second)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(look.px(6))
        self.sentiment = SentimentPicker()
        self.sentiment.setFixedWidth(look.px(150))
        more.addWidget(self.sentiment)
        self.minutes = QLineEdit()
        self.minutes.setProperty("bare", True)
        self.minutes.setPlaceholderText(tr("min"))
        self.minutes.setAccessibleName(tr("Minutes"))
        self.minutes.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.minutes.setFixedWidth(look.px(46))
        self.minutes.returnPressed.connect(self.log)
        more.addWidget(v_rule())
        more.addWidget(self.minutes)
        more.addWidget(v_rule())
        self.step = QLineEdit()
        self.step.setProperty("bare", True)
        self.step.setPlaceholderText(tr("Next step"))
        self.step.setAccessibleName(tr("Next step"))
        self.step.setMinimumWidth(look.px(110))
        self.step.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.step.returnPressed.connect(self.log)
        more.addWidget(IconLabel("ph.flag"))
        more.addWidget(self.step, 1)
        self.due = DateField(reference=lambda: self.ctx.as_of)
        self.due.setProperty("bare", True)
        self.due.setPlaceholderText(tr("Due"))
        self.due.setAccessibleName(tr("Due"))
        self.due.setFixedWidth(look.px(92))
        self.due.returnPressed.connect(self.log)
        more.addWidget(self.due)
        self.button = Button(tr("Log"), "primary", keys=tr("Ctrl ↵"), on_click=self.log)
        more.addWidget(self.button)
        rows.addWidget(self._second)
        self._one_row = False
        column.addWidget(self._frame)
        self.hints = HintRow()
        column.addWidget(self.hints)

    # --- whose exchange ----------------------------------------------------------------------

    def set_account(self, account: int, name: str = "") -> None:
        """Log with this account from now on; what was typed for another one is dropped."""
        if account != self.account:
            self.clear()
        self.account, self._account_name = account, name
        as_of = self.ctx.as_of
        self.ctx.read(
            f"composer-people-{id(self)}",
            self,
            lambda s: list_contacts(s, account, as_of),
            self._on_contacts,
        )

    def _on_contacts(self, rows: tuple[ContactRow, ...]) -> None:
        info = self.ctx.info
        team = () if info is None else info.team
        self.line.names = (
            *(Name(row.id, row.name) for row in rows),
            *(
                Name(row.id, row.name, ours=True)
                for row in team
                if row.active and row.id != self.ctx.me
            ),
        )

    def focus(self) -> None:
        """Put the cursor into the text."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear(self) -> None:
        """Start over; the channel stays as it was last used."""
        for chips in (self._people, self._colleagues):
            for chip in chips.values():
                chip.deleteLater()
            chips.clear()
        self._direction, self._kind = Direction.OUTBOUND, None
        self.line.clear()
        self.sentiment.set_value(None)
        self.minutes.clear()
        self.step.clear()
        self.due.set_value(None)
        self._show_way()
        self._show_error(None)

    # --- what was said -----------------------------------------------------------------------

    def _on_marked(self, found: QuickLine) -> None:
        """Marks left the text: put them where they belong."""
        if found.channel is not None:
            self._channel = found.channel
        if found.direction is not None:
            self._direction, self._kind = found.direction, found.kind
        if found.minutes is not None:
            self.minutes.setText(str(found.minutes))
        if found.sentiment is not None:
            self.sentiment.set_value(found.sentiment)
        if found.due is not None:
            self.due.set_value(found.due)
        for person in found.people:
            self._add_chip(self._people, person, ours=False)
        for person in found.colleagues:
            self._add_chip(self._colleagues, person, ours=True)
        self._show_way()
        self._on_text()

    def _add_chip(self, chips: dict[int, Chip], person: int, *, ours: bool) -> None:
        if person in chips:
            return
        name = next(
            (each.name for each in self.line.names if each.id == person and each.ours is ours), ""
        )
        mark = "ph.identification-card" if ours else None
        chip = Chip(name, closable=True, on=True, icon_name=mark)
        chip.closed.connect(lambda: self._drop_chip(chips, person))
        chips[person] = chip
        self._chips.addWidget(chip)

    def add_person(self, person: int, name: str) -> None:
        """Someone of theirs who took part, known before a word is typed."""
        if not any(each.id == person and not each.ours for each in self.line.names):
            self.line.names = (*self.line.names, Name(person, name))
        self._add_chip(self._people, person, ours=False)

    def _drop_chip(self, chips: dict[int, Chip], person: int) -> None:
        chip = chips.pop(person, None)
        if chip is not None:
            chip.deleteLater()
            self.focus()

    def _show_way(self) -> None:
        self.way.setText(tr(WORDS[self._channel]))
        self.way.set_icon_name(tokens().icons["channel"][self._channel.value])
        kind = tr(WORDS[self._kind]) if self._kind else ""
        way = tr("They came to us") if self._direction is Direction.INBOUND else tr("We talk")
        described = ", ".join(part for part in (self.way.text(), way, kind) if part)
        self.way.setAccessibleName(described)
        self.way.setToolTip(described)
        arrow = "↙" if self._direction is Direction.INBOUND else "↗"
        self.way.setText(f"{arrow} {self.way.text()}")
        self._frame.update()

    def _fill_menu(self) -> None:
        menu = self._menu
        menu.clear()
        for channel in Channel:
            action = menu.addAction(
                icon(tokens().icons["channel"][channel.value]), tr(WORDS[channel])
            )
            action.triggered.connect(
                lambda _=False, each=channel: self._on_marked(QuickLine("", channel=each))
            )
        menu.addSeparator()
        for way, title, kinds in (
            (Direction.OUTBOUND, tr("We talk"), OUTBOUND_KINDS),
            (Direction.INBOUND, tr("They came to us"), INBOUND_KINDS),
        ):
            part = menu.addMenu(title)
            for kind in kinds:
                entry = part.addAction(tr(WORDS[kind]))
                entry.triggered.connect(
                    lambda _=False, w=way, k=kind: self._on_marked(
                        QuickLine("", direction=w, kind=k)
                    )
                )

    def _on_text(self) -> None:
        self._show_error(None)
        line = self.line.read()
        self.hints.show_reading(line, self.line.names, self.ctx.as_of)

    def draft(self) -> ExchangeDraft:
        """What would be logged now. ``DomainError`` names the field that is not understood."""
        line = self.line.read()
        if line.problems:
            self.line.select_problem(line.problems[0])
            raise DomainError(line.problems[0].message, field="line")
        minutes = line.minutes
        if minutes is None and self.minutes.text().strip():
            minutes = formats().parse_integer(self.minutes.text())
            if minutes is None:
                raise DomainError(tr("Minutes are a whole number."), field="minutes")
        if not self.due.is_valid:
            raise DomainError(tr("Not a day. Try fri, 5 jun or tomorrow."), field="due")
        due = line.due or self.due.value
        what = line.step or self.step.text().strip()
        if due is not None and not what:
            what = tr("Follow up: {subject}", subject=line.subject) if line.subject else ""
        way, kind = self._direction, self._kind
        if line.direction is not None:
            way, kind = line.direction, line.kind
        assert self.account is not None
        return ExchangeDraft(
            account=self.account,
            subject=line.subject,
            on=line.on,
            direction=way,
            kind=kind,
            channel=line.channel or self._channel,
            minutes=minutes,
            sentiment=line.sentiment if line.sentiment is not None else self.sentiment.value,
            people=tuple(dict.fromkeys((*self._people, *line.people))),
            colleagues=tuple(dict.fromkeys((*self._colleagues, *line.colleagues))),
            step=StepDraft(what, due) if what else None,
        )

    def log(self) -> None:
        """Log what is there, or say beside the field what is wrong."""
        if self._busy or self.account is None:
            return
        try:
            draft = self.draft()
        except DomainError as error:
            self._show_error(error)
            return
        self._busy = True
        as_of, me = self.ctx.as_of, self.ctx.me
        self.ctx.write(
            tr("Log exchange “{subject}”", subject=draft.subject),
            self,
            lambda s: log_exchange(s, draft, as_of, me),
            lambda made: self._on_logged(made, draft),
            self._on_failed,
            toast=tr("Exchange logged"),
        )

    def _on_logged(self, made: int, draft: ExchangeDraft) -> None:
        self._busy = False
        self._channel = draft.channel
        self.clear()
        self.logged.emit(made)

    def _on_failed(self, error: B2BDeskError) -> None:
        self._busy = False
        self._show_error(error)

    def _show_error(self, error: B2BDeskError | None) -> None:
        name = error.field if isinstance(error, DomainError) else ""
        fields = {"minutes": self.minutes, "due": self.due, "step": self.step}
        for key, field in fields.items():
            set_error(field, key == name)
        self._frame.wrong = error is not None
        self._frame.update()
        self.hints.show_error("" if error is None else str(error))
        if error is not None and name not in ("line", ""):
            fields.get(name, self.line).setFocus(Qt.FocusReason.OtherFocusReason)

    # --- looks -------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        one_row = self.width() >= theme().px(_ONE_ROW_FROM)
        if one_row != self._one_row:
            self._one_row = one_row
            (self._rows if one_row else self._first).removeWidget(self._second)
            if one_row:
                self._first.addWidget(self._second)
            else:
                self._rows.addWidget(self._second)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        active = new is not None and self.isAncestorOf(new)
        if active != self._frame.active:
            self._frame.active = active
            self._frame.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._frame.update()


class _Frame(QWidget):
    """The box around the line: accent while it has the focus, vermilion where it is wrong."""

    active = False
    wrong = False

    def paintEvent(self, _event: QPaintEvent) -> None:
        line = "against_us" if self.wrong else "accent" if self.active else "line_control"
        width = 2.0 if self.active or self.wrong else 1.0
        radius = theme().radius("panel")
        rounded(QPainter(self), QRectF(self.rect()), radius, "panel", line, width)
