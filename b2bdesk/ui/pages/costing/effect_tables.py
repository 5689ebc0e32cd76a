"""The tables and the words of what another driver or rule of a pool would do to accounts."""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.costing import PoolRow
from b2bdesk.services.costing.sensitivity import AccountEffect, Effect
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.pages.costing.cells import CostChangeCell, driver_words
from b2bdesk.ui.tables.cells import Cell, IconTextCell, MoneyCell, NumberCell
from b2bdesk.ui.tables.model import Column

_EXACT = MoneyCell(exact=True)
_CHANGE = CostChangeCell()


@dataclass(frozen=True, slots=True)
class Choice:
    """A change of the pool that can be looked at; ``typed``: what the fields above say."""

    effect: Effect
    typed: bool

    @property
    def words(self) -> str:
        """What the change is called."""
        return tr("As typed above") if self.typed else variant_words(self.effect.pool)


def variant_words(pool: PoolRow) -> str:
    """A pool's driver: "order lines"."""
    return MISSING if pool.driver is None else lowered(tr(WORDS[pool.driver]))


def choice_columns() -> list[Column[Choice]]:
    """The changes to choose from."""
    return [
        Column(
            "driver",
            tr("Driver"),
            lambda row: row.words,
            Cell(weight="medium"),
            width=112,
            stretch=True,
        ),
        Column(
            "more",
            tr("Costs more"),
            lambda row: row.effect.more,
            _EXACT,
            width=92,
            tooltip=tr("What accounts would cost more, added up"),
        ),
        Column(
            "accounts",
            tr("Accounts"),
            lambda row: len(row.effect.accounts),
            NumberCell(),
            width=70,
            tooltip=tr("Accounts whose cost would change"),
        ),
        Column(
            "to_loss",
            tr("To loss"),
            lambda row: row.effect.to_loss,
            NumberCell(),
            width=58,
            tooltip=tr("Accounts that would change from earning to losing"),
        ),
        Column(
            "to_profit",
            tr("To profit"),
            lambda row: row.effect.to_profit,
            NumberCell(),
            width=62,
            tooltip=tr("Accounts that would change from losing to earning"),
        ),
        Column(
            "kept",
            tr("Not charged"),
            _kept,
            _EXACT,
            width=96,
            tooltip=tr("Unused capacity, and cost without volume"),
        ),
    ]


def _kept(row: Choice) -> int | None:
    after = row.effect.after
    return None if after is None else after.ledger - after.allocated


def account_columns() -> list[Column[AccountEffect]]:
    """What a change does to each account."""
    return [
        Column(
            "name",
            tr("Account"),
            lambda row: row.name,
            Cell(weight="medium"),
            width=140,
            stretch=True,
        ),
        Column("before", tr("Cost now"), lambda row: row.before, _EXACT, width=88),
        Column("after", tr("Cost then"), lambda row: row.after, _EXACT, width=88),
        Column("delta", tr("Change"), lambda row: row.delta, _CHANGE, width=92),
        Column(
            "net_before",
            tr("Net now"),
            lambda row: row.net_before,
            MoneyCell(),
            width=72,
            tooltip=tr("Net profit of the period; – where some line has no cost of goods"),
        ),
        Column("net_after", tr("Net then"), lambda row: row.net_after, MoneyCell(), width=76),
        Column(
            "turns",
            tr("Turns"),
            _turns,
            IconTextCell(),
            width=84,
            sort_key=lambda row: (row.turns_to_loss, row.turns_to_profit),
        ),
    ]


def _turns(row: AccountEffect) -> tuple[str, str, str] | None:
    if row.net_before is None:
        return None
    if row.turns_to_loss:
        return "ph.arrow-down", tr("to loss"), "against_us"
    return ("ph.arrow-up", tr("to profit"), "for_us") if row.turns_to_profit else ("", "", "text")


def effect_title(choice: Choice) -> str:
    """What the accounts are shown for."""
    pool = choice.effect.pool.name
    if choice.typed:
        return tr("{pool} as typed", pool=pool)
    return tr("{pool} by {driver}", pool=pool, driver=choice.words)


def effect_sentences(effect: Effect) -> list[str]:
    """The same facts as the tables, as text."""
    exact, unit = formats().money_exact, formats().currency
    if not effect.accounts:
        told = [tr("No account's cost would change.")]
    else:
        dearer = sum(row.delta > 0 for row in effect.accounts)
        cheaper = len(effect.accounts) - dearer
        most = effect.accounts[0]
        told = [
            f"{', '.join(_sides(effect, dearer, cheaper))}.",
            tr("Most: {name} {delta}.", name=most.name, delta=_signed(most.delta)),
            _turning(effect),
        ]
    before, after = effect.before, effect.after
    if before is not None and after is not None and not effect.charged:
        words = variant_words(effect.pool)
        waiting = after.state.value == "waiting"
        told.append(
            tr("Its orders are still being read.")
            if waiting
            else tr("The file has no {driver} in these months.", driver=words)
        )
    if before is not None and after is not None and before.unused != after.unused:
        told.append(
            tr(
                "Unused capacity {before} → {after} {unit}.",
                before=exact(before.unused),
                after=exact(after.unused),
                unit=unit,
            )
        )
        if after.capacity is None:
            told.append(tr("The capacity counts something else, so all of the cost is charged."))
    unknown = sum(row.net_before is None for row in effect.accounts)
    if unknown:
        told.append(
            trn(
                "The net profit of {n} of them is not known.",
                "The net profit of {n} of them is not known.",
                unknown,
            )
        )
    return told


def _sides(effect: Effect, dearer: int, cheaper: int) -> list[str]:
    told, unit = [], formats().currency
    if dearer:
        words = trn("{n} account would cost more", "{n} accounts would cost more", dearer)
        told.append(f"{words} ({_signed(effect.more)} {unit})")
    if cheaper:
        words = trn("{n} account would cost less", "{n} accounts would cost less", cheaper)
        told.append(f"{words} ({_signed(effect.less)} {unit})")
    return told


def _turning(effect: Effect) -> str:
    if not effect.to_loss and not effect.to_profit:
        return tr("None changes between earning and losing.")
    return tr(
        "{loss} from earning to losing, {profit} from losing to earning.",
        loss=trn("{n} changes", "{n} change", effect.to_loss),
        profit=trn("{n} changes", "{n} change", effect.to_profit),
    )


def _signed(minor: int) -> str:
    text = formats().money_exact(minor)
    return f"+{text}" if minor > 0 else text


def now_words(pool: PoolRow) -> str:
    """What charges the pool now."""
    return tr("charged by {driver} now", driver=driver_words(pool))
