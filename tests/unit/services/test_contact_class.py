"""The contact class that a job title suggests."""

from __future__ import annotations

import pytest

from b2bdesk.models.enums import ContactClass as C
from b2bdesk.services.contact_class import suggest_contact_class


@pytest.mark.parametrize(
    ("title", "suggested"),
    [
        ("Owner", C.DECISION_MAKER),
        ("Purchasing Manager", C.PURCHASING),
        ("Purchasing Agent", C.PURCHASING),
        ("Order Administrator", C.PURCHASING),
        ("Accounting Manager", C.FINANCE),
        ("Finance Controller", C.FINANCE),
        ("Marketing Manager", C.OTHER),
        ("Sales Representative", C.OTHER),
        ("Assistant Sales Agent", C.OTHER),
        ("Owner/Marketing Assistant", C.DECISION_MAKER),
        ("Chief Executive Officer", C.EXECUTIVE_SPONSOR),
        ("Workshop Manager", C.TECHNICAL),
        ("IT", C.TECHNICAL),
        ("Warehouse Supervisor", C.LOGISTICS),
        ("General Counsel", C.LEGAL),
        ("Independent fleet adviser", C.PARTNER),
        ("Director", C.DECISION_MAKER),
        ("Wizard", None),
        ("", None),
        (None, None),
    ],
)
def test_title_suggests_a_class(title: str | None, suggested: C | None) -> None:
    assert suggest_contact_class(title) is suggested
