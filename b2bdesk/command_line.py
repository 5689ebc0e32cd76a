"""The sub-commands: open, sample, import, report, check, self-test."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import available_languages, set_language, tr


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="b2bdesk", description=tr("Key-account management on your own computer.")
    )
    commands = parser.add_subparsers(dest="command")
    opened = commands.add_parser("open", help=tr("open the program (the default)"))
    opened.add_argument("file", nargs="?", type=Path)
    sample = commands.add_parser(
        "sample",
        help=tr("open the program on the sample; without a display, print and picture it"),
    )
    sample.add_argument("--picture", type=Path, default=Path("portfolio.png"))
    imported = commands.add_parser("import", help=tr("import a spreadsheet into a file"))
    imported.add_argument("file", type=Path)
    imported.add_argument("--db", type=Path, required=True)
    imported.add_argument("--rejected", type=Path, help=tr("write rejected rows to this workbook"))
    imported.add_argument("--dry-run", action="store_true")
    rows = imported.add_mutually_exclusive_group()
    rows.add_argument("--new-only", action="store_true", help=tr("leave known records as they are"))
    rows.add_argument("--changes-only", action="store_true", help=tr("make no new records"))
    imported.add_argument(
        "--erase", action="store_true", help=tr("let empty cells empty the field")
    )
    imported.add_argument(
        "--system", default="", metavar="NAME", help=tr("the system whose account numbers they are")
    )
    report = commands.add_parser("report", help=tr("print the account table"))
    report.add_argument("--db", type=Path, required=True)
    report.add_argument("--locale", default="")
    check = commands.add_parser("check", help=tr("check a file and say what was found"))
    check.add_argument("--db", type=Path, required=True)
    commands.add_parser("self-test", help=tr("check that this installation works"))
    return parser


def run(arguments: list[str]) -> int:
    """Run the command named first; a file alone means open."""
    names = {"open", "sample", "import", "report", "check", "self-test", "-h", "--help"}
    if not arguments or arguments[0] not in names:
        arguments = ["open", *arguments]
    _speak()
    options = _parser().parse_args(arguments)
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "open": _open,
        "sample": _sample,
        "import": _import,
        "report": _report,
        "check": _check,
        "self-test": _self_test,
    }
    try:
        return commands[options.command](options)
    except B2BDeskError as error:
        print(f"{error.message}\n{error.hint}".strip(), file=sys.stderr)
        return 1


def _speak() -> None:
    """Use the language chosen in the program's settings, else that of the terminal."""
    from b2bdesk.settings.preferences import PreferenceStore

    terminal = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)),
        "en",
    )
    wanted = PreferenceStore().value.language or terminal[:2]
    set_language(wanted if wanted in available_languages() else "en")


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(
        os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
        or chosen in ("offscreen", "vnc")
    )


def _open(options: argparse.Namespace) -> int:
    if not has_display():
        print(tr("There is no display here, so no window can be shown."), file=sys.stderr)
        print(
            tr("Without one, use: b2bdesk sample, import, report or check (b2bdesk --help)."),
            file=sys.stderr,
        )
        return 1
    from b2bdesk.app import run as run_app

    return run_app(options.file)


def _sample(options: argparse.Namespace) -> int:
    if has_display():
        from b2bdesk.app import run as run_app

        return run_app(sample=True)
    print(tr("There is no display here: the sample is printed, and pictured in a file."))
    from b2bdesk.services.sample import open_sample
    from b2bdesk.settings.preferences import sample_path

    database = open_sample(sample_path())
    try:
        _print_report(database, "")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        # Without a screen Qt says at each window that hints of its size go nowhere.
        os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
        from b2bdesk.ui.pages.portfolio.picture import render_portfolio

        render_portfolio(database, options.picture)
    finally:
        database.close()
    print(tr("Picture of the portfolio: {path}", path=options.picture.resolve()))
    return 0


def _import(options: argparse.Namespace) -> int:
    if options.db.exists():
        return _import_into(options.db, options)
    # A new file appears once the import is in it: neither a dry run nor a refusal leaves one.
    with tempfile.TemporaryDirectory(prefix="b2bdesk-", ignore_cleanup_errors=True) as folder:
        made = Path(folder) / options.db.name
        status = _import_into(made, options)
        if status == 0 and not options.dry_run:
            shutil.move(made, options.db)
    return status


def _import_into(path: Path, options: argparse.Namespace) -> int:
    from b2bdesk.services.imports.command import import_command
    from b2bdesk.services.imports.decisions import ImportOptions, Mode
    from b2bdesk.storage.database import Database

    mode = Mode.NEW_ONLY if options.new_only else Mode.BOTH
    mode = Mode.CHANGES_ONLY if options.changes_only else mode
    told = ImportOptions(mode=mode, erase=options.erase, system=options.system)
    database = Database.open(path) if path.exists() else Database.create(path)
    try:
        return import_command(
            database, options.file, told, rejected=options.rejected, dry_run=options.dry_run
        )
    finally:
        database.close()


def _print_report(database: object, locale: str) -> None:
    from b2bdesk.services.report import render_report
    from b2bdesk.storage.database import Database

    assert isinstance(database, Database)
    with database.read() as session:
        print(render_report(session, today=date.today(), locale=locale))  # noqa: DTZ011 - local


def _report(options: argparse.Namespace) -> int:
    from b2bdesk.storage.database import Database

    database = Database.open(options.db, read_only=True)
    try:
        _print_report(database, options.locale)
    finally:
        database.close()
    return 0


def _check(options: argparse.Namespace) -> int:
    from b2bdesk.services.check import check_file

    findings = check_file(options.db, today=date.today())  # noqa: DTZ011 - the user's day
    for finding in findings:
        print(finding.line())
    return 0 if all(finding.passed for finding in findings) else 1


def _self_test(_options: argparse.Namespace) -> int:
    from b2bdesk.self_test import run_self_test

    return run_self_test()
