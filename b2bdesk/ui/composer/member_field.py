"""People or colleagues who took part, as chips with a way to add one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.flow_layout import FlowLayout


class MemberField(QWidget):
    """Chosen members out of those on offer; ``changed`` when the user adds or takes one away."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._flow = FlowLayout(self)
        self._offered: dict[int, str] = {}
        self._chips: dict[int, Chip] = {}
        self._new: dict[int, str] = {}  # names not known yet, under ids of their own below zero
        self._menu = QMenu()
        self._menu.aboutToShow.connect(self._fill)
        self.add_button = Button(tr("Add"), icon_name="ph.plus", menu=self._menu, compact=True)
        self._flow.addWidget(self.add_button)

    @property
    def ids(self) -> tuple[int, ...]:
        """The chosen ones, in the order they were added."""
        return tuple(key for key in self._chips if key not in self._new)

    @property
    def new_names(self) -> tuple[str, ...]:
        """The names among the chosen ones that are not known yet."""
        return tuple(self._new[key] for key in self._chips if key in self._new)

    def show_members(
        self, offered: Sequence[tuple[int, str]], chosen: Sequence[int], new: Sequence[str] = ()
    ) -> None:
        """Offer these, with some chosen; ``new`` are names that are not known yet."""
        self._offered = dict(offered)
        self._new = {-1 - number: name for number, name in enumerate(new)}
        for chip in self._chips.values():
            chip.deleteLater()
        self._chips.clear()
        for member in (*chosen, *self._new):
            self._add(member)

    def add_member(self, member: int, name: str) -> None:
        """Choose somebody who was not on offer, unless chosen already."""
        self._offered[member] = name
        if member not in self._chips:
            self._add(member)

    def _fill(self) -> None:
        self._menu.clear()
        left = [(key, name) for key, name in self._offered.items() if key not in self._chips]
        for key, name in left:
            self._menu.addAction(name).triggered.connect(lambda _=False, each=key: self._on(each))
        if not left:
            self._menu.addAction(tr("No one else is known here")).setEnabled(False)

    def _on(self, member: int) -> None:
        self._add(member)
        self.changed.emit()

    def _add(self, member: int) -> None:
        new = self._new.get(member)
        name = self._offered.get(member, "") if new is None else tr("{name} (new)", name=new)
        chip = Chip(name, closable=True, on=True, dashed=new is not None)
        chip.closed.connect(lambda: self._drop(member))
        self._chips[member] = chip
        self._flow.removeWidget(self.add_button)
        self._flow.addWidget(chip)
        self._flow.addWidget(self.add_button)
        self.updateGeometry()

    def _drop(self, member: int) -> None:
        chip = self._chips.pop(member, None)
        if chip is not None:
            self._flow.removeWidget(chip)
            chip.deleteLater()
            self.add_button.setFocus()
            self.changed.emit()
