"""The remembered mapping that a sheet is read by: which it is, another, its name, forgetting it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMenu

from b2bdesk.core.dates import datetime_of
from b2bdesk.core.i18n import tr
from b2bdesk.exchange_formats.kinds_own import KINDS
from b2bdesk.services.imports.layouts import LONGEST_NAME, Layout, forget_layout, rename_layout
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.data.plan_session import PlanSession
from b2bdesk.ui.widgets.chips import Chip


class LayoutChip(Chip):
    """ "Mapping: Reseller sales, saved 2 Mar"; hidden while the file remembers none."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__("", icon_name="ph.bookmark-simple")
        self._ctx = ctx
        self._session: PlanSession | None = None
        self._sheet = ""
        self._list = QMenu(self)
        self._list.aboutToShow.connect(self._fill)
        self.set_menu(self._list)
        self.hide()

    def use(self, session: PlanSession) -> None:
        """Follow the mappings of another workbook."""
        self._session, self._sheet = session, ""
        self.hide()
        session.mappings_changed.connect(lambda: self.show_sheet(self._sheet))

    def show_sheet(self, sheet: str) -> None:
        """Say by which layout a sheet is read."""
        self._sheet = sheet
        session = self._session
        if session is None or not sheet:
            return
        current = self._current()
        found = next((each for each in session.layouts if each.signature == current), None)
        if found is None:
            self.set_text(tr("Mapping: as recognised"))
        else:
            self.set_text(tr("Mapping: {name}, saved {day}", name=found.name, day=_day(found)))
        self.setVisible(bool(session.layouts))

    def _current(self) -> str:
        assert self._session is not None
        mapping = self._session.mapping(self._sheet)
        return mapping.layout if mapping.remembered else ""

    def _fill(self) -> None:
        session, sheet, menu = self._session, self._sheet, self._list
        menu.clear()
        if session is None:
            return
        current = self._current()
        fresh = menu.addAction(tr("As recognised"))
        fresh.setCheckable(True)
        fresh.setChecked(not current)
        fresh.triggered.connect(lambda: session.set_layout(sheet, ""))
        for layout in session.layouts:
            kind = KINDS.get(layout.kind)
            holds = tr(kind.title) if kind is not None else tr("Nothing to import")
            words = tr(
                "{name}: {holds}, saved {day}", name=layout.name, holds=holds, day=_day(layout)
            )
            entry = menu.addAction(words.replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(layout.signature == current)
            entry.triggered.connect(
                lambda _=False, s=layout.signature: session.set_layout(sheet, s)
            )
        if current:
            menu.addSeparator()
            menu.addAction(tr("Rename this mapping…")).triggered.connect(
                lambda: self._ask_name(session, current)
            )
            menu.addAction(tr("Forget this mapping")).triggered.connect(
                lambda: self._forget(session, current)
            )

    def _ask_name(self, session: PlanSession, sign: str) -> None:
        before = next(each.name for each in session.layouts if each.signature == sign)
        dialog = QInputDialog(self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("Rename a mapping"))
        dialog.setLabelText(tr("What is this mapping called?"))
        dialog.setTextValue(before)

        def named(typed: str) -> None:
            name = " ".join(typed.split())[:LONGEST_NAME]
            if name not in ("", before):
                self._rename(session, sign, name)

        dialog.textValueSelected.connect(named)
        dialog.open()

    def _rename(self, session: PlanSession, sign: str, name: str) -> None:
        def on_done(text: str) -> None:
            session.rename(sign, name, text)
            if session is self._session:
                self.show_sheet(self._sheet)

        words = tr("Rename a mapping")
        self._ctx.write(words, self, lambda s: rename_layout(s, sign, name), on_done, toast=words)

    def _forget(self, session: PlanSession, sign: str) -> None:
        """Forget a remembered mapping: a step of its own, which can be undone."""

        def on_done(_: object) -> None:
            session.forget(sign)
            if session is self._session:
                self.show_sheet(self._sheet)

        words = tr("Forget a mapping")
        self._ctx.write(words, self, lambda s: forget_layout(s, sign), on_done, toast=words)


def _day(layout: Layout) -> str:
    return formats().date(datetime_of(layout.saved).astimezone().date())
