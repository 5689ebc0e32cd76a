"""Adding and editing a special service: since when, what it costs, what it is meant to bring."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from b2bdesk.core.dates import first_of_month, month_of
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.services.profit_services import (
    ServiceDraft,
    ServiceRow,
    add_special_service,
    change_special_service,
    remove_special_service,
)
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.record_dialog import Entry, RecordDialog
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import FieldRow
from b2bdesk.ui.widgets.text import Text

_YEARS = 10
_MONEY = ("create", "deliver", "margin")


class SpecialServiceDialog(RecordDialog):
    """One special service of an account; ``row`` None adds one. Enter saves, Esc cancels."""

    def __init__(
        self, ctx: AppContext, account: int, row: ServiceRow | None, parent: QWidget | None = None
    ) -> None:
        title = tr("Add special service") if row is None else tr("Edit special service")
        super().__init__(ctx, title, parent=parent)
        self._account, self._row = account, row
        look = theme()
        told = None if row is None else row.told
        now = month_of(ctx.as_of)
        self.name = QLineEdit("" if told is None else told.name)
        self.first = self._months(now, now if told is None else told.first_month)
        last = None if told is None else told.last_month
        self.last = self._months(now, last, open_end=True)
        self.money = {key: QLineEdit() for key in _MONEY}
        for key, field in self.money.items():
            amount = None if told is None else getattr(told, key)
            field.setText("" if amount is None else formats().money_exact(amount))
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setPlaceholderText(tr("not known"))
        self.note = QPlainTextEdit("" if told is None else told.note)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(look.px(64))
        unit = formats().currency
        self.fields = {
            "name": FieldRow(tr("Service or product made for this account"), self.name),
            "first_month": FieldRow(tr("First month"), self.first),
            "last_month": FieldRow(tr("Last month"), self.last),
            "create": FieldRow(
                tr("Creating it, {currency}", currency=unit), self.money["create"], hint=tr("once")
            ),
            "deliver": FieldRow(
                tr("Delivering it, {currency}", currency=unit),
                self.money["deliver"],
                hint=tr("a year"),
            ),
            "margin": FieldRow(
                tr("Added gross margin, {currency}", currency=unit),
                self.money["margin"],
                hint=tr("a year, as you see it"),
            ),
            "note": FieldRow(tr("Note"), self.note),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space(3))
        grid.setVerticalSpacing(look.px(10))
        places = {
            "name": (0, 0, 6),
            "first_month": (1, 0, 3),
            "last_month": (1, 3, 3),
            "create": (2, 0, 2),
            "deliver": (2, 2, 2),
            "margin": (2, 4, 2),
            "note": (3, 0, 6),
        }
        for key, (line, place, span) in places.items():
            grid.addWidget(self.fields[key], line, place, 1, span, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(grid)
        words = tr("The three amounts are your own figures; the ledger does not tell them.")
        self.column.addWidget(Text(words, "caption", "text_3", wrap=True))
        remove = None
        if row is not None:
            remove = Button(tr("Delete"), "destructive", icon_name="ph.trash", on_click=self.remove)
        self.add_buttons(tr("Add special service") if row is None else tr("Save changes"), remove)
        self.fit(520)
        self.name.setFocus()

    @staticmethod
    def _months(now: int, chosen: int | None, *, open_end: bool = False) -> QComboBox:
        box = QComboBox()
        box.setMaxVisibleItems(18)
        if open_end:
            box.addItem(tr("Open end"), None)
        around = range(now - 12 * _YEARS, now + 12 * _YEARS + 1)
        months = [*around] if chosen is None else sorted({*around, chosen})
        for month in months:
            box.addItem(formats().month(first_of_month(month)), month)
        box.setCurrentIndex(0 if chosen is None else box.findData(chosen))
        return box

    def draft(self) -> ServiceDraft:
        """What the fields say; ``DomainError`` for a field that is no amount."""
        amounts: dict[str, int | None] = {}
        for key, field in self.money.items():
            typed = field.text().strip()
            amounts[key] = formats().parse_money(typed) if typed else None
            if typed and amounts[key] is None:
                raise DomainError(tr("Not an amount. Try 1,200."), field=key)
        return ServiceDraft(
            name=self.name.text(),
            first_month=int(self.first.currentData()),
            last_month=self.last.currentData(),
            note=self.note.toPlainText(),
            **amounts,
        )

    def entry(self) -> Entry:
        draft, account = self.draft(), self._account
        if self._row is None:
            return Entry(
                tr("Add special service “{name}”", name=draft.name),
                lambda s: add_special_service(s, account, draft),
                tr("Special service added"),
            )
        service = self._row.id
        return Entry(
            tr("Edit special service “{name}”", name=draft.name),
            lambda s: change_special_service(s, service, draft),
            tr("Special service saved"),
        )

    def remove(self) -> None:
        """Take the service away; the toast brings it back."""
        if self._row is not None:
            self.write(removal(self._row))


def removal(row: ServiceRow) -> Entry:
    """The step that takes a service away."""
    return Entry(
        tr("Delete special service “{name}”", name=row.told.name),
        lambda s: remove_special_service(s, row.id),
        tr("Special service deleted"),
    )
