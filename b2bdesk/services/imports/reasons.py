"""Why a row or a cell was not imported, in words, and what to do about it."""

from __future__ import annotations

from b2bdesk.core.i18n import mark, tr

_REASONS: dict[str, tuple[str, str]] = {
    "not_number": (mark("Not a number."), mark("Type a number in this cell.")),
    "date_not_number": (
        mark("A date where a number belongs."),
        mark("Type a number in this cell."),
    ),
    "decimal_mark": (
        mark("Written with the other decimal mark. Read as {detail}?"),
        mark("Choose the decimal mark of this column, or correct the cell."),
    ),
    "error_cell": (
        mark("This cell holds an error of the spreadsheet."),
        mark("Correct the formula in the workbook, or type the value."),
    ),
    "not_calculated": (
        mark("This formula was never calculated."),
        mark("Open the workbook in a spreadsheet program, save it, and choose it again."),
    ),
    "broken_quote": (
        mark("A quotation mark in this row is never closed."),
        mark("Correct the quotation mark in the text file, and choose it again."),
    ),
    "not_whole": (mark("Not a whole number."), mark("Type a number without decimals.")),
    "not_date": (mark("Not a date."), mark("Type a date such as 2020-05-31.")),
    "no_such_day": (mark("Not a date: {detail} has no such day."), mark("Correct the day.")),
    "not_email": (mark("Not an email address."), mark("Correct the address or clear the cell.")),
    "not_yes_no": (mark("Neither yes nor no."), mark("Type yes or no.")),
    "unknown_word": (mark("Not one of the known words."), mark("Use one of: {detail}")),
    "missing": (mark("This cell is empty, but the row needs it."), mark("Fill the cell.")),
    "no_account": (
        mark("No customer is given."),
        mark("Fill in the customer number and import the row again."),
    ),
    "unknown_account": (
        mark("No account with this number or name."),
        mark("Add it to the accounts sheet, or correct the number."),
    ),
    "ambiguous_account": (
        mark("Fits {detail} accounts of the same name."),
        mark("Add a column with the account number to tell them apart."),
    ),
    "ambiguous_record": (
        mark("Fits {detail} accounts."),
        mark("Choose which one it is, or make a new one."),
    ),
    "ambiguous_person": (
        mark("Fits {detail} people of the same name at this account."),
        mark("Add a column with the email address to tell them apart."),
    ),
    "unknown_person": (
        mark("No such person at this account."),
        mark("Add the person to the contacts sheet, or correct the name."),
    ),
    "twice_in_sheet": (
        mark("Row {detail} says something else about the same record."),
        mark("Keep one of the two rows."),
    ),
    "same_line_twice": (
        mark("The same as row {detail}."),
        mark("Keep one of the two rows, or both where they are two."),
    ),
    "never_empty": (
        mark("This cell is empty, but the field always holds something."),
        mark("Fill the cell, or leave the field as it is."),
    ),
    "other_file": (
        mark("Written from another file than this one, or from a copy that has gone its own way."),
        mark("Its rows are matched by number, email and name, as those of any workbook."),
    ),
    "deleted_here": (
        mark("Deleted here since the workbook was written."),
        mark("Bring it in as a new record, or leave the row out."),
    ),
    "twice_here": (
        mark("The same record stands in row {detail}."),
        mark("Bring this row in as a new record, or leave it out."),
    ),
    "number_taken": (
        mark("Another account has this number."),
        mark("Correct the number, or take it off the other account."),
    ),
    "renamed_elsewhere": (
        mark("A price is not where a product is renamed."),
        mark("Rename it in the products sheet, or name another product code here."),
    ),
    "no_stance": (
        mark("Evidence without a stance."),
        mark("Choose the stance that it speaks for."),
    ),
    "no_rate": (
        mark("No rate of {currency} is known for {day}."),
        mark("Add it in Settings, under Currencies."),
    ),
    "not_currency": (
        mark("Not a currency."),
        mark("A currency has three letters, for example EUR."),
    ),
    "own_currency": (
        mark("{detail} is the file's own currency."),
        mark("A rate says what another currency is worth in it."),
    ),
    "rate_taken": (
        mark("Another rate of this currency holds from this day."),
        mark("Change that one."),
    ),
    "not_rate": (
        mark("A rate is a number above zero."),
        mark("What one unit is worth in the file's currency, for example 1.0932."),
    ),
    "no_amount": (
        mark("Neither an amount nor a price and a quantity."),
        mark("Fill in the amount."),
    ),
    "too_large": (mark("Far larger than any amount can be."), mark("Correct the number.")),
    "out_of_range": (mark("Outside the range {detail}."), mark("Correct the number.")),
    "unknown_pool": (
        mark("No cost pool of this name."),
        mark("Add the cost pool first, or correct the name."),
    ),
    "other_driver": (
        mark("This cost pool is driven by something else, so its volumes do not count yet."),
        mark("Choose Own volumes as its driver on the costing page."),
    ),
    "negative_volume": (
        mark("A volume counts events and is never below zero."),
        mark("Correct the number."),
    ),
    "not_link": (mark("Not a web address."), mark("Type an address such as https://example.com.")),
    "wrong_order": (mark("The end lies before the start."), mark("Correct one of the two dates.")),
}


def reason(code: str, detail: str = "") -> str:
    """The reason in words."""
    message = _REASONS[code][0]
    if code == "no_rate":
        currency, _, day = detail.partition(" ")
        return tr(message, currency=currency, day=day)
    return tr(message, detail=detail) if "{detail}" in message else tr(message)


def hint(code: str, detail: str = "") -> str:
    """What to do about it."""
    message = _REASONS[code][1]
    return tr(message, detail=detail) if "{detail}" in message else tr(message)


_RULES = {
    "choice": mark("your choice"),
    "id": mark("its B2BDesk id"),
    "number": mark("its number"),
    "email": mark("its email address"),
    "tax_id": mark("its tax number"),
    "name": mark("its name and place"),
    "phone": mark("its name and phone number"),
    "key": mark("what it says"),
}


def rule_words(rule: str) -> str:
    """By what a row was matched to its record, in words."""
    return tr(_RULES[rule])
