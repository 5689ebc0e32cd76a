"""The columns of the contacts page."""

from __future__ import annotations

from b2bdesk.analytics.contact_mix import Basis
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import ContactClass
from b2bdesk.services.contact_mix import FirmMix
from b2bdesk.ui.pages.account.people.contact_mix.words import BASES, class_word, diagnosis_mark
from b2bdesk.ui.tables.cells import Cell, MarkCell, NumberCell
from b2bdesk.ui.tables.model import Column

_CLASSES = (
    ContactClass.DECISION_MAKER,
    ContactClass.PURCHASING,
    ContactClass.TECHNICAL,
    ContactClass.END_USER,
    ContactClass.FINANCE,
)


def columns() -> tuple[Column[FirmMix], ...]:
    """Account, contacts, those of the main classes, diagnosis, and how many to acquire."""
    return (
        Column("name", tr("Account"), lambda r: r.name, Cell("medium"), 160, stretch=True),
        Column("segment", tr("Segment"), lambda r: r.segment, Cell(tone="text_2"), 84),
        Column("contacts", tr("Contacts"), lambda r: r.contacts, NumberCell("semibold"), 92),
        Column(
            "typical",
            tr("Typical\ncontacts"),
            lambda r: r.typical.contacts / r.typical.accounts if r.typical.accounts else None,
            NumberCell(tone="text_2", decimals=1),
            66,
            tr("Mean number of contacts of the accounts compared with"),
        ),
        *(_of_class(kind) for kind in _CLASSES),
        Column(
            "diagnosis",
            tr("Diagnosis"),
            lambda r: r.mix.diagnosis,
            MarkCell(mark=diagnosis_mark),
            176,
        ),
        Column("acquire", tr("To\nacquire"), lambda r: r.to_acquire, NumberCell("semibold"), 72),
        Column(
            "basis",
            tr("Compared with"),
            lambda r: tr(BASES[Basis(r.typical.basis)]),
            Cell(tone="text_2"),
            150,
            optional=True,
        ),
        Column(
            "compared",
            tr("Accounts\ncompared"),
            lambda r: r.typical.accounts,
            NumberCell(tone="text_2"),
            82,
            optional=True,
        ),
    )


def _of_class(kind: ContactClass) -> Column[FirmMix]:
    def number(row: FirmMix) -> int:
        found = row.mix.of(kind)
        return 0 if found is None else found.contacts

    optional = kind in (ContactClass.END_USER, ContactClass.FINANCE)
    title = class_word(kind).replace(" ", "\n", 1)
    return Column(kind.value, title, number, NumberCell(), 77, optional=optional)
