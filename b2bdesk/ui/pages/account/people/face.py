"""The views of the People tab beside map and list: each a face with its own controls in the bar."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from b2bdesk.core.i18n import mark
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext


class PeopleFace(QWidget):
    """One view of the people of an account, instead of map and list.

    ``tools`` are its controls, shown in the bar while the face is. ``show_account`` reads anew: it
    is called when the face comes to the front and after every change that the tab watches, and
    keeps selection and scroll for the same account. ``person_asked`` opens a person on the map or
    in the list, ``command`` runs a command of the tab ("add").
    """

    person_asked = Signal(object)  # person id
    command = Signal(str)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.tools = QWidget()

    def show_account(self, account: int) -> None:
        """Read and show an account."""

    def focus_target(self) -> QWidget:
        """Where the keyboard is once the face came to the front."""
        return self

    def shortcuts(self) -> list[tuple[str, str]]:
        """(keys, words) pairs for the status bar."""
        return []

    def sheet_keys(self) -> list[tuple[str, str]]:
        """The same for the sheet of shortcuts."""
        return self.shortcuts()

    def face_actions(self) -> list[Action]:
        """The commands that the palette offers while the face is shown."""
        return []


@dataclass(frozen=True, slots=True)
class FaceEntry:
    """A face by its key; ``place`` is "module:Class", imported when it is first shown."""

    key: str
    title: str
    icon: str
    place: str

    def make(self, ctx: AppContext) -> PeopleFace:
        """Import the face's module and build it."""
        module, _, name = self.place.partition(":")
        found = import_module(f"b2bdesk.ui.pages.account.people.{module}")
        return cast("PeopleFace", getattr(found, name)(ctx))


FACES: tuple[FaceEntry, ...] = (
    FaceEntry("coverage", mark("Coverage"), "ph.grid-four", "coverage.coverage_face:CoverageFace"),
    FaceEntry(
        "mix",
        mark("Contact mix"),
        "ph.chart-bar-horizontal",
        "contact_mix.contact_mix_face:ContactMixFace",
    ),
)


class FaceStack(QStackedWidget):
    """Map and list, or the face that stands in their place; a face is built when first shown."""

    made = Signal(str, object)  # key, PeopleFace

    def __init__(self, ctx: AppContext, main: QWidget) -> None:
        super().__init__()
        self._ctx, self._main = ctx, main
        self._faces: dict[str, PeopleFace] = {}
        self.key = ""
        self.addWidget(main)

    @staticmethod
    def known(key: object) -> str:
        """``key`` where it names a face, else nothing."""
        return next((entry.key for entry in FACES if entry.key == key), "")

    @property
    def face(self) -> PeopleFace | None:
        """The face on show; None for map and list."""
        return self._faces.get(self.key)

    def show_face(self, view: str) -> bool:
        """Show a face, or map and list for any other view; whether that changed anything."""
        key = self.known(view)
        if key and key not in self._faces:
            face = next(entry for entry in FACES if entry.key == key).make(self._ctx)
            self._faces[key] = face
            self.addWidget(face)
            self.made.emit(key, face)
        changed, self.key = key != self.key, key
        self.setCurrentWidget(self._faces.get(key, self._main))
        return changed
