"""What a cost pool is: name, activity, level, method, driver, ledger accounts."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from b2bdesk.core.i18n import tr
from b2bdesk.models.costing_enums import CostLevel, CostMethod, Driver
from b2bdesk.models.enums import WORDS
from b2bdesk.services.costing.pools import PoolDraft
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.fields import set_error
from b2bdesk.ui.widgets.text import Text


class PoolFields(QWidget):
    """``edited`` when a field was left or a choice made."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.space(2))
        grid.setVerticalSpacing(look.px(5))
        grid.setColumnStretch(1, 1)
        self.name, self.activity, self.ledger = QLineEdit(), QLineEdit(), QLineEdit()
        self.level, self.method, self.driver = QComboBox(), QComboBox(), QComboBox()
        for level in CostLevel:
            self.level.addItem(tr(WORDS[level]), level)
        for method in CostMethod:
            self.method.addItem(tr(WORDS[method]), method)
        self.driver.addItem(tr("No driver"), None)
        for driver in Driver:
            self.driver.addItem(tr(WORDS[driver]), driver)
        self.driver.setMaxVisibleItems(len(Driver) + 1)
        self.ledger.setPlaceholderText(tr("such as 6200 travel"))
        self.activity.setPlaceholderText(tr("as the pool"))
        rows = (
            ("name", tr("Name"), self.name),
            ("activity", tr("Activity"), self.activity),
            ("level", tr("Level"), self.level),
            ("method", tr("Method"), self.method),
            ("driver", tr("Driver"), self.driver),
            ("ledger_accounts", tr("Ledger accounts"), self.ledger),
        )
        self._errors: dict[str, Text] = {}
        self._inputs: dict[str, QWidget] = {}
        for number, (key, title, field) in enumerate(rows):
            label = Text(title, "table", "text_2")
            label.setBuddy(field)
            field.setAccessibleName(title)
            problem = Text("", "caption", "against_us", wrap=True)
            problem.hide()
            grid.addWidget(label, 2 * number, 0)
            grid.addWidget(field, 2 * number, 1)
            grid.addWidget(problem, 2 * number + 1, 1)
            self._errors[key], self._inputs[key] = problem, field
            if isinstance(field, QLineEdit):
                field.editingFinished.connect(self.edited)
            elif isinstance(field, QComboBox):
                field.activated.connect(self.edited)

    @property
    def chosen_method(self) -> CostMethod:
        """The method on show."""
        return CostMethod(self.method.currentData())

    @property
    def chosen_driver(self) -> Driver | None:
        """The driver on show."""
        driver = self.driver.currentData()
        return None if driver is None else Driver(driver)

    def show_draft(self, draft: PoolDraft, *, keep_typed: bool) -> None:
        """Show a pool; a field that is being typed in keeps what is typed."""
        activity = draft.activity if draft.activity != draft.name else ""
        texts = (
            (self.name, draft.name),
            (self.activity, activity),
            (self.ledger, draft.ledger_accounts or ""),
        )
        for field, text in texts:
            if not (keep_typed and field.hasFocus() and field.isModified()):
                field.setText(text)
        choices = (
            (self.level, draft.level),
            (self.method, draft.method),
            (self.driver, draft.driver),
        )
        for box, value in choices:
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(value))
        self.show_problem("", "")

    def show_problem(self, key: str, words: str) -> bool:
        """Say what is wrong with a field; False where it is none of these."""
        for name, text in self._errors.items():
            wrong = name == key
            text.setText(words if wrong else "")
            text.setVisible(wrong)
            set_error(self._inputs[name], wrong)
        return key in self._errors

    def draft(self, note: str | None) -> PoolDraft:
        """What is filled in; times and rates are the caller's."""
        name = self.name.text().strip()
        return PoolDraft(
            name=name,
            activity=self.activity.text().strip() or name,
            level=CostLevel(self.level.currentData()),
            method=self.chosen_method,
            driver=self.chosen_driver,
            ledger_accounts=self.ledger.text().strip() or None,
            note=note,
        )
