"""Texts, hairlines and label-value rows."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT


class Text(QLabel):
    """A label in a type style ("body", "caption", "heading", ...) and a tone (a colour role)."""

    def __init__(
        self,
        text: str = "",
        style: str = "body",
        tone: str = "text",
        *,
        weight: str | None = None,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("textStyle", style)
        self.setProperty("tone", tone)
        if weight is not None:
            self.setProperty("weight", weight)
        self.setWordWrap(wrap)
        self.setText(text)

    def set_tone(self, tone: str) -> None:
        """Change the colour role."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


def rich_text(html: str, tone: str = "text_2", style: str = "body") -> Text:
    """A wrapped label that shows ``<b>`` and links; escape what users typed."""
    made = Text("", style, tone, wrap=True)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(html)
    return made


class ElidedText(Text):
    """One line that ends in an ellipsis where it does not fit; the tooltip has it whole."""

    def __init__(
        self, text: str = "", style: str = "body", tone: str = "text", *, weight: str | None = None
    ) -> None:
        super().__init__(text, style, tone, weight=weight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(24), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        align = self.alignment() or LEFT
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), align | Qt.TextFlag.TextSingleLine, shown)


def h_rule(parent: QWidget | None = None) -> QFrame:
    """A horizontal hairline."""
    line = QFrame(parent)
    line.setProperty("rule", "h")
    line.setFixedHeight(1)
    return line


def v_rule(parent: QWidget | None = None) -> QFrame:
    """A vertical hairline."""
    line = QFrame(parent)
    line.setProperty("rule", "v")
    line.setFixedWidth(1)
    return line


class LabelValueRows(QWidget):
    """Rows of a quiet label and its value, as in the facts of an account."""

    def __init__(self, parent: QWidget | None = None, *, label_width: int = 88) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().space(3))
        self._grid.setVerticalSpacing(theme().space(1))
        self._grid.setColumnMinimumWidth(0, theme().px(label_width))
        self._grid.setColumnStretch(1, 1)

    def clear(self) -> None:
        """Remove all rows."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # until it is gone the new rows stand in the same places
                widget.deleteLater()

    def add_row(
        self, label: str, value: str | QWidget, *, tone: str = "text", bold: bool = False
    ) -> None:
        """Add a row; ``value`` is a text or a widget of the caller's."""
        row = self._grid.rowCount()
        head = Text(label, "table", "text_2")
        head.setMinimumHeight(theme().px(20))
        align = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(head, row, 0, align)
        if isinstance(value, str):
            made = Text(value, "table", tone, weight="semibold" if bold else None, wrap=True)
            made.setMinimumHeight(theme().px(20))
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            made.setAccessibleName(f"{label} {value}")
            self._grid.addWidget(made, row, 1)
        else:
            self._grid.addWidget(value, row, 1)
