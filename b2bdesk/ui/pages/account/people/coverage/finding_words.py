"""What a coverage shows, in plain sentences, and the one thing to do about each."""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.core.i18n import lowered, tr, trn
from b2bdesk.queries.people_rows import PersonRow
from b2bdesk.services.coverage_export import column_title
from b2bdesk.services.coverage_result import Finding, FindingKind
from b2bdesk.ui.formats import formats

ATTENTION, AGAINST = "attention", "against_us"


@dataclass(frozen=True, slots=True)
class Advice:
    """A finding in words. ``what`` is the next step that ``action`` plans, with ``person`` and
    ``owner`` (one of us, None for me); nothing of that where a person has to be added first."""

    icon: str
    tone: str
    title: str
    reason: str
    action: str
    what: str = ""
    person: int | None = None
    owner: int | None = None


def advise(finding: Finding) -> Advice:
    """The words of a finding."""
    return {
        FindingKind.OUR_THREAD: _our_thread,
        FindingKind.THEIR_THREAD: _their_thread,
        FindingKind.NOBODY_KNOWN: _nobody_known,
        FindingKind.KEY_PLAYER: _key_player,
        FindingKind.OUTSIDER: _outsider,
        FindingKind.NO_COUNTERPART: _no_counterpart,
    }[finding.kind](finding)


def _share(finding: Finding) -> dict[str, str]:
    f = formats()
    return {"count": f.integer(finding.count), "total": f.integer(finding.total)}


def _our_thread(finding: Finding) -> Advice:
    who = finding.colleague
    assert who is not None
    return Advice(
        "ph.git-commit",
        ATTENTION,
        tr("Single-threaded on our side"),
        tr("{who} carries {count} of {total} exchanges.", who=who.name, **_share(finding)),
        tr("Share contacts"),
        tr("Share the contacts of {who} with a colleague", who=who.name),
        owner=who.id,
    )


def _their_thread(finding: Finding) -> Advice:
    who = finding.person
    assert who is not None
    return Advice(
        "ph.git-commit",
        ATTENTION,
        tr("Single-threaded on their side"),
        tr("{who} is in {count} of {total} exchanges.", who=who.name, **_share(finding)),
        tr("Plan to meet others"),
        tr("Ask {who} whom else to meet", who=who.name),
        who.id,
    )


def _nobody_known(finding: Finding) -> Advice:
    titles = [column_title(column) for column in finding.columns]
    one = len(titles) == 1
    title = (
        tr("{function}: nobody known", function=titles[0])
        if one
        else trn("{n} function: nobody known", "{n} functions: nobody known", len(titles))
    )
    reason = (
        tr("None of their people has this contact class.")
        if one
        else tr("None of their people is in: {functions}.", functions=", ".join(titles))
    )
    through = finding.through
    if through is None:
        return Advice("ph.warning-circle", AGAINST, title, reason, tr("Add person"))
    small = ", ".join(lowered(each) for each in titles)
    what = (
        tr("Ask {who} for a name in {function}", who=through.name, function=small)
        if one
        else tr("Ask {who} for names in {functions}", who=through.name, functions=small)
    )
    action = tr("Ask {who} for a name", who=through.name)
    return Advice("ph.warning-circle", AGAINST, title, reason, action, what, through.id)


def _key_player(finding: Finding) -> Advice:
    person, who = finding.person, finding.colleague
    assert person is not None
    if finding.only and who is not None:
        title = tr("{person} only through {who}", person=person.name, who=who.name)
        action = tr("Plan a visit together")
        what = tr("Visit {person} together with {who}", person=person.name, who=who.name)
    elif finding.only:
        title = tr("Key player without a link: {person}", person=person.name)
        action = tr("Plan a first meeting")
        what = tr("Meet {person}", person=person.name)
    else:
        title = tr("{person} not met for long", person=person.name)
        action = tr("Plan a meeting")
        what = tr("Meet {person} again", person=person.name)
    return Advice(
        "ph.arrow-line-up",
        ATTENTION,
        title,
        _met(finding, person),
        action,
        what,
        person.id,
        who.id if who is not None else None,
    )


def _met(finding: Finding, person: PersonRow) -> str:
    job = tr("{title}, key player.", title=person.title) if person.title else tr("Key player.")
    if finding.days is None:
        return job + " " + tr("Never met.")
    if finding.late:
        met = trn("Not met for {n} day.", "Not met for {n} days.", finding.days)
    else:
        met = trn("Met {n} day ago.", "Met {n} days ago.", finding.days)
    return f"{job} {met}"


def _outsider(finding: Finding) -> Advice:
    person, through = finding.person, finding.through
    assert person is not None
    job = tr("{title}, outside the company.", title=person.title or tr("Adviser"))
    if finding.advises and through is not None:
        reason = tr("{person} advises {who}.", person=person.name, who=through.name)
    else:
        reason = job
    title = tr("Adviser without a link: {person}", person=person.name)
    if through is None:
        action, what = tr("Plan a first meeting"), tr("Meet {person}", person=person.name)
        return Advice("ph.user-focus", AGAINST, title, reason, action, what, person.id)
    what = tr("Ask {who} for an introduction to {person}", who=through.name, person=person.name)
    action = tr("Ask for an introduction")
    return Advice("ph.user-focus", AGAINST, title, reason, action, what, through.id)


def _no_counterpart(finding: Finding) -> Advice:
    who, person = finding.colleague, finding.person
    assert who is not None
    assert person is not None
    title = column_title(finding.columns[0])
    return Advice(
        "ph.handshake",
        "text_2",
        tr("{function}: {who} has no link", who=who.name, function=title),
        tr("{person} is known there.", person=person.name),
        tr("Plan an introduction"),
        tr("Introduce {who} to {person}", who=who.name, person=person.name),
        person.id,
        who.id,
    )
