"""The columns of the lists on Today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from b2bdesk.core.i18n import mark, tr
from b2bdesk.models.enums import WORDS, RenewalState, Role, Stance
from b2bdesk.queries.contracts import ContractRow
from b2bdesk.services.retention import AccountRisk
from b2bdesk.services.today import (
    AccountGaps,
    Gap,
    LapsedAccount,
    OverdueOrder,
    Resting,
    SilentAccount,
)
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.tables.cells import Cell, IconTextCell, MoneyCell, PercentCell
from b2bdesk.ui.tables.model import Column
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import tokens
from b2bdesk.ui.widgets.drawing import RIGHT, draw_text

_GAPS = {
    Gap.NO_DECIDER: (mark("Decider unknown"), "ph.user-focus"),
    Gap.NO_BUDGET_HOLDER: (mark("Budget holder unknown"), "ph.user-focus"),
    Gap.LEFT: (mark("{leaver} left {day}"), "ph.user-minus"),
    Gap.SINGLE_THREADED: (mark("Single-threaded, {who}"), "ph.git-commit"),
}
_RENEWAL_ICONS = {
    RenewalState.NOT_STARTED: ("ph.circle-dashed", "against_us"),
    RenewalState.IN_TALKS: ("ph.circle-half", "attention"),
    RenewalState.OFFER_SENT: ("ph.circle-half", "attention"),
    RenewalState.RENEWED: ("ph.check-circle", "for_us"),
    RenewalState.ENDED: ("ph.x-circle", "neutral"),
}


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """An overdue order with what retention says of the account, once that is known."""

    order: OverdueOrder
    risk: AccountRisk | None


@dataclass(frozen=True, slots=True)
class CyclesCell(Cell):
    """Cycles late as a bar, on which a line marks one cycle, and the number."""

    right: bool = True
    most: float = 8.0

    def text(self, value: Any) -> str:
        return MISSING if value is None else formats().number(value, 1)

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        look = theme()
        room = look.px(36)
        number = QRectF(box.right() - room, box.top(), room, box.height())
        draw_text(painter, number, self.text(value), look.font("table", "medium"), "text", RIGHT)
        width = box.width() - room - look.px(8)
        if value is None or width < look.px(16):
            return
        y = box.center().y() - look.px(3)
        track = QRectF(box.left(), y, width, look.px(6))
        painter.fillRect(track, look.color("sunken"))
        share = min(1.0, value / self.most)
        painter.fillRect(
            QRectF(track.left(), y, width * share, look.px(6)), look.color("against_us")
        )
        one = track.left() + width / self.most
        painter.fillRect(QRectF(one - 0.5, y - 2, 1, look.px(6) + 4), look.color("text"))


def overdue_columns(as_of: Callable[[], date]) -> list[Column[OverdueRow]]:
    """Account, cycles late, last order, usual gap, still active, expected loss."""

    def loss(row: OverdueRow) -> int | None:
        return None if row.risk is None else row.risk.expected_loss_minor

    def active(row: OverdueRow) -> float | None:
        return None if row.risk is None else row.risk.still_active

    loss_title = " ".join(tr("Expected\nloss").split())  # the short form for narrow columns
    return [
        Column(
            "account",
            tr("Account"),
            lambda row: row.order.account,
            Cell(weight="medium"),
            width=118,
            stretch=True,
            row_tooltip=lambda row: row.order.account,
        ),
        Column(
            "cycles", tr("Cycles late"), lambda row: row.order.cycles_late, CyclesCell(), width=104
        ),
        Column(
            "last",
            tr("Last order"),
            lambda row: formats().date(row.order.last_order, as_of()),
            Cell(tone="text_2"),
            width=98,
            sort_key=lambda row: row.order.last_order,
        ),
        Column(
            "gap",
            tr("Usual gap"),
            lambda row: formats().age(round(row.order.usual_gap)),
            Cell(tone="text_2", right=True),
            width=76,
            sort_key=lambda row: row.order.usual_gap,
        ),
        Column(
            "active",
            tr("Still active"),
            active,
            PercentCell(),
            width=76,
            tooltip=tr("Still active in 12 months: 1 minus the retention risk"),
        ),
        Column("loss", loss_title, loss, MoneyCell(), width=96),
    ]


def renewal_columns(as_of: Callable[[], date]) -> list[Column[ContractRow]]:
    """Days left, account, state of the talks, end."""

    def state(row: ContractRow) -> tuple[str, str, str]:
        icon, role = _RENEWAL_ICONS[row.renewal]
        return icon, tr(WORDS[row.renewal]), role

    return [
        Column(
            "days",
            tr("Days left"),
            lambda row: formats().age(row.days_left(as_of())),
            Cell(weight="semibold"),
            width=52,
        ),
        Column(
            "account",
            tr("Account"),
            lambda row: row.account,
            width=80,
            stretch=True,
            row_tooltip=lambda row: f"{row.account}, {row.name}",
        ),
        Column("state", tr("Renewal"), state, IconTextCell(), width=100),
        Column(
            "ends",
            tr("Ends"),
            lambda row: formats().date(row.ends, as_of()),
            Cell(tone="text_2", right=True),
            width=64,
        ),
    ]


def silent_columns() -> list[Column[SilentAccount]]:
    """Account, its plan, days since the last exchange."""
    name = tokens().icons["alert"]["silent"]
    return [
        Column(
            "account",
            tr("Account"),
            lambda row: (name, row.account, "text_2"),
            IconTextCell(),
            width=150,
            stretch=True,
        ),
        Column(
            "plan",
            tr("Plan"),
            lambda row: tr("plan {age}", age=formats().age(row.plan)),
            Cell(tone="text_3", right=True),
            width=80,
        ),
        Column(
            "days",
            tr("Days since the last exchange"),
            lambda row: tr("never") if row.days is None else formats().age(row.days),
            Cell(tone="attention_text", weight="medium", right=True),
            width=64,
        ),
    ]


def gap_columns(as_of: Callable[[], date]) -> list[Column[AccountGaps]]:
    """Account, and the worst of what its units lack."""

    def gap_words(row: AccountGaps, gap: Gap, *, named: bool = False) -> str:
        leaver, day = "", ""
        if row.leavers:
            gone = row.leavers[0]
            parts = [tr(WORDS[role]) for role in Role if role in gone.roles]
            if gone.stance is not Stance.UNKNOWN:
                parts.insert(0, tr(WORDS[gone.stance]))
            first = parts[0] if parts else gone.person
            leaver = ", ".join([gone.person, *parts]) if named else first
            day = formats().date(gone.left, as_of())
        return tr(_GAPS[gap][0], who=row.who, leaver=leaver, day=day)

    def words(row: AccountGaps) -> str:
        first = gap_words(row, row.gaps[0])
        more = len(row.gaps) - 1
        return tr("{gap}, {n} more", gap=first, n=more) if more else first

    def everything(row: AccountGaps) -> str:
        return "\n".join(gap_words(row, gap, named=True) for gap in row.gaps)

    return [
        Column(
            "account",
            tr("Account"),
            lambda row: (_GAPS[row.gaps[0]][1], row.account, "text_2"),
            IconTextCell(),
            width=140,
            stretch=True,
        ),
        Column(
            "gap",
            tr("What is missing"),
            words,
            Cell(tone="text_2", right=True),
            width=180,
            row_tooltip=everything,
        ),
    ]


def resting_columns(as_of: Callable[[], date]) -> list[Column[Resting]]:
    """What rests, whose it is, until when."""

    def what(row: Resting) -> tuple[str, str, str]:
        return ("ph.check-square" if row.step else "ph.moon"), row.what, "text_2"

    return [
        Column("what", tr("What"), what, IconTextCell(), width=120, stretch=True,
               row_tooltip=lambda row: f"{row.what}, {row.account}"),
        Column("account", tr("Account"), lambda row: row.account, Cell(tone="text_2"), width=120),
        Column(
            "until",
            tr("Until"),
            lambda row: formats().weekday(row.until, as_of()),
            Cell(tone="text_3", right=True),
            width=84,
        ),
    ]  # fmt: skip


def lapsed_columns(as_of: Callable[[], date]) -> list[Column[LapsedAccount]]:
    """Account and its last order."""
    return [
        Column("account", tr("Account"), lambda row: row.account, width=150, stretch=True),
        Column(
            "last",
            tr("Last order"),
            lambda row: formats().date(row.last_order, as_of()),
            Cell(tone="text_2", right=True),
            width=110,
        ),
    ]


def by_loss(row: OverdueRow) -> tuple[int, float]:
    """Order of the overdue: the largest expected loss first, then the most cycles late."""
    loss = None if row.risk is None else row.risk.expected_loss_minor
    return (-(loss or 0), -row.order.cycles_late)
