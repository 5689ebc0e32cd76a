"""A dry run and an import in words."""

from __future__ import annotations

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.imports.plan import ImportPlan
from b2bdesk.ui.formats import formats

_CREATED = ("account", "person", "product")


def plan_words(plan: ImportPlan, time: str) -> str:
    """What a dry run found: totals of the sheets, what waits, what is made on the way."""
    numbers = formats()
    words = [tr("Passed {time}, nothing was changed.", time=time)]
    for sheet in plan.sheets:
        if sheet.amount_minor is None:
            continue
        amount = numbers.money_exact(sheet.amount_minor)
        said = tr("{sheet}: total {amount} {currency}.", sheet=sheet.sheet, amount=amount,
                  currency=plan.currency)  # fmt: skip
        if sheet.waiting_minor:
            waits = numbers.money_exact(sheet.waiting_minor)
            rows = sheet.rejected + sheet.ambiguous
            said = f"{said} " + trn(
                "{amount} more waits in {n} row.", "{amount} more waits in {n} rows.", rows,
                amount=waits, n=numbers.integer(rows),
            )  # fmt: skip
        words.append(said)
    for table, count in plan.created.items():
        if count and table in _CREATED:
            words.append(_created_words(table, count))
    if plan.imported_before and not plan.writes:
        words.append(tr("This workbook was imported before and holds nothing new."))
    return "\n".join(words)


def button_words(plan: ImportPlan) -> str:
    """What the button that imports says."""
    rows = plan.new + plan.changed
    if rows:
        return trn("Import {n} row", "Import {n} rows", rows, n=formats().integer(rows))
    if plan.waiting:
        return tr("Nothing can come in yet")
    return tr("Everything is in already")


def _created_words(table: str, count: int) -> str:
    n = formats().integer(count)
    if table == "account":
        return trn(
            "{n} account that no sheet lists will be added.",
            "{n} accounts that no sheet lists will be added.",
            count,
            n=n,
        )
    if table == "product":
        return trn("{n} product will be added.", "{n} products will be added.", count, n=n)
    return trn("{n} person will be added.", "{n} people will be added.", count, n=n)
