"""The options of the whole import in one small menu: mode, empty cells, whose numbers they are."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget, QWidgetAction

from b2bdesk.core.i18n import tr
from b2bdesk.services.imports.decisions import Mode
from b2bdesk.services.imports.resolve import ImportOptions
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.chips import Chip
from b2bdesk.ui.widgets.text import Text


class OptionsChip(Chip):
    """``changed`` carries what of the options changed, by name."""

    changed = Signal(object)  # dict

    def __init__(self) -> None:
        super().__init__("", icon_name="ph.sliders-horizontal")
        self._options = ImportOptions()
        self._numbers = False
        self._list = QMenu(self)
        self._list.aboutToShow.connect(self._fill)
        self.set_menu(self._list)
        self.system = QLineEdit(self)
        self.system.hide()

    def show_options(self, options: ImportOptions, *, numbers: bool) -> None:
        """Show the options; ``numbers`` where account numbers are mapped in any sheet."""
        self._options, self._numbers = options, numbers
        plain = options.mode is Mode.BOTH
        self.set_text(tr("Options") if plain else _mode_words(options.mode))
        said = [_mode_words(options.mode)]
        if options.erase:
            said.append(tr("empty cells empty the field"))
        if numbers:
            said.append(tr("numbers are from {system}", system=options.system))
        self.setAccessibleName(tr("Options: {said}", said=", ".join(said)))
        self.setToolTip("\n".join(said))
        self.set_on(options.mode is not Mode.BOTH or options.erase)

    def _fill(self) -> None:
        menu = self._list
        menu.clear()
        for mode in Mode:
            entry = menu.addAction(_mode_words(mode))
            entry.setCheckable(True)
            entry.setChecked(mode is self._options.mode)
            entry.triggered.connect(lambda _=False, m=mode: self.changed.emit({"mode": m}))
        menu.addSeparator()
        erase = menu.addAction(tr("Empty cells empty the field"))
        erase.setCheckable(True)
        erase.setChecked(self._options.erase)
        erase.triggered.connect(lambda on: self.changed.emit({"erase": on}))
        if self._numbers:
            menu.addSeparator()
            menu.addAction(self._system_entry(menu))

    def _system_entry(self, menu: QMenu) -> QWidgetAction:
        holder = QWidget()
        row = QHBoxLayout(holder)
        look = theme()
        row.setContentsMargins(look.space(2), look.px(2), look.space(2), look.px(2))
        label = Text(tr("Numbers are from"), "body", "text_2")
        row.addWidget(label)
        field = self.system = QLineEdit(self._options.system)
        field.setAccessibleName(label.text())
        field.setMaximumWidth(look.px(120))
        field.returnPressed.connect(self._on_system)
        row.addWidget(field, 1)
        entry = QWidgetAction(menu)
        entry.setDefaultWidget(holder)
        return entry

    def _on_system(self) -> None:
        system = self.system.text().strip()
        self._list.close()
        if system and system != self._options.system:
            self.changed.emit({"system": system})


def _mode_words(mode: Mode) -> str:
    words = {
        Mode.BOTH: tr("New and changes"),
        Mode.NEW_ONLY: tr("Only new"),
        Mode.CHANGES_ONLY: tr("Only changes"),
    }
    return words[mode]
