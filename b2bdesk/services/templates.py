"""The user's own templates: a folder of workbooks that exports are filled into.

Account templates and portfolio templates lie in folders of their own. A workbook put there is
offered at once; the program writes two to begin with and never changes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy.orm import Session

from b2bdesk.core.dates import Period
from b2bdesk.core.errors import DomainError, FileError
from b2bdesk.core.i18n import tr, trn
from b2bdesk.exchange_formats.excel.filler import Filled, fill_template
from b2bdesk.exchange_formats.excel.number_formats import FIGURES
from b2bdesk.exchange_formats.excel.starter import ListOut, Starter, write_starter
from b2bdesk.models import Colleague
from b2bdesk.queries.accounts import get_account
from b2bdesk.queries.exchanges import ExchangeFilter, get_exchanges, list_exchange_keys
from b2bdesk.queries.file_info import settings_of
from b2bdesk.queries.next_steps import list_next_steps
from b2bdesk.queries.people import PersonRow, SeatRow, get_people
from b2bdesk.services.portfolio import PortfolioResult, PortfolioRow
from b2bdesk.services.profit import account_profit
from b2bdesk.services.retention import PortfolioRetention, portfolio_retention
from b2bdesk.services.template_names import (
    ACCOUNT,
    ACCOUNT_LISTS,
    PORTFOLIO,
    PORTFOLIO_LISTS,
    AboutAccount,
    AboutPortfolio,
    Named,
    NamedList,
    explained,
    filling_of,
)

_ENDINGS = (".xlsx", ".xltx")
_EXCHANGES = 20
_TOLD = 5  # places named in a message


class TemplateKind(StrEnum):
    """What a template is about; also the name of its folder."""

    ACCOUNT = "account"
    PORTFOLIO = "portfolio"


def templates_folder() -> Path:
    """Where the user's templates lie on this computer."""
    return user_data_path("b2bdesk", appauthor=False) / "templates"


def list_templates(kind: TemplateKind) -> list[Path]:
    """The templates there are, by name; what Excel has open and hides is left out."""
    folder = templates_folder() / kind
    if not folder.is_dir():
        return []
    found = [
        path
        for path in folder.iterdir()
        if path.suffix.lower() in _ENDINGS and not path.name.startswith(("~$", "."))
    ]
    return sorted(found, key=lambda path: path.name.casefold())


def make_templates_folder() -> Path:
    """The folder with a template to begin with in each part that has none yet.

    ``FileError`` where it cannot be made.
    """
    folder = templates_folder()
    for kind in TemplateKind:
        inside = folder / kind
        try:
            inside.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(
                tr("The folder {name} cannot be made.", name=str(inside)),
                tr("Check that you may write there."),
            ) from error
        if not list_templates(kind):
            write_first_template(kind, inside)
    return folder


def write_first_template(kind: TemplateKind, folder: Path) -> Path:
    """Write the template to begin with into a folder; returns its path."""
    starter = _account_starter() if kind is TemplateKind.ACCOUNT else _portfolio_starter()
    path = folder / f"{starter.sheet}.xlsx"
    write_starter(path, starter)
    return path


def fill_account(
    session: Session, account: int, template: Path, path: Path, period: Period, as_of: date
) -> Filled:
    """Fill a template with one account; ``FileError`` where a file is at fault."""
    details = get_account(session, account)
    if details is None:
        raise DomainError(tr("The account is not there any more."))
    owner = None if details.owner_id is None else session.get(Colleague, details.owner_id)
    people = get_people(session, account, as_of)
    seated: list[tuple[PersonRow, SeatRow | None]] = [(seat.person, seat) for seat in people.seats]
    keys = list_exchange_keys(session, ExchangeFilter(account=account), as_of)[:_EXCHANGES]
    found = get_exchanges(session, [key.id for key in keys])
    about = AboutAccount(
        details=details,
        owner=None if owner is None else owner.name,
        profit=account_profit(session, account, period, as_of),
        risk=portfolio_retention(session, as_of).by_account.get(account),
        people=[*seated, *((person, None) for person in people.unseated)],
        steps=list_next_steps(session, as_of, account=account),
        exchanges=[found[key.id] for key in keys if key.id in found],
        as_of=as_of,
        currency=str(settings_of(session).get("currency", "USD")),
    )
    return fill_template(template, path, filling_of(about, ACCOUNT, ACCOUNT_LISTS))


def fill_portfolio(
    template: Path,
    path: Path,
    result: PortfolioResult,
    currency: str,
    rows: Sequence[PortfolioRow],
    retention: PortfolioRetention | None,
) -> Filled:
    """Fill a template with the portfolio; ``FileError`` where a file is at fault."""
    about = AboutPortfolio(result, rows, retention, currency)
    return fill_template(template, path, filling_of(about, PORTFOLIO, PORTFOLIO_LISTS))


def words_about(filled: Filled) -> str:
    """What the user must know of a filled template; empty where all went in."""
    told = []
    if filled.unknown:
        shown = ", ".join(
            f"{name} ({sheet} {cell})" for sheet, cell, name in filled.unknown[:_TOLD]
        )
        more = len(filled.unknown) - _TOLD
        if more > 0:
            shown += " " + trn("and {n} more", "and {n} more", more)
        told.append(tr("Not known and left as they are: {names}.", names=shown))
    if not filled.places:
        told.append(tr("The template has no name that could be filled."))
    if filled.lost:
        told.append(tr("Left out of the copy: {what}.", what=", ".join(filled.lost)))
    return " ".join(told)


def _account_starter() -> Starter:
    return _starter(
        tr("Account brief"),
        "{{account.name}}",
        "{{account.city}}, {{account.country}}: {{report.first}} – {{report.last}}"
        ", {{report.currency}}",
        ("account.type", "account.owner", "account.number", "profit.sales", "profit.margin",
         "profit.cost", "profit.net", "risk.active"),
        (ACCOUNT, ACCOUNT_LISTS),
        {"people": ("name", "title", "roles", "stance", "email", "last"),
         "steps": ("what", "due", "owner"), "activities": ("name", "amount", "share"),
         "products": ("name", "code", "quantity", "sales", "margin")},
        ("activities.amount", "products.sales", "products.margin"),
    )  # fmt: skip


def _portfolio_starter() -> Starter:
    return _starter(
        tr("Portfolio"),
        tr("Portfolio"),
        "{{report.first}} – {{report.last}}, {{report.currency}}",
        ("portfolio.accounts", "portfolio.sales", "portfolio.margin", "portfolio.cost",
         "portfolio.net", "portfolio.peak", "portfolio.losers", "portfolio.loss"),
        (PORTFOLIO, PORTFOLIO_LISTS),
        {"accounts": ("name", "place", "owner", "sales", "margin", "cost", "net")},
        ("accounts.sales", "accounts.margin", "accounts.cost", "accounts.net"),
    )  # fmt: skip


def _starter(
    sheet: str,
    title: str,
    subtitle: str,
    facts: Sequence[str],
    names: tuple[Sequence[Named], Sequence[NamedList]],
    shown: dict[str, Sequence[str]],
    sums: Sequence[str],
) -> Starter:
    values, lists = names
    words = {each.name: tr(each.meaning) for each in values}
    by_name = {each.name: each for each in lists}
    blocks = []
    for name, fields in shown.items():
        known = {field.name: field for field in by_name[name].fields}
        blocks.append(
            ListOut(
                tr(by_name[name].meaning),
                [
                    (tr(known[key].meaning), f"{name}.{key}", known[key].kind in FIGURES)
                    for key in fields
                ],
                [each for each in sums if each.startswith(f"{name}.")],
            )
        )
    return Starter(
        sheet=sheet,
        title=title,
        subtitle=subtitle,
        facts=[(words[name], name) for name in facts],
        lists=blocks,
        names=explained(values, lists),
    )
