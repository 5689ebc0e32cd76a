"""Files that came with exchanges, out of the file again: to look at, or to keep."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy.orm import Session

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.models import Attachment
from b2bdesk.queries.messages import get_content

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
# What runs when it is opened, or shows pages that load and run things.
_RUN_ENDINGS = (
    ".exe .com .bat .cmd .scr .pif .cpl .msi .msp .jar .js .jse .vbs .vbe .wsf .wsh .ps1 .psm1 .hta"
    " .lnk .url .scf .reg .chm .gadget .app .command .sh .bash .run .desktop .appimage .dmg .pkg"
    " .iso .img .vhd .vhdx .htm .html .xhtml .shtml .mht .mhtml .svg .xll .application .py .pyw"
    " .docm .dotm .xlsm .xltm .xlam .pptm .potm .ppam .settingcontent-ms"
)
_RUNS = frozenset(_RUN_ENDINGS.split())


def safe_name(name: str) -> str:
    """The name as any system takes it."""
    return _FORBIDDEN.sub("_", name).strip(" .")[:120] or "attachment"


def may_be_opened(name: str) -> bool:
    """Whether opening the file shows it, and does not run it."""
    return Path(name.strip(" .").lower()).suffix not in _RUNS


def save_attachment(session: Session, attachment: int, path: Path) -> Path:
    """Write a file's content to ``path``, whole or not at all; ``FileError`` where that fails."""
    content = get_content(session, attachment)
    if content is None:
        raise FileError(
            tr("The content of this file is not kept."),
            tr("It was too large when the message came in. Look for it in your mail program."),
        )
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise FileError(
            tr("{name} could not be written: {reason}", name=path.name,
               reason=error.strerror or str(error)),
            tr("Choose a folder you may write to, with free space on its disk."),
        ) from error  # fmt: skip
    return path


def copy_to_open(session: Session, attachment: int, folder: Path) -> Path:
    """A copy of a file in a folder of its own, not to be written to: a change would be lost."""
    row = session.get(Attachment, attachment)
    if row is None:
        raise FileError(tr("This file is not there any more."))
    place = folder / str(attachment)
    place.mkdir(parents=True, exist_ok=True)
    path = place / safe_name(row.name)
    if not path.exists():
        save_attachment(session, attachment, path)
        path.chmod(0o400)
    return path
