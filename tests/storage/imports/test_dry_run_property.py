"""A dry run predicts exactly what the import then does, whatever the sheets and the decisions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from b2bdesk.core.progress import Progress
from b2bdesk.exchange_formats.excel.reader import open_workbook
from b2bdesk.exchange_formats.kinds_own import KINDS as ALL_KINDS
from b2bdesk.exchange_formats.mapping import ColumnMap, SheetMapping
from b2bdesk.models import Base, Edited
from b2bdesk.services.imports.decisions import NEW_RECORD, Decisions, Mode
from b2bdesk.services.imports.plan import ImportPlan
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.services.imports.run import dry_run, plan_import, run_import
from tests.helpers.new_file import new_file
from tests.storage.imports.conftest import TODAY, Desk

KINDS = {"Accounts": "accounts", "Contacts": "contacts", "Steps": "next_steps",
         "Sales": "invoice_lines"}  # fmt: skip
HEADS: dict[str, list[str]] = {
    "Accounts": ["Account number", "Name", "City", "Email", "Employees", "Parent account", "Owner"],
    "Contacts": ["Account number", "Account name", "Name", "Email", "Job title"],
    "Steps": ["Account number", "What", "Due", "Owner"],
    "Sales": ["Order or invoice", "Date", "Account number", "Product code", "Quantity", "Revenue"],
}

number = st.sampled_from([None, "1", "2", "3"])
name = st.sampled_from(["One", "Two", "one ", "Three"])
mail = st.sampled_from([None, "a@x.example", "b@x.example", "none"])
day = st.sampled_from([None, date(2021, 1, 1), date(2021, 1, 1) + timedelta(9), "31/02/2021"])
owner = st.sampled_from([None, "Kim", "Lena"])
place = st.sampled_from([None, "Ulm", "Bonn"])
account = st.tuples(number, name, place, mail, st.sampled_from([None, 1, 2, "x"]),
                    st.sampled_from([None, "1", "Two"]), owner)  # fmt: skip
contact = st.tuples(number, st.sampled_from([None, "One", "Two"]), name, mail, owner)
step = st.tuples(number, st.sampled_from([None, "Call", "Offer"]), day, owner)
line = st.tuples(st.sampled_from(["I1", "I2"]), day, number, st.sampled_from(["P", "Q"]),
                 st.sampled_from([1, 2]), st.sampled_from([5.0, 7.5, "5,00"]))  # fmt: skip
ROWS = {"Accounts": account, "Contacts": contact, "Steps": step, "Sales": line}
book = st.fixed_dictionaries({s: st.lists(row, min_size=1, max_size=4) for s, row in ROWS.items()})
spot = st.tuples(st.sampled_from(list(KINDS)), st.integers(2, 5))
decisions = st.builds(
    Decisions,
    cells=st.dictionaries(
        st.tuples(st.sampled_from(list(KINDS)), st.integers(2, 5), st.integers(0, 4)),
        st.sampled_from(["", "One", "1", "2021-03-04"]),
        max_size=2,
    ),
    skipped=st.frozensets(spot, max_size=2),
    accounts=st.dictionaries(st.sampled_from(["3", "two"]), st.just(NEW_RECORD), max_size=1),
    records=st.dictionaries(spot, st.just(NEW_RECORD), max_size=1),
)
options = st.builds(
    ImportOptions,
    currency=st.just("USD"),
    today=st.just(TODAY),
    mode=st.sampled_from(Mode),
    erase=st.booleans(),
    decisions=decisions,
)


def told(plan: ImportPlan) -> list[tuple[Any, ...]]:
    """What a plan says, without ids, which are made anew for new records."""
    found = []
    for s in plan.sheets:
        counts = (s.read, s.new, s.changed, s.unchanged, s.rejected, s.ambiguous, s.set_aside)
        assert s.read == sum(counts[1:])
        assert len(s.changes) == s.cells_changed
        problems = [(p.row, p.column, p.code, p.effect, p.proposal) for p in s.problems]
        found.append((s.sheet, counts, problems, s.changes, dict(s.rules), s.amount_minor,
                      [(a.row, a.name) for a in s.new_accounts]))  # fmt: skip
    return [*found, dict(plan.created)]


def tables(desk: Desk) -> dict[str, dict[int, dict[str, Any]]]:
    """Every edited row by table and id, and the lines that count."""
    models = [m.class_ for m in Base.registry.mappers if issubclass(m.class_, Edited)]
    found = {}
    for model in models:
        table = model.__tablename__
        names = [column.name for column in Base.metadata.tables[table].columns]
        rows = desk.rows(f"SELECT {', '.join(names)} FROM {table}")
        found[table] = {row[names.index("id")]: dict(zip(names, row, strict=True)) for row in rows}
    return found


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=book, second=book, choice=options)
def test_the_dry_run_predicts_the_import(
    tmp_path_factory: Any, first: Any, second: Any, choice: ImportOptions
) -> None:
    folder = tmp_path_factory.mktemp("property")
    database = new_file(folder / "test.b2bdesk")
    desk = Desk(database, folder)
    try:
        _bring(desk, first, ImportOptions("USD", TODAY))
        before = tables(desk)
        planned, plan, done = _bring(desk, second, choice)
        assert told(planned) == told(plan) == told(done)
        after = tables(desk)
        _agrees(done, before, after)
        _, again, _ = _bring(desk, second, choice)
        # A row that fitted several may fit one alone now: the import changed names and addresses.
        asked = any(s.ambiguous for s in done.sheets)
        # A parent that nobody knew may have been made by a later sheet.
        asked |= any(p.code == "unknown_account" for s in done.sheets for p in s.problems)
        if choice.mode is Mode.BOTH and not choice.decisions.records and not asked:
            assert not any(s.new or s.changed for s in again.sheets), "the same again is nothing"
    finally:
        database.close()


def _bring(desk: Desk, rows: Any, choice: ImportOptions) -> tuple[ImportPlan, ImportPlan, Any]:
    path = desk.book({sheet: [HEADS[sheet], *map(list, rows[sheet])] for sheet in KINDS})
    with open_workbook(path, Progress()) as workbook:
        mappings = [
            SheetMapping(sheet, kind, 2, len(rows[sheet]) + 1, 1, _columns(sheet))
            for sheet, kind in KINDS.items()
        ]
        with desk.database.read() as session:
            told_only = plan_import(session, workbook, mappings, choice, Progress())
            planned = dry_run(session, workbook, mappings, choice, Progress())
        done = run_import(desk.database, workbook, mappings, choice, Progress(), planned=planned)
    return told_only, planned.plan, done.plan


def _columns(sheet: str) -> dict[str, ColumnMap]:
    keys = {field.title: field.key for field in ALL_KINDS[KINDS[sheet]].fields}
    return {keys[title]: ColumnMap(at, title) for at, title in enumerate(HEADS[sheet])}


def _agrees(plan: ImportPlan, before: Any, after: Any) -> None:
    """The plan against what is different in the file."""
    sheets = {s.sheet: s for s in plan.sheets}
    made = {t: len(after[t].keys() - before[t].keys()) for t in after}
    assert not any(before[t].keys() - after[t].keys() for t in after), "an import deletes nothing"
    assert made["account"] == sum(len(s.new_accounts) for s in plan.sheets)
    assert made["next_step"] == sheets["Steps"].new
    assert made["colleague"] == plan.created.get("colleague", 0)
    changed = {
        (table, record, column)
        for table, rows in after.items()
        for record, row in rows.items()
        if record in before[table]
        for column, value in row.items()
        if value != before[table][record][column]
    }
    cells = [c for s in plan.sheets for c in s.changes if s.sheet != "Sales"]
    inserted = {"code", "account_code", "account_name"}
    updates = [c for c in cells if c.field not in inserted or c.before is not None]
    assert len(changed) <= len(cells)
    titles = sum(1 for c in updates if c.field == "title" and c.before is None)
    assert len(updates) - titles - made["job"] <= len(changed) <= len(updates)
