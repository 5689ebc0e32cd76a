"""What one event takes, as lines to fill in and as the equation they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from b2bdesk.analytics.time_equation import (
    EquationError,
    EquationName,
    EquationPart,
    Measure,
    compose,
    names_of,
    parse,
    subject_of,
)
from b2bdesk.core.errors import DomainError
from b2bdesk.core.i18n import tr
from b2bdesk.models.costing_enums import Driver
from b2bdesk.ui.formats import formats
from b2bdesk.ui.pages.costing.time_words import time_title
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button, IconButton
from b2bdesk.ui.widgets.fields import set_error
from b2bdesk.ui.widgets.text import Text

_MOST_DECIMALS = 6


class TimeEditor(QWidget):
    """``changed`` carries the equation once a line or the text was left with another one."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self._driver: Driver | None = None
        self._text = ""
        self._lined = ""  # the equation that the lines say
        self._lines: list[_Line] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        self._title = Text("", "table", weight="semibold")
        column.addWidget(self._title)
        base = QHBoxLayout()
        base.setSpacing(look.space(2))
        self.base = _minutes_field(tr("Minutes of every event"))
        base.addWidget(self.base)
        self._plus = Text("", "table", "text_2")
        base.addWidget(self._plus, 1)
        column.addLayout(base)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(look.px(6))
        column.addLayout(self._rows)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.add = Button(
            tr("Add a condition"), "link", icon_name="ph.plus", trail_icon="", menu=self._menu
        )
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        label = Text(tr("As text"), "caption", "text_2")
        self.text = QLineEdit()
        self.text.setAccessibleName(tr("Time equation"))
        self.text.setPlaceholderText(tr("such as 8 + 2 * lines over 10"))
        label.setBuddy(self.text)
        column.addWidget(label)
        column.addWidget(self.text)
        self.problem = Text("", "caption", "against_us", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self.base.editingFinished.connect(self._on_line)
        self.text.editingFinished.connect(self._on_text)

    @property
    def equation(self) -> str:
        """The equation as it stands in the text."""
        return self.text.text().strip()

    def show_equation(self, text: str, driver: Driver | None, *, keep_typed: bool) -> None:
        """Show an equation over the events of a driver; what is being typed stays."""
        typing = keep_typed and any(
            field.hasFocus() and field.isModified() for field in self.findChildren(QLineEdit)
        )
        if typing and driver is self._driver:
            return
        same = driver is self._driver and text == self._lined
        self._driver, self._text = driver, text
        self.setVisible(subject_of(driver) is not None)
        if driver is not None and subject_of(driver) is not None:
            self._title.setText(time_title(driver))
        with QSignalBlocker(self.text):
            self.text.setText(text)
        if not same:
            self.show_problem(None)
            self._show_lines(text)
        elif not any(line.wrong for line in self._lines):
            # The lines stay: whoever goes on to the next field would lose it.
            self.show_problem(None)

    def show_problem(self, error: DomainError | None) -> None:
        """Say what is wrong with the equation, and mark the place; None clears it."""
        for line in self._lines:
            line.show_problem("")
        set_error(self.base, error is not None and error.field == "minutes")
        set_error(self.text, error is not None)
        self.problem.setText("" if error is None else str(error))
        self.problem.setVisible(error is not None)
        if isinstance(error, EquationError) and self.text.hasFocus():
            self.text.setSelection(error.start, max(1, error.end - error.start))

    # --- lines -----------------------------------------------------------------------------

    def _show_lines(self, text: str) -> None:
        subject = subject_of(self._driver)
        if subject is None:
            return
        base: Fraction | None = None
        parts: tuple[EquationPart, ...] = ()
        if text.strip():
            try:
                read = parse(text, subject)
            except EquationError as error:
                self.show_problem(error)
                return
            base, parts = read.base, read.parts
        self._lined = text
        with QSignalBlocker(self.base):
            self.base.setText("" if base is None else minutes_words(base))
        self._plus.setText(tr("min, plus") if parts else tr("min"))
        self._clear()
        for part in parts:
            self._append(part)

    def _clear(self) -> None:
        for line in self._lines:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []

    def _append(self, part: EquationPart) -> _Line:
        line = _Line(part, self._on_line, self._on_removed)
        self._lines.append(line)
        self._rows.addWidget(line)
        return line

    def _on_removed(self, line: _Line) -> None:
        self._lines.remove(line)
        self._rows.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.add.setFocus()
        self._on_line()

    def _on_line(self) -> None:
        subject = subject_of(self._driver)
        if subject is None:
            return
        self.show_problem(None)
        base = Fraction(0)
        if self.base.text().strip():
            typed = formats().parse_number(self.base.text())
            if typed is None:
                self.show_problem(DomainError(tr("This is not a number."), field="minutes"))
                return
            base = Fraction(typed)
        parts = []
        for line in self._lines:
            part = line.part()
            if part is None:
                return  # not filled in yet, or said at the line
            try:
                parse(compose(Fraction(1), [part]), subject)
            except EquationError as error:
                line.show_problem(str(error))
                return
            parts.append(part)
        if not parts and not self.base.text().strip():
            return
        self._lined = compose(base, parts)
        self._take(self._lined)

    def _on_text(self) -> None:
        self._take(self.equation)

    def _take(self, text: str) -> None:
        subject = subject_of(self._driver)
        if subject is None or text == self._text:
            return
        try:
            if text:
                parse(text, subject)
        except EquationError as error:
            with QSignalBlocker(self.text):
                self.text.setText(text)
            self._lined = ""
            self.show_problem(error)
            return
        self._text = text
        with QSignalBlocker(self.text):
            self.text.setText(text)
        self.show_problem(None)
        self.changed.emit(text)

    # --- adding ----------------------------------------------------------------------------

    def _fill_menu(self) -> None:
        self._menu.clear()
        subject = subject_of(self._driver)
        for name in names_of(subject) if subject is not None else ():
            for words, part in _offers(name):
                action = QAction(words, self._menu)
                action.triggered.connect(lambda _on=False, new=part: self._on_add(new))
                self._menu.addAction(action)

    def _on_add(self, part: EquationPart) -> None:
        line = self._append(part)
        self._plus.setText(tr("min, plus"))
        line.minutes.clear()
        line.minutes.setFocus(Qt.FocusReason.OtherFocusReason)


class _Line(QWidget):
    """Minutes, and what they are added for."""

    def __init__(
        self, part: EquationPart, changed: Callable[[], None], removed: Callable[[_Line], None]
    ) -> None:
        super().__init__()
        look = theme()
        self._part = part
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        self.minutes = _minutes_field(tr("Minutes"))
        self.each, self.when = QLineEdit(part.each), QLineEdit(part.when)
        self.own = QLineEdit(part.text)
        free = part.minutes is None
        if free:
            row.addWidget(Text(tr("plus"), "table", "text_2"))
            row.addWidget(self.own, 1)
        else:
            self.minutes.setText(minutes_words(part.minutes or Fraction(0)))
            row.addWidget(self.minutes)
        for words, field, name, shown in (
            (tr("min for each"), self.each, tr("For each"), bool(part.each) and not free),
            (tr("if") if part.each else tr("min if"), self.when, tr("Condition"), bool(part.when)),
        ):
            if not shown or free:
                field.hide()
                continue
            field.setAccessibleName(name)
            row.addWidget(Text(words, "table", "text_2"))
            row.addWidget(field, 1)
            field.setCursorPosition(0)
        if not free and not part.each and not part.when:
            row.addWidget(Text(tr("min"), "table", "text_2"), 1)
        self.own.setAccessibleName(tr("Term of the equation"))
        self.own.setVisible(free)
        bin_ = IconButton("ph.x", tr("Remove this condition"), on_click=lambda: removed(self))
        row.addWidget(bin_)
        column.addLayout(row)
        self._problem = Text("", "caption", "against_us", wrap=True)
        self._problem.hide()
        column.addWidget(self._problem)
        for field in (self.minutes, self.each, self.when, self.own):
            field.editingFinished.connect(changed)

    @property
    def wrong(self) -> bool:
        """Whether something is said to be wrong with the line."""
        return bool(self._problem.text())

    def show_problem(self, words: str) -> None:
        """Say what is wrong with the line; "" clears it."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        for field in (self.each, self.when, self.own):
            set_error(field, bool(words))
        set_error(self.minutes, False)

    def part(self) -> EquationPart | None:
        """The line as filled in; None while its minutes are missing, which is said."""
        if self._part.minutes is None:
            return replace(self._part, text=self.own.text().strip())
        typed = formats().parse_number(self.minutes.text())
        if typed is None:
            missing = not self.minutes.text().strip()
            self.show_problem(tr("Type the minutes.") if missing else tr("This is not a number."))
            set_error(self.minutes, True)
            for field in (self.each, self.when):
                set_error(field, False)
            return None
        return EquationPart(Fraction(typed), self.each.text().strip(), self.when.text().strip())


def minutes_words(value: Fraction) -> str:
    """Minutes with the decimals they have, at most six."""
    exact = next(
        (n for n in range(_MOST_DECIMALS) if (value * 10**n).denominator == 1), _MOST_DECIMALS
    )
    return formats().number(Decimal(value.numerator) / Decimal(value.denominator), exact)


def _minutes_field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setFixedWidth(theme().px(52))
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    return field


def _offers(name: EquationName) -> list[tuple[str, EquationPart]]:
    """What a name can be asked for: its words in the menu and the line they begin."""
    title, nothing = tr(name.title), Fraction(0)
    if name.measure is Measure.YES_NO:
        return [(title, EquationPart(nothing, when=name.name))]
    if name.measure is Measure.TEXT:
        value = "" if not name.choices else name.choices[0][0]
        return [
            (tr("{name} is …", name=title), EquationPart(nothing, when=f'{name.name} is "{value}"'))
        ]
    return [
        (tr("{name}, each", name=title), EquationPart(nothing, each=name.name)),
        (
            tr("{name} over 10, each", name=title),
            EquationPart(nothing, each=f"{name.name} over 10"),
        ),
        (tr("{name} above 10", name=title), EquationPart(nothing, when=f"{name.name} > 10")),
    ]
