"""The facts of the whale curve as a table that can be read, copied, and filtered by."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from b2bdesk.core.i18n import lowered, tr
from b2bdesk.services.portfolio import MEASURE_WORDS, CurveFact, Measure, curve_facts
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.pages.portfolio.chart_data import group_curves
from b2bdesk.ui.pages.portfolio.shown import Shown
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.drawing import LEFT, RIGHT


@dataclass(frozen=True, slots=True)
class FactRow:
    """Texts of the columns, and the accounts that are meant with their words."""

    texts: tuple[str, ...]
    ids: frozenset[int]
    words: str


@dataclass(frozen=True, slots=True)
class FactsData:
    """Headers and rows; ``left_out`` says what is not on the curve."""

    headers: tuple[str, ...]
    rows: tuple[FactRow, ...]

    def as_text(self, title: str) -> str:
        """Title, headers and rows with tabs between, as a spreadsheet or a letter takes them."""
        lines = [self.headers, *(row.texts for row in self.rows)]
        return "\n".join([title, *("\t".join(line) for line in lines)])


def break_even_words(basis_points: int) -> str:
    """ "1%", "2.5%": as many decimals as it has."""
    decimals = 0 if basis_points % 100 == 0 else 1 if basis_points % 10 == 0 else 2
    return formats().percent(basis_points / 10_000, decimals)


def curve_rows(shown: Shown) -> FactsData:
    """Each fact with its accounts and profit, and the same of what it is compared with."""
    of = formats()
    within = break_even_words(shown.result.rules.break_even)
    facts = curve_facts(shown.result.curve(shown.measure, shown.among), within)
    if shown.measure is Measure.SALES:
        facts = tuple(fact for fact in facts if fact.textbook is None)
    amount = tr(MEASURE_WORDS[shown.measure])
    beside: list[tuple[str, dict[str, CurveFact]]] = []
    for compared, among in (
        (shown.compared, shown.before),
        (shown.second, shown.second_before),
    ):
        curve = None if compared is None else compared.curve(shown.measure, among)
        if compared is not None and curve is not None:
            found = {fact.key: fact for fact in curve_facts(curve, within)}
            beside.append((compared.words, found))
    # Without a total above zero there is only money.
    every = (*facts, *(fact for _, found in beside for fact in found.values()))
    percent = any(fact.share is not None for fact in every)
    headers = [tr("Fact"), tr("Accounts"), amount]
    if percent:
        headers.append(tr("Of total"))
    for words, _ in beside:
        headers += [
            tr("{words}: accounts", words=words),
            tr("{words}: {measure}", words=words, measure=lowered(amount)),
        ]
        if percent:
            headers.append(tr("{words}: of total", words=words))

    def told(fact: CurveFact | None) -> list[str]:
        if fact is None:
            return [MISSING] * (3 if percent else 2)
        share = [of.percent(fact.share)] if percent else []
        return [_accounts(fact), of.money(fact.amount), *share]

    rows = []
    for fact in facts:
        words = fact.words
        if fact.textbook is not None:
            share = of.percent(fact.textbook)
            words = tr("{fact} (textbook {share})", fact=words, share=share)
        texts = [words, *told(fact)]
        for _, found in beside:
            texts += told(found.get(fact.key))
        rows.append(FactRow(tuple(texts), frozenset(fact.ids.tolist()), fact.words))
    return FactsData(tuple(headers), tuple(rows))


def _accounts(fact: CurveFact) -> str:
    share = formats().percent(fact.account_share)
    return tr("{n} ({share})", n=formats().integer(fact.accounts), share=share)


def group_rows(shown: Shown, facet: str, name: str) -> FactsData:
    """The facts of each group side by side; ``name`` is what the groups are."""
    of = formats()
    headers = (
        name,
        tr("Accounts"),
        tr(MEASURE_WORDS[shown.measure]),
        tr("Peak"),
        tr("Erosion"),
        tr("First 20%"),
        tr("Earn, even, lose"),
    )
    rows = []
    for _, words, curve in group_curves(shown, facet):
        percent = curve.peak_percent is not None

        def told(amount: int, share: float | None, percent: bool = percent) -> str:
            if percent and share is not None:
                return of.percent(share / 100)
            return of.money_short(amount)

        texts = (
            words,
            of.integer(curve.accounts),
            of.money(curve.total),
            told(curve.peak_value, curve.peak_percent),
            told(curve.erosion_value, curve.erosion_percent),
            told(curve.first_fifth_value, curve.first_fifth_percent),
            " / ".join(of.percent(band.account_share / 100) for band in curve.bands),
        )
        rows.append(FactRow(texts, frozenset(curve.ids.tolist()), f"{name}: {words}"))
    return FactsData(headers, tuple(rows))


class FactsTable(QTableWidget):
    """Enter or a double click on a row chooses its accounts; Ctrl+C copies every row."""

    chosen = Signal(object, str)  # frozenset of ids, words
    copy_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = FactsData((), ())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().px(22))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(theme().px(24))
        self.setFont(theme().font("table"))
        self.setAccessibleName(tr("Facts of the whale curve"))
        self.cellDoubleClicked.connect(lambda row, _column: self._choose(row))

    @property
    def data_shown(self) -> FactsData:
        """The facts on show."""
        return self._data

    def set_facts(self, data: FactsData) -> None:
        """Show these facts."""
        self._data = data
        self.clear()
        self.setColumnCount(len(data.headers))
        self.setRowCount(len(data.rows))
        for column, text in enumerate(data.headers):
            head = QTableWidgetItem(text.replace(": ", "\n", 1))
            head.setTextAlignment(RIGHT if column else LEFT)
            self.setHorizontalHeaderItem(column, head)
        hint = tr("Double click or Enter filters the table to these accounts")
        for number, row in enumerate(data.rows):
            for column, text in enumerate(row.texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(RIGHT if column else LEFT)
                if column == 0:
                    item.setToolTip(f"{text}\n{hint}")
                self.setItem(number, column, item)
        self._fit()

    def _fit(self) -> None:
        """Give the words what room the figures leave, and never less than they can be read in."""
        header, room = self.horizontalHeader(), self.viewport().width()
        for column in range(1, self.columnCount()):
            widest = max(header.sectionSizeHint(column), self.sizeHintForColumn(column))
            self.setColumnWidth(column, widest)
            room -= widest
        if self.columnCount():
            self.setColumnWidth(0, max(room, min(self.sizeHintForColumn(0), theme().px(170))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self._data.rows):
            row = self._data.rows[number]
            self.chosen.emit(row.ids, row.words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentRow())
        else:
            super().keyPressEvent(event)

    def copy(self, title: str) -> None:
        """Put the facts on the clipboard, under a title."""
        QGuiApplication.clipboard().setText(self._data.as_text(title))
