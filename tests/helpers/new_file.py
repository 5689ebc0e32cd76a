"""A new file for a test, copied from one made once: the migrations run once for each process."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from b2bdesk.storage.database import Database


@cache
def _empty_file() -> Path:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Database.create(folder / "empty.b2bdesk").close()
    return folder / "empty.b2bdesk"


def new_file(path: Path) -> Database:
    """An empty file at ``path``, open."""
    shutil.copyfile(_empty_file(), path)
    return Database.open(path)
