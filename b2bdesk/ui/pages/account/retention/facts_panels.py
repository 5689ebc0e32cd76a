"""How we deliver, what contracts say, and where the figures come from."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from b2bdesk.core.dates import date_of, day_of
from b2bdesk.core.i18n import tr, trn
from b2bdesk.models.enums import WORDS
from b2bdesk.queries.retention import ContractRow
from b2bdesk.services.retention import ModelNote
from b2bdesk.services.retention.results import Punctuality
from b2bdesk.ui.formats import MISSING, formats
from b2bdesk.ui.pages.account.retention.words import how_it_works, model_of
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.marks import Mark
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.pills import Pill
from b2bdesk.ui.widgets.text import Text, h_rule

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SOON = 90


def _empty(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _table() -> tuple[QWidget, QGridLayout]:
    place = QWidget()
    grid = QGridLayout(place)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme().space(3))
    grid.setVerticalSpacing(theme().px(5))
    grid.setColumnStretch(0, 1)
    return place, grid


class DeliveryPanel(Panel):
    """Orders shipped by the required day; hidden where no order has one."""

    def __init__(self) -> None:
        super().__init__(tr("How we deliver"), tr("orders by their required day"))
        place, self._grid = _table()
        self.add(place)
        self.hide()

    def show_punctuality(self, found: Punctuality | None) -> None:
        """Show twelve months and the last 90 days against the target."""
        self.setVisible(found is not None)
        _empty(self._grid)
        if found is None:
            return
        heads = (tr("Measure"), tr("Target"), tr("12 months"), tr("Last 90 days"), tr("Result"))
        for column, head in enumerate(heads):
            text = Text(head, "caption", "text_2")
            if column in (1, 2, 3):
                text.setAlignment(_RIGHT)
            self._grid.addWidget(text, 0, column)
        self._grid.addWidget(h_rule(), 1, 0, 1, len(heads))
        year = found.on_time / found.due
        recent = found.on_time_recent / found.due_recent if found.due_recent else None
        met = year >= found.target
        recent_met = recent is None or recent >= found.target
        self._grid.addWidget(Text(tr("Shipped on time"), "table", weight="medium"), 2, 0)
        cells = (
            (formats().percent(found.target), "text_2"),
            (_beside(found.target, year), "text" if met else "against_us"),
            (MISSING if recent is None else _beside(found.target, recent),
             "text" if recent_met else "against_us"),
        )  # fmt: skip
        for column, (cell, tone) in enumerate(cells, 1):
            text = Text(cell, "table", tone, weight="semibold" if column > 1 else None)
            text.setAlignment(_RIGHT)
            self._grid.addWidget(text, 2, column)
        mark = (
            Mark(tr("Met"), "for_us", icon="ph.check-circle")
            if met
            else Mark(tr("Missed"), "against_us", icon="ph.x-circle")
        )
        self._grid.addWidget(Pill(mark, plain=True), 2, 4)
        counted = trn(
            "{late} late of {n} order due in 12 months",
            "{late} late of {n} orders due in 12 months",
            found.due,
            late=formats().integer(found.due - found.on_time),
        )
        self._grid.addWidget(Text(counted, "caption", "text_3"), 3, 0, 1, len(heads))


def _beside(target: float, share: float) -> str:
    """A share with a decimal where a whole percentage would hide that it misses its target."""
    same = formats().percent(share) == formats().percent(target)
    return formats().percent(share, 1 if same and share < target else 0)


class ContractsPanel(Panel):
    """Contracts with their end and how far the talks are; hidden without any."""

    def __init__(self) -> None:
        super().__init__(tr("Contracts"))
        place, self._grid = _table()
        self.add(place)
        self.hide()

    def show_contracts(self, rows: tuple[ContractRow, ...], as_of: date) -> None:
        """Show contracts, the one that ends first first."""
        self.setVisible(bool(rows))
        _empty(self._grid)
        today = day_of(as_of)
        for number, row in enumerate(rows):
            self._grid.addWidget(Text(row.name, "table", weight="medium"), number, 0)
            tone = "text_2"
            if row.ends_day is None:
                end = tr("no end")
            else:
                day = formats().date(date_of(row.ends_day), as_of)
                left = row.ends_day - today
                if left < 0:
                    end, tone = tr("ended {day}", day=day), "text_3"
                else:
                    end = tr("ends {day}, in {days}", day=day, days=formats().days(left))
                    if left <= _SOON and not row.auto_renews:
                        tone = "attention_text"
            self._grid.addWidget(Text(end, "table", tone), number, 1)
            talks = tr("renews by itself") if row.auto_renews else tr(WORDS[row.renewal])
            self._grid.addWidget(Text(talks, "table", "text_2"), number, 2)


class HowPanel(Panel):
    """Which model, how it was chosen, and the formulas in words."""

    def __init__(self) -> None:
        super().__init__(tr("Where this comes from"))
        self._model = Text("", "table", "text_2", wrap=True)
        self.add(self._model)
        self.add(h_rule())
        for line in how_it_works():
            self.add(Text(line, "table", "text_2", wrap=True))

    def show_model(self, note: ModelNote | None) -> None:
        """Show the model in use."""
        lines = [] if note is None else model_of(note)
        self._model.setText("\n".join(lines))
        self._model.setVisible(bool(lines))
