"""Account > Profit: where its money goes, what makes it go there, and what would change it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.pages.account.profit.face import FACES, SUMMARY, ProfitFace
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl


class ProfitTab(Page):
    """The faces of an account's profit; ``filter`` of its place is "face" or "face:what"."""

    key = "profit"
    watched = (
        "cost_pool",
        "cost_pool_period",
        "cost_rate",
        "pool_volume",
        "exchange",
        "exchange_person",
        "exchange_colleague",
        "person",
        "import_batch",
        "product",
        "list_price",
        "relationship_record",
        "account",
        "account_decision",
        "scenario",
        "scenario_measure",
        "plan",
        "next_step",
        "special_service",
        "file_setting",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        look = theme()
        self._faces: dict[str, ProfitFace] = {}
        self._key = SUMMARY
        self._read: set[str] = set()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, look.space(2), 0, 0)
        column.setSpacing(look.space(2))
        bar = QHBoxLayout()
        bar.setContentsMargins(look.space(4), 0, look.space(4), 0)
        self.switch = SegmentedControl(
            [Segment(entry.key, tr(entry.title)) for entry in FACES],
            SUMMARY,
            name=tr("View of the profit"),
        )
        self.switch.changed.connect(self._on_face_chosen)
        bar.addWidget(self.switch)
        bar.addStretch(1)
        column.addLayout(bar)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self.set_content(content)
        self.states.show_ready()

    @property
    def face(self) -> ProfitFace | None:
        """The face on show."""
        return self._faces.get(self._key)

    def page_actions(self) -> list[Action]:
        return [] if self.face is None else self.face.face_actions()

    def shortcuts(self) -> list[tuple[str, str]]:
        return [] if self.face is None else self.face.shortcuts()

    def take_focus(self) -> None:
        """The keyboard goes to the face, unless it is just walking along the switch."""
        now = QApplication.focusWidget()
        if now is None or not self.switch.isAncestorOf(now):
            super().take_focus()

    def focus_target(self) -> QWidget:
        return self if self.face is None else self.face.focus_target()

    def activate(self, target: Target) -> None:
        wanted, _, what = target.filter.partition(":")
        known = any(entry.key == wanted for entry in FACES)
        self._show_face(wanted if known else self._key)
        if known and self.face is not None:
            self.face.narrow(what)
        super().activate(target)
        self._read_face()

    def load(self) -> None:
        """Read the face on show; the others read when they come to the front."""
        self._read.clear()
        self._read_face()

    def _read_face(self) -> None:
        if self.face is None or self.target.account is None or self._key in self._read:
            return
        self._read.add(self._key)
        self.face.show_account(self.target.account)

    def _show_face(self, key: str) -> None:
        face = self._faces.get(key)
        if face is None:
            face = next(entry for entry in FACES if entry.key == key).make(self.ctx)
            self._faces[key] = face
            self._stack.addWidget(face)
        self._key = key
        self.switch.set_current(key)
        self._stack.setCurrentWidget(face)

    def _on_face_chosen(self, key: str) -> None:
        """A face is a place of back and forward, as a tab is."""
        if self.target.account is not None:
            self.ctx.go(Target("account", self.target.account, "profit", filter=key))
