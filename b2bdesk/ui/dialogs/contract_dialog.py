"""Adding and editing a contract: term, notice, and how far the talks about renewal are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, RenewalState
from b2bdesk.queries.contracts import ContractRow
from b2bdesk.services.contracts import ContractDraft, add_contract, delete_contract, edit_contract
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import DateField, FieldRow
from b2bdesk.ui.widgets.text import Text


class ContractDialog(QDialog):
    """One contract of an account; ``row`` None adds one. Enter saves, Esc cancels."""

    def __init__(
        self, ctx: AppContext, account: int, row: ContractRow | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ctx, self._account, self._row = ctx, account, row
        self._saving = False
        look = theme()
        title = tr("Add contract") if row is None else tr("Edit contract")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
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
        column = QVBoxLayout(self)
        pad = look.space(4)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space(3))
        column.addWidget(Text(title, "heading"))
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
        column.addLayout(grid)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.space(2))
        if row is not None:
            buttons.addWidget(
                Button(
                    tr("Delete"), "destructive", icon_name="ph.trash", on_click=self.delete_contract
                )
            )
        buttons.addStretch(1)
        buttons.addWidget(Button(tr("Cancel"), on_click=self.reject))
        words = tr("Add contract") if row is None else tr("Save changes")
        self.save_button = Button(words, "primary", on_click=self.save)
        self.save_button.setDefault(True)
        buttons.addWidget(self.save_button)
        column.addLayout(buttons)
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

    def save(self) -> None:
        """Keep the contract, or say beside the field what is wrong."""
        if self._saving:
            return
        for row in self.fields.values():
            row.set_error("")
        try:
            draft = self.draft()
        except DomainError as error:
            self._on_failed(error)
            return
        self._saving = True
        contract = None if self._row is None else self._row.id
        account = self._account
        if contract is None:
            self._ctx.write(
                tr("Add contract “{name}”", name=draft.name),
                self,
                lambda s: add_contract(s, account, draft),
                lambda _: self.accept(),
                self._on_failed,
                toast=tr("Contract added"),
            )
        else:
            self._ctx.write(
                tr("Edit contract “{name}”", name=draft.name),
                self,
                lambda s: edit_contract(s, contract, draft),
                lambda _: self.accept(),
                self._on_failed,
                toast=tr("Contract saved"),
            )

    def delete_contract(self) -> None:
        """Take the contract away; the toast brings it back."""
        row = self._row
        if row is not None and not self._saving:
            self._saving = True
            self._ctx.write(
                tr("Delete contract “{name}”", name=row.name),
                self,
                lambda s: delete_contract(s, row.id),
                lambda _: self.accept(),
                self._on_failed,
                toast=tr("Contract deleted"),
            )

    def _on_failed(self, error: B2BDeskError) -> None:
        self._saving = False
        key = error.field if isinstance(error, DomainError) else ""
        row = self.fields.get(key, self.fields["name"])
        row.set_error(str(error))
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)
