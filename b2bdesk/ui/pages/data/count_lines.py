"""How many rows are new, change, are in already, wait or stay out, with the way to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.drawing import RIGHT
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text


class CountLines(QWidget):
    """One line for each outcome; those that are always told show 0, the others hide."""

    def __init__(self, asked: Callable[[str], object]) -> None:
        super().__init__()
        look = theme()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.space(2))
        grid.setVerticalSpacing(look.px(2))
        grid.setColumnMinimumWidth(1, look.px(48))
        grid.setColumnStretch(2, 1)
        lines = (
            ("new", "ph.plus-circle", "text_2", tr("new"), tr("Show")),
            ("changed", "ph.arrows-clockwise", "accent", tr("updated"), tr("Compare")),
            ("unchanged", "ph.equals", "text_3", tr("in already"), ""),
            ("left", "ph.minus-circle", "text_3", tr("left out"), tr("Show")),
            ("conflicts", "ph.git-merge", "attention", tr("changed on both sides"), tr("Decide")),
            ("attention", "ph.warning-circle", "against_us", tr("need attention"),
             tr("Next, {keys}", keys="F8")),
        )  # fmt: skip
        self._rows: dict[str, tuple[IconLabel, Text, Text, Button | None]] = {}
        for line, (key, icon, role, words, action) in enumerate(lines):
            mark, count = IconLabel(icon, role), Text("–", "body", weight="semibold")
            count.setAlignment(RIGHT)
            count.setMinimumHeight(look.size("min_target"))
            link = None
            if action:
                link = Button(action, "link", on_click=partial(asked, key))
            said = Text(words, "body", "text_2", wrap=True)
            for column, widget in enumerate((mark, count, said, link)):
                if widget is not None:
                    grid.addWidget(widget, line, column)
            self._rows[key] = (mark, count, said, link)
        self.show_counts({})

    def show_counts(self, counts: dict[str, int], *, links: frozenset[str] = frozenset()) -> None:
        """Show how many rows each outcome has. ``links``: those whose rows can be shown."""
        always = ("new", "changed", "attention")
        for key, (mark, count, said, link) in self._rows.items():
            number = counts.get(key)
            shown = bool(number) or key in always
            for widget in (mark, count, said):
                widget.setVisible(shown)
            count.setText("–" if number is None else formats().integer(number))
            if link is not None:
                link.setVisible(bool(number) and key in links)
                link.setAccessibleName(f"{link.text()}: {count.text()} {said.text()}")
