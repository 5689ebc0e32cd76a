"""Costing: does every ledger cent reach an account, or stay where it is said to stay?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.services.costing.export import export_costing
from b2bdesk.services.costing.face_export import export_ledger
from b2bdesk.services.costing.faces import CostingFaces, costing_faces
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.dialogs.workbook_export import ask_workbook, write_in_background
from b2bdesk.ui.pages.costing.ledger_face import LedgerFace
from b2bdesk.ui.pages.costing.page_actions import costing_actions
from b2bdesk.ui.pages.costing.reconciliation_strip import ReconciliationStrip
from b2bdesk.ui.pages.costing.version_bar import VersionBar, published_words, version_words
from b2bdesk.ui.pages.costing.version_edits import VersionEdits
from b2bdesk.ui.pages.costing.versions_face import VersionsFace
from b2bdesk.ui.pages.costing.workbench_face import WorkbenchFace
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.segmented import Segment, SegmentedControl
from b2bdesk.ui.widgets.states import EmptyAction

WORKBENCH, LEDGER, VERSIONS = "workbench", "ledger", "versions"
_ORDER = (WORKBENCH, LEDGER, VERSIONS)
_NARROW = 1190


class CostingPage(Page):
    """Reconciliation over three faces: workbench, ledger, versions; draft or a version."""

    key = "costing"
    watched = (
        "cost_pool",
        "cost_pool_period",
        "cost_rate",
        "costing_version",
        "pool_volume",
        "file_setting",
        "exchange",
        "import_batch",
        "account",
        "account_merge",
        "external_id",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.shown: CostingFaces | None = None
        self._version: int | None = None
        self._then: Callable[[], None] | None = None
        self._version_edits = VersionEdits(ctx, self)
        self.switch = SegmentedControl(
            [
                Segment(WORKBENCH, tr("Workbench")),
                Segment(LEDGER, tr("Ledger")),
                Segment(VERSIONS, tr("Versions")),
            ],
            WORKBENCH,
            name=tr("Face of costing"),
        )
        self.bar = VersionBar(self.publish)
        self.strip = ReconciliationStrip()
        self.workbench = WorkbenchFace(ctx, self.export)
        self.view, self.table = self.workbench.view, self.workbench.table
        self.form, self.heat = self.workbench.form, self.workbench.heat
        self.paste = self.workbench.paste
        self.ledger = LedgerFace(ctx, self.export)
        self.versions = VersionsFace(ctx, self._version_edits, self.publish, self.export)
        self.set_content(self._built())
        self._connect()

    def _built(self) -> QWidget:
        look = theme()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, look.space(3), 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(look.space(4), 0, look.space(4), 0)
        top.setSpacing(look.space(2))
        self._banners = QVBoxLayout()
        top.addLayout(self._banners)
        top.addWidget(self.strip)
        column.addLayout(top)
        self._stack = QStackedWidget()
        for face in (self.workbench, self.ledger, self.versions):
            self._stack.addWidget(face)
        column.addWidget(self._stack, 1)
        return body

    def _connect(self) -> None:
        self.switch.changed.connect(self.show_face)
        self.bar.chosen.connect(self.show_version)
        self.workbench.filled.connect(self._on_filled)
        self.workbench.left.connect(self._show_state)
        self.versions.opened.connect(self._on_version_opened)
        self.heat.opened.connect(
            lambda account: self.ctx.go(Target("account", account, tab="profit"))
        )
        self.heat.cell_opened.connect(
            lambda account, activity: self.ctx.go(
                Target("account", account, tab="profit", filter=f"causes:{activity}")
            )
        )
        self.versions.account_opened.connect(
            lambda account: self.ctx.go(Target("account", account, tab="profit"))
        )

    # --- what the shell asks ---------------------------------------------------------------

    def title(self) -> str:
        return tr("Costing")

    def face_switch(self) -> QWidget:
        return self.switch

    def toolbar(self) -> QWidget:
        return self.bar

    def focus_target(self) -> QWidget:
        targets = {LEDGER: self.ledger.focus_target, VERSIONS: self.versions.focus_target}
        return targets.get(self.face, lambda: self.table.view)()

    def shortcuts(self) -> list[tuple[str, str]]:
        return [(tr("Enter"), tr("edit cell")), (tr("Ctrl V"), tr("paste from Excel"))]

    def page_actions(self) -> list[Action]:
        return costing_actions(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bar.set_narrow(self.width() < theme().px(_NARROW))

    # --- faces and versions ----------------------------------------------------------------

    @property
    def face(self) -> str:
        """The face on show."""
        return self.switch.current or WORKBENCH

    def activate(self, target: Target) -> None:
        """Show the face a target names."""
        if target.tab in _ORDER:
            self.switch.set_current(target.tab)
            self._stack.setCurrentIndex(_ORDER.index(target.tab))
        super().activate(target)

    def show_face(self, face: str) -> None:
        """Turn to a face; the reconciliation stays on top."""
        self.switch.set_current(face)
        self._stack.setCurrentIndex(_ORDER.index(face))
        self._show_state()
        now = QApplication.focusWidget()
        if self.states.state == "ready" and (now is None or not self.switch.isAncestorOf(now)):
            # What had the keyboard may be hidden now.
            self.focus_target().setFocus(Qt.FocusReason.OtherFocusReason)

    def show_version(self, version: int | None) -> None:
        """Show a published version as it was kept, or the draft again."""
        self._version = version
        self.load()

    def _on_version_opened(self, version: int | None) -> None:
        self.show_face(WORKBENCH)
        self.show_version(version)
        self.table.view.setFocus()

    def publish(self) -> None:
        """Keep the draft's figures as the next version."""
        shown = self.shown
        if shown is not None and shown.version is None:
            self._version_edits.publish(shown.number, shown.bench.period)

    # --- reading ---------------------------------------------------------------------------

    def load(self) -> None:
        """Read the costs of the chosen period, or a version's."""
        period, as_of, version = self.ctx.period, self.ctx.as_of, self._version
        if self.shown is None:
            self.states.show_loading(tr("Working out the costs"))
        self.ctx.read(
            "costing",
            self,
            lambda session: costing_faces(session, period, as_of, version),
            self._on_faces,
            self.states.show_problem,
        )

    def _on_faces(self, faces: CostingFaces) -> None:
        self.shown = faces
        self._version = None if faces.version is None else faces.version.id
        self.bar.show_faces(faces)
        self.strip.set_costs(faces.bench.costs, faces.wrong)
        self._show_banner(faces)
        if faces.bench.pools or self.workbench.busy:
            self.workbench.show_faces(faces)
        else:
            self.workbench.forget()
        fiscal_start = 1 if self.ctx.info is None else self.ctx.info.fiscal_start
        self.ledger.show_faces(faces, fiscal_start)
        self.versions.show_faces(faces)
        self._show_state()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _show_state(self) -> None:
        faces = self.shown
        if faces is None:
            return
        nothing = not faces.bench.pools and not self.workbench.busy
        if nothing and not (self.face == VERSIONS and faces.versions):
            self._show_empty()
        else:
            self.states.show_ready()

    def _on_filled(self) -> None:
        self.show_face(WORKBENCH)
        self.states.show_ready()

    def _show_empty(self) -> None:
        self.states.show_empty(
            tr("No activity costs yet"),
            tr(
                "Enter what your activities cost, such as the order desk, freight or visits. The"
                " file counts what drives them, and every account shows what it costs to serve."
            ),
            icon_name="ph.calculator",
            primary=EmptyAction(tr("Add a cost pool"), self.add_pool),
            alternative=EmptyAction(tr("Paste from Excel"), self.paste_clipboard, tr("Ctrl V")),
        )

    def _show_banner(self, faces: CostingFaces) -> None:
        while (item := self._banners.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        version = faces.version
        if version is None:
            return
        words = version_words(version.number, published=True)
        banner = Banner(
            "info",
            tr("{version} as it was published.", version=words),
            published_words(version),
            action=tr("Back to the draft"),
            on_action=lambda: self.show_version(None),
            closable=False,
        )
        self._banners.addWidget(banner)

    # --- what the workbench does -----------------------------------------------------------

    def add_pool(self) -> None:
        """Open an empty form for a new pool; the draft comes back where a version was shown."""
        if self._version is None:
            self.workbench.add_pool()
        else:
            self._then = self.workbench.add_pool
            self.show_version(None)

    def paste_clipboard(self) -> None:
        """Read the clipboard as cost pools."""
        self.workbench.paste_clipboard()

    # --- export ----------------------------------------------------------------------------

    def export(self) -> None:
        """Ask where, then write the face on show as a workbook."""
        faces = self.shown
        if faces is None or not (faces.bench.pools or faces.versions):
            return
        names = {LEDGER: tr("Costing ledger"), VERSIONS: tr("Costing versions")}
        path = ask_workbook(self, tr("Export costing"), names.get(self.face, tr("Costing")))
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the face on show as a workbook."""
        faces = self.shown
        if faces is None:
            return
        currency, as_of = self.ctx.currency, faces.result.as_of
        if self.face == LEDGER:
            view = self.ledger.ledger
            if view is not None:
                write_in_background(
                    self.ctx,
                    self,
                    path,
                    tr("Exporting costing"),
                    lambda _session: export_ledger(path, view, faces.bench.period, currency),
                )
            return
        if self.face == VERSIONS:
            self.versions.export_to(path, currency)
            return
        write_in_background(
            self.ctx,
            self,
            path,
            tr("Exporting costing"),
            lambda session: export_costing(session, faces.bench, path, currency, as_of),
        )
