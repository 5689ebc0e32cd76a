"""Before any file is open: import, open the sample, add one account; data stays here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.drawing import draw_text, rounded
from b2bdesk.ui.widgets.panel import card
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import ElidedText, Text, h_rule


class _Number(QWidget):
    def __init__(self, number: int, *, on: bool) -> None:
        super().__init__()
        self._number, self._on = number, on
        self.setFixedSize(QSize(theme().px(20), theme().px(20)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        rounded(
            painter,
            box,
            box.height() / 2,
            "accent" if self._on else None,
            None if self._on else "line_control",
        )
        draw_text(
            painter,
            box,
            str(self._number),
            look.font("caption", "semibold"),
            "on_accent" if self._on else "text_2",
            Qt.AlignmentFlag.AlignCenter,
        )


class FirstRunPage(QScrollArea):
    """Three ways to start, what happens next, and the recent files."""

    def __init__(
        self,
        *,
        import_file: Callable[[], None],
        open_sample: Callable[[], None],
        add_account: Callable[[], None],
        new_file: Callable[[], None],
        open_file: Callable[[], None],
        open_recent: Callable[[Path], None],
    ) -> None:
        super().__init__()
        look = theme()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._open_recent = open_recent
        body = QWidget()
        body.setProperty("scrollBody", True)
        outer = QHBoxLayout(body)
        outer.addStretch(1)
        middle = QWidget()
        middle.setMaximumWidth(look.px(840))
        middle.setMinimumWidth(look.px(720))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, look.px(68), 0, look.px(24))
        column.setSpacing(0)
        column.addWidget(Text(tr("Start with your customers"), "figure"))
        column.addSpacing(look.space(2))
        column.addWidget(
            Text(
                tr(
                    "Bring in orders and this page fills with follow-ups, overdue orders and"
                    " accounts at risk."
                ),
                "body",
                "text_2",
            )
        )
        column.addSpacing(look.space(6))
        cards = QHBoxLayout()
        cards.setSpacing(look.space(4))
        self.import_button = Button(
            tr("Choose file"), "primary", keys=tr("Ctrl O"), on_click=import_file
        )
        self.sample_button = Button(
            tr("Open sample"), keys=tr("Ctrl Shift O"), on_click=open_sample
        )
        self.account_button = Button(tr("Add account"), keys=tr("Ctrl N"), on_click=add_account)
        for icon, title, words, button in (
            (
                "ph.table",
                tr("Import a spreadsheet"),
                tr("Excel or CSV. You check every column first and can undo the whole import."),
                self.import_button,
            ),
            (
                "ph.flask",
                tr("Open the sample"),
                tr(
                    "701 bike resellers with three years of orders. Nothing is mixed with your"
                    " own data."
                ),
                self.sample_button,
            ),
            (
                "ph.buildings",
                tr("Add one account"),
                tr("Type a name, then people and exchanges as you learn them."),
                self.account_button,
            ),
        ):
            frame, inner = card()
            inner.setSpacing(look.space(2))
            inner.addWidget(IconLabel(icon, "text_2", 22))
            inner.addWidget(Text(title, "heading"))
            inner.addWidget(Text(words, "table", "text_2", wrap=True))
            inner.addStretch(1)
            inner.addWidget(button)
            frame.setMinimumHeight(look.px(192))
            cards.addWidget(frame, 1)
        column.addLayout(cards)
        column.addSpacing(look.space(6))
        column.addWidget(Text(tr("What happens next"), "section"))
        column.addSpacing(look.space(2))
        for number, (title, words) in enumerate(
            (
                (
                    tr("Import customers and orders"),
                    tr("from a spreadsheet or a file your system exports"),
                ),
                (tr("Say who is who"), tr("who buys, who uses, who decides")),
                (tr("Log the first exchange"), tr("one line, Ctrl L")),
                (tr("Add costs"), tr("a ledger total is enough to start")),
            ),
            1,
        ):
            column.addWidget(h_rule())
            row = QHBoxLayout()
            row.setContentsMargins(0, look.space(2), 0, look.space(2))
            row.setSpacing(look.space(3))
            row.addWidget(_Number(number, on=number == 1))
            title_label = Text(title, "body", weight="semibold" if number == 1 else "regular")
            title_label.setMinimumWidth(look.px(220))
            row.addWidget(title_label)
            row.addWidget(Text(words, "table", "text_3"))
            row.addStretch(1)
            column.addLayout(row)
        column.addWidget(h_rule())
        column.addSpacing(look.space(6))
        self._recent_title = Text(tr("Recent files"), "section")
        column.addWidget(self._recent_title)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        column.addLayout(self._recent)
        files = QHBoxLayout()
        files.setSpacing(look.space(2))
        files.addWidget(Button(tr("New file"), icon_name="ph.file-plus", on_click=new_file))
        files.addWidget(Button(tr("Open file"), icon_name="ph.folder-open", on_click=open_file))
        files.addStretch(1)
        column.addSpacing(look.space(2))
        column.addLayout(files)
        column.addSpacing(look.space(6))
        promise = QHBoxLayout()
        promise.setSpacing(look.space(2))
        promise.addWidget(IconLabel("ph.shield-check", "text_3", 16))
        promise.addWidget(
            Text(
                tr(
                    "Everything stays on this computer. B2BDesk has no account and sends nothing"
                    " anywhere."
                ),
                "table",
                "text_2",
            )
        )
        promise.addStretch(1)
        column.addLayout(promise)
        column.addStretch(1)
        outer.addWidget(middle, 100)
        outer.addStretch(1)
        self.setWidget(body)

    def set_recent(self, paths: tuple[Path, ...]) -> None:
        """Show the recent files that are still there."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._recent_title.setVisible(bool(paths))
        for path in paths:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            button = Button(path.stem, "link", on_click=partial(self._open_recent, path))
            button.setAccessibleName(tr("Open {name}", name=path.name))
            line.addWidget(button)
            line.addWidget(ElidedText(str(path.parent), "table", "text_3"), 1)
            self._recent.addWidget(row)
