"""Coverage in words: what a cell, a column and a line say on screen and to a screen reader."""

from __future__ import annotations

from b2bdesk.analytics.coverage import rank
from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.models.enums import WORDS, CoverageLevel
from b2bdesk.services.coverage_export import column_title, level_words, linked_words
from b2bdesk.services.coverage_result import Cell, Column, Line
from b2bdesk.ui.formats import formats

STRENGTH, RECENCY, EXCHANGES = "strength", "recency", "exchanges"


def level_name(level: CoverageLevel | None) -> str:
    """A level inside a sentence: "in depth"."""
    return lowered(tr(WORDS[level or CoverageLevel.UNKNOWN]))


def count_text(cell: Cell) -> str:
    """ "17×"."""
    return tr("{n}×", n=formats().integer(cell.exchanges))


def is_blank(cell: Cell) -> bool:
    """Nothing is known, and nothing happened."""
    return cell.level is CoverageLevel.UNKNOWN and cell.last_days is None


def misses_wish(cell: Cell) -> bool:
    """Somebody said how well it should be, and it is less."""
    wish = cell.desired
    return wish is not None and not cell.by_default and rank(wish) > rank(cell.level)


def cell_lines(cell: Cell, show: str) -> tuple[str, str, str]:
    """What a cell shows: the measure, the rest of the figures, and what is wanted."""
    wish = f"→ {level_name(cell.desired)}" if misses_wish(cell) else ""
    if is_blank(cell):
        return (tr("no link") if cell.matched else "", "", wish)
    level = "" if cell.level is CoverageLevel.UNKNOWN else tr(WORDS[cell.level])
    days = "" if cell.last_days is None else formats().age(cell.last_days)
    count = count_text(cell) if cell.last_days is not None else ""
    if show == RECENCY:
        first, rest = days or level, (level if days else "", count)
    elif show == EXCHANGES:
        first, rest = count or level, (level if count else "", days)
    else:
        first, rest = level or tr("Unknown"), (days, count)
    return first, ", ".join(part for part in rest if part), wish


def cell_facts(cell: Cell, months: int | None) -> list[str]:
    """All that a cell says, one fact after the other."""
    facts = [level_words(cell) or tr("Unknown")]
    if cell.last_days is None:
        facts.append(tr("no exchange yet"))
    else:
        facts.append(trn("last exchange {n} day ago", "last exchange {n} days ago", cell.last_days))
        facts.append(exchanges_words(cell.exchanges, months))
    if cell.desired is not None and (not cell.by_default or cell.matched):
        facts.append(tr("wanted: {level}", level=level_name(cell.desired)))
    if cell.matched:
        by = tr("set by hand") if cell.settled else tr("by the words of the function")
        facts.append(tr("should be matched, {how}", how=by))
    return facts


def exchanges_words(count: int, months: int | None) -> str:
    """ "17 exchanges in 12 months"."""
    n = formats().integer(count)
    if months is None:
        return trn("{count} exchange", "{count} exchanges", count, count=n)
    within = trn("{n} month", "{n} months", months)
    return trn(
        "{count} exchange in {within}",
        "{count} exchanges in {within}",
        count,
        count=n,
        within=within,
    )


def names(column: Column) -> list[str]:
    """Who is known there, in one or two lines: "Ruth Nowak," "Sanne Visser"; "and 2 more"."""
    people = [person.name for person in column.people]
    if len(people) <= 2:
        return [f"{people[0]},", people[1]] if len(people) == 2 else people
    rest = len(people) - 1
    return [people[0], trn("and {n} more", "and {n} more", rest, n=formats().integer(rest))]


def below_column(column: Column) -> list[str]:
    """What stands under a column's title, in lines."""
    if column.of_person:
        return [column.people[0].title] if column.people[0].title else []
    return names(column) or [tr("nobody known")]


def column_words(column: Column) -> str:
    """A column for a screen reader and a tooltip."""
    people = ", ".join(
        f"{person.name} ({person.title})" if person.title else person.name
        for person in column.people
    )
    linked = tr("known by {who}", who=linked_words(column))
    if column.of_person:
        title = column.people[0].title
        return ", ".join(part for part in (column_title(column), title, linked) if part)
    return f"{column_title(column)}: {people or tr('nobody known')}. {linked}"


def line_below(line: Line) -> str:
    """What stands under a colleague's name."""
    function = line.colleague.function or ""
    if line.colleague.active:
        return function
    return ", ".join(part for part in (function, tr("has left")) if part)
