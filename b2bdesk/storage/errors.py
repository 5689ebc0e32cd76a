"""Why a file could not be opened, in the words a person acts on."""

from __future__ import annotations

from pathlib import Path

from b2bdesk.core.errors import FileError


class LockedFileError(FileError):
    """Another running copy holds the file; it can be opened read-only."""


class CorruptFileError(FileError):
    """The file is damaged; ``backup`` is its newest backup, if there is one."""

    def __init__(self, message: str, hint: str, backup: Path | None) -> None:
        super().__init__(message, hint)
        self.backup = backup


class NewerFileError(FileError):
    """The file was written by a newer version of the program; it was left untouched."""
