"""Who of us knows a person, and how well: one meter for each colleague."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.enums import WORDS, CoverageLevel
from b2bdesk.queries.file_info import ColleagueRow
from b2bdesk.services.people_map import Contact
from b2bdesk.ui.canvas.person_words import relationship_dots
from b2bdesk.ui.context import Target
from b2bdesk.ui.pages.account.people.edits import PeopleEdits
from b2bdesk.ui.pages.account.people.section import setting_row
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.step_meter import StepMeter
from b2bdesk.ui.widgets.text import Text

_LEVELS = (
    CoverageLevel.NONE,
    CoverageLevel.BRIEF,
    CoverageLevel.MULTIPLE,
    CoverageLevel.IN_DEPTH,
)


class CoverageRows(QWidget):
    """I come first, then whoever else knows the person; "Add colleague" for the others."""

    def __init__(self, edits: PeopleEdits) -> None:
        super().__init__()
        self._edits = edits
        self._contact: Contact | None = None
        self._shown: tuple[int, ...] = ()
        self._meters: dict[int, tuple[StepMeter, Text]] = {}
        self._team: dict[int, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        column.addLayout(self._column)
        self.add_button = Button(
            tr("Add colleague"), "link", compact=True, on_click=self._open_menu
        )
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._nobody = Button(
            tr("Name your team in Settings"),
            "link",
            compact=True,
            on_click=lambda: edits.ctx.go(Target("settings")),
        )
        column.addWidget(self._nobody, 0, Qt.AlignmentFlag.AlignLeft)

    def meter(self, colleague: int) -> StepMeter:
        """The meter of a colleague on show."""
        return self._meters[colleague][0]

    def show_contact(
        self, contact: Contact, team: tuple[ColleagueRow, ...], me: int | None
    ) -> None:
        """Show who knows a person."""
        other = self._contact is None or self._contact.row.id != contact.row.id
        self._contact = contact
        levels = {row.colleague_id: row.level for row in contact.row.coverage}
        names = {row.colleague_id: row.colleague for row in contact.row.coverage}
        active = {row.id: row.name for row in team if row.active}
        self._team = active
        wanted = [me] if me in active else []
        wanted += [colleague for colleague in names if colleague != me]
        if not other:
            wanted += [c for c in self._shown if c not in wanted and c in active]
        ids = tuple(colleague for colleague in wanted if colleague is not None)
        if ids != self._shown or not self._meters:
            self._build(ids, names | active, me)
        for colleague, (meter, value) in self._meters.items():
            level = levels.get(colleague, CoverageLevel.UNKNOWN)
            meter.set_value(relationship_dots(level), tr(WORDS[level]))
            value.setText(tr(WORDS[level]))
        self.add_button.setVisible(any(colleague not in ids for colleague in active))
        self._nobody.setVisible(not active)

    def _build(self, ids: tuple[int, ...], names: dict[int, str], me: int | None) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._meters = {}
        self._shown = ids
        for colleague in ids:
            name = tr("{name} (me)", name=names[colleague]) if colleague == me else names[colleague]
            meter = StepMeter(3, tr("How well {who} knows the person", who=name))
            meter.changed.connect(
                lambda value, c=colleague, n=names[colleague]: self._on_changed(c, n, value)
            )
            value = Text("", "table", weight="medium")
            value.setMinimumWidth(theme().px(62))
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._meters[colleague] = (meter, value)
            self._column.addWidget(setting_row(name, meter, value))

    def _on_changed(self, colleague: int, name: str, value: int) -> None:
        if self._contact is not None:
            self._edits.set_coverage(self._contact, colleague, name, _LEVELS[value])

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for colleague, name in self._team.items():
            if colleague not in self._meters:
                menu.addAction(name).triggered.connect(
                    lambda _=False, c=colleague, n=name: self._on_changed(c, n, 1)
                )
        menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))
