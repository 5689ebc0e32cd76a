"""Errors a person can understand: what is wrong, where, and what to do.

Anything else that is raised is a bug and is shown as one.
"""

from __future__ import annotations


class B2BDeskError(Exception):
    """A known problem. ``message`` says what is wrong, ``hint`` what to do; both are translated."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class DomainError(B2BDeskError):
    """Input that cannot be accepted; ``field`` names the draft's field it belongs to."""

    def __init__(self, message: str, *, field: str = "", hint: str = "") -> None:
        super().__init__(message, hint)
        self.field = field


class FileError(B2BDeskError):
    """A file that cannot be read or written as asked; nothing was changed."""


class ConflictError(B2BDeskError):
    """An undo or redo that later work stands against; ``records`` names what is in the way."""

    def __init__(self, message: str, *, records: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint)
        self.records = records


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user cancelled a task; everything is as it was before."""
