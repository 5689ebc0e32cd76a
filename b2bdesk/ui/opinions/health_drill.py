"""A health opened to its parts, and these to theirs, down to what was seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.health.tree import Input, Node
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.opinions.health_rows import health_mark, health_text
from b2bdesk.ui.tables.cells import Cell, IconTextCell
from b2bdesk.ui.tables.model import Column
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.marks import Mark
from b2bdesk.ui.widgets.pills import Pill
from b2bdesk.ui.widgets.row_list import RowList
from b2bdesk.ui.widgets.text import ElidedText, Text

_SHOWN = 12


class HealthDrill(QWidget):
    """Shows one node of a tree; ``exchange_asked`` carries the id of an exchange to open."""

    exchange_asked = Signal(object)

    def __init__(self, as_of: Callable[[], date], *, title: bool = True) -> None:
        super().__init__()
        self._root: Node | None = None
        self._path: list[str] = []
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space(2))
        self.back = Button("", "link", icon_name="ph.caret-left", compact=True, on_click=self.up)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        self._titled = title
        self._title = ElidedText("", "table", weight="semibold")
        head.addWidget(self._title, 1)
        self._pill = Pill(Mark("", "text_3"), plain=True)
        head.addWidget(self._pill)
        self._number = Text("", "heading")
        head.addWidget(self._number)
        column.addLayout(head)
        self._why = Text("", "table", "text_2", wrap=True)
        column.addWidget(self._why)
        self.parts: RowList[Node] = RowList(tr("Made of"), _part_columns(), most=_SHOWN)
        self.parts.opened.connect(self._on_part)
        self.inputs: RowList[Input] = RowList(tr("Seen"), _input_columns(as_of), most=_SHOWN)
        self.inputs.opened.connect(self._on_input)
        for rows in (self.parts, self.inputs):
            column.addWidget(rows)

    @property
    def node(self) -> Node | None:
        """What is on show."""
        node = self._root
        for key in self._path:
            node = None if node is None else next((p for p in node.parts if p.key == key), None)
        return node

    def show_root(self, root: Node | None, path: tuple[str, ...] = ()) -> None:
        """Show a tree from its root, or from the node at ``path`` under it."""
        self._root, self._path = root, list(path)
        self._show()

    def refresh(self, root: Node | None) -> None:
        """Show the same place of a tree that was computed anew."""
        self._root = root
        while self._path and self.node is None:
            self._path.pop()
        self._show()

    def take_focus(self) -> None:
        """Give the keyboard to the first list on show."""
        rows = self.parts if self.parts.isVisible() else self.inputs
        (rows.table.view if rows.isVisible() else self.back).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def up(self) -> None:
        """Go back to what the node is a part of."""
        if self._path:
            self._path.pop()
            self._show()
            self.take_focus()

    def _show(self) -> None:
        node = self.node
        self.setVisible(node is not None)
        if node is None:
            return
        above = self._above()
        self.back.setVisible(above is not None)
        self.back.setText("" if above is None else above.title)
        self._title.setText(node.title if self._titled or self._path else "")
        found = health_mark(node.value)
        self._pill.setVisible(found is not None)
        if found is not None:
            self._pill.set_mark(found)
        self._number.setText(health_text(node.value))
        self._number.setAccessibleName(
            tr("{value} of 100", value=health_text(node.value))
            if node.value is not None
            else tr("not known")
        )
        self._why.setText(node.why)
        self.parts.show_rows(dict(enumerate(node.parts)))
        self.parts.setVisible(bool(node.parts))
        missing = len(node.missing)
        self.parts.set_subtitle(tr("{n} not known, left out", n=missing) if missing else "")
        self.inputs.show_rows(dict(enumerate(node.inputs)))
        self.inputs.setVisible(bool(node.inputs))

    def _above(self) -> Node | None:
        if not self._path:
            return None
        kept, self._path = self._path, self._path[:-1]
        above, self._path = self.node, kept
        return above

    def _on_part(self, number: int) -> None:
        node = self.node
        if node is not None and number < len(node.parts):
            self._path.append(node.parts[number].key)
            self._show()
            self.take_focus()

    def _on_input(self, number: int) -> None:
        node = self.node
        if node is not None and number < len(node.inputs):
            exchange = node.inputs[number].exchange
            if exchange is not None:
                self.exchange_asked.emit(exchange)


def _part_columns() -> list[Column[Node]]:
    def share(node: Node) -> str:
        return tr("left out") if node.share is None else formats().percent(node.share)

    def value(node: Node) -> tuple[str, str, str]:
        found = health_mark(node.value)
        if found is None:
            return "", MISSING, "text_3"
        return found.icon, health_text(node.value), found.color

    return [
        Column(
            "part", tr("Part"), lambda node: node.title, width=100, stretch=True,
            row_tooltip=lambda node: node.why,
        ),
        Column("share", tr("Share"), share, Cell(tone="text_2", right=True), width=60),
        Column("value", tr("Health"), value, IconTextCell(), width=58),
    ]  # fmt: skip


def _input_columns(as_of: Callable[[], date]) -> list[Column[Input]]:
    def words(row: Input) -> str:
        parts = [row.what]
        if row.on is not None:
            parts.append(formats().date_full(row.on))
        parts.append(row.detail)
        if row.counts is not None:
            parts.append(tr("counts {value} of 100", value=formats().number(row.counts)))
        if row.share is not None:
            parts.append(tr("carries {share}", share=formats().percent(row.share)))
        return ", ".join(part for part in parts if part)

    return [
        Column(
            "on", tr("Day"), lambda row: formats().date(row.on, as_of()) if row.on else "",
            Cell(tone="text_2"), width=96, row_tooltip=words,
        ),
        Column(
            "what", tr("What"), lambda row: row.what, width=80, stretch=True, row_tooltip=words
        ),
        Column(
            "detail", tr("Says"), lambda row: row.detail, Cell(tone="text_2", right=True),
            width=60, row_tooltip=words,
        ),
    ]  # fmt: skip
