"""The edits of costing versions: each one labelled, undoable step with its toast."""

from __future__ import annotations

from PySide6.QtCore import QObject

from b2bdesk.core.dates import Period
from b2bdesk.core.errors import B2BDeskError, DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.services.costing import versions
from b2bdesk.ui.context import AppContext


class VersionEdits:
    """Writes through the context on behalf of ``owner``."""

    def __init__(self, ctx: AppContext, owner: QObject) -> None:
        self._ctx, self._owner = ctx, owner

    def publish(self, number: int, period: Period) -> None:
        """Keep the costs of a period as they are now."""
        as_of, me = self._ctx.as_of, self._ctx.me

        def failed(error: B2BDeskError) -> None:
            # Nothing is wrong with any field: it only needs saying.
            if isinstance(error, DomainError):
                self._ctx.toast(str(error))
            else:
                self._ctx.failed.emit(error)

        self._ctx.write(
            tr("Publish costing version {number}", number=number),
            self._owner,
            lambda session: versions.publish(session, period, as_of, me),
            failed=failed,
            toast=tr("Version {number} published", number=number),
        )

    def note(self, version: int, number: int, note: str) -> None:
        """Say something about a version."""
        self._ctx.write(
            tr("Change the note of costing version {number}", number=number),
            self._owner,
            lambda session: versions.note_version(session, version, note),
            toast=tr("Note of version {number} changed", number=number),
        )
