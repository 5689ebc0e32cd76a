"""The program's actions, one record each: menu, keys, palette and shortcut sheet come from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b2bdesk.core.i18n import tr
from b2bdesk.ui.actions.action import Action
from b2bdesk.ui.context import Target
from b2bdesk.ui.dialogs.workbook_export import export_file
from b2bdesk.ui.pages.registry import PAGES, UNDER_PAGES

if TYPE_CHECKING:
    from b2bdesk.ui.main_window import MainWindow


def _page_keys(window: MainWindow) -> list[tuple[str, str]]:
    page = window.current_page()
    return [] if page is None else page.sheet_keys()


def _open_templates(window: MainWindow) -> None:
    from b2bdesk.ui.dialogs.template_export import open_templates_folder

    open_templates_folder(window.ctx, window)


def program_actions(window: MainWindow) -> list[Action]:
    """Everything that can be done from anywhere."""
    ctx, files = window.ctx, window.files

    def has_file() -> bool:
        return ctx.database is not None

    def can_write() -> bool:
        return ctx.database is not None and not ctx.database.read_only

    file = tr("File")
    edit = tr("Edit")
    go = tr("Go to")
    view = tr("View")
    actions = [
        Action("file.new", tr("New file"), files.ask_new, "Ctrl+Shift+N", "ph.file-plus", file),
        Action(
            "file.open", tr("Open file"), files.ask_open, "Ctrl+Shift+F", "ph.folder-open", file
        ),
        Action(
            "file.sample",
            tr("Open the sample"),
            files.open_sample,
            "Ctrl+Shift+O",
            "ph.flask",
            file,
            "example demo",
        ),
        Action(
            "data.import",
            tr("Import a spreadsheet"),
            window.start_import,
            "Ctrl+O",
            "ph.upload-simple",
            file,
            "excel workbook csv",
        ),
        Action(
            "file.export",
            tr("Export all records to Excel"),
            lambda: export_file(ctx, window),
            "",
            "ph.download-simple",
            file,
            "workbook spreadsheet round trip",
            has_file,
        ),
        Action(
            "file.templates",
            tr("Open the templates folder"),
            lambda: _open_templates(window),
            "",
            "ph.folder-open",
            file,
            "excel workbook export brief",
        ),
        Action(
            "file.backup",
            tr("Back up now"),
            files.back_up_now,
            "",
            "ph.floppy-disk",
            file,
            "copy",
            has_file,
        ),
        Action("file.quit", tr("Quit"), window.close, "Ctrl+Q", "ph.sign-out", file),
        Action(
            "edit.undo",
            window.undo.undo_words(),
            ctx.undo,
            "Ctrl+Z",
            "ph.arrow-counter-clockwise",
            edit,
            "",
            window.undo.can_undo,
        ),
        Action(
            "edit.redo",
            window.undo.redo_words(),
            ctx.redo,
            "Ctrl+Shift+Z",
            "ph.arrow-clockwise",
            edit,
            "",
            window.undo.can_redo,
        ),
        Action(
            "account.add",
            tr("Add account"),
            window.add_account,
            "Ctrl+N",
            "ph.plus",
            edit,
            "new customer",
        ),
        Action(
            "account.log_exchange",
            tr("Log exchange"),
            window.log_exchange,
            "Ctrl+L",
            "ph.chat-text",
            edit,
            "call visit email note",
            can_write,
        ),
        Action(
            "data.add_messages",
            tr("Add messages or contacts from files"),
            window.messages.ask,
            "Ctrl+Shift+M",
            "ph.envelope-simple-open",
            edit,
            "email mail outlook eml msg ics vcf calendar card drop attachment",
            can_write,
        ),
        Action(
            "data.paste_messages",
            tr("Add copied message files"),
            window.messages.paste,
            "Ctrl+Shift+V",
            "ph.clipboard-text",
            edit,
            "paste email mail clipboard eml msg ics vcf",
            can_write,
        ),
        Action(
            "view.search",
            tr("Search or run a command"),
            window.overlays.show_palette,
            "Ctrl+K",
            "ph.magnifying-glass",
            view,
        ),
        Action(
            "view.shortcuts",
            tr("All shortcuts"),
            lambda: window.overlays.show_shortcuts(_page_keys(window)),
            "F1",
            "ph.keyboard",
            view,
        ),
        Action(
            "view.theme",
            tr("Switch between light and dark"),
            window.toggle_theme,
            "",
            "ph.moon",
            view,
            "theme colours",
        ),
        Action("go.back", tr("Back"), window.go_back, "Alt+Left", "ph.arrow-left", go),
        Action("go.forward", tr("Forward"), window.go_forward, "Alt+Right", "ph.arrow-right", go),
        Action(
            "go.previous_account",
            tr("Previous account"),
            lambda: window.walk_accounts(-1),
            "Alt+Up",
            "ph.caret-up",
            go,
            "",
            has_file,
        ),
        Action(
            "go.next_account",
            tr("Next account"),
            lambda: window.walk_accounts(1),
            "Alt+Down",
            "ph.caret-down",
            go,
            "",
            has_file,
        ),
    ]
    for number, entry in enumerate(PAGES, 1):
        actions.append(
            Action(
                f"go.{entry.key}",
                tr("Go to {page}", page=tr(entry.title)),
                lambda key=entry.key: ctx.go(Target(key)),  # type: ignore[misc]
                f"Alt+{number}",
                entry.icon,
                go,
                "",
                has_file,
            )
        )
    actions += [
        Action(
            f"go.{entry.key}",
            tr("Go to {page}", page=tr(entry.title)),
            lambda key=entry.key: ctx.go(Target(key)),  # type: ignore[misc]
            icon=entry.icon,
            group=go,
            enabled=has_file,
        )
        for entry in UNDER_PAGES
    ]
    actions.append(
        Action(
            "go.search",
            tr("Search everything"),
            lambda: ctx.go(Target("search")),
            "Ctrl+Shift+K",
            "ph.magnifying-glass",
            go,
            "find full text results",
            has_file,
        )
    )
    actions.append(
        Action(
            "go.settings",
            tr("Go to settings"),
            lambda: ctx.go(Target("settings")),
            "Ctrl+,",
            "ph.gear-six",
            go,
            "preferences theme language currency team",
        )
    )
    return actions
