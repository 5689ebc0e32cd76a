"""The user's own fields as editable rows, and a line to add one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS, OwnFieldOf, OwnFieldType
from b2bdesk.queries.own_fields import OwnFieldRow, own_field_use, own_fields
from b2bdesk.services.own_fields import (
    add_own_field,
    remove_own_field,
    rename_own_field,
    set_own_choices,
)
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.fields import set_error
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class OwnFieldUse:
    """The own fields, and how many records hold something in each."""

    fields: tuple[OwnFieldRow, ...]
    use: dict[int, int]


def _read(session: Any) -> OwnFieldUse:
    fields = [field for of in OwnFieldOf for field in own_fields(session, of)]
    return OwnFieldUse(tuple(fields), own_field_use(session))


def _lines(text: str) -> str:
    return "\n".join(part.strip() for part in text.split(","))


class OwnFieldsPanel(Panel):
    """Fields of accounts and of people; each name is saved when it is left."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(tr("Own fields"), tr("of accounts and people"), flush=True)
        look = theme()
        self._ctx = ctx
        self._shown: OwnFieldUse | None = None
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(look.space(3), look.space(2), look.space(3), look.space(2))
        self._grid.setHorizontalSpacing(look.space(2))
        self._grid.setVerticalSpacing(look.px(4))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self.add(body)
        row = QHBoxLayout()
        row.setContentsMargins(look.space(3), look.space(2), look.space(3), look.space(3))
        row.setSpacing(look.space(2))
        self.new_of, self.new_type = QComboBox(), QComboBox()
        for of in OwnFieldOf:
            self.new_of.addItem(tr(WORDS[of]), of)
        for kind in OwnFieldType:
            self.new_type.addItem(tr(WORDS[kind]), kind)
        self.new_name, self.new_choices = QLineEdit(), QLineEdit()
        self.new_name.setPlaceholderText(tr("Name of the field"))
        self.new_choices.setPlaceholderText(tr("Choices, with commas"))
        for field, words in (
            (self.new_of, tr("Belongs to")),
            (self.new_name, tr("Name of the field")),
            (self.new_type, tr("Field type")),
            (self.new_choices, tr("Choices, with commas")),
        ):
            field.setAccessibleName(words)
        self.new_name.returnPressed.connect(self.add_field)
        self.new_choices.returnPressed.connect(self.add_field)
        self.new_type.currentIndexChanged.connect(lambda _: self._on_type())
        for field, stretch in (
            (self.new_of, 0), (self.new_name, 1), (self.new_type, 0), (self.new_choices, 1)
        ):  # fmt: skip
            row.addWidget(field, stretch)
        row.addWidget(Button(tr("Add field"), on_click=self.add_field))
        self.add(row)
        self._error = Text("", "caption", "against_us")
        self._error.setContentsMargins(look.space(3), 0, 0, look.space(2))
        self._error.hide()
        self.add(self._error)
        self._on_type()

    def load(self) -> None:
        """Read the fields and show them."""
        self._ctx.read("own-fields", self, _read, self._show)

    def _on_type(self) -> None:
        self.new_choices.setVisible(self.new_type.currentData() == OwnFieldType.CHOICE)

    def _show(self, found: OwnFieldUse) -> None:
        """Show the fields; the same fields again keep the focus where it is."""
        if self._shown == found:
            return
        self._shown = found
        focused = self.focusWidget().accessibleName() if self.focusWidget() else ""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not found.fields:
            words = tr("None yet. An import can make them from columns that fit nothing else.")
            self._grid.addWidget(Text(words, "body", "text_2", wrap=True), 0, 0, 1, 6)
            return
        titles = (tr("Belongs to"), tr("Name"), tr("Field type"), tr("Choices"), tr("Filled in"))
        for column, title in enumerate(titles):
            self._grid.addWidget(Text(title, "caption", "text_3"), 0, column)
        for line, field in enumerate(found.fields, 1):
            self._add_row(line, field, found.use.get(field.id, 0))
        for widget in self.findChildren(QLineEdit):
            if focused and widget.accessibleName() == focused:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_row(self, line: int, field: OwnFieldRow, use: int) -> None:
        name = QLineEdit(field.name)
        name.setAccessibleName(f"{tr('Name')}, {field.name}")
        name.editingFinished.connect(lambda: self._on_renamed(field, name))
        choices: QWidget = Text("", "table", "text_3")
        if field.type is OwnFieldType.CHOICE:
            edit = QLineEdit(", ".join(field.choices))
            edit.setAccessibleName(f"{tr('Choices')}, {field.name}")
            edit.editingFinished.connect(lambda: self._on_choices(field, edit))
            choices = edit
        remove = IconButton("ph.trash", tr("Remove {name}", name=field.name))
        remove.clicked.connect(lambda: self._on_remove(field))
        cells = (
            Text(tr(WORDS[field.belongs_to]), "table", "text_2"),
            name,
            Text(tr(WORDS[field.type]), "table", "text_2"),
            choices,
            Text(trn("{n} record", "{n} records", use), "table", "text_2"),
            remove,
        )
        for column, widget in enumerate(cells):
            self._grid.addWidget(widget, line, column)

    # --- changing ----------------------------------------------------------------------------

    def add_field(self) -> None:
        """Add the field typed."""
        of = OwnFieldOf(self.new_of.currentData())  # Qt hands a plain text back
        kind = OwnFieldType(self.new_type.currentData())
        name, choices = self.new_name.text(), _lines(self.new_choices.text())
        shown = " ".join(name.split())
        self._ctx.write(
            tr("Add field {name}", name=shown),
            self,
            lambda s: add_own_field(s, of, name, kind, choices),
            lambda _: self._on_added(),
            self._on_failed,
            toast=tr("Field {name} added", name=shown),
        )

    def _on_added(self) -> None:
        self.new_name.clear()
        self.new_choices.clear()
        self._error.hide()
        self.new_name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, error: B2BDeskError) -> None:
        self._error.setText(str(error))
        self._error.show()

    def _on_renamed(self, field: OwnFieldRow, edit: QLineEdit) -> None:
        name = edit.text()
        if " ".join(name.split()) == field.name:
            return
        self._save(
            tr("Rename {name}", name=field.name),
            edit,
            lambda s: rename_own_field(s, field.id, name),
        )

    def _on_choices(self, field: OwnFieldRow, edit: QLineEdit) -> None:
        choices = _lines(edit.text())
        if choices != "\n".join(field.choices):
            words = tr("Change the choices of {name}", name=field.name)
            self._save(words, edit, lambda s: set_own_choices(s, field.id, choices))

    def _save(self, words: str, edit: QLineEdit, change: Callable[[Any], None]) -> None:
        def on_failed(error: B2BDeskError) -> None:
            set_error(edit, True)
            edit.setToolTip(str(error))
            self._ctx.failed.emit(error)

        self._ctx.write(words, self, change, None, on_failed, toast=words)

    def _on_remove(self, field: OwnFieldRow) -> None:
        words = tr("Remove field {name}", name=field.name)
        done = tr("Field {name} removed", name=field.name)
        self._ctx.write(words, self, lambda s: remove_own_field(s, field.id), toast=done)
