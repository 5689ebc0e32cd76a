"""What can be decided about an issue, and the decision that comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from b2bdesk.core.i18n import mark, tr, trn
from b2bdesk.exchange_formats.kinds import FieldType
from b2bdesk.services.imports.decisions import NEW_RECORD, Decisions, Side
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.data.decision_log import Decision
from b2bdesk.ui.pages.data.issues import (
    ACCOUNT_CODES,
    NEW_CODES,
    NO_RATE,
    RECORD_CODES,
    TWICE_OTHER,
    TWICE_SAME,
    Issue,
    reference,
    shown,
)

_DATES = frozenset({"not_date", "no_such_day"})
_TYPE_WORDS = {
    FieldType.DATE: mark("Type a date"),
    FieldType.NUMBER: mark("Type a number"),
    FieldType.MONEY: mark("Type an amount"),
    FieldType.WHOLE: mark("Type a number"),
    FieldType.EMAIL: mark("Type an address"),
}


class FixKind(Enum):
    """What a button does."""

    USE = auto()
    TYPE = auto()
    ACCOUNT = auto()
    RECORD = auto()
    CREATE = auto()
    SKIP = auto()
    KEEP_ONE = auto()
    KEEP_THIS = auto()
    KEEP_BOTH = auto()
    SIDE = auto()
    RATE = auto()


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to settle an issue. ``target``: an id or a side; ``text``: what the cell becomes.

    With ``choices`` it opens a menu of other fixes; an account fix without a target asks for one;
    a rate is added in the settings, for the currency and the day that ``text`` names.
    """

    kind: FixKind
    label: str
    target: int | Side = NEW_RECORD
    text: str = ""
    choices: tuple[Fix, ...] = ()


def fixes_of(issue: Issue, type_: FieldType | None, words: tuple[str, ...] = ()) -> tuple[Fix, ...]:
    """The buttons of an issue, the likeliest first. ``words``: those that the field knows."""
    if issue.conflict is not None:
        return _sides(issue)
    first, count = issue.first, len(issue.problems)
    if first.code == TWICE_SAME:
        return (
            Fix(FixKind.KEEP_ONE, tr("Keep one")),
            Fix(FixKind.KEEP_BOTH, tr("Keep both")),
        )
    if first.code == TWICE_OTHER and first.detail.isdecimal():
        other = formats().integer(int(first.detail))
        return (
            Fix(FixKind.KEEP_THIS, tr("Keep this row")),
            Fix(FixKind.SKIP, tr("Keep row {row}", row=other)),
        )
    found: list[Fix] = []
    if first.proposal:
        found.append(_use(issue))
    if words:
        entries = tuple(Fix(FixKind.USE, word, text=word) for word in words)
        found.append(Fix(FixKind.USE, tr("Choose a word"), choices=entries))
    if first.code in ACCOUNT_CODES and first.value:
        found += _account_fixes(issue)
    elif first.code in RECORD_CODES and first.choices:
        found.append(_record_fix(issue))
    elif first.code in NEW_CODES:
        found.append(Fix(FixKind.RECORD, tr("Bring it in as new")))
    elif first.code == NO_RATE:
        found.append(Fix(FixKind.RATE, tr("Add the rate"), text=issue.earliest))
    elif first.column >= 0 and not words:
        ask = _TYPE_WORDS.get(type_, mark("Type a value"))  # type: ignore[arg-type]
        found.append(Fix(FixKind.TYPE, tr(ask)))
    if issue.blocks:
        found.append(_skip(count))
    return tuple(found)


def _use(issue: Issue) -> Fix:
    first, count = issue.first, len(issue.problems)
    if count == 1:
        if first.code == "decimal_mark":
            return Fix(FixKind.USE, tr("Yes"))
        return Fix(FixKind.USE, tr("Use {value}", value=first.proposal))
    if first.code == "decimal_mark":
        return Fix(FixKind.USE, trn("Yes, in {n} row", "Yes, in {n} rows", count))
    label = trn("Use {value} in {n} row", "Use {value} in {n} rows", count, value=first.proposal)
    return Fix(FixKind.USE, label)


def _skip(count: int) -> Fix:
    if count == 1:
        return Fix(FixKind.SKIP, tr("Skip row"))
    n = formats().integer(count)
    return Fix(FixKind.SKIP, trn("Skip {n} row", "Skip {n} rows", count, n=n))


def _account_fixes(issue: Issue) -> tuple[Fix, Fix]:
    choose = Fix(FixKind.ACCOUNT, tr("Choose account"))
    if issue.first.choices:
        entries = tuple(Fix(FixKind.ACCOUNT, c.label, target=c.id) for c in issue.first.choices)
        more = Fix(FixKind.ACCOUNT, tr("Another account …"))
        choose = Fix(FixKind.ACCOUNT, tr("Choose account"), choices=(*entries, more))
    return choose, Fix(FixKind.CREATE, tr("Create account"))


def _record_fix(issue: Issue) -> Fix:
    entries = tuple(Fix(FixKind.RECORD, c.label, target=c.id) for c in issue.first.choices)
    person = issue.code == "ambiguous_person"
    new = tr("A new person") if person else tr("A new account")
    label = tr("Choose the person") if person else tr("Choose account")
    return Fix(FixKind.RECORD, label, choices=(*entries, Fix(FixKind.RECORD, new)))


def _sides(issue: Issue) -> tuple[Fix, ...]:
    assert issue.conflict is not None
    mine, theirs = shown(issue.conflict.mine), shown(issue.conflict.theirs)
    return (
        Fix(FixKind.SIDE, tr("Keep {value}", value=mine), target=Side.MINE),
        Fix(FixKind.SIDE, tr("Take {value}", value=theirs), target=Side.THEIRS),
    )


def decide(issue: Issue, fix: Fix, text: str = "", account: str = "") -> Decision:
    """The decision that a fix makes. ``text``: what was typed; ``account``: the chosen one's name.

    A fix holds for every row of the issue.
    """
    sheet, rows = issue.sheet, issue.rows
    where = _where(issue)
    if fix.kind is FixKind.SIDE:
        return _side(issue, fix)
    if fix.kind is FixKind.SKIP:
        words = tr("{where} skipped", where=where)
        return Decision(words, Decisions(skipped=frozenset((sheet, row) for row in rows)))
    if fix.kind is FixKind.KEEP_ONE:
        words = tr("{where}: kept once", where=where)
        return Decision(words, Decisions(skipped=frozenset((sheet, row) for row in rows)))
    if fix.kind is FixKind.KEEP_THIS:
        words = tr("{where} kept, row {other} skipped", where=where, other=issue.first.detail)
        return Decision(words, Decisions(skipped=frozenset({(sheet, int(issue.first.detail))})))
    if fix.kind is FixKind.KEEP_BOTH:
        words = tr("{where}: both kept", where=where)
        return Decision(words, Decisions(kept_twice=frozenset((sheet, row) for row in rows)))
    value = issue.first.value
    if fix.kind is FixKind.CREATE:
        words = tr("{value} becomes a new account", value=value)
        return Decision(words, Decisions(accounts={reference(value): NEW_RECORD}))
    assert isinstance(fix.target, int)
    if fix.kind is FixKind.ACCOUNT:
        words = tr("{value} is {account}", value=value, account=account or fix.label)
        return Decision(words, Decisions(accounts={reference(value): fix.target}))
    if fix.kind is FixKind.RECORD:
        words = tr("{where}: {value} is {record}", where=where, value=value, record=fix.label)
        return Decision(words, Decisions(records={(sheet, row): fix.target for row in rows}))
    cells = {(sheet, p.row, p.column): text or fix.text or p.proposal for p in issue.problems}
    told = next(iter(cells.values()))
    header = issue.first.header or issue.first.letter
    words = tr("{where}: {column} is {value}", where=where, column=header, value=told or "–")
    return Decision(words, Decisions(cells=cells))


def _side(issue: Issue, fix: Fix) -> Decision:
    found = issue.conflict
    assert found is not None
    assert isinstance(fix.target, Side)
    held = found.mine if fix.target is Side.MINE else found.theirs
    words = tr("{record}: {value} holds", record=found.record, value=shown(held))
    place = (found.sheet, found.row, found.field)
    return Decision(words, Decisions(conflicts={place: fix.target}))


def _where(issue: Issue) -> str:
    rows = issue.rows
    if len(rows) == 1:
        return tr("Row {row}", row=formats().integer(rows[0]))
    return trn("{n} row", "{n} rows", len(rows), n=formats().integer(len(rows)))
