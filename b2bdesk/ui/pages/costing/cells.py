"""Cells of the costing page: use of a capacity, a heat field, the words of a pool's driver."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from b2bdesk.core.i18n import lowered, tr
from b2bdesk.core.money import exponent, to_minor
from b2bdesk.models.costing_enums import CostMethod, Driver
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.costing import MINUTE_DRIVERS, PoolRow
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.tables.cells import Cell, MoneyCell
from b2bdesk.ui.tables.delegate import PADDING
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.theme.tokens import heat_index, tokens
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text

_MINUTES_IN_HOUR = 60


def number_words(value: Fraction | None) -> str:
    """A count or minutes: whole where it is whole, else with one decimal."""
    if value is None:
        return MISSING
    return formats().number(float(value), 0 if value.denominator == 1 else 1)


def in_minutes(method: CostMethod, driver: Driver | None) -> bool:
    """Whether a pool's capacity and rate count minutes."""
    return method == CostMethod.TIME_DRIVEN or driver in MINUTE_DRIVERS


def read_capacity(text: str, *, minutes: bool) -> int | None:
    """The capacity typed; of one in minutes also "4,900 h". None for what is no whole number."""
    bare = text.strip()
    hours = minutes and bare.casefold().endswith("h")
    number = formats().parse_number(bare[:-1] if hours else bare)
    if number is None:
        return None
    number *= _MINUTES_IN_HOUR if hours else 1
    return int(number) if number == number.to_integral() else None


def capacity_problem(*, minutes: bool) -> str:
    """What to type in place of what is no capacity."""
    if minutes:
        return tr("Type whole minutes, or hours such as 40 h; or leave it empty.")
    return tr("Type a whole number, or leave it empty.")


_AMOUNT = re.compile(r"([A-Za-z]{3})?\s*([^A-Za-z]+?)\s*([A-Za-z]{3})?")


def read_money(text: str) -> tuple[int, str | None] | None:
    """The amount typed in minor units, and its currency where that is not the file's.

    "12,400 CHF" and "CHF 12,400" are read alike. None for what is no amount.
    """
    own = formats().parse_money(text)
    if own is not None:
        return own, None
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or bool(found[1]) is bool(found[3]):
        return None
    number = formats().parse_number(found[2])
    code = (found[1] or found[3]).upper()
    if number is None:
        return None
    return to_minor(number, code), None if code == formats().currency else code


def rate_words(minor: Fraction | None) -> str:
    """A rate in major units; rates below a tenth get two more decimals."""
    if minor is None:
        return MISSING
    decimals = exponent(formats().currency)
    value = Decimal(minor.numerator) / Decimal(minor.denominator) / (10**decimals)
    small = value != 0 and abs(value) < Decimal("0.1")
    return formats().number(value, decimals + 2 if small else decimals)


def driver_words(pool: PoolRow) -> str:
    """ "order lines", "orders x 8 min" where an event's minutes count, "orders x time rule"."""
    if pool.driver is None:
        return MISSING
    words = lowered(tr(WORDS[pool.driver]))
    if pool.driver is Driver.ACTIVE_ACCOUNTS:
        words = tr("account months")
    if pool.time_equation:
        return tr("{driver} × time rule", driver=words)
    timed = pool.method is CostMethod.TIME_DRIVEN and pool.driver not in MINUTE_DRIVERS
    if timed and pool.minutes_milli:
        minutes = Fraction(pool.minutes_milli, 1000)
        return tr("{driver} × {minutes} min", driver=words, minutes=number_words(minutes))
    return words


@dataclass(frozen=True, slots=True)
class CostChangeCell(MoneyCell):
    """By how much a cost grows: less cost is no loss, so neither sign is against us."""

    exact: bool = True
    signed: bool = True

    def color(self, value: Any) -> str:
        return "text_3" if value is None else self.tone


@dataclass(frozen=True, slots=True)
class UseCell(Cell):
    """(share of capacity or None, words): a bar with its figure, or the words alone."""

    def text(self, value: Any) -> str:
        if value is None:
            return MISSING
        share, words = value
        figure = "" if share is None else formats().percent(share, 1)
        return ", ".join(part for part in (figure, words) if part)

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        look = theme()
        font = look.font("table")
        share = None if value is None else value[0]
        if share is None:
            draw_text(painter, box, self.text(value), font, "text_3", LEFT)
            return
        over = share > 1
        room = look.px(54)
        draw_text(
            painter,
            QRectF(box.right() - room, box.top(), room, box.height()),
            formats().percent(share, 1),
            font,
            "against_us" if over else "text",
            RIGHT,
        )
        bar = QRectF(
            box.left() + 0.5,
            round(box.center().y() - look.px(4)) + 0.5,
            box.width() - room - look.px(8),
            look.px(8),
        )
        painter.setPen(look.color("line_control"))
        painter.setBrush(look.color("panel"))
        painter.drawRect(bar)
        filled = QRectF(bar)
        filled.setWidth(bar.width() * min(1.0, max(0.0, share)))
        painter.fillRect(filled, look.color("against_us" if over else "text_2"))


@dataclass(frozen=True, slots=True)
class HeatCell(Cell):
    """(share of the scale 0..1 or None, words): the words on a step of the heat scale."""

    right: bool = True

    def text(self, value: Any) -> str:
        return MISSING if value is None else str(value[1])

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        look = theme()
        font = look.font("table")
        level = None if value is None else value[0]
        if level is None:
            draw_text(painter, box, self.text(value), font, "text_3", RIGHT)
            return
        step = heat_index(level, 1.0)
        pad = look.px(PADDING)
        field = box.adjusted(-pad, 0, pad - 1, 0)
        painter.fillRect(field, look.color(tokens().heat[step]))
        draw_text(painter, box, self.text(value), font, tokens().heat_text[step], RIGHT)


@dataclass(frozen=True, slots=True)
class TotalBarCell(Cell):
    """(share of the longest 0..1, words): a bar and its figure."""

    right: bool = True
    weight: str = "semibold"

    def text(self, value: Any) -> str:
        return MISSING if value is None else str(value[1])

    def draw(self, painter: QPainter, box: QRectF, value: Any) -> None:
        look = theme()
        room = look.px(64)
        text = QRectF(box.right() - room, box.top(), room, box.height())
        draw_text(painter, text, self.text(value), look.font("table", self.weight), "text", RIGHT)
        width = box.width() - room - look.px(8)
        if value is not None and value[0] and width > 0:
            height = look.px(7)
            bar = QRectF(box.left(), 0, width * min(1.0, value[0]), height)
            bar.moveTop(box.center().y() - height / 2)
            painter.fillRect(bar, look.color("text_2"))
