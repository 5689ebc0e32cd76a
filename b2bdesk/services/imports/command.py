"""The import without a window: what comes in, what waits, and why, as text."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from b2bdesk.core.dates import date_of
from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.core.money import from_minor
from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.exchange_formats.mapping import suggest_workbook
from b2bdesk.services.imports.layouts import remembered_options, stored_layouts
from b2bdesk.services.imports.plan import ImportPlan
from b2bdesk.services.imports.reasons import reason, rule_words
from b2bdesk.services.imports.references import known_references
from b2bdesk.services.imports.rejected import export_waiting
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import plan_import, run_import
from b2bdesk.storage.database import Database


def import_command(
    database: Database,
    file: Path,
    options: ImportOptions | None = None,
    *,
    rejected: Path | None = None,
    dry_run: bool = False,
) -> int:
    """Import a workbook as its sheets are recognised, and print the outcome.

    ``options``: without a system, the one remembered for the layout. ``rejected``: the workbook to
    write the waiting rows to. Returns the exit code: 0, or 1 where no sheet was recognised.
    """
    options = options or ImportOptions()
    progress = Progress()
    if rejected is not None and rejected.resolve() == file.resolve():
        raise FileError(
            tr("The waiting rows cannot be written over the workbook itself."),
            tr("Choose another name for them."),
        )
    with database.read() as session:
        known, references = stored_layouts(session), known_references(session)
    with open_workbook(file, progress) as book:
        look = book.look()
        mappings = tuple(
            replace(mapping, kind="") if mapping.missing() else mapping
            for mapping in suggest_workbook(look, known, references)
        )
        for mapping in mappings:
            if not mapping.kind:
                print(tr("{sheet}: not recognised, left out", sheet=mapping.sheet))
        if not any(mapping.kind for mapping in mappings):
            print(tr("No sheet was recognised. Nothing was imported."), file=sys.stderr)
            return 1
        if not options.system:
            _, system = remembered_options(look, known)
            options = replace(options, system=system or ImportOptions().system)
        if dry_run:
            with database.read() as session:
                plan = plan_import(session, book, mappings, options, progress)
        else:
            plan = run_import(database, book, mappings, options, progress).plan
        _print(plan, dry_run=dry_run)
        if rejected is not None and any(sheet.open_rows() for sheet in plan.sheets):
            count = export_waiting(rejected, book, look, plan, progress)
            print(tr("{n} waiting rows were written to {name}.", n=count, name=rejected.name))
    return 0


def _print(plan: ImportPlan, *, dry_run: bool) -> None:
    for sheet in plan.sheets:
        counts = tr(
            "{read} rows read: {new} new, {changed} changed, {unchanged} in already,"
            " {rejected} rejected, {ambiguous} ambiguous",
            read=sheet.read,
            new=sheet.new,
            changed=sheet.changed,
            unchanged=sheet.unchanged,
            rejected=sheet.rejected,
            ambiguous=sheet.ambiguous,
        )
        if sheet.set_aside:
            counts += ", " + tr("{n} set aside", n=sheet.set_aside)
        print(f"{sheet.sheet} ({tr(KINDS[sheet.kind].title)}): {counts}")
        rules: dict[str, int] = {}
        for rule in sheet.rules.values():
            rules[rule] = rules.get(rule, 0) + 1
        for rule, count in sorted(rules.items()):
            print("  " + tr("{n} known by {rule}", n=count, rule=rule_words(rule)))
        if sheet.amount_minor is not None:
            total = from_minor(sheet.amount_minor, plan.currency)
            print(
                "  " + tr("total {amount} {currency}", amount=f"{total:,}", currency=plan.currency)
            )
        for each in sheet.conversions:
            came = from_minor(each.amount_minor, each.currency)
            now = from_minor(each.converted_minor, plan.currency)
            print("  " + tr(
                "{came} {currency} at {rate} of {day}: {amount} {own}",
                came=f"{came:,}", currency=each.currency, rate=each.rate_micro / 1_000_000,
                day=date_of(each.since).isoformat(), amount=f"{now:,}", own=plan.currency,
            ))  # fmt: skip
        details = {problem.code: problem.detail for problem in sheet.problems}
        for code, count in sheet.reason_counts():
            print(f"  {count} × {reason(code, details.get(code, '…'))}")
        if asked := sum(conflict.side is None for conflict in sheet.conflicts):
            print("  " + trn("{n} field was changed on both sides and stays as it is",
                             "{n} fields were changed on both sides and stay as they are",
                             asked))  # fmt: skip
    if dry_run:
        print(tr("This was a dry run. Nothing was changed."))
    elif not plan.writes:
        print(tr("Everything was in the file already. Nothing was changed."))
