"""Reads the rows of a pasted range into pools; says what cannot be read, where and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from b2bdesk.analytics.currency import RateTable
from b2bdesk.core.dates import Period, month_of_day
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import lowered, tr
from b2bdesk.core.money import exponent
from b2bdesk.exchange_formats.line_foreign import currency_code
from b2bdesk.exchange_formats.mapping import choice_words
from b2bdesk.exchange_formats.values import (
    MICRO,
    Bad,
    date_order,
    decimal_mark,
    read_day,
    read_number,
)
from b2bdesk.exchange_formats.words import words_of
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.costing import MINUTE_DRIVERS, PoolPeriodRow, PoolRow
from b2bdesk.services.costing.paste_columns import FIELDS, Columns, month_of_text
from b2bdesk.services.costing.paste_result import Outcome, PastedPool, PasteProblem
from b2bdesk.services.costing.pools import (
    CUSTOMER_LEVELS,
    LARGEST_AMOUNT,
    LARGEST_CAPACITY,
    PeriodDraft,
    PoolDraft,
    check_rule,
    draft_of,
    period_draft_of,
)
from b2bdesk.services.currency_rates import in_currency_of

_TOTALS = frozenset({"total", "totals", "sum", "summe", "gesamt", "all cost pools", "somme"})


class PasteReader:
    """Reads one paste; collects its problems."""

    def __init__(
        self,
        cells: Sequence[Sequence[str]],
        columns: Columns,
        pools: Sequence[PoolRow],
        rates: RateTable,
        months: Period,
    ) -> None:
        rows = [(number, row) for number, row in enumerate(cells, 1) if any(row)]
        self._body = rows[1:] if columns.has_header else rows
        self._columns = columns
        self._pools = {pool.name.casefold(): pool for pool in pools}
        self._rates = rates
        self._default = months
        self._problems: list[PasteProblem] = []
        self._marks = {key: self._mark(key) for key in ("amount", "capacity", "minutes")}
        texts = [columns.cell(row, key) for _, row in self._body for key in ("from", "to")]
        self._order = date_order([text for text in texts if text])[0]

    def read(self) -> tuple[list[PastedPool], list[PasteProblem]]:
        """The rows that can come in, and what is wrong with the others."""
        if "name" not in self._columns.index or "amount" not in self._columns.index:
            self._unreadable()
            return [], self._problems
        rows: list[PastedPool] = []
        for number, row in self._body:
            found = self._row(number, row)
            if found is not None and self._fits(found, rows):
                rows.append(found)
        return rows, self._problems

    def _unreadable(self) -> None:
        missing = tr("names") if "name" not in self._columns.index else tr("amounts")
        self._problems.append(
            PasteProblem(
                row=1,
                column="",
                value="",
                reason=tr("No column with {what} was found.", what=missing),
                hint=tr("Copy at least two columns: the cost pool and its ledger cost."),
                left_out=True,
            )
        )

    # --- cells -----------------------------------------------------------------------------

    def _mark(self, key: str) -> str:
        texts = [text for _, row in self._body if (text := self._columns.cell(row, key))]
        found = decimal_mark(texts)
        return found[0] if found is not None else "."

    def _number(self, number: int, row: Sequence[str], key: str, *, left_out: bool) -> int | None:
        """Micros of a number cell; None where it is empty or cannot be read, which is said."""
        text = self._columns.cell(row, key)
        found = read_number(text, self._marks[key])
        if isinstance(found, Bad):
            hint = tr("Type a number in this cell.")
            if found.code == "decimal_mark":
                hint = tr("The other cells use the other decimal mark: write it the same way.")
            self._say(number, key, text, tr("Not a number."), hint, left_out=left_out)
            return None
        return found

    def _choice(self, number: int, row: Sequence[str], key: str) -> str | None:
        text = self._columns.cell(row, key)
        field = FIELDS[key]
        if not text or field.choices is None:
            return None
        found = dict(choice_words(field.choices)).get(words_of(text))
        if found is None:
            known = ", ".join(lowered(tr(WORDS[each])) for each in field.choices)
            self._say(
                number,
                key,
                text,
                tr("Not one of the known words."),
                tr("Use one of: {words}", words=known),
                left_out=False,
            )
        return found

    def _months(self, number: int, row: Sequence[str]) -> Period | None:
        ends: list[int] = []
        for key, default in (("from", self._default.first), ("to", self._default.last)):
            text = self._columns.cell(row, key)
            month = month_of_text(text) if text else default
            if month is None:
                day = read_day(text, self._order)
                if isinstance(day, Bad) or day is None:
                    self._say(
                        number,
                        key,
                        text,
                        tr("Not a month."),
                        tr("Type a month such as 2020-05."),
                        left_out=True,
                    )
                    return None
                month = month_of_day(day)
            ends.append(month)
        if ends[1] < ends[0]:
            self._say(
                number,
                "to",
                self._columns.cell(row, "to"),
                tr("The last month lies before the first."),
                tr("Correct one of the two months."),
                left_out=True,
            )
            return None
        return Period(ends[0], ends[1])

    def _say(
        self, number: int, key: str, value: str, reason: str, hint: str, *, left_out: bool
    ) -> None:
        title = self._columns.title(key)
        self._problems.append(PasteProblem(number, title, value, reason, hint, left_out))

    # --- rows ------------------------------------------------------------------------------

    def _row(self, number: int, row: Sequence[str]) -> PastedPool | None:
        name = self._columns.cell(row, "name")
        if not name:
            self._say(
                number,
                "name",
                "",
                tr("The cost pool has no name."),
                tr("Fill the cell."),
                left_out=True,
            )
            return None
        if words_of(name) in _TOTALS:
            self._say(
                number,
                "name",
                name,
                tr("Looks like a total."),
                tr("Totals are added up here; nothing to do."),
                left_out=True,
            )
            return None
        amount = self._number(number, row, "amount", left_out=True)
        if amount is None:
            if not self._columns.cell(row, "amount"):
                self._say(
                    number,
                    "amount",
                    "",
                    tr("The ledger cost is missing."),
                    tr("Fill the cell."),
                    left_out=True,
                )
            return None
        months = self._months(number, row)
        if months is None:
            return None
        held = self._pools.get(name.casefold())
        draft = self._draft(number, row, name, held)
        if draft is None:
            return None
        code = self._currency(number, row)
        if code is None:
            return None
        own = code == self._rates.own
        minor = _minor(amount, exponent(code))
        same = [] if held is None else [each for each in held.periods if each.months == months]
        period = PeriodDraft(
            months, minor, self._capacity(number, row, same), None if own else code
        )
        kept = next((each for each in same if _is_of(each, period)), None)
        cost = self._cost(number, row, period, kept)
        if cost is None:
            return None
        if max(abs(minor), abs(cost)) > LARGEST_AMOUNT:
            self._say(
                number,
                "amount",
                self._columns.cell(row, "amount"),
                tr("Far larger than any cost can be."),
                tr("Correct the number."),
                left_out=True,
            )
            return None
        if held is None:
            return PastedPool(number, Outcome.NEW, None, draft, period, cost)
        unchanged = draft == draft_of(held) and any(
            period_draft_of(each) == period for each in same
        )
        outcome = Outcome.UNCHANGED if unchanged else Outcome.CHANGED
        return PastedPool(number, outcome, held.id, draft, period, cost)

    def _currency(self, number: int, row: Sequence[str]) -> str | None:
        """The code of the row's currency; None where its cell holds none, which is said."""
        text = self._columns.cell(row, "currency")
        code = currency_code(text) if text else self._rates.own
        if code is None:
            reason, hint = (
                tr("Not a currency."),
                tr("A currency has three letters, for example EUR."),
            )
            self._say(number, "currency", text, reason, hint, left_out=True)
        return code

    def _cost(
        self, number: int, row: Sequence[str], period: PeriodDraft, kept: PoolPeriodRow | None
    ) -> int | None:
        """The period's amount in the file's currency; None without a rate, which is said."""
        if period.currency is None:
            return period.amount
        if kept is not None:
            return kept.amount
        try:
            return in_currency_of(self._rates, period.amount, period.currency, period.months)
        except DomainError as error:
            text = self._columns.cell(row, "currency")
            self._say(number, "currency", text, error.message, error.hint, left_out=True)
            return None

    def _capacity(
        self, number: int, row: Sequence[str], same: Sequence[PoolPeriodRow]
    ) -> int | None:
        if not self._columns.cell(row, "capacity"):
            kept = same[0].capacity if same else None
            return kept if "capacity" not in self._columns.index else None
        micros = self._number(number, row, "capacity", left_out=False)
        if micros is None:
            return None
        capacity, rest = divmod(micros, MICRO)
        if rest or not 0 < capacity <= LARGEST_CAPACITY:
            self._say(
                number,
                "capacity",
                self._columns.cell(row, "capacity"),
                tr("A practical capacity is a whole number above zero."),
                tr("Correct the number, or leave it empty where it is not known."),
                left_out=False,
            )
            return None
        return capacity

    def _draft(
        self, number: int, row: Sequence[str], name: str, held: PoolRow | None
    ) -> PoolDraft | None:
        """The pool as it will be: what the paste says, else what it was, else the default."""
        draft = PoolDraft(name, activity=name) if held is None else draft_of(held)
        if activity := self._columns.cell(row, "activity"):
            draft = replace(draft, activity=activity)
        if level := self._choice(number, row, "level"):
            draft = replace(draft, level=CostLevel(level))
        if driver := self._choice(number, row, "driver"):
            draft = replace(draft, driver=Driver(driver))
        if accounts := self._columns.cell(row, "ledger_accounts"):
            draft = replace(draft, ledger_accounts=accounts)
        if note := self._columns.cell(row, "note"):
            draft = replace(draft, note=note)
        method = self._choice(number, row, "method")
        minutes = self._number(number, row, "minutes", left_out=False)
        if minutes is not None:
            draft = replace(
                draft,
                method=CostMethod.TIME_DRIVEN,
                minutes_milli=max(1, minutes // 1000),
                time_equation=None,
            )
        if method is not None:
            draft = replace(draft, method=CostMethod(method))
        return self._timed(number, draft)

    def _timed(self, number: int, draft: PoolDraft) -> PoolDraft | None:
        """Without what time-driven costing needs, a row cannot come in as time-driven."""
        try:
            check_rule(draft)
        except DomainError as error:
            # What the pool has does not go with the driver of the paste.
            self._say(number, "driver", draft.name, error.message, error.hint, left_out=True)
            return None
        if draft.method is not CostMethod.TIME_DRIVEN or draft.driver in MINUTE_DRIVERS:
            return replace(draft, minutes_milli=None)
        untimed = draft.minutes_milli is None and draft.time_equation is None
        if draft.level in CUSTOMER_LEVELS and (draft.driver is None or untimed):
            self._say(
                number,
                "method",
                draft.name,
                tr("A time-driven pool needs a driver and the minutes of one event."),
                tr("Add a driver that counts minutes, or the minutes per event."),
                left_out=True,
            )
            return None
        return draft

    def _fits(self, found: PastedPool, before: Sequence[PastedPool]) -> bool:
        """False where its months overlap other months of the same pool."""
        name = found.draft.name.casefold()
        held = self._pools.get(name)
        months = [] if held is None else [each.months for each in held.periods]
        others = [each for each in months if each != found.period.months]
        others += [each.period.months for each in before if each.draft.name.casefold() == name]
        if not any(each.overlaps(found.period.months) for each in others):
            return True
        self._say(
            found.row,
            "name",
            found.draft.name,
            tr("The pool has a cost for some of these months already."),
            tr("Give other months, or change the pool's period on the page."),
            left_out=True,
        )
        return False


def _is_of(row: PoolPeriodRow, draft: PeriodDraft) -> bool:
    """Whether a period came from the amount of a draft."""
    return (row.currency, row.foreign) == (draft.currency, draft.amount)


def _minor(micros: int, decimals: int) -> int:
    """Minor units of millionths, halves away from zero."""
    unit: int = 10 ** (6 - decimals)
    size = (2 * abs(micros) + unit) // (2 * unit)
    return size if micros >= 0 else -size
