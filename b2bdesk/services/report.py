"""The account table as text, for a terminal: the figures of the portfolio page without a window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period, month_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.core.money import exponent, from_minor
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.file_info import FileInfo, get_file_info
from b2bdesk.services.portfolio import MEASURE_WORDS, Measure, PortfolioResult, portfolio

_WIDTH = 100
_NAME_MIN = 12
_MISSING = "–"
_MINUS = "−"


@dataclass(frozen=True, slots=True)
class _Column:
    """``title`` may have two lines."""

    title: str
    cells: Sequence[str]
    total: str = ""
    right: bool = True

    @property
    def width(self) -> int:
        return max(len(text) for text in (*self.title.split("\n"), self.total, *self.cells))

    @property
    def title_lines(self) -> tuple[str, str]:
        first, _, second = self.title.rpartition("\n")
        return first, second


def render_report(session: Session, *, locale: str = "en", today: date | None = None) -> str:
    """The account table over the whole ledger, most profit first, with totals and the basis.

    ``locale`` is a language with or without a country ("en", "de_DE", "de-DE"); English where it
    is not known. Money in whole units; the totals under the table
    are to the minor unit.
    """
    locale = known_locale(locale)
    info = get_file_info(session, today or date.today())  # noqa: DTZ011 - the user's calendar day
    head = [info.name or tr("Accounts"), _basis(info, locale)]
    if info.notice:
        head.append(info.notice)
    if info.months is None:
        return "\n".join([*head, "", tr("There are no sales yet. Import a workbook first.")]) + "\n"
    as_of = info.as_of.date
    last = max(info.months.first, min(info.months.last, month_of(as_of)))
    period = Period(info.months.first, last)
    result = portfolio(session, period, as_of, info.fiscal_start)
    chances = _chances(session, as_of)
    writer = _Words(locale, info.currency)
    head.append(
        tr(
            "Period: {first} to {last}",
            first=writer.month(period.first_date),
            last=writer.month(period.last_date),
        )
    )
    lines = [*head, "", *_table(result, chances, writer), "", *_summary(result, writer)]
    lines += [f"{tr('Note')}: {words}" for words in result.missing]
    return "\n".join(lines) + "\n"


def known_locale(name: str) -> str:
    """A locale as babel knows it, English where it does not."""
    from babel.core import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(name.split(".", maxsplit=1)[0].replace("-", "_")))
    except (UnknownLocaleError, ValueError, TypeError):
        return "en"


def _basis(info: FileInfo, locale: str) -> str:
    from babel.dates import format_date

    day = format_date(info.as_of.date, "medium", locale=locale)
    reason = {
        "today": tr("today"),
        "ledger": tr("the ledger ends then"),
        "set": tr("set by you"),
    }[info.as_of.source.value]
    return tr("As of {day} ({reason}), money in {currency}", day=day, reason=reason,
              currency=info.currency)  # fmt: skip


def _chances(session: Session, as_of: date) -> dict[int, float | None]:
    from b2bdesk.services.retention import portfolio_retention

    found = portfolio_retention(session, as_of)
    return {row.account: row.p_order for row in found.accounts}


class _Words:
    """Figures in the words of a locale."""

    def __init__(self, locale: str, currency: str) -> None:
        self._locale, self._currency = locale, currency

    def money(self, minor: int | None, decimals: int = 0) -> str:
        """An amount with its sign, "–" where it is not known."""
        if minor is None:
            return _MISSING
        from babel.numbers import format_decimal

        pattern = "#,##0" + (f".{'0' * decimals}" if decimals else "")
        amount = from_minor(minor, self._currency)
        text: str = format_decimal(amount, format=pattern, locale=self._locale)
        return _MINUS + text[1:] if text.startswith("-") else text

    def exact(self, minor: int | None) -> str:
        """To the minor unit."""
        return self.money(minor, exponent(self._currency))

    def percent(self, ratio: float | None) -> str:
        """Whole percent."""
        if ratio is None:
            return _MISSING
        from babel.numbers import format_percent

        text: str = format_percent(ratio, format="#,##0%", locale=self._locale)
        return text

    def number(self, value: float, decimals: int = 0) -> str:
        """A number with its decimals."""
        from babel.numbers import format_decimal

        pattern = "#,##0" + (f".{'0' * decimals}" if decimals else "")
        text: str = format_decimal(value, format=pattern, locale=self._locale)
        return text

    def month(self, day: date) -> str:
        """ "Jul 2017"."""
        from babel.dates import format_date

        text: str = format_date(day, "MMM y", locale=self._locale)
        return text


def _table(result: PortfolioResult, chances: dict[int, float | None], words: _Words) -> list[str]:
    measure = result.measure
    rows = sorted(
        result.rows,
        key=lambda row: (row.amount(measure) is None, -(row.amount(measure) or 0), row.id),
    )
    totals = result.totals()
    money = words.money
    columns = [_Column(tr("Sales"), [money(r.sales) for r in rows], money(totals.sales))]
    if Measure.GROSS_MARGIN in result.measures:
        cells = [money(r.gross_margin) for r in rows]
        columns.append(_Column(tr("Gross\nmargin"), cells, money(totals.gross_margin)))
    if Measure.NET_PROFIT in result.measures:
        cells = [money(r.cost_to_serve) for r in rows]
        columns.append(_Column(tr("Cost to\nserve"), cells, money(totals.cost_to_serve)))
        cells = [money(r.net_profit) for r in rows]
        columns.append(_Column(tr("Net\nprofit"), cells, money(totals.net_profit)))
    columns += [
        _Column(tr("P(order)\n12 months"), [words.percent(chances.get(r.id)) for r in rows]),
        _Column(
            tr("Type"),
            [_MISSING if r.current is None else tr(WORDS[r.current]) for r in rows],
            right=False,
        ),
    ]
    twice = Counter(r.name for r in rows)
    names = [r.label if twice[r.name] > 1 else r.name for r in rows]
    count = trn("{n} account", "{n} accounts", len(rows), n=words.number(len(rows)))
    rest = sum(column.width + 2 for column in columns)
    widest = max(len(text) for text in (tr("Account"), count, *names))
    room = max(_NAME_MIN, len(count), min(widest, _WIDTH - rest))
    first = _Column(tr("Account"), [_cut(name, room) for name in names], count, right=False)
    every = [first, *columns]
    widths = [room, *(column.width for column in columns)]
    lines = [_line([c.title_lines[number] for c in every], every, widths) for number in (0, 1)]
    rule = "  ".join("─" * width for width in widths)
    lines.append(rule)
    lines += [
        _line([column.cells[number] for column in every], every, widths)
        for number in range(len(rows))
    ]
    lines += [rule, _line([column.total for column in every], every, widths)]
    return lines


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _line(cells: Sequence[str], columns: Sequence[_Column], widths: Sequence[int]) -> str:
    parts = [
        cell.rjust(width) if column.right else cell.ljust(width)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    ]
    return "  ".join(parts).rstrip()


def _summary(result: PortfolioResult, words: _Words) -> list[str]:
    """The curve of every measure that can be shown, to the minor unit."""
    lines = []
    for measure in result.measures:
        curve = result.curve(measure)
        name = tr(MEASURE_WORDS[measure])
        if measure is Measure.SALES or curve.peak_percent is None:
            lines.append(f"{name}: {words.exact(curve.total)}")
            continue
        lines.append(
            tr(
                "{measure}: {total}; peak {percent}% at {rank} of {accounts} accounts; "
                "{losers} lose {loss}",
                measure=name,
                total=words.exact(curve.total),
                percent=words.number(curve.peak_percent, 2),
                rank=words.number(curve.peak_position),
                accounts=words.number(curve.accounts),
                losers=words.number(curve.losers),
                loss=words.exact(-curve.losers_sum),
            )
        )
    if result.apart:
        lines.append(
            trn(
                "{n} account without sales cost {money} to serve.",
                "{n} accounts without sales cost {money} to serve.",
                result.apart,
                money=words.exact(result.apart_cost),
            )
        )
    return lines
