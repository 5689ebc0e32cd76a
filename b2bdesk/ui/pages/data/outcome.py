"""What the import would do: counts, what waits and why, and the button that does it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.core.i18n import tr, trn
from b2bdesk.services.imports.plan import ImportPlan
from b2bdesk.services.imports.reasons import reason
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.states import IconLabel
from b2bdesk.ui.widgets.text import Text, h_rule

_CREATED = ("account", "person", "product")


class _ShareBar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[tuple[int, str], ...] = ()
        self.setFixedHeight(theme().px(8))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(8))

    def set_parts(self, *parts: tuple[int, str]) -> None:
        self._parts = parts
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        total = sum(count for count, _ in self._parts)
        if not total:
            painter.fillRect(self.rect(), theme().color("sunken"))
            return
        x = 0.0
        for count, role in self._parts:
            if count:
                width = max(3.0, self.width() * count / total)
                painter.fillRect(QRectF(x, 0, width - 1, self.height()), theme().color(role))
                x += width


class OutcomePanel(QFrame):
    """264 px at the right of the wizard."""

    import_asked = Signal()
    cancel_asked = Signal()
    export_asked = Signal()
    attention_asked = Signal()
    changes_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self.setProperty("surface", "panel")
        self.setFixedWidth(look.px(280))
        column = QVBoxLayout(self)
        side = look.space(4)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(look.space(2))
        row = QHBoxLayout()
        self._read = Text("–", "figure")
        row.addWidget(self._read)
        row.addWidget(Text(tr("rows read"), "body", "text_2"))
        row.addStretch(1)
        column.addLayout(row)
        self._bar = _ShareBar()
        column.addWidget(self._bar)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space(2))
        grid.setVerticalSpacing(look.px(6))
        self._counts: dict[str, Text] = {}
        lines = (
            ("new", "ph.plus-circle", "text_2", tr("new")),
            ("changed", "ph.arrows-clockwise", "accent", tr("changed")),
            ("unchanged", "ph.equals", "text_3", tr("in already")),
            ("waiting", "ph.warning-circle", "against_us", tr("need attention")),
        )
        for line, (key, icon, role, words) in enumerate(lines):
            grid.addWidget(IconLabel(icon, role), line, 0)
            count = Text("–", "body", weight="semibold")
            self._counts[key] = count
            grid.addWidget(count, line, 1)
            grid.addWidget(Text(words, "body", "text_2"), line, 2)
        self._compare = Button(tr("Compare"), "link", on_click=self.changes_asked.emit)
        self._show = Button(tr("Show"), "link", on_click=self.attention_asked.emit)
        grid.addWidget(self._compare, 1, 3)
        grid.addWidget(self._show, 3, 3)
        grid.setColumnStretch(2, 1)
        column.addLayout(grid)
        column.addWidget(h_rule())
        self._reasons_title = Text(tr("Need attention"), "section")
        column.addWidget(self._reasons_title)
        self._reasons = QGridLayout()
        self._reasons.setVerticalSpacing(look.px(4))
        self._reasons.setColumnStretch(0, 1)
        column.addLayout(self._reasons)
        self._export = Button(
            tr("Export these rows"), icon_name="ph.download-simple", on_click=self.export_asked.emit
        )
        column.addWidget(self._export)
        self._rule = h_rule()
        column.addWidget(self._rule)
        column.addWidget(Text(tr("Dry run"), "section"))
        self._state = Text("", "table", "text_2", wrap=True)
        column.addWidget(self._state)
        column.addStretch(1)
        self.button = Button(tr("Import"), "primary", large=True, on_click=self.import_asked.emit)
        self.button.setSizePolicy(
            self.button.sizePolicy().Policy.Expanding, self.button.sizePolicy().verticalPolicy()
        )
        column.addWidget(self.button)
        self._safe = Text(
            tr("One step: you can undo the whole import afterwards with Ctrl+Z."),
            "table",
            "text_3",
            wrap=True,
        )
        column.addWidget(self._safe)
        self.cancel_button = Button(tr("Cancel"), on_click=self.cancel_asked.emit)
        column.addWidget(self.cancel_button)
        self.show_working(tr("Reading the file"))

    def show_working(self, words: str) -> None:
        """Say that the dry run or the import is under way."""
        self._state.setText(words)
        self.button.setEnabled(False)
        self._export.setVisible(False)

    def show_problem(self, words: str) -> None:
        """Say what is missing before a dry run makes sense."""
        self._state.setText(words)
        self.button.setEnabled(False)

    def show_nothing(self, words: str) -> None:
        """Say that there is nothing to find out yet: the counts of an earlier dry run are void."""
        for count in (self._read, *self._counts.values()):
            count.setText("–")
        self._bar.set_parts()
        for widget in (self._compare, self._show, self._export, self._reasons_title, self._rule):
            widget.setVisible(False)
        self._clear_reasons()
        self.button.setText(tr("Import"))
        self.show_problem(words)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the outcome of a dry run."""
        numbers = formats()
        read = sum(sheet.read for sheet in plan.sheets)
        self._read.setText(numbers.integer(read))
        for key, count in (
            ("new", plan.new),
            ("changed", plan.changed),
            ("unchanged", plan.unchanged),
            ("waiting", plan.waiting),
        ):
            self._counts[key].setText(numbers.integer(count))
        self._bar.set_parts(
            (plan.new, "text_2"),
            (plan.changed, "accent"),
            (plan.unchanged, "neutral_soft"),
            (plan.waiting, "against_us"),
        )
        self._compare.setVisible(plan.changed > 0)
        self._show.setVisible(plan.waiting > 0)
        self._fill_reasons(plan)
        self._export.setVisible(plan.waiting > 0)
        words = [tr("Passed, nothing was changed yet.")]
        for sheet in plan.sheets:
            if sheet.amount_minor is not None:
                words.append(
                    tr(
                        "{sheet}: total {amount} {currency}.",
                        sheet=sheet.sheet,
                        amount=numbers.money_exact(sheet.amount_minor),
                        currency=plan.currency,
                    )
                )
            if sheet.waiting_minor:
                words.append(
                    tr("Of it {amount} waits.", amount=numbers.money_exact(sheet.waiting_minor))
                )
        for table, count in plan.created.items():
            if count and table in _CREATED:
                words.append(_created_words(table, count))
        if plan.imported_before and not plan.writes:
            words.append(tr("This workbook was imported before and holds nothing new."))
        self._state.setText("\n".join(words))
        rows = plan.new + plan.changed
        if rows:
            self.button.setText(
                trn("Import {n} row", "Import {n} rows", rows, n=numbers.integer(rows))
            )
        elif plan.waiting:
            self.button.setText(tr("Nothing can come in yet"))
        else:
            self.button.setText(tr("Everything is in already"))
        self.button.setEnabled(rows > 0)

    def _clear_reasons(self) -> None:
        while (item := self._reasons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _fill_reasons(self, plan: ImportPlan) -> None:
        self._clear_reasons()
        sums: dict[str, int] = {}
        for sheet in plan.sheets:
            for code, count in sheet.reason_counts():
                sums[code] = sums.get(code, 0) + count
        for line, (code, count) in enumerate(sums.items()):
            words = reason(code, tr("several"))
            self._reasons.addWidget(Text(words, "table", "text_2", wrap=True), line, 0)
            self._reasons.addWidget(
                Text(formats().integer(count), "table", weight="semibold"), line, 1
            )
        self._reasons_title.setVisible(bool(sums))
        self._rule.setVisible(bool(sums))


def _created_words(table: str, count: int) -> str:
    n = formats().integer(count)
    if table == "account":
        return trn(
            "{n} account is known only from its lines and will be added.",
            "{n} accounts are known only from their lines and will be added.",
            count,
            n=n,
        )
    if table == "product":
        return trn("{n} product will be added.", "{n} products will be added.", count, n=n)
    return trn("{n} person will be added.", "{n} people will be added.", count, n=n)
