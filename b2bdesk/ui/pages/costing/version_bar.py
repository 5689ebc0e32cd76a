"""Which costing result is shown, the draft or a published version; and publishing the draft."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from b2bdesk.core.dates import local_date_of
from b2bdesk.core.i18n import tr
from b2bdesk.services.costing.faces import CostingFaces
from b2bdesk.services.costing.versions import VersionRow
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.period_picker import period_words


def version_words(number: int, *, published: bool) -> str:
    """ "Version 7" once it is published, "Version 7, draft" before."""
    words = tr("Version {number}", number=number)
    return words if published else tr("{version}, draft", version=words)


class VersionBar(QWidget):
    """``chosen`` carries the id of a version, or None for the draft."""

    chosen = Signal(object)

    def __init__(self, publish: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space(2))
        self._menu = QMenu(self)
        self.picker = Button("", icon_name="ph.git-commit", menu=self._menu)
        self.publish = Button(tr("Publish rates"), "primary", on_click=publish)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self.picker)
        row.addWidget(self.publish)
        self._faces: CostingFaces | None = None
        self._narrow = False
        self._menu.aboutToShow.connect(self._fill)
        self.setEnabled(False)

    def show_faces(self, faces: CostingFaces) -> None:
        """Show which result is on screen; publishing is for the draft."""
        self._faces = faces
        self.setEnabled(True)
        self.publish.setEnabled(faces.version is None and faces.bench.costs.known)
        self.publish.setToolTip(
            tr("Keep these figures as version {number}", number=faces.number)
            if faces.version is None
            else tr("Go back to the draft to publish it.")
        )
        self._show_words()

    def set_narrow(self, narrow: bool) -> None:
        """In a narrow window the words are short; what they are short for is still said."""
        if narrow is not self._narrow:
            self._narrow = narrow
            self._show_words()

    def _show_words(self) -> None:
        faces = self._faces
        if faces is None:
            return
        published = faces.version is not None
        number = faces.number if faces.version is None else faces.version.number
        words = version_words(number, published=published)
        short = tr("v{number}", number=number)
        short = short if published else tr("{version}, draft", version=short)
        self.picker.setText(short if self._narrow else words)
        self.picker.set_icon_name(None if self._narrow else "ph.git-commit")
        self.picker.setAccessibleName(tr("Shown: {version}", version=words))
        self.picker.setToolTip(words)
        self.publish.setText(tr("Publish") if self._narrow else tr("Publish rates"))
        self.publish.setAccessibleName(tr("Publish rates"))

    def _fill(self) -> None:
        self._menu.clear()
        faces = self._faces
        if faces is None:
            return
        group = QActionGroup(self._menu)
        rows: list[VersionRow | None] = [None, *faces.versions]
        for row in rows:
            words = version_words(faces.number if row is None else row.number, published=bool(row))
            detail = "" if row is None else f"\t{published_words(row)}"
            action = QAction(f"{words}{detail}", self._menu)
            action.setCheckable(True)
            action.setChecked(row == faces.version)
            number = None if row is None else row.id
            action.triggered.connect(lambda _on=False, n=number: self.chosen.emit(n))
            group.addAction(action)
            self._menu.addAction(action)
            if row is None and faces.versions:
                self._menu.addSeparator()


def published_words(row: VersionRow) -> str:
    """ "Jul 2017 – May 2020, published 3 Jun 2020"."""
    return tr(
        "{months}, published {day}",
        months=period_words(row.months),
        day=formats().date_full(local_date_of(row.at)),
    )
