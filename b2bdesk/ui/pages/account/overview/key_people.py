"""Key people on the overview, under what weakens the map: the words of the People tab."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.map_health import Finding, MapFinding
from b2bdesk.services.overview import Overview
from b2bdesk.services.people_map import MapSeat
from b2bdesk.ui.pages.account.overview import lists
from b2bdesk.ui.pages.account.people.finding_rows import FindingRows
from b2bdesk.ui.pages.account.people.member_commands import people_filter
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.row_list import RowList


class KeyPeople(RowList[MapSeat]):
    """``asked`` carries the tab to open, a person of it or None, and what to show there."""

    asked = Signal(str, object, str)

    def __init__(self) -> None:
        super().__init__(
            tr("Key people"),
            lists.people_columns(),
            empty=tr("No one sits in a decision-making unit yet."),
        )
        self.add_action(
            Button(
                tr("Map"),
                "link",
                on_click=lambda: self.asked.emit("people", None, ""),
                compact=True,
            )
        )
        self.opened.connect(lambda person: self.asked.emit("people", person, ""))
        look = theme()
        self._holder = QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(look.space(2), look.space(2), look.space(2), look.space(2))
        self.findings = FindingRows()
        self.findings.chosen.connect(self._on_finding)
        column.addWidget(self.findings)
        self.body.insertWidget(0, self._holder)

    def show_overview(self, found: Overview) -> None:
        """Show the key people of an account, and how its maps stand."""
        health = found.people.health
        self._holder.setVisible(health is not None)
        self.findings.show_health(health)
        self.show_rows({seat.row.person.id: seat for seat in found.key_people})

    def _open_map(self) -> None:
        self.asked.emit("people", None, "")

    def _on_finding(self, finding: MapFinding) -> None:
        if finding.kind is Finding.OUR_SIDE_SINGLE:
            self.asked.emit("exchanges", None, "")
        else:
            self.asked.emit("people", None, people_filter(finding.people))
