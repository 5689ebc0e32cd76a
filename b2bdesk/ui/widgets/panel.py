"""The flat panel with a hairline that every page is made of."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.text import ElidedText, Text, h_rule


class Panel(QFrame):
    """Title, quiet subtitle, header actions at the right, and a body.

    ``body`` is a QVBoxLayout for the content. ``flush`` lets the content touch the edges, as a
    table does. Without a title there is no header.
    """

    def __init__(
        self,
        title: str = "",
        subtitle: str = "",
        *,
        flush: bool = False,
        edge: bool = True,
        rule: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        look = theme()
        self.setProperty("surface", "panel")
        self.setProperty("edge", edge)
        outer = QVBoxLayout(self)
        border = 1 if edge else 0
        outer.setContentsMargins(border, border, border, border)
        outer.setSpacing(0)
        self._title = Text(title, "section")
        self._subtitle = ElidedText(subtitle, "caption", "text_3")
        self._actions = QHBoxLayout()
        self._actions.setSpacing(look.space(2))
        self._header = QWidget(self)
        head = QHBoxLayout(self._header)
        pad = look.space(3)
        head.setContentsMargins(pad, look.px(6), pad, look.px(2))
        head.setSpacing(look.space(2))
        head.addWidget(self._title)
        head.addWidget(self._subtitle, 1)
        head.addLayout(self._actions)
        self._header.setMinimumHeight(look.px(36))
        self._header.setVisible(bool(title))
        outer.addWidget(self._header)
        if rule:
            outer.addWidget(h_rule(self))
        self.body = QVBoxLayout()
        side = 0 if flush else pad
        self.body.setContentsMargins(side, 0 if title else side, side, side)
        self.body.setSpacing(look.space(2))
        outer.addLayout(self.body, 1)
        self.setAccessibleName(title)

    def set_title(self, title: str, subtitle: str | None = None) -> None:
        """Change the title, and the subtitle where given."""
        self._title.setText(title)
        self._header.setVisible(bool(title))
        self.setAccessibleName(title)
        if subtitle is not None:
            self.set_subtitle(subtitle)

    def set_subtitle(self, subtitle: str) -> None:
        """Change the quiet text beside the title."""
        self._subtitle.setText(subtitle)

    def add_action(self, widget: QWidget) -> None:
        """Put a control at the right of the header."""
        self._actions.addWidget(widget)

    def add(self, content: QWidget | QLayout, stretch: int = 0) -> None:
        """Append a widget or a layout to the body."""
        if isinstance(content, QWidget):
            self.body.addWidget(content, stretch)
        else:
            self.body.addLayout(content, stretch)


def card(parent: QWidget | None = None) -> tuple[QFrame, QVBoxLayout]:
    """A frame with the stronger line, for choices such as those of the first run."""
    frame = QFrame(parent)
    frame.setProperty("surface", "card")
    layout = QVBoxLayout(frame)
    pad = theme().space(4)
    layout.setContentsMargins(pad, pad, pad, pad)
    layout.setSpacing(theme().space(2))
    return frame, layout
