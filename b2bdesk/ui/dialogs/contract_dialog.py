"""Adding and editing a contract: term, notice, and how far the talks about renewal are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, RenewalState
from b2bdesk.queries.contracts import ContractRow
from b2bdesk.services.contracts import ContractDraft, add_contract, delete_contract, edit_contract
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.dialogs.record_dialog import Entry, RecordDialog
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import DateField, FieldRow


class ContractDialog(RecordDialog):
    """One contract of an account; ``row`` None adds one. Enter saves, Esc cancels."""

    def __init__(
        self, ctx: AppContext, account: int, row: ContractRow | None, parent: QWidget | None = None
    ) -> None:
        title = tr("Add contract") if row is None else tr("Edit contract")
        super().__init__(ctx, title, parent=parent)
        self._account, self._row = account, row
        look = theme()
        self.name = QLineEdit("" if row is None else row.name)
        self.starts = DateField(None if row is None else row.starts, reference=lambda: ctx.as_of)
        self.ends = DateField(None if row is None else row.ends, reference=lambda: ctx.as_of)
        notice = None if row is None else row.notice_days
        self.notice = QLineEdit("" if notice is None else str(notice))
        self.auto = QCheckBox(tr("Renews by itself"))
        self.auto.setChecked(row is not None and row.auto_renews)
        self.renewal = QComboBox()
        for state in RenewalState:
            self.renewal.addItem(tr(WORDS[state]), state)
        state_now = RenewalState.NOT_STARTED if row is None else row.renewal
        self.renewal.setCurrentIndex(list(RenewalState).index(state_now))
        self.note = QPlainTextEdit("" if row is None else row.note or "")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(look.px(64))
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space(3))
        grid.setVerticalSpacing(look.px(10))
        self.fields = {
            "name": FieldRow(tr("Name"), self.name),
            "starts": FieldRow(tr("Starts"), self.starts),
            "ends": FieldRow(tr("Ends"), self.ends, hint=tr("Empty for an open end")),
            "notice_days": FieldRow(tr("Notice, days before the end"), self.notice),
            "renewal": FieldRow(tr("Renewal"), self.renewal),
            "note": FieldRow(tr("Note"), self.note),
        }
        places = {
            "name": (0, 0, 2),
            "starts": (1, 0, 1),
            "ends": (1, 1, 1),
            "notice_days": (2, 0, 1),
            "renewal": (2, 1, 1),
            "note": (4, 0, 2),
        }
        top = Qt.AlignmentFlag.AlignTop
        for key, (line, place, span) in places.items():
            grid.addWidget(self.fields[key], line, place, 1, span, top)
        grid.addWidget(self.auto, 3, 0, 1, 2)
        self.column.addLayout(grid)
        remove = None
        if row is not None:
            remove = Button(
                tr("Delete"), "destructive", icon_name="ph.trash", on_click=self.delete_contract
            )
        self.add_buttons(tr("Add contract") if row is None else tr("Save changes"), remove)
        self.setMinimumWidth(look.px(460))
        self.name.setFocus()

    def draft(self) -> ContractDraft:
        """What the fields say; ``DomainError`` for a field that is no day or no number."""
        for key, field in (("starts", self.starts), ("ends", self.ends)):
            if not field.is_valid:
                raise DomainError(tr("Not a day. Try 14 Aug 2020."), field=key)
        text = self.notice.text().strip()
        notice = formats().parse_integer(text) if text else None
        if text and notice is None:
            raise DomainError(tr("The notice is a whole number of days."), field="notice_days")
        return ContractDraft(
            name=self.name.text(),
            starts=self.starts.value,
            ends=self.ends.value,
            notice_days=notice,
            auto_renews=self.auto.isChecked(),
            renewal=RenewalState(self.renewal.currentData()),
            note=self.note.toPlainText(),
        )

    def entry(self) -> Entry:
        draft, account = self.draft(), self._account
        if self._row is None:
            return Entry(
                tr("Add contract “{name}”", name=draft.name),
                lambda s: add_contract(s, account, draft),
                tr("Contract added"),
            )
        contract = self._row.id
        return Entry(
            tr("Edit contract “{name}”", name=draft.name),
            lambda s: edit_contract(s, contract, draft),
            tr("Contract saved"),
        )

    def delete_contract(self) -> None:
        """Take the contract away; the toast brings it back."""
        row = self._row
        if row is not None:
            label = tr("Delete contract “{name}”", name=row.name)
            self.write(Entry(label, lambda s: delete_contract(s, row.id), tr("Contract deleted")))
