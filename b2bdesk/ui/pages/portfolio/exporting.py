"""Saving what the portfolio page shows: the table as a workbook, the curve as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from b2bdesk.core.errors import FileError
from b2bdesk.core.i18n import tr
from b2bdesk.storage.database import Session
from b2bdesk.ui.dialogs.workbook_export import ask_workbook, write_in_background

if TYPE_CHECKING:
    from b2bdesk.exchange_formats.excel.filler import Filled
    from b2bdesk.ui.pages.portfolio.portfolio_page import PortfolioPage


class PortfolioExports:
    """The exports of one page. The ``save_`` methods ask for a place, the others take it."""

    def __init__(self, page: PortfolioPage) -> None:
        self._page = page

    def save_workbook(self) -> None:
        """Ask where, then write the rows on show as an Excel workbook."""
        path = ask_workbook(self._page, tr("Export the portfolio"), tr("Portfolio"))
        if path is not None:
            self.write_workbook(path)

    def write_workbook(self, path: Path) -> None:
        """Write the rows on show, in their order, with totals."""
        page, ctx = self._page, self._page.ctx
        result, info = page.result, ctx.info
        if result is None or info is None:
            return
        rows = [shown.row for shown in page.shown_rows]
        retention, currency = page.retention, info.currency

        def write(session: Session) -> None:
            from b2bdesk.services.exports import write_portfolio

            write_portfolio(session, path, result, currency, rows=rows, retention=retention)

        label = tr("Exporting {n} accounts", n=len(rows))
        write_in_background(ctx, page, path, label, write)

    def save_template(self) -> None:
        """Ask for a template and a place, then fill it with the rows on show."""
        from b2bdesk.services.templates import TemplateKind, fill_portfolio
        from b2bdesk.ui.dialogs.template_export import export_template

        page, ctx = self._page, self._page.ctx
        result, info = page.result, ctx.info
        if result is None or info is None:
            return
        rows = [shown.row for shown in page.shown_rows]
        retention, currency = page.retention, info.currency

        def fill(_session: Session, template: Path, path: Path) -> Filled:
            return fill_portfolio(template, path, result, currency, rows, retention)

        export_template(ctx, page, TemplateKind.PORTFOLIO, tr("Portfolio"), fill)

    def save_picture(self, kind: str) -> None:
        """Ask where, then write the whale curve as "png" or "svg"."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._page,
            tr("Save chart"),
            f"{tr('Whale curve')}.{kind}",
            f"{kind.upper()} (*.{kind})",
        )
        if chosen:
            self.write_picture(Path(chosen).with_suffix(f".{kind}"))

    def write_picture(self, path: Path) -> None:
        """Write the whale curve; the kind follows the file's ending."""
        page = self._page
        if page.result is None or not page.result.rows:
            return
        from b2bdesk.ui.charts.whale import WhaleChart
        from b2bdesk.ui.pages.portfolio.chart_data import whale_data

        chart = WhaleChart(whale_data(page.chart_host.shown()))
        chart.setAccessibleName(tr("Whale curve"))
        try:
            if path.suffix.lower() == ".svg":
                chart.save_svg(path)
            else:
                chart.save_png(path)
        except FileError as error:
            page.ctx.failed.emit(error)
        else:
            page.ctx.toast(tr("Saved {name}", name=path.name))
        finally:
            chart.deleteLater()
