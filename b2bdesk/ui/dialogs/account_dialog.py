"""Adding and editing an account: everything known of the firm, errors beside their field."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.core.money import from_minor, to_minor
from b2bdesk.models.account import ERP
from b2bdesk.models.enums import WORDS, AccountKind, OwnFieldOf
from b2bdesk.queries.accounts import (
    AccountChoice,
    AccountDetails,
    get_account,
    list_account_choices,
    list_segments,
)
from b2bdesk.queries.own_fields import OwnFieldRow, own_fields
from b2bdesk.services.accounts import (
    AccountDraft,
    draft_of,
    split_numbers,
)
from b2bdesk.services.accounts import (
    add_account as add_account_now,
)
from b2bdesk.services.accounts import (
    edit_account as edit_account_now,
)
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.own_inputs import OwnInputs, Part
from b2bdesk.ui.dialogs.record_dialog import Entry, RecordDialog
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.fields import FieldRow, NumberField
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl


@dataclass(frozen=True, slots=True)
class AccountForm:
    """What the dialog needs: the choices, and the account where one is edited."""

    details: AccountDetails | None
    parents: tuple[AccountChoice, ...]
    segments: tuple[str, ...]
    own_fields: tuple[OwnFieldRow, ...] = ()


def _form(session: Any, account: int | None) -> AccountForm:
    return AccountForm(
        details=None if account is None else get_account(session, account),
        parents=list_account_choices(session),
        segments=list_segments(session),
        own_fields=own_fields(session, OwnFieldOf.ACCOUNT),
    )


def add_account(ctx: AppContext, owner: QWidget) -> None:
    """Ask for a new account; once added it is shown."""
    _open(ctx, owner, None)


def edit_account(ctx: AppContext, owner: QWidget, account: int, field: str = "") -> None:
    """Ask what to change of an account; the keyboard is in ``field`` where one is named."""
    _open(ctx, owner, account, field)


def _open(ctx: AppContext, owner: QWidget, account: int | None, field: str = "") -> None:
    def show(form: AccountForm) -> None:
        if account is not None and form.details is None:
            ctx.failed.emit(DomainError(tr("The account is not there any more.")))
            return
        dialog = AccountDialog(ctx, form, owner.window())
        dialog.open()
        if field:
            dialog.fields[field].field.setFocus(Qt.FocusReason.OtherFocusReason)

    keeper: QObject = owner
    ctx.read("account-form", keeper, lambda session: _form(session, account), show)


class AccountDialog(RecordDialog):
    """Name, kind, place in the hierarchy, numbers, firmographics. Enter saves, Esc cancels."""

    def __init__(self, ctx: AppContext, form: AccountForm, parent: QWidget | None = None) -> None:
        details = form.details
        adding = details is None
        super().__init__(
            ctx,
            tr("Add account") if adding else tr("Edit account"),
            tr("Add account") if details is None else details.name,
            parent,
        )
        self._form = form
        self._before = None if details is None else draft_of(details)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(self._make_form())
        self.column.addWidget(area, 1)
        self.add_buttons(tr("Add account") if adding else tr("Save changes"))
        look = theme()
        self.resize(look.px(640), look.px(620))
        self.name.setFocus()

    # --- the form --------------------------------------------------------------------------

    def _make_form(self) -> QWidget:
        look = theme()
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(look.px(2), 0, look.space(2), 0)
        grid.setHorizontalSpacing(look.space(4))
        grid.setVerticalSpacing(look.px(10))
        for number in range(2):
            grid.setColumnStretch(number, 1)
        draft = self._before or AccountDraft(name="", owner_id=self._ctx.me)
        self.name = self._line(draft.name)
        self.kind = SegmentedControl(
            [Segment(kind.value, tr(WORDS[kind])) for kind in AccountKind],
            draft.kind.value,
            name=tr("Kind"),
        )
        self.segment = QComboBox()
        self.segment.setEditable(True)
        self.segment.addItems(["", *self._form.segments])
        self.segment.setCurrentText(draft.segment or "")
        self.parent_account = self._make_parent(draft.parent_id)
        self.owner = self._make_owner(draft.owner_id)
        erp = [value for system, value in draft.numbers if system == ERP]
        self.numbers = self._line(", ".join(erp))
        self.plan = self._number(draft.contact_every_days)
        self.business = self._line(draft.business_type)
        self.employees = self._number(draft.employees)
        self.annual = NumberField()
        if draft.annual_sales_minor is not None:
            self.annual.set_value(float(from_minor(draft.annual_sales_minor, self._ctx.currency)))
        self.opened = QLineEdit("" if draft.year_opened is None else str(draft.year_opened))
        self.address = self._line(draft.address)
        self.postal = self._line(draft.postal_code)
        self.city = self._line(draft.city)
        self.region = self._line(draft.region)
        self.country = self._line(draft.country)
        self.phone = self._line(draft.phone)
        self.email = self._line(draft.email)
        self.website = self._line(draft.website)
        self.tax = self._line(draft.tax_id)
        self.rival = self._line(draft.main_rival)
        self.pinned = QCheckBox(tr("Pin to the rail"))
        self.pinned.setChecked(draft.pinned)
        self.note = QPlainTextEdit(draft.note or "")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(look.px(64))
        currency = self._ctx.currency
        held = dict(draft.own)
        self.own = OwnInputs(self._form.own_fields, held, currency)
        annual = tr("Their annual sales, {currency}", currency=currency)
        hints = {
            "numbers": tr("Several with commas"),
            "contact_every_days": tr("How often to be in touch at least"),
        }
        rows: list[tuple[Part, ...]] = [
            (("name", tr("Name"), self.name),),
            (("kind", tr("Kind"), self.kind), ("segment", tr("Segment"), self.segment)),
            (
                ("parent_id", tr("Belongs to"), self.parent_account),
                ("owner_id", tr("Owner"), self.owner),
            ),
            (
                ("numbers", tr("ERP numbers"), self.numbers),
                ("contact_every_days", tr("Contact plan, days"), self.plan),
            ),
            (
                ("business_type", tr("Business type"), self.business),
                ("employees", tr("Employees"), self.employees),
            ),
            (
                ("annual_sales_minor", annual, self.annual),
                ("year_opened", tr("Year opened"), self.opened),
            ),
            (
                ("address", tr("Address"), self.address),
                ("postal_code", tr("Postal code"), self.postal),
            ),
            (("city", tr("City"), self.city), ("region", tr("Region"), self.region)),
            (("country", tr("Country"), self.country), ("phone", tr("Phone"), self.phone)),
            (("email", tr("Email"), self.email), ("website", tr("Website"), self.website)),
            (
                ("tax_id", tr("Tax number"), self.tax),
                ("main_rival", tr("Main rival"), self.rival),
            ),
            *self.own.rows(),
            (("note", tr("Note"), self.note),),
        ]
        for number, parts in enumerate(rows):
            for place, (key, label, field) in enumerate(parts):
                made = FieldRow(label, field, hint=hints.get(key, ""))
                self.fields[key] = made
                wide = len(parts) == 1 and key in ("name", "note")
                top = Qt.AlignmentFlag.AlignTop
                grid.addWidget(made, number, place, 1, 2 if wide else 1, top)
        grid.addWidget(self.pinned, len(rows), 0, 1, 2)
        grid.setRowStretch(len(rows) + 1, 1)
        return body

    def _line(self, text: str | None) -> QLineEdit:
        return QLineEdit(text or "")

    def _number(self, value: int | None) -> NumberField:
        made = NumberField()
        made.set_value(value)
        return made

    def _make_parent(self, chosen: int | None) -> QComboBox:
        made = QComboBox()
        made.setEditable(True)
        made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        made.addItem("", None)
        own = None if self._form.details is None else self._form.details.id
        for choice in self._form.parents:
            if choice.id != own:
                made.addItem(choice.label, choice.id)
        made.setCurrentIndex(max(0, made.findData(chosen)))
        completer, edit = made.completer(), made.lineEdit()
        assert completer is not None
        assert edit is not None  # an editable combo box has both
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        edit.setPlaceholderText(tr("No parent account"))
        return made

    def _make_owner(self, chosen: int | None) -> QComboBox:
        made = QComboBox()
        made.addItem(tr("No owner"), None)
        info = self._ctx.info
        for colleague in () if info is None else info.team:
            if colleague.active or colleague.id == chosen:
                made.addItem(colleague.name, colleague.id)
        made.setCurrentIndex(max(0, made.findData(chosen)))
        return made

    # --- saving ----------------------------------------------------------------------------

    def draft(self) -> AccountDraft:
        """What the fields say; ``DomainError`` for a field that is no number or no account."""
        numbers = tuple((ERP, value) for value in split_numbers(self.numbers.text()))
        others = () if self._before is None else self._before.numbers
        kind = self.kind.current
        return AccountDraft(
            name=self.name.text(),
            kind=AccountKind(kind) if kind else AccountKind.END_CUSTOMER,
            segment=self.segment.currentText(),
            parent_id=self._parent(),
            business_type=self.business.text(),
            address=self.address.text(),
            postal_code=self.postal.text(),
            city=self.city.text(),
            region=self.region.text(),
            country=self.country.text(),
            phone=self.phone.text(),
            email=self.email.text(),
            website=self.website.text(),
            tax_id=self.tax.text(),
            main_rival=self.rival.text(),
            employees=self._whole("employees", self.employees),
            annual_sales_minor=self._money("annual_sales_minor", self.annual),
            year_opened=self._year(),
            owner_id=self.owner.currentData(),
            contact_every_days=self._whole("contact_every_days", self.plan),
            pinned=self.pinned.isChecked(),
            note=self.note.toPlainText(),
            numbers=(*(pair for pair in others if pair[0] != ERP), *numbers),
            own=tuple(self.own.values().items()),
        )

    def _parent(self) -> int | None:
        typed = self.parent_account.currentText().strip()
        if not typed:
            return None
        number = self.parent_account.findText(typed, Qt.MatchFlag.MatchFixedString)
        if number < 0:
            raise DomainError(tr("There is no account of this name."), field="parent_id")
        # Two accounts may have one name: keep the one chosen in the list.
        if self.parent_account.currentText() == self.parent_account.itemText(
            self.parent_account.currentIndex()
        ):
            number = self.parent_account.currentIndex()
        found: int | None = self.parent_account.itemData(number)
        return found

    def _decimal(self, key: str, field: NumberField) -> Decimal | None:
        if not field.is_valid:
            raise DomainError(tr("Not a number."), field=key)
        value = field.value
        return value if isinstance(value, Decimal) else None

    def _whole(self, key: str, field: NumberField) -> int | None:
        value = self._decimal(key, field)
        if value is not None and value != value.to_integral():
            raise DomainError(tr("A whole number."), field=key)
        return None if value is None else int(value)

    def _money(self, key: str, field: NumberField) -> int | None:
        value = self._decimal(key, field)
        return None if value is None else to_minor(value, self._ctx.currency)

    def _year(self) -> int | None:
        text = self.opened.text().strip()
        if not text:
            return None
        if not text.isdecimal():
            raise DomainError(tr("Not a year."), field="year_opened")
        return int(text)

    def entry(self) -> Entry:
        draft, details = self.draft(), self._form.details
        name = " ".join(draft.name.split())
        if details is None:
            label, toast = tr("Add {name}", name=name), tr("{name} added", name=name)
            return Entry(label, lambda s: add_account_now(s, draft), toast)
        account = details.id
        label, toast = tr("Edit {name}", name=name), tr("{name} saved", name=name)
        return Entry(label, lambda s: edit_account_now(s, account, draft), toast)

    def saved(self, result: Any) -> None:
        if isinstance(result, int):
            self._ctx.go(Target("account", result))
