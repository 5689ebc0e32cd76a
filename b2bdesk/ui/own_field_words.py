"""What is held in an own field, as it is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.core.money import Money, exponent
from b2bdesk.models.enums import OwnFieldType
from b2bdesk.queries.own_fields import OwnFieldRow
from b2bdesk.ui.formats import formats
from b2bdesk.ui.widgets.buttons import Button


def own_words(field: OwnFieldRow, text: str) -> str:
    """A stored value in the user's formats."""
    value, f = field.typed(text), formats()
    if isinstance(value, Decimal):
        exponents = value.as_tuple().exponent
        return f.number(value, -exponents if isinstance(exponents, int) and exponents < 0 else 0)
    if isinstance(value, date):
        return f.date_full(value)
    if isinstance(value, Money):
        return f"{f.number(value.amount, exponent(value.currency))} {value.currency}"
    return value


def own_widget(field: OwnFieldRow, text: str) -> str | QWidget:
    """A stored value for a row of facts; a link is opened by a click."""
    if field.type is not OwnFieldType.LINK:
        return own_words(field, text)
    link = Button(
        text.partition("://")[2] or text,
        "link",
        compact=True,
        on_click=lambda: QDesktopServices.openUrl(QUrl(text)),
    )
    link.setMinimumWidth(1)
    link.setToolTip(tr("Open {address}", address=text))
    link.setCursor(Qt.CursorShape.PointingHandCursor)
    made = QWidget()  # the link as wide as its words, the row as wide as the others
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(link)
    row.addStretch(1)
    return made
