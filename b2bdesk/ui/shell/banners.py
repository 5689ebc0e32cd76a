"""Banners under the top bar: what happened, what is safe, and one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import tr
from b2bdesk.storage.errors import CorruptFileError, LockedFileError
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from b2bdesk.ui.shell.files import FileController

_SAID_AT_MOST = 160  # letters of an unforeseen error; all of it is in the details


class BannerArea(QWidget):
    """At most one error, one notice and one word on read-only, in that order."""

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self._column = QVBoxLayout(self)
        side = look.space(4)
        self._column.setContentsMargins(side, look.space(2), side, look.space(2))
        self._column.setSpacing(look.px(4))
        self._banners: dict[str, Banner] = {}
        self.hide()

    def _set(self, key: str, banner: Banner | None) -> None:
        old = self._banners.pop(key, None)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        if banner is not None:
            self._banners[key] = banner
            self._column.insertWidget(0 if key == "error" else -1, banner)
            banner.closed.connect(lambda: self._set(key, None))
        self.setVisible(bool(self._banners))

    def clear(self) -> None:
        """Take every banner away."""
        for key in list(self._banners):
            self._set(key, None)

    def error_text(self) -> str:
        """What the error on show says; empty where there is none."""
        banner = self._banners.get("error")
        return banner.accessibleName() if banner is not None else ""

    def show_error(
        self,
        message: str,
        hint: str = "",
        action: str = "",
        run: Callable[[], None] | None = None,
    ) -> None:
        """An error stays until it is closed or another takes its place."""
        self._set(
            "error", Banner("error", message, hint, action=action, on_action=run, closable=True)
        )

    def show_crash(self, error: BaseException) -> None:
        """A bug: say so, that nothing is lost, and how to pass it on."""
        import traceback

        details = "".join(traceback.format_exception(error))
        said = " ".join(str(error).split())
        self.show_error(
            tr("Something went wrong in B2BDesk. Nothing that was saved is lost."),
            f"{type(error).__name__}: {shorten(said, _SAID_AT_MOST, placeholder='…')}",
            tr("Copy details"),
            lambda: QApplication.clipboard().setText(details),
        )

    def show_notice(self, notice: str) -> None:
        """What the file says of itself, for example that its data are invented."""
        current = self._banners.get("notice")
        if notice and (current is None or notice not in current.accessibleName()):
            self._set("notice", Banner("info", notice, closable=True))
        elif not notice:
            self._set("notice", None)

    def show_read_only(self, read_only: bool, name: str) -> None:
        """Say that a file can be looked at but not changed."""
        banner = None
        if read_only:
            banner = Banner(
                "attention",
                tr("{name} is open read-only.", name=name),
                tr("You can look at everything and change nothing."),
                closable=False,
            )
        self._set("read-only", banner)

    def show_open_error(self, path: Path, error: B2BDeskError, files: FileController) -> None:
        """A file could not be opened: say why, and offer the way on that fits."""

        def run(then: Callable[[], None]) -> Callable[[], None]:
            def on_click() -> None:
                self._set("error", None)
                then()

            return on_click

        if isinstance(error, LockedFileError):
            self.show_error(
                error.message,
                error.hint,
                tr("Open read-only"),
                run(lambda: files.open(path, read_only=True)),
            )
        elif isinstance(error, CorruptFileError) and error.backup is not None:
            copy = error.backup
            self.show_error(
                error.message,
                error.hint,
                tr("Open backup"),
                run(lambda: files.open_backup(path, copy)),
            )
        else:
            self.show_error(error.message, error.hint)
