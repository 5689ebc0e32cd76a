"""The brand attributes that customers are asked about: added, named, ordered, removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.queries.perceptions import AttributeRow, list_attributes
from b2bdesk.services.perceptions import (
    FIRST_SET,
    add_attributes,
    move_attribute,
    remove_attribute,
    rename_attribute,
)
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.fields import set_error
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text


class BrandPanel(Panel):
    """One row for each attribute, in the order in which people are shown with them."""

    filled = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(
            tr("Brand attributes"), tr("by what people judge us and the main rival"), flush=True
        )
        look = theme()
        self._ctx = ctx
        self._shown: tuple[AttributeRow, ...] | None = None
        self._focus = ""
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(look.space(3), look.space(2), look.space(3), look.space(2))
        self._grid.setHorizontalSpacing(look.space(2))
        self._grid.setVerticalSpacing(look.px(4))
        self._grid.setColumnStretch(0, 1)
        self.add(body)
        row = QHBoxLayout()
        row.setContentsMargins(look.space(3), look.space(2), look.space(3), look.space(3))
        row.setSpacing(look.space(2))
        self.new_name = QLineEdit()
        self.new_name.setPlaceholderText(tr("For example: technical advice"))
        self.new_name.setAccessibleName(tr("Name of a brand attribute"))
        self.new_name.returnPressed.connect(self.add_attribute)
        row.addWidget(self.new_name, 1)
        row.addWidget(Button(tr("Add attribute"), on_click=self.add_attribute))
        self.begin = Button(tr("Begin with five"), on_click=self._on_begin)
        self.begin.setToolTip(", ".join(tr(name) for name in FIRST_SET))
        row.addWidget(self.begin)
        self.add(row)
        self._error = Text("", "caption", "against_us")
        self._error.setContentsMargins(look.space(3), 0, 0, look.space(2))
        self._error.hide()
        self.add(self._error)

    @property
    def is_filled(self) -> bool:
        """True once the attributes were read."""
        return self._shown is not None

    @property
    def names(self) -> list[str]:
        """The attributes on show, in their order."""
        return [row.name for row in self._shown or ()]

    def load(self) -> None:
        """Read the attributes and show them."""
        self._ctx.read("brand-attributes", self, list_attributes, self._show)

    def _show(self, found: tuple[AttributeRow, ...]) -> None:
        if self._shown != found:
            self._shown = found
            self._fill(found)
        self.filled.emit()

    def _fill(self, found: tuple[AttributeRow, ...]) -> None:
        focused = self.focusWidget()
        wanted = self._focus or (focused.accessibleName() if focused is not None else "")
        self._focus = ""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.begin.setVisible(not found)
        if not found:
            words = tr("None yet. Surveys that are imported bring theirs along.")
            self._grid.addWidget(Text(words, "body", "text_2", wrap=True), 0, 0, 1, 5)
            return
        for line, row in enumerate(found):
            self._add_row(line, row, len(found))
        for widget in self.findChildren(QWidget):
            if wanted and widget.accessibleName() == wanted and not widget.isHidden():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_row(self, line: int, row: AttributeRow, count: int) -> None:
        name = QLineEdit(row.name)
        name.setAccessibleName(f"{tr('Name')}, {row.name}")
        name.editingFinished.connect(lambda: self._on_renamed(row, name))
        up = IconButton("ph.arrow-up", tr("Move {name} up", name=row.name))
        down = IconButton("ph.arrow-down", tr("Move {name} down", name=row.name))
        up.clicked.connect(lambda: self._on_move(row, -1, up))
        down.clicked.connect(lambda: self._on_move(row, 1, down))
        up.setEnabled(line > 0)
        down.setEnabled(line < count - 1)
        remove = IconButton("ph.trash", tr("Remove {name}", name=row.name))
        remove.clicked.connect(lambda: self._on_remove(row))
        answers = Text(trn("{n} answer", "{n} answers", row.answers), "table", "text_2")
        for column, widget in enumerate((name, answers, up, down, remove)):
            self._grid.addWidget(widget, line, column)

    # --- changing ----------------------------------------------------------------------------

    def add_attribute(self) -> None:
        """Add the attribute typed."""
        name = self.new_name.text()
        shown = " ".join(name.split())
        self._ctx.write(
            tr("Add brand attribute {name}", name=shown),
            self,
            lambda s: add_attributes(s, [name]),
            lambda _: self._on_added(),
            self._on_failed,
            toast=tr("Brand attribute {name} added", name=shown),
        )

    def _on_added(self) -> None:
        self.new_name.clear()
        self._error.hide()
        self.new_name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, error: B2BDeskError) -> None:
        self._error.setText(str(error))
        self._error.show()

    def _on_begin(self) -> None:
        names = [tr(name) for name in FIRST_SET]
        words = tr("Add five brand attributes")
        self._ctx.write(words, self, lambda s: add_attributes(s, names), toast=words)

    def _on_renamed(self, row: AttributeRow, edit: QLineEdit) -> None:
        name = edit.text()
        if " ".join(name.split()) == row.name:
            return

        def on_failed(error: B2BDeskError) -> None:
            set_error(edit, True)
            edit.setToolTip(str(error))
            self._on_failed(error)

        words = tr("Rename {name}", name=row.name)
        self._save(words, lambda s: rename_attribute(s, row.id, name), on_failed)

    def _on_move(self, row: AttributeRow, steps: int, button: IconButton) -> None:
        self._focus = button.accessibleName()
        words = tr("Move {name}", name=row.name)
        self._save(words, lambda s: move_attribute(s, row.id, steps))

    def _on_remove(self, row: AttributeRow) -> None:
        words = tr("Remove brand attribute {name}", name=row.name)
        done = trn(
            "{name} removed with {n} answer",
            "{name} removed with {n} answers",
            row.answers,
            name=row.name,
        )
        self._save(words, lambda s: remove_attribute(s, row.id), toast=done)

    def _save(
        self,
        words: str,
        change: Callable[[Any], None],
        failed: Callable[[B2BDeskError], None] | None = None,
        *,
        toast: str = "",
    ) -> None:
        done = lambda _: self._error.hide()  # noqa: E731
        self._ctx.write(words, self, change, done, failed or self._on_failed, toast=toast or words)
