"""The team as editable rows: name, function, email, who is me, who has left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QLineEdit, QRadioButton, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.queries.file_info import ColleagueRow
from b2bdesk.services.team import (
    ColleagueDraft,
    remove_colleague,
    save_colleague,
    set_active,
    set_me,
)
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import IconButton
from b2bdesk.ui.widgets.fields import set_error
from b2bdesk.ui.widgets.text import Text


class TeamTable(QWidget):
    """A handful of rows; each field is saved when it is left."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        look = theme()
        self._ctx = ctx
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(look.space(3), look.space(2), look.space(3), look.space(2))
        self._grid.setHorizontalSpacing(look.space(2))
        self._grid.setVerticalSpacing(look.px(4))
        self._me = QButtonGroup(self)
        self._shown: tuple[Sequence[ColleagueRow], int | None] | None = None

    def set_team(self, team: Sequence[ColleagueRow], me: int | None) -> None:
        """Show the team; the same team again keeps the focus where it is."""
        if self._shown == (team, me):
            return
        self._shown = (team, me)
        focused = self.focusWidget().accessibleName() if self.focusWidget() else ""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not team:
            words = tr("Nobody yet. Add yourself first; the first one becomes you.")
            self._grid.addWidget(Text(words, "body", "text_2"), 0, 0)
            return
        titles = (tr("Me"), tr("Name"), tr("Function"), tr("Email"), tr("Here"))
        for column, title in enumerate(titles):
            self._grid.addWidget(Text(title, "caption", "text_3"), 0, column)
        for line, row in enumerate(team, 1):
            self._add_row(line, row, row.id == me)
        for widget in self.findChildren(QWidget):
            if focused and widget.accessibleName() == focused and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_row(self, line: int, row: ColleagueRow, is_me: bool) -> None:
        mine = QRadioButton()
        mine.setAccessibleName(tr("{name} is me", name=row.name))
        mine.setChecked(is_me)
        mine.clicked.connect(lambda: self._on_me(row))
        self._me.addButton(mine)
        name, function, email = QLineEdit(row.name), QLineEdit(row.function), QLineEdit(row.email)
        here = QCheckBox()
        here.setAccessibleName(tr("{name} works here", name=row.name))
        here.setChecked(row.active)
        here.clicked.connect(lambda on: self._on_active(row, on))
        fields = (name, function, email)
        for field, words in zip(fields, (tr("Name"), tr("Function"), tr("Email")), strict=True):
            field.setAccessibleName(f"{words}, {row.name}")
            field.editingFinished.connect(lambda: self._on_edited(row, name, function, email))
        remove = IconButton("ph.trash", tr("Remove {name}", name=row.name))
        remove.clicked.connect(lambda: self._on_remove(row))
        for column, widget in enumerate((mine, *fields, here, remove)):
            self._grid.addWidget(widget, line, column)
            if isinstance(widget, QLineEdit):
                self._grid.setColumnStretch(column, 1)

    def _on_me(self, row: ColleagueRow) -> None:
        words = tr("I am {name}", name=row.name)
        self._ctx.write(words, self, lambda s: set_me(s, row.id), toast=words)

    def _on_active(self, row: ColleagueRow, active: bool) -> None:
        words = (
            tr("{name} is back", name=row.name) if active else tr("{name} has left", name=row.name)
        )
        self._ctx.write(words, self, lambda s: set_active(s, row.id, active), toast=words)

    def _on_remove(self, row: ColleagueRow) -> None:
        words = tr("Remove {name} from the team", name=row.name)
        done = tr("{name} is off the team", name=row.name)
        self._ctx.write(words, self, lambda s: remove_colleague(s, row.id), toast=done)

    def _on_edited(
        self, row: ColleagueRow, name: QLineEdit, function: QLineEdit, email: QLineEdit
    ) -> None:
        draft = ColleagueDraft(row.id, name.text(), email.text(), function.text())
        if (draft.name, draft.email, draft.function) == (
            row.name,
            row.email or "",
            row.function or "",
        ):
            return

        def on_failed(error: B2BDeskError) -> None:
            set_error(name, True)
            name.setToolTip(str(error))
            self._ctx.failed.emit(error)

        words = tr("Change {name}", name=row.name)
        self._ctx.write(
            words, self, lambda s: save_colleague(s, draft), None, on_failed, toast=words
        )
