"""The contact mix in words: classes, diagnoses, reasons, and who is compared with."""

from __future__ import annotations

from b2bdesk.analytics.contact_mix import (
    Basis,
    Benchmark,
    ClassShare,
    Diagnosis,
    Mix,
    Reason,
    Rule,
)
from b2bdesk.core.i18n import lowered, mark, tr, trn
from b2bdesk.models.enums import WORDS, ContactClass
from b2bdesk.services.contact_mix import AccountMix, MixRow
from b2bdesk.ui.formats import formats
from b2bdesk.ui.widgets.marks import Mark

GLOSSES: dict[ContactClass, str] = {
    ContactClass.DECISION_MAKER: mark("signs or approves"),
    ContactClass.PURCHASING: mark("orders, negotiates"),
    ContactClass.TECHNICAL: mark("specifies, advises"),
    ContactClass.END_USER: mark("works with what we sell"),
    ContactClass.FINANCE: mark("pays, controls credit"),
    ContactClass.EXECUTIVE_SPONSOR: mark("backs us at the top"),
    ContactClass.LOGISTICS: mark("receives, stores, ships"),
    ContactClass.LEGAL: mark("checks contracts"),
    ContactClass.SUPPORT: mark("helps, opens doors"),
    ContactClass.PARTNER: mark("influences from outside"),
    ContactClass.ANALYST_MEDIA: mark("informs the market"),
    ContactClass.OTHER: mark("none of the others"),
}
BASES: dict[Basis, str] = {
    Basis.SEGMENT_SIZE: mark("Same segment and size"),
    Basis.SEGMENT: mark("Same segment"),
    Basis.ALL: mark("All accounts"),
}
PRIORITIES: dict[int, str] = {1: mark("High"), 2: mark("Medium"), 3: mark("Low")}
_MARKS: dict[Diagnosis, tuple[str, str, str]] = {
    Diagnosis.ABLE_TO_GROW: (mark("Can grow"), "for_us", "ph.trend-up"),
    Diagnosis.HEALTHY: (mark("Healthy"), "text_2", "ph.check-circle"),
    Diagnosis.AT_RISK: (mark("At risk"), "against_us", "ph.warning-circle"),
    Diagnosis.OTHER_PURPOSE: (mark("Serves another purpose"), "text_2", "ph.compass"),
}
PEOPLE_WORDS: dict[Diagnosis, str] = {
    Diagnosis.ABLE_TO_GROW: mark("where the account can grow"),
    Diagnosis.AT_RISK: mark("where it is at risk"),
    Diagnosis.HEALTHY: mark("where it is healthy"),
    Diagnosis.OTHER_PURPOSE: mark("serve another purpose"),
}


def diagnosis_mark(diagnosis: Diagnosis) -> Mark:
    """The mark of a diagnosis: icon and word."""
    label, color, icon = _MARKS[diagnosis]
    return Mark(tr(label), color, icon=icon)


def class_word(kind: ContactClass) -> str:
    """The class as it is shown."""
    return tr(WORDS[kind])


def several(kind: ContactClass, number: int) -> str:
    """ "2 x end user": so many contacts of a class inside a sentence."""
    return tr("{n} × {kind}", n=formats().integer(number), kind=lowered(class_word(kind)))


def ratio_text(ratio: float | None) -> str:
    """ "1.38x", "20.4x", a dash where nothing can be compared.

    Two places where thresholds are: 0.66 is under 0.7, and "0.7" would not say so.
    """
    if ratio is None:
        return formats().number(None)
    decimals = 0 if ratio == 0 else 2 if ratio < 2 else 1
    return formats().number(ratio, decimals) + "×"


def share_text(share: ClassShare) -> str:
    """ "25%, typical 18%"."""
    of = formats().percent
    return tr("{share}, typical {typical}", share=of(share.share), typical=of(share.typical))


def account_reason(reason: Reason, mix: Mix, rule: Rule) -> str:
    """One sentence for one part of the rule that holds for the account."""
    of = formats()
    if reason is Reason.MOSTLY_OTHERS:
        return tr(
            "{share} or more are partners, analysts, media or others.",
            share=of.percent(rule.other_share),
        )
    if reason is Reason.NO_PURCHASE:
        return tr(
            "No purchase in {n} months, and none is planned.", n=of.integer(rule.no_purchase_months)
        )
    if reason is Reason.FEWER_ACTIVE:
        return tr(
            "{share} fewer contacts with an exchange than a year ago.", share=of.percent(mix.fall)
        )
    if reason is Reason.LEANS_ON_PURCHASING:
        row = mix.of(ContactClass.PURCHASING)
        return tr(
            "It leans on purchasing, {ratio} of what is typical, while technical people and end"
            " users are few.",
            ratio=ratio_text(row.ratio if row else None),
        )
    return tr(_ACCOUNT_REASONS[reason])


_ACCOUNT_REASONS = {
    Reason.NO_DECISION_MAKER: mark("Nobody is known who decides."),
    Reason.FEW_CONTACTS: mark("It buys, and fewer contacts are known than is typical."),
    Reason.FEW_USERS: mark("Too few technical people and end users."),
    Reason.NOTHING_AMISS: mark("No part of the rule holds against it."),
}


def row_reason(row: MixRow, found: AccountMix) -> str:
    """Why a class is judged as it is."""
    share, rule = row.share, found.rule
    if share is None:
        return tr("Nobody compared with has such contacts; you want some.")
    if share.reason is Reason.LEANS_ON_PURCHASING:
        return account_reason(share.reason, found.mix, rule)
    if share.reason in (Reason.UNDER_TYPICAL, Reason.UNDER_NOT_BUYING):
        more = row.wanted.to_acquire
        words = tr("Under {low} of the typical share.", low=formats().number(rule.low, 1))
        if share.reason is Reason.UNDER_NOT_BUYING:
            return f"{words} {tr('It is not known to buy, so nothing follows.')}"
        return f"{words} {trn('{n} more to know.', '{n} more to know.', more)}" if more else words
    if share.reason is Reason.OVER_TYPICAL:
        high = formats().number(rule.high, 1)
        return tr("Over {high} of the typical share.", high=high)
    return tr(_ROW_REASONS[share.reason])


_ROW_REASONS = {
    Reason.SERVES_OTHERS: mark("Informs or influences, does not buy or use."),
    Reason.NO_DECISION_MAKER: mark("Nobody is known who decides."),
    Reason.SILENT: mark("No exchange with anybody of them in twelve months."),
    Reason.ENOUGH: mark("As many people as is typical, only a smaller share."),
    Reason.AS_TYPICAL: mark("About as many as is typical."),
    Reason.NOT_COMPARED: mark("Nobody compared with has such contacts."),
}


def size_words(size: int | None, rule: Rule) -> str:
    """ "10 to 49 employees" of a size class."""
    if size is None:
        return tr("unknown size")
    of, bounds = formats().integer, rule.sizes
    if size == 0:
        return tr("under {n} employees", n=of(bounds[0]))
    if size == len(bounds):
        return tr("{n} employees and more", n=of(bounds[-1]))
    return tr("{a} to {b} employees", a=of(bounds[size - 1]), b=of(bounds[size] - 1))


def compared_words(found: AccountMix) -> str:
    """Who is compared with, and why not those that were asked for."""
    typical = found.typical
    if not typical.accounts:
        return tr("There is no other account with contacts to compare with.")
    n = formats().integer(typical.accounts)
    if typical.basis is Basis.SEGMENT_SIZE:
        who = trn(
            "{n} account of segment {segment} with {size}",
            "{n} accounts of segment {segment} with {size}",
            typical.accounts,
            n=n,
            segment=found.segment,
            size=size_words(found.size, found.rule),
        )
    elif typical.basis is Basis.SEGMENT:
        who = trn(
            "{n} account of segment {segment}",
            "{n} accounts of segment {segment}",
            typical.accounts,
            n=n,
            segment=found.segment,
        )
    else:
        who = trn(
            "{n} account, all there are", "{n} accounts, all there are", typical.accounts, n=n
        )
    told = trn(
        "Typical: the {n} contact of {who}.",
        "Typical: the {n} contacts of {who}, taken together.",
        typical.contacts,
        n=formats().integer(typical.contacts),
        who=who,
    )
    why = _why_wider(typical, found)
    return f"{why} {told}" if why else told


def _why_wider(typical: Benchmark, found: AccountMix) -> str:
    if typical.wished is typical.basis:
        return ""
    if typical.short is not None:
        return trn(
            "Only {n} other account of the same segment and size has contacts, fewer than {least}.",
            "Only {n} other accounts of the same segment and size have contacts, fewer than"
            " {least}.",
            typical.short,
            n=formats().integer(typical.short),
            least=formats().integer(found.rule.least_accounts),
        )
    if found.segment is None:
        return tr("This account has no segment.")
    return tr("How many employees this account has is not known.")


def to_acquire_words(found: AccountMix) -> str:
    """ "To acquire: 2 x end user, 1 x technical.", the most urgent first; empty for none."""
    rows = [row.wanted for row in found.rows if row.wanted.to_acquire]
    if not rows:
        return ""
    rows.sort(key=lambda row: (row.priority, -row.to_acquire))
    listed = ", ".join(several(row.kind, row.to_acquire) for row in rows)
    return tr("To acquire: {contacts}.", contacts=listed)
