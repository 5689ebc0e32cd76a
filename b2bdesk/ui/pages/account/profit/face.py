"""The views of the Profit tab: each a face that reads for itself, built when it is first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.core.i18n import mark, tr
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.widgets.states import StatePages


class ProfitFace(QWidget):
    """One view of an account's profit, with the four states of a page.

    ``load`` reads ``account`` anew: it is called when the face comes to the front and after every
    change that the tab watches, and keeps selection and scroll for the same account.
    """

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.account: int | None = None

    def set_content(self, content: QWidget) -> None:
        """Take the face's own content, shown in the ready state."""
        self.states = StatePages(content)
        self.states.retried.connect(self.load)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.states)

    def show_account(self, account: int) -> None:
        """Show an account; what another one's view was narrowed to is forgotten."""
        if account != self.account:
            self.account = account
            self.states.show_loading(tr("Working out the profit"))
        self.load()

    def load(self) -> None:
        """Start the reads that fill the face."""

    def narrow(self, wanted: str) -> None:
        """Show what a link asked for, such as one activity; "" shows everything."""

    def focus_target(self) -> QWidget:
        """Where the keyboard is once the face came to the front."""
        return self

    def shortcuts(self) -> list[tuple[str, str]]:
        """Keys and words for the status bar while the face is shown."""
        return []

    def face_actions(self) -> list[Action]:
        """The commands that the palette offers while the face is shown."""
        return []


@dataclass(frozen=True, slots=True)
class FaceEntry:
    """A face by its key; ``place`` is "module:Class", imported when it is first shown."""

    key: str
    title: str
    place: str

    def make(self, ctx: AppContext) -> ProfitFace:
        """Import the face's module and build it."""
        module, _, name = self.place.partition(":")
        found = import_module(f"b2bdesk.ui.pages.account.profit.{module}")
        return cast("ProfitFace", getattr(found, name)(ctx))


SUMMARY = "summary"
FACES: tuple[FaceEntry, ...] = (
    FaceEntry(SUMMARY, mark("Summary"), "summary_face:SummaryFace"),
    FaceEntry("causes", mark("Causes"), "causes_face:CausesFace"),
    FaceEntry("products", mark("Products"), "products_face:ProductsFace"),
    FaceEntry("services", mark("Special services"), "services_face:ServicesFace"),
    FaceEntry("measures", mark("Measures"), "measures_face:MeasuresFace"),
    FaceEntry("ahead", mark("Years ahead"), "ahead_face:AheadFace"),
)
