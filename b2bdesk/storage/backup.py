"""Backups: finished copies of a file, kept apart from it.

They lie in the user's data folder, one folder for each file, newest ten kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

KEPT = 10


def backup_folder(path: Path) -> Path:
    """Where the backups of a file lie."""
    digest = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:10]
    return user_data_path("b2bdesk", appauthor=False) / "backups" / f"{path.stem}-{digest}"


def backups_of(path: Path) -> list[Path]:
    """Finished backups of a file, newest first."""
    folder = backup_folder(path)
    return sorted(folder.glob("*.b2bdesk"), reverse=True) if folder.is_dir() else []


def last_backup_at(path: Path) -> datetime | None:
    """When the newest backup of a file was made (UTC); None where there is none."""
    newest = next(iter(backups_of(path)), None)
    return None if newest is None else datetime.fromtimestamp(newest.stat().st_mtime, UTC)


def write_backup(path: Path, copy_into: Callable[[Path], None], reason: str) -> Path:
    """Copy a file through ``copy_into`` and keep the newest backups; returns the new one.

    The copy gets its final name only when it is whole.
    """
    folder = backup_folder(path)
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    target = folder / f"{stamp}-{reason}.b2bdesk"
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        copy_into(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    for old in backups_of(path)[KEPT:]:
        old.unlink(missing_ok=True)
    return target
