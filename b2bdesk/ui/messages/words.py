"""What is said of messages and cards, and the columns of their review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from b2bdesk.core.dates import local_date_of
from b2bdesk.core.i18n import mark, tr, trn
from b2bdesk.exchange_formats.messages.model import MOST_KEPT, Remark
from b2bdesk.models.enums import WORDS
from b2bdesk.services.messages.plan import Becomes, Item, Known
from b2bdesk.services.messages.take_in import TakenIn
from b2bdesk.ui.formats import formats
from b2bdesk.ui.tables.cells import Cell, DateCell
from b2bdesk.ui.tables.model import Column

BECOMES_WORDS: dict[Becomes, str] = {
    Becomes.EXCHANGE: mark("Exchange"),
    Becomes.NEXT_STEP: mark("Next step"),
    Becomes.CONTACT: mark("New contact"),
    Becomes.KNOWN_CONTACT: mark("Known contact"),
}

KNOWN_WORDS: dict[Known, str] = {
    Known.GIVEN: mark("chosen by you"),
    Known.SHOWN: mark("the account it was added to"),
    Known.PEOPLE: mark("known by its people"),
    Known.DOMAIN: mark("known by the mail domain"),
    Known.THREAD: mark("known by the message it answers"),
    Known.FIRM: mark("known by the firm on the card"),
}

REMARK_WORDS: dict[Remark, str] = {
    Remark.NO_DATE: mark("It has no date that can be: the day the file was saved is taken."),
    Remark.NO_SENDER: mark("It names no sender, so it counts as inbound."),
    Remark.BROKEN_TEXT: mark("Its letters are not in the form it names: some may be wrong."),
    Remark.NO_TEXT: mark("It has no text."),
    Remark.TEXT_CUT: mark("Its text is very long: the first 100,000 characters are kept."),
    Remark.ENCRYPTED: mark("It is encrypted: only its head can be read, the rest stays a file."),
    Remark.SIGNED: mark("It is signed. The signature was not checked."),
    Remark.SEALED: mark("It is signed in a form that hides its text; it stays a file."),
    Remark.OUTLOOK_ONLY: mark(
        "Its text and files are in Outlook's own form (winmail.dat), which stays a file."
    ),
    Remark.AUTOMATIC: mark("It is an automatic reply."),
    Remark.DRAFT: mark("It is a draft that was never sent."),
    Remark.SMALL_PICTURES: mark("Small pictures of the signature were left out."),
    Remark.RECURS: mark("It repeats: the first date is taken, the others are not."),
    Remark.CANCELLED: mark("It was cancelled."),
    Remark.NO_NAME: mark("It has no name: the address gives one."),
}


def size_words(size: int) -> str:
    """A file's size: "27 bytes", "12 KB", "3.4 MB"."""
    if size < 1000:
        return trn("{n} byte", "{n} bytes", size)
    if size < 1_000_000:
        return tr("{n} KB", n=formats().integer(round(size / 1000)))
    return tr("{n} MB", n=formats().number(size / 1_000_000, 1 if size < 10_000_000 else 0))


def too_large_words() -> str:
    """Why a file is not kept."""
    return tr("larger than {size}: only its name is kept", size=size_words(MOST_KEPT))


def item_title(item: Item) -> str:
    """The subject, the name, or the file's name."""
    if item.title:
        return item.title
    if item.card is not None and item.card.emails:
        return item.card.emails[0]
    return Path(item.path).name if item.message is None else tr("(no subject)")


def head_words(item: Item) -> str:
    """What it is: "Inbound, Email, 4 May 2020"."""
    if item.message is None:
        parts = [] if item.card is None else [item.card.title, item.card.organisation]
        return ", ".join(part for part in parts if part)
    day = formats().date_full(local_date_of(item.message.at))
    minutes = "" if item.message.minutes is None else formats().minutes(item.message.minutes)
    parts = [tr(WORDS[item.direction]), tr(WORDS[item.channel]), day, minutes]
    return ", ".join(part for part in parts if part)


def remarks_of(item: Item) -> list[str]:
    """Everything to be said of it."""
    said = [tr(REMARK_WORDS[remark]) for remark in item.remarks]
    if item.problem is not None:
        said.append(str(item.problem))
    if item.already is not None:
        day = formats().date_full(item.already)
        said.append(
            tr("It is there already: {day}, {account}.", day=day, account=item.account_name)
            if item.account_name
            else tr("It is there already: {day}.", day=day)
        )
    elif item.becomes is Becomes.NEXT_STEP:
        said.append(tr("It lies ahead, so it becomes a next step."))
    elif item.later and item.becomes is Becomes.EXCHANGE:
        said.append(tr("It is later than the as-of date and shows once that is later."))
    if item.becomes is Becomes.KNOWN_CONTACT:
        name = item.people[0].name
        said.append(tr("{name} is known: what is missing there is filled in.", name=name))
    return said


def state_words(item: Item, included: bool) -> str:
    """What happens to it."""
    if item.problem is not None:
        return tr("Cannot be read")
    if item.already is not None:
        return tr("There already")
    if not included:
        return tr("Leave out")
    return tr("Add") if item.account is not None else tr("Which account?")


def review_columns(included: Callable[[int], bool]) -> tuple[Column[Item], ...]:
    """The columns of the review's table."""
    return (
        Column("title", tr("Message or card"), item_title, Cell("medium"), 150, stretch=True),
        Column(
            "becomes",
            tr("Becomes"),
            lambda i: tr(BECOMES_WORDS[i.becomes]) if i.can_be_added else None,
            Cell(tone="text_2"),
            94,
        ),
        Column(
            "when",
            tr("Date"),
            lambda i: None if i.message is None else local_date_of(i.message.at),
            DateCell(),
            96,
        ),
        Column("account", tr("Account"), lambda i: i.account_name or None, Cell(), 120),
        Column(
            "state",
            tr("What to do"),
            lambda i: state_words(i, included(i.number)),
            Cell("semibold"),
            104,
            state=lambda i: (
                "error"
                if i.problem is not None or (i.account is None and included(i.number))
                else ""
            ),
        ),
    )


def done_words(done: TakenIn) -> str:
    """What was added, for the toast."""
    counts = [
        trn("{n} exchange", "{n} exchanges", len(done.exchanges)) if done.exchanges else "",
        trn("{n} next step", "{n} next steps", len(done.steps)) if done.steps else "",
        trn("{n} contact", "{n} contacts", len(done.contacts)) if done.contacts else "",
        trn("{n} contact filled in", "{n} contacts filled in", done.filled_in)
        if done.filled_in
        else "",
        trn("{n} file", "{n} files", done.files) if done.files else "",
    ]
    said = tr("Added: {what}", what=", ".join(c for c in counts if c)) if any(counts) else ""
    if done.refused_files:
        refused = trn("{n} file too large", "{n} files too large", len(done.refused_files))
        said = f"{said}; {refused}" if said else refused
    return said or tr("Nothing was added")
