"""``b2bdesk self-test``: builds the sample, checks it and shows it, in this installation."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

from b2bdesk.core.i18n import tr

_PATIENCE_MS = 120_000


def run_self_test() -> int:
    """Build, check and open the sample away from the user's files; 0 when all of it works."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Without a screen Qt says at each window that hints of its size go nowhere.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    # Closing on Windows may lag behind the last handle; what is left is in the temporary folder.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "sample.b2bdesk"
        built = _build(path)
        checked = built and _check(path)
        written = checked and _export(path, Path(folder)) and _read_messages(Path(folder))
        shown = written and _show(path, Path(folder))
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
    passed = [_say(finding.title, finding.passed, finding.words) for finding in findings]
    return all(passed)


def _export(path: Path, folder: Path) -> bool:
    from b2bdesk.queries.file_info import get_file_info
    from b2bdesk.services.account_export import write_account
    from b2bdesk.services.report import render_report
    from b2bdesk.services.templates import TemplateKind, fill_account, write_first_template
    from b2bdesk.storage.database import Database

    today = date.today()  # noqa: DTZ011 - the user's day
    workbook, brief = folder / "account.xlsx", folder / "brief.xlsx"
    template = write_first_template(TemplateKind.ACCOUNT, folder)
    database = Database.open(path, read_only=True)
    try:
        with database.read() as session:
            info = get_file_info(session, today)
            assert info.months is not None
            account, as_of = info.pinned[0][0], info.as_of.date
            write_account(session, account, workbook, info.months, as_of)
            filled = fill_account(session, account, template, brief, info.months, as_of)
            lines = render_report(session, today=today, locale="").splitlines()
    finally:
        database.close()
    return all(
        (
            _say(tr("An account is exported"), workbook.stat().st_size > 0),
            _say(tr("A template is filled"), brief.stat().st_size > 0 and not filled.unknown),
            _say(tr("The account table is printed"), len(lines) > info.accounts // 2),
        )
    )


def _read_messages(folder: Path) -> bool:
    from b2bdesk.core.progress import Progress
    from b2bdesk.exchange_formats.messages.reader import MessageReader

    mail, meeting, card = (folder / name for name in ("mail.eml", "visit.ics", "card.vcf"))
    mail.write_text("From: ruth@example.com\nContent-Type: text/html\n\n<p>Good <b>day</b></p>")
    meeting.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\nBEGIN:VEVENT\nUID:1\nSUMMARY:Visit\n"
        "DTSTART;TZID=Europe/Berlin:20200501T090000\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    card.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ruth\nEMAIL:ruth@example.com\nEND:VCARD\n")
    with MessageReader(Progress()) as reader:
        text = reader.read(mail).messages[0].text
        visit = reader.read(meeting).messages[0].at
        name = reader.read(card).cards[0].name
    passed = (text, visit, name) == ("Good day", 1_588_316_400_000, "Ruth")
    return _say(tr("Messages, meetings and cards are read"), passed)


def _show(path: Path, folder: Path) -> bool:
    from PySide6.QtCore import QDeadlineTimer

    from b2bdesk.app import make_application, make_window
    from b2bdesk.queries.file_info import get_file_info
    from b2bdesk.settings.preferences import PreferenceStore
    from b2bdesk.storage.database import Database
    from b2bdesk.ui.context import Target
    from b2bdesk.ui.pages.account.account_page import AccountPage
    from b2bdesk.ui.pages.registry import ACCOUNT_TABS, PAGES, SEARCH, SETTINGS, UNDER_PAGES

    store = PreferenceStore(folder / "preferences.json")
    app = make_application(store)
    window = make_window(store)
    crashes: list[BaseException] = []
    sys.excepthook = lambda _kind, error, _trace: crashes.append(error)
    window.ctx.tasks.crashed.connect(crashes.append)
    deadline = QDeadlineTimer(_PATIENCE_MS)

    def settle() -> None:
        for _ in range(3):
            app.processEvents()
            while window.ctx.tasks.busy and not deadline.hasExpired():
                app.processEvents()

    def shown(title: str, target: Target) -> bool:
        window.ctx.go(target)
        settle()
        window.grab()
        page = window.current_page()
        if isinstance(page, AccountPage):
            page = page.current_tab()
        good = page is not None and page.states.state == "ready" and not crashes
        detail = "; ".join(f"{type(error).__name__}: {error}" for error in crashes)
        crashes.clear()
        return _say(tr("{page} is shown", page=title), good, detail)

    window.show()
    database = Database.open(path)
    with database.read() as session:
        info = get_file_info(session, date.today())  # noqa: DTZ011 - the user's day
    window.ctx.use(database, info)
    settle()
    entries = (*PAGES, *UNDER_PAGES, SETTINGS, SEARCH)
    places = [(tr(entry.title), Target(entry.key)) for entry in entries]
    account = info.pinned[0][0]
    for entry in ACCOUNT_TABS:
        title = f"{tr('Account')} > {tr(entry.title)}"
        places.append((title, Target("account", account, entry.key)))
    passed = [shown(title, target) for title, target in places]
    window.close()
    sys.excepthook = sys.__excepthook__
    return all(passed)
