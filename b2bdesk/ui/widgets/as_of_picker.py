"""The as-of date of the top bar: which day every figure is computed as of, why, and a change."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget, QWidgetAction

from b2bdesk.core.i18n import tr
from b2bdesk.core.periods import AsOfSource
from b2bdesk.services.file_settings import set_setting
from b2bdesk.ui.context import AppContext
from b2bdesk.ui.formats import formats
from b2bdesk.ui.theme.theme import theme
from b2bdesk.ui.widgets.buttons import Button
from b2bdesk.ui.widgets.fields import DateField
from b2bdesk.ui.widgets.text import Text


class AsOfPicker(Button):
    """Shows the as-of date with its reason; its menu sets another or goes back to automatic."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__("", icon_name="ph.clock-counter-clockwise", parent=parent)
        self._ctx = ctx
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self._field = DateField()
        self._compact = False
        ctx.info_changed.connect(self.refresh)
        ctx.opened.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the date in use."""
        day = formats().date_full(self._ctx.as_of)
        self.setText(day if self._compact else self._short())
        self.setAccessibleName(f"{self._short()}. {self.reason()}")
        self.setToolTip(self.reason())
        self.updateGeometry()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Where there is little room only the day stands; the rest is still said."""
        if compact is not self._compact:
            self._compact = compact
            self.refresh()

    def reason(self) -> str:
        """Why the figures are as of this date, in a sentence."""
        info = self._ctx.info
        day = formats().date_full(self._ctx.as_of)
        if info is None or info.as_of.source is AsOfSource.TODAY:
            return tr("Every figure is computed as of today, {day}.", day=day)
        if info.as_of.source is AsOfSource.LEDGER:
            return tr("The ledger ends {day}, so every figure is computed as of that day.", day=day)
        return tr("You set {day} as the day every figure is computed as of.", day=day)

    def _short(self) -> str:
        info = self._ctx.info
        day = formats().date_full(self._ctx.as_of)
        if info is None or info.as_of.source is AsOfSource.TODAY:
            return tr("As of today, {day}", day=formats().date(self._ctx.as_of, self._ctx.today()))
        if info.as_of.source is AsOfSource.LEDGER:
            return tr("Ledger ends {day}", day=day)
        return tr("As of {day}", day=day)

    def _fill(self) -> None:
        self._menu.clear()
        look = theme()
        box = QWidget()
        column = QVBoxLayout(box)
        pad = look.space(3)
        column.setContentsMargins(pad, look.space(2), pad, look.space(2))
        column.setSpacing(look.space(2))
        why = Text(self.reason(), "table", "text_2", wrap=True)
        why.setFixedWidth(look.px(256))
        why.setMinimumHeight(why.heightForWidth(look.px(256)))
        column.addWidget(why)
        self._field = DateField(self._ctx.as_of, reference=lambda: self._ctx.as_of)
        self._field.setAccessibleName(tr("As-of date"))
        self._field.returnPressed.connect(self._on_set)
        row = QHBoxLayout()
        row.setSpacing(look.space(2))
        row.addWidget(self._field, 1)
        row.addWidget(Button(tr("Set date"), on_click=self._on_set))
        column.addLayout(row)
        if self._ctx.info is not None and self._ctx.info.as_of.source is AsOfSource.SET:
            column.addWidget(Button(tr("Back to automatic"), "link", on_click=self._on_automatic))
        own = QWidgetAction(self._menu)
        own.setDefaultWidget(box)
        self._menu.addAction(own)

    def _on_set(self) -> None:
        if self._field.value is not None and self._field.is_valid:
            self.set_date(self._field.value)

    def set_date(self, day: date) -> None:
        """Make every figure be computed as of ``day``."""
        self._menu.close()
        shown = formats().date_full(day)
        self._ctx.write(
            tr("Set the as-of date to {day}", day=shown),
            self,
            lambda session: set_setting(session, "as_of", day.isoformat()),
            toast=tr("Every figure is now as of {day}", day=shown),
        )

    def _on_automatic(self) -> None:
        self._menu.close()
        self._ctx.write(
            tr("Set the as-of date back to automatic"),
            self,
            lambda session: set_setting(session, "as_of", None),
            toast=tr("The as-of date follows the ledger again"),
        )
