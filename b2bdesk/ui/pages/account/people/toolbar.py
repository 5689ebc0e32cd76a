"""The bar over map and list: which view, which unit, how we stand, what is drawn, add a person."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QMenu,
    QSizePolicy,
    QSpacerItem,
    QWidget,
)

from b2bdesk.core.i18n import tr
from b2bdesk.services.people_map import AccountPeople, MapUnit
from b2bdesk.ui.pages.account.people.face import FACES
from b2bdesk.ui.pages.account.people.map_look import LookChip
from b2bdesk.ui.pages.account.people.rating import (
    findings_text,
    rating_mark,
    rating_reason,
)
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.marks import Mark
from b2bdesk.ui.widgets.pills import Pill
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl

MAP, LIST = "map", "list"
_FIXED = QSizePolicy.Policy.Fixed
_LEAST_REASON = 120


class PeopleToolbar(QWidget):
    """44 px of controls. ``command`` carries what was asked for by a button or menu."""

    view_changed = Signal(str)
    unit_chosen = Signal(object)  # unit id
    command = Signal(str)  # "add", "tidy", "export", "details", "unit.add", "unit.rename", ...
    lines_changed = Signal(bool, bool)  # reporting lines, influence and conflicts

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.setFixedHeight(look.size("tool_bar"))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space(4), 0, look.space(4), 0)
        row.setSpacing(look.space(2))
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.views = SegmentedControl(
            [
                Segment(MAP, tr("Map"), "ph.tree-structure"),
                Segment(LIST, tr("List"), "ph.list-bullets"),
                *(Segment(face.key, tr(face.title), face.icon) for face in FACES),
            ],
            MAP,
            name=tr("View"),
        )
        self.views.changed.connect(self.view_changed)
        row.addWidget(self.views)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.unit_chip = Chip(tr("Main purchase"), menu=self._menu)
        row.addWidget(self.unit_chip)
        self.rating = Pill(Mark("", "text_2", icon="ph.circle"))
        row.addWidget(self.rating)
        self.reason = Button("", "link", compact=True, on_click=self._ask("health"))
        self.reason.setMinimumWidth(1)
        row.addWidget(self.reason, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._gap = QSpacerItem(0, 0, _FIXED)
        row.addItem(self._gap)
        self.tidy_button = Button(
            tr("Tidy"), "flat", icon_name="ph.arrows-in-line-horizontal", on_click=self._ask("tidy")
        )
        row.addWidget(self.tidy_button)
        self.reporting = Chip(
            tr("Reporting lines"), toggle=True, on=True, icon_name="ph.tree-structure"
        )
        self.relations = Chip(tr("Influence"), toggle=True, on=True, icon_name="ph.flow-arrow")
        for chip in (self.reporting, self.relations):
            chip.toggled.connect(self._on_lines)
            row.addWidget(chip)
        self.look = LookChip()
        row.addWidget(self.look)
        self.add_button = Button(
            tr("Add person"), icon_name="ph.user-plus", keys="P", on_click=self._ask("add")
        )
        row.addWidget(self.add_button)
        self.export_button = IconButton(
            "ph.export", tr("Save the map as a picture"), on_click=self._ask("export")
        )
        row.addWidget(self.export_button)
        self.day_button = IconButton(
            "ph.clock-counter-clockwise",
            tr("The map as of another day"),
            on_click=self._ask("as_of"),
        )
        row.addWidget(self.day_button)
        self.details_button = IconButton(
            "ph.columns", tr("Details"), keys=tr("Enter"), on_click=self._ask("details")
        )
        row.addWidget(self.details_button)
        self._own: tuple[QWidget, ...] = (self.reason, self.add_button)
        self._tools: dict[str, QWidget] = {}
        self._wide = True
        self._compact = False
        self._people: AccountPeople | None = None
        self._unit: MapUnit | None = None

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """First the reason goes, then the words of the buttons, then the rating, which the
        inspector tells too; icons and tooltips stay."""
        self._set_compact(False)
        self._show_reason(False)
        self._show_rating(True)
        room = self._room()
        if room < 0:
            self._set_compact(True)
            self._show_rating(self._room() >= 0)
        self._show_reason(room >= theme().px(_LEAST_REASON))

    def _room(self) -> int:
        row = self.layout()
        if row is None:
            return 0
        row.invalidate()  # what was just shown or hidden counts only then
        return self.width() - row.minimumSize().width()

    def _show_rating(self, wanted: bool) -> None:
        rated = self._unit is not None and self._unit.rating is not None
        self.rating.setVisible(wanted and rated and self.views.current in (MAP, LIST))

    def _show_reason(self, wanted: bool) -> None:
        shown = wanted and self.views.current in (MAP, LIST)
        self.reason.setVisible(shown)
        self._gap.changeSize(0, 0, _FIXED if shown else QSizePolicy.Policy.Expanding)

    def _set_compact(self, compact: bool) -> None:
        if compact == self._compact:
            return
        self._compact = compact
        for chip, words in (
            (self.reporting, tr("Reporting lines")),
            (self.relations, tr("Influence")),
        ):
            chip.set_text("" if compact else words)
            chip.setAccessibleName(words)
            chip.setToolTip(words if compact else "")
        self.look.set_compact(compact)
        self.add_button.set_keys("" if compact else "P")
        for button, words in ((self.add_button, tr("Add person")), (self.tidy_button, tr("Tidy"))):
            button.setText("" if compact else words)
            button.setAccessibleName(words)
            button.setToolTip(words)
        row = self.layout()
        if row is not None:
            row.invalidate()

    def _ask(self, what: str) -> Callable[[], None]:
        return lambda: self.command.emit(what)

    def show_unit(self, people: AccountPeople, unit: MapUnit) -> None:
        """Show the unit's name and rating."""
        self._people, self._unit = people, unit
        name = unit.row.name if unit.row else tr("Main purchase")
        self.unit_chip.set_text(name)
        self.unit_chip.setToolTip(tr("Decision-making unit"))
        if unit.rating is not None:
            self.rating.set_mark(rating_mark(unit.rating))
            self.rating.setToolTip(findings_text(unit.health))
        self.reason.setText(rating_reason(unit.reason))
        self._show_tools()

    def set_view(self, view: str) -> None:
        """Show which view is on, without ``view_changed``."""
        self.views.set_current(view)
        self._show_tools()

    def add_tools(self, view: str, tools: QWidget) -> None:
        """Controls of another view than map and list, in place of those of the two."""
        self._tools[view] = tools
        row = self.layout()
        if isinstance(row, QHBoxLayout):
            row.addWidget(tools, 1)
        self._show_tools()

    def show_details_button(self, on: bool) -> None:
        """Offer the inspector of map and list where it is a drawer."""
        self._wide = not on
        self._show_tools()

    def _show_tools(self) -> None:
        view, unit = self.views.current, self._unit
        both = view in (MAP, LIST)
        for key, tools in self._tools.items():
            tools.setVisible(key == view)
        for widget in self._own:
            widget.setVisible(both)
        self.unit_chip.setVisible(both and unit is not None and unit.row is not None)
        self.details_button.setVisible(both and not self._wide)
        on_map = view == MAP
        for widget in (
            self.reporting,
            self.relations,
            self.look,
            self.export_button,
            self.day_button,
        ):
            widget.setVisible(on_map)
        moved = self._unit is not None and any(seat.by_hand for seat in self._unit.seats)
        self.tidy_button.setVisible(on_map and moved)
        self._fit()
        # What was just shown or given other words tells its width only afterwards.
        QTimer.singleShot(0, self, self._fit)

    def _on_lines(self) -> None:
        self.lines_changed.emit(self.reporting.isChecked(), self.relations.isChecked())

    def _fill_menu(self) -> None:
        menu = self._menu
        menu.clear()
        if self._people is None or self._unit is None or self._unit.row is None:
            return
        for unit in self._people.units:
            if unit.row is None:
                continue
            action = menu.addAction(unit.row.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(unit.row.id == self._unit.row.id)
            action.triggered.connect(lambda _=False, i=unit.row.id: self.unit_chosen.emit(i))
        menu.addSeparator()
        for key, words in (
            ("unit.add", tr("Add decision-making unit")),
            ("unit.rename", tr("Rename {unit}", unit=self._unit.row.name.replace("&", "&&"))),
            ("unit.remove", tr("Remove {unit}", unit=self._unit.row.name.replace("&", "&&"))),
        ):
            menu.addAction(words).triggered.connect(self._ask(key))
