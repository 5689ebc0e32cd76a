"""``b2bdesk self-test``: builds the sample, checks it and shows it, in this installation."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

from b2bdesk.core.i18n import tr


def run_self_test() -> int:
    """Build, check and open the sample away from the user's files; 0 when all of it works."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Closing on Windows may lag behind the last handle; what is left is in the temporary folder.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "sample.b2bdesk"
        built = _build(path)
        checked = built and _check(path)
        shown = checked and _show(path, Path(folder))
    print(tr("Self-test passed.") if shown else tr("Self-test failed."))
    return 0 if shown else 1


def _say(what: str, passed: bool, detail: str = "") -> bool:
    stream = sys.stdout if passed else sys.stderr
    print(f"{tr('ok') if passed else tr('WRONG'):<6} {what} {detail}".rstrip(), file=stream)
    return passed


def _build(path: Path) -> bool:
    from b2bdesk.services.sample import open_sample

    open_sample(path).close()
    return _say(tr("The sample is built from its workbooks"), path.exists())


def _check(path: Path) -> bool:
    from b2bdesk.services.check import check_file

    findings = check_file(path, today=date.today())  # noqa: DTZ011 - the user's day
    return all([_say(finding.title, finding.passed, finding.words) for finding in findings])


def _show(path: Path, folder: Path) -> bool:
    from PySide6.QtCore import QDeadlineTimer

    from b2bdesk.app import make_application, make_window
    from b2bdesk.settings.preferences import PreferenceStore
    from b2bdesk.ui.context import Target

    app = make_application(PreferenceStore(folder / "preferences.json"))
    window = make_window(PreferenceStore(folder / "preferences.json"))
    window.show()
    window.files.open(path)
    deadline = QDeadlineTimer(60_000)
    while (window.ctx.info is None or window.ctx.tasks.busy) and not deadline.hasExpired():
        app.processEvents()
    passed = _say(tr("The window opens the sample"), window.ctx.info is not None)
    for page in ("today", "portfolio", "accounts", "exchanges", "costing", "data", "settings"):
        window.ctx.go(Target(page))
        while window.ctx.tasks.busy and not deadline.hasExpired():
            app.processEvents()
        shown = window.current_page()
        good = shown is not None and shown.states.state == "ready"
        passed = _say(tr("Page {page} is shown", page=page), good) and passed
    window.close()
    return passed
