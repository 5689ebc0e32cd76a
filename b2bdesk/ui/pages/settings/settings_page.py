"""Settings: me and my team, the file, and this computer. Every change counts at once."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QLocale, QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from b2bdesk.core.errors import B2BDeskError
from b2bdesk.core.i18n import available_languages, tr, trn
from b2bdesk.core.money import CURRENCIES
from b2bdesk.services.file_settings import Key, set_setting
from b2bdesk.services.team import ColleagueDraft, save_colleague
from b2bdesk.settings.preferences import PreferenceStore
from b2bdesk.ui.context import AppContext, Target
from b2bdesk.ui.formats import Formats, formats, set_formats
from b2bdesk.ui.pages.page import Page
from b2bdesk.ui.pages.settings.brand_panel import BrandPanel
from b2bdesk.ui.pages.settings.currencies_panel import CurrenciesPanel
from b2bdesk.ui.pages.settings.health_panel import HealthRulesPanel
from b2bdesk.ui.pages.settings.own_fields_panel import OwnFieldsPanel
from b2bdesk.ui.pages.settings.team_table import TeamTable
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import FieldRow, NumberField
from b2bdesk.ui.widgets.panel import Panel
from b2bdesk.ui.widgets.text import Text

_LANGUAGES = {"en": "English", "de": "Deutsch"}
_LOCALES = ("en_US", "en_GB", "de_DE", "de_CH", "de_AT", "fr_FR", "es_ES", "it_IT", "nl_NL")
_SCALES = (1.0, 1.15, 1.3, 1.5)
_LONGEST_LEAD = 365
_SETTLED_MS = 300  # so long after the last growth the page stays where it is scrolled


class SettingsPage(Page):
    """One column of panels."""

    key = "settings"
    watched = (
        "file_setting",
        "colleague",
        "own_field",
        "own_value",
        "brand_attribute",
        "perception",
        "currency_rate",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        look = theme()
        self._store = ctx.preferences or PreferenceStore()
        self._filling = False
        self._wanted: Panel | None = None
        body = QWidget()
        body.setProperty("scrollBody", True)
        outer = QHBoxLayout(body)
        outer.setContentsMargins(look.space(4), look.space(4), look.space(4), look.space(4))
        middle = QWidget()
        middle.setMaximumWidth(look.px(880))
        self._column = QVBoxLayout(middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.space(4))
        self._build_team()
        self._build_file()
        self.currencies = CurrenciesPanel(ctx)
        self._column.addWidget(self.currencies)
        self.own_fields = OwnFieldsPanel(ctx)
        self._column.addWidget(self.own_fields)
        self.brand = BrandPanel(ctx)
        self.health = HealthRulesPanel(ctx)
        for panel in (self.brand, self.health):
            panel.filled.connect(self._bring_soon)
            self._column.addWidget(panel)
        self._build_computer()
        self._column.addStretch(1)
        outer.addWidget(middle, 100)
        outer.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(body)
        # Panels above may still grow: what was asked for is brought into view again.
        self._area.verticalScrollBar().rangeChanged.connect(lambda *_: self._bring_soon())
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._on_settled)
        self.set_content(self._area)

    def title(self) -> str:
        return tr("Settings")

    def activate(self, target: Target) -> None:
        """``tab`` "brand", "health" or "currencies" brings that panel into view.

        For currencies ``filter`` names one and a day, "CHF 2021-03-04", whose rate is missing.
        """
        panels = {"brand": self.brand, "health": self.health, "currencies": self.currencies}
        self._wanted = panels.get(target.tab)
        super().activate(target)
        if target.tab == "currencies":
            self.currencies.ask(target.filter)
        self._bring_soon()

    def _bring_soon(self) -> None:
        """Scroll once the panels above have their rows and the page its size."""
        if self._wanted is not None and self.brand.is_filled and self.health.is_filled:
            QTimer.singleShot(0, self, self._bring)

    def _bring(self) -> None:
        panel, body = self._wanted, self._area.widget()
        if panel is not None and body is not None:
            top = panel.mapTo(body, QPoint(0, 0)).y() - theme().space(4)
            self._area.verticalScrollBar().setValue(top)
            self._settled.start()

    def _on_settled(self) -> None:
        self._wanted = None  # from here on the page stays where the user scrolls it

    # --- me and my team --------------------------------------------------------------------

    def _build_team(self) -> None:
        look = theme()
        self.team_panel = Panel(
            tr("Me and my team"), tr("exchanges and follow-ups have an owner"), flush=True
        )
        self.team = TeamTable(self.ctx)
        self.team_panel.add(self.team)
        row = QHBoxLayout()
        row.setContentsMargins(look.space(3), look.space(2), look.space(3), look.space(3))
        row.setSpacing(look.space(2))
        self.new_name = QLineEdit()
        self.new_name.setPlaceholderText(tr("Name of a colleague"))
        self.new_name.setAccessibleName(tr("Name of a colleague"))
        self.new_function = QLineEdit()
        self.new_function.setPlaceholderText(tr("Function, for example technical service"))
        self.new_function.setAccessibleName(tr("Function"))
        self.new_name.returnPressed.connect(self.add_colleague)
        self.new_function.returnPressed.connect(self.add_colleague)
        row.addWidget(self.new_name, 1)
        row.addWidget(self.new_function, 1)
        row.addWidget(Button(tr("Add colleague"), on_click=self.add_colleague))
        self.team_panel.add(row)
        self.team_error = Text("", "caption", "against_us")
        self.team_error.setContentsMargins(look.space(3), 0, 0, look.space(2))
        self.team_error.hide()
        self.team_panel.add(self.team_error)
        self._column.addWidget(self.team_panel)

    def add_colleague(self) -> None:
        """Add the colleague typed; the first one becomes me."""
        draft = ColleagueDraft(None, self.new_name.text(), "", self.new_function.text())
        first = self.ctx.info is not None and not self.ctx.info.team

        self.ctx.write(
            tr("Add colleague {name}", name=draft.name.strip()),
            self,
            lambda s: save_colleague(s, draft, as_me=first),
            lambda _: self._on_added(),
            self._on_team_error,
            toast=tr("{name} is on the team", name=draft.name.strip()),
        )

    def _on_added(self) -> None:
        self.new_name.clear()
        self.new_function.clear()
        self.team_error.hide()
        self.new_name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_team_error(self, error: B2BDeskError) -> None:
        self.team_error.setText(str(error))
        self.team_error.show()

    # --- the file --------------------------------------------------------------------------

    def _build_file(self) -> None:
        look = theme()
        self.file_panel = Panel(tr("This file"), tr("kept in the file, undone with Ctrl+Z"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space(4))
        grid.setVerticalSpacing(look.space(3))
        self.name = QLineEdit()
        self.name.editingFinished.connect(self._on_name)
        self.currency = QComboBox()
        self.currency.setEditable(True)
        self.currency.addItems(CURRENCIES)
        self.currency.activated.connect(lambda _: self._on_currency())
        line = self.currency.lineEdit()
        assert line is not None
        line.setMaxLength(3)
        line.editingFinished.connect(self._on_currency)
        self.fiscal = QComboBox()
        for month in range(1, 13):
            self.fiscal.addItem(formats().locale.standaloneMonthName(month), month)
        self.fiscal.activated.connect(lambda _: self._on_fiscal())
        self.currency_row = FieldRow(
            tr("Currency"),
            self.currency,
            hint=tr("Amounts are kept in this currency; changing it changes the sign only."),
        )
        top = Qt.AlignmentFlag.AlignTop
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(FieldRow(tr("Name"), self.name), 0, 0, top)
        grid.addWidget(self.currency_row, 0, 1, top)
        grid.addWidget(FieldRow(tr("Fiscal year starts in"), self.fiscal), 1, 0, top)
        self.expedited = NumberField()
        self.expedited.editingFinished.connect(self._on_expedited)
        self.expedited_row = FieldRow(
            tr("Expedited orders are due within, days"),
            self.expedited,
            hint=tr("From the day of the order to the day it is required by."),
        )
        grid.addWidget(self.expedited_row, 1, 1, top)
        self.path = Text("", "table", "text_3", wrap=True)
        grid.addWidget(self.path, 2, 0, 1, 2)
        self.file_panel.add(grid)
        self._column.addWidget(self.file_panel)

    def _save(self, key: Key, value: object, words: str) -> None:
        self.ctx.write(
            words,
            self,
            lambda s: set_setting(s, key, value),
            toast=words,
        )

    def _on_name(self) -> None:
        info = self.ctx.info
        name = self.name.text().strip()
        if not self._filling and info is not None and name and name != info.name:
            self._save("name", name, tr("Name the file {name}", name=name))

    def _on_currency(self) -> None:
        info = self.ctx.info
        code = self.currency.currentText().strip().upper()
        if self._filling or info is None or code == info.currency:
            self.currency_row.set_error("")
            return
        if len(code) != 3 or not code.isascii() or not code.isalpha():
            self.currency_row.set_error(tr("A currency has three letters, for example EUR."))
            return
        self.currency_row.set_error("")
        self._save("currency", code, tr("Set the currency to {code}", code=code))

    def _on_fiscal(self) -> None:
        info = self.ctx.info
        month = self.fiscal.currentData()
        if not self._filling and info is not None and month != info.fiscal_start:
            words = tr("Start the fiscal year in {month}", month=self.fiscal.currentText())
            self._save("fiscal_start", month, words)

    def _on_expedited(self) -> None:
        info, typed = self.ctx.info, self.expedited.value
        days = int(typed) if isinstance(typed, Decimal) and typed == typed.to_integral() else None
        if self._filling or info is None or days == info.expedited_days:
            self.expedited_row.set_error("")
            return
        if days is None or not 0 <= days <= _LONGEST_LEAD:
            self.expedited_row.set_error(tr("Give a whole number of days from 0 to 365."))
            return
        self.expedited_row.set_error("")
        words = trn(
            "Orders due within {n} day are expedited",
            "Orders due within {n} days are expedited",
            days,
        )
        self._save("expedited_days", days, words)

    # --- this computer ---------------------------------------------------------------------

    def _build_computer(self) -> None:
        look = theme()
        panel = Panel(tr("This computer"), tr("look, language and keys"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.space(4))
        grid.setVerticalSpacing(look.space(3))
        kept = self._store.value
        self.theme = QComboBox()
        for words, mode in (
            (tr("As the system"), "system"),
            (tr("Light"), "light"),
            (tr("Dark"), "dark"),
        ):
            self.theme.addItem(words, mode)
        self.theme.setCurrentIndex(max(0, self.theme.findData(kept.theme)))
        self.theme.activated.connect(lambda _: self._on_theme())
        self.language = QComboBox()
        self.language.addItem(tr("As the system"), "")
        for code in available_languages():
            self.language.addItem(_LANGUAGES.get(code, code), code)
        self.language.setCurrentIndex(max(0, self.language.findData(kept.language)))
        self.language.activated.connect(lambda _: self._on_language())
        self.locale_box = QComboBox()
        self.locale_box.addItem(tr("As the system"), "")
        for name in _LOCALES:
            locale = QLocale(name)
            territory = locale.nativeTerritoryName()
            self.locale_box.addItem(f"{locale.nativeLanguageName()} ({territory})", name)
        self.locale_box.setCurrentIndex(max(0, self.locale_box.findData(kept.locale)))
        self.locale_box.activated.connect(lambda _: self._on_locale())
        self.scale = QComboBox()
        for factor in _SCALES:
            self.scale.addItem(formats().percent(factor), factor)
        self.scale.setCurrentIndex(max(0, self.scale.findData(kept.text_scale)))
        self.scale.activated.connect(lambda _: self._on_scale())
        self.language_row = FieldRow(
            tr("Language"), self.language, hint=tr("Takes effect when the program starts again.")
        )
        self.example = FieldRow(tr("Numbers and dates"), self.locale_box, hint=self._example())
        top = Qt.AlignmentFlag.AlignTop
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(FieldRow(tr("Theme"), self.theme), 0, 0, top)
        grid.addWidget(FieldRow(tr("Text size"), self.scale), 0, 1, top)
        grid.addWidget(self.language_row, 1, 0, top)
        grid.addWidget(self.example, 1, 1, top)
        panel.add(grid)
        self.letters = QCheckBox(tr("Single-letter keys outside text fields (J, K, N, E, D, S, R)"))
        self.letters.setChecked(kept.single_letters)
        self.letters.toggled.connect(lambda on: self._store.change(single_letters=on))
        panel.add(self.letters)
        self.notify = QCheckBox(
            tr("Desktop notification of follow-ups due, while the program is open")
        )
        self.notify.setChecked(kept.notify_due)
        self.notify.toggled.connect(lambda on: self._store.change(notify_due=on))
        panel.add(self.notify)
        self._column.addWidget(panel)

    def _example(self) -> str:
        shown = formats().date_full(self.ctx.today())
        return f"{formats().number(1204332.1, 2)}   {formats().signed_percent(-0.14)}   {shown}"

    def _on_theme(self) -> None:
        mode = self.theme.currentData()
        self._store.change(theme=mode)
        theme().set_mode(mode)

    def _on_scale(self) -> None:
        factor = float(self.scale.currentData())
        self._store.change(text_scale=factor)
        theme().set_text_scale(factor)

    def _on_language(self) -> None:
        self._store.change(language=self.language.currentData())

    def _on_locale(self) -> None:
        name = self.locale_box.currentData()
        self._store.change(locale=name)
        set_formats(Formats(name or None, self.ctx.currency))
        self.example.set_hint(self._example())
        self.ctx.info_changed.emit()

    # --- showing ---------------------------------------------------------------------------

    def load(self) -> None:
        info, database = self.ctx.info, self.ctx.database
        self.team_panel.setVisible(info is not None)
        self.file_panel.setVisible(info is not None)
        for panel in (self.currencies, self.own_fields, self.brand, self.health):
            panel.setVisible(info is not None)
        if info is not None and database is not None:
            self._filling = True
            self.name.setText(info.name or database.path.stem)
            if self.currency.findText(info.currency) < 0:
                self.currency.addItem(info.currency)
            self.currency.setCurrentText(info.currency)
            self.fiscal.setCurrentIndex(info.fiscal_start - 1)
            if not (self.expedited.hasFocus() and self.expedited.isModified()):
                self.expedited.set_value(info.expedited_days)
            self.path.setText(tr("Lies in {path}", path=str(database.path)))
            self.team.set_team(info.team, info.me)
            self.currencies.load()
            self.own_fields.load()
            self.brand.load()
            self.health.load()
            self._filling = False
        self.states.show_ready()
