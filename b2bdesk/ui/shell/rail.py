"""The navigation rail: the file, the pages, pinned accounts, settings and me."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.i18n import tr
from b2bdesk.ui.pages.registry import PAGES, SETTINGS, PageEntry
from b2bdesk.ui.shell.drops import ACCOUNT
from b2bdesk.ui.theme.icons import draw_icon
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.avatar import draw_avatar
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT, draw_text, rounded
from b2bdesk.ui.widgets.text import Text


class RailButton(QAbstractButton):
    """A line of the rail. ``mark`` is an icon name, a letter for the file, or a person's name."""

    def __init__(
        self, text: str, *, icon: str = "", badge: str = "", person: str = "", small: bool = False
    ) -> None:
        super().__init__()
        self._icon, self._badge, self._person, self._small = icon, badge, person, small
        self._count = ""
        self._current = False
        self.collapsed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Change what it says."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def set_badge(self, badge: str, person: str = "") -> None:
        """Change the letter of the file, or the person whose initials are shown."""
        self._badge, self._person = badge, person
        self.update()

    def set_count(self, count: str) -> None:
        """Show how much work waits there; empty where none does."""
        self._count = count
        self.setAccessibleName(f"{self.text()}, {count}" if count else self.text())
        self.update()

    def set_current(self, current: bool) -> None:
        """Mark the page that is shown."""
        self._current = current
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(look.px(120), look.px(28 if self._small else 32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self._current:
            rounded(painter, box, look.radius("control"), "selected")
            bar = QRectF(0, box.height() * 0.25, look.px(3), box.height() * 0.5)
            rounded(painter, bar, look.px(1), "accent")
        elif self.underMouse() and self.isEnabled():
            rounded(painter, box, look.radius("control"), "hover")
        x = self._paint_mark(painter, box)
        if self.collapsed:
            return
        style = "table" if self._small else "body"
        strong = self._current or bool(self._badge)
        font = look.font(style, "semibold" if strong else "regular" if self._small else "medium")
        room = QRectF(x, 0, box.width() - x - look.px(8), box.height())
        if self._count:
            draw_text(painter, room, self._count, look.font("caption"), "text_3", RIGHT)
            room.setWidth(room.width() - look.px(34))
        if self._badge:
            side = look.size("icon_small")
            caret = QRectF(room.right() - side, (box.height() - side) / 2, side, side)
            draw_icon(painter, "ph.caret-down", caret, "text_3")
            room.setWidth(room.width() - side - look.px(4))
        painter.setFont(font)
        shown = painter.fontMetrics()
        text = shown.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()))
        color = "disabled" if not self.isEnabled() else "text" if strong else "text_2"
        draw_text(painter, room, text, font, color, LEFT)

    def _paint_mark(self, painter: QPainter, box: QRectF) -> float:
        look = theme()
        left = (box.width() - look.px(20)) / 2 if self.collapsed else float(look.px(8))
        if self._badge:
            side = look.px(20)
            mark = QRectF(left, (box.height() - side) / 2, side, side)
            rounded(painter, mark, look.radius("control"), "inverse")
            draw_text(
                painter,
                mark,
                self._badge,
                look.font("caption", "semibold"),
                "on_inverse",
                Qt.AlignmentFlag.AlignCenter,
            )
            return mark.right() + look.px(8)
        if self._person:
            side = look.px(20)
            mark = QRectF(left, (box.height() - side) / 2, side, side)
            draw_avatar(painter, mark, self._person)
            return mark.right() + look.px(8)
        if self._icon:
            side = look.size("icon_rail")
            mark = QRectF(left + look.px(1), (box.height() - side) / 2, side, side)
            tint = "accent" if self._current else "text_2"
            draw_icon(painter, self._icon, mark, tint if self.isEnabled() else "disabled")
            return left + look.px(28)
        return float(look.px(8))


class Rail(QFrame):
    """192 px of navigation; 48 px of icons under 1200 px of window width."""

    page_chosen = Signal(str)
    account_chosen = Signal(object)  # account id: ids do not fit a C int
    me_chosen = Signal()

    def __init__(self, file_menu: Callable[[], QMenu]) -> None:
        super().__init__()
        look = theme()
        self.setProperty("surface", "window")
        self.setAccessibleName(tr("Navigation"))
        self._file_menu = file_menu
        self._collapsed = False
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self.head = RailButton("B2BDesk", badge="B")
        self.head.clicked.connect(self._open_menu)
        self._column.addWidget(self.head)
        self._column.addSpacing(look.space(2))
        self.buttons: dict[str, RailButton] = {}
        for number, entry in enumerate(PAGES, 1):
            self._add_page(entry, f"Alt+{number}")
        self._pinned_title = Text(tr("Pinned accounts"), "caption", "text_3")
        self._pinned_title.setContentsMargins(look.px(8), look.space(4), 0, look.px(4))
        self._column.addWidget(self._pinned_title)
        self._pinned_area = QScrollArea()
        self._pinned_area.setWidgetResizable(True)
        self._pinned_area.setFrameShape(QFrame.Shape.NoFrame)
        self._pinned_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pinned_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pinned_body = QWidget()
        self._pinned_body.setProperty("scrollBody", True)
        self._pinned = QVBoxLayout(self._pinned_body)
        self._pinned.setContentsMargins(0, 0, 0, 0)
        self._pinned.setSpacing(0)
        self._pinned_area.setWidget(self._pinned_body)
        self._column.addWidget(self._pinned_area, 1)
        self._add_page(SETTINGS, "Ctrl+,")
        self.me = RailButton(tr("Who am I?"), person="?")
        self.me.clicked.connect(self.me_chosen)
        self._column.addWidget(self.me)
        self._pinned_buttons: dict[int, RailButton] = {}
        self.set_collapsed(False)
        self.set_pinned(())

    def _add_page(self, entry: PageEntry, keys: str) -> None:
        button = RailButton(tr(entry.title), icon=entry.icon)
        button.setToolTip(f"{tr(entry.title)} ({keys})")
        button.clicked.connect(lambda _=False, key=entry.key: self.page_chosen.emit(key))
        self.buttons[entry.key] = button
        self._column.addWidget(button)

    def _open_menu(self) -> None:
        menu = self._file_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.head.mapToGlobal(self.head.rect().bottomLeft()))

    def set_collapsed(self, collapsed: bool) -> None:
        """Show icons only, or icons and words."""
        look = theme()
        self._collapsed = collapsed
        self.setFixedWidth(look.size("rail_collapsed" if collapsed else "rail"))
        side = look.px(4 if collapsed else 8)
        self._column.setContentsMargins(side, look.px(10), side, look.space(2))
        for button in (self.head, self.me, *self.buttons.values()):
            button.collapsed = collapsed
            button.update()
        self._pinned_title.setVisible(not collapsed and bool(self._pinned_buttons))
        self._pinned_body.setVisible(not collapsed)

    @property
    def collapsed(self) -> bool:
        """True while only icons are shown."""
        return self._collapsed

    def set_file_open(self, is_open: bool) -> None:
        """Pages need a file; without one only settings and the file's menu are there."""
        for key, button in self.buttons.items():
            button.setEnabled(is_open or key in ("today", SETTINGS.key))
        self.me.setVisible(is_open)

    def set_current(self, page: str, account: int | None = None) -> None:
        """Mark the page that is shown; an account is marked where it is pinned."""
        for key, button in self.buttons.items():
            button.set_current(key == page)
        for number, button in self._pinned_buttons.items():
            button.set_current(number == account)

    def set_file(self, name: str) -> None:
        """Show the file's name."""
        self.head.set_text(name)
        self.head.set_badge(name[:1].upper() or "B")

    def set_me(self, name: str | None) -> None:
        """Show who works here."""
        self.me.set_text(name or tr("Who am I?"))
        self.me.set_badge("", name or "?")

    def set_count(self, page: str, count: str) -> None:
        """Show how much work waits on a page."""
        self.buttons[page].set_count(count)

    def set_pinned(self, accounts: Sequence[tuple[int, str]]) -> None:
        """Show the pinned accounts."""
        while (item := self._pinned.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._pinned_buttons = {}
        for number, name in accounts:
            button = RailButton(name, small=True)
            button.setProperty(ACCOUNT, str(number))  # ids do not fit a C int
            button.clicked.connect(lambda _=False, n=number: self.account_chosen.emit(n))
            self._pinned_buttons[number] = button
            self._pinned.addWidget(button)
        self._pinned.addStretch(1)
        self._pinned_title.setVisible(bool(accounts) and not self._collapsed)
