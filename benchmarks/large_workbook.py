"""A workbook as an ERP sends it: 500,000 invoice lines of 12 columns, always the same."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

HEAD = (
    "Order no", "Order date", "Account no", "Account name", "Product code", "Product name",
    "Quantity", "Unit price", "Discount", "Amount", "Cost", "Currency",
)  # fmt: skip
LINES, ORDERS, ACCOUNTS, PRODUCTS, MONTHS = 500_000, 120_000, 2_000, 3_000, 36


def make_workbook(path: Path, lines: int = LINES) -> None:
    """Write it; orders and accounts are fewer where the lines are.

    Orders come by date, large accounts order more often, prices differ by product and little by
    account, amounts are rounded to cents, and 1 line in 100 is a return.
    """
    import xlsxwriter

    random_ = random.Random(500_000)
    first, days = date(2023, 1, 1), MONTHS * 365 // 12
    accounts = [(f"{10_000 + i}", f"Account {i:04} of Whatever & Sons") for i in range(ACCOUNTS)]
    weights = [1 / (1 + i % 97) for i in range(ACCOUNTS)]
    products = [
        (f"P-{i:05}", f"Part number {i} of the catalogue", round(5 + random_.random() * 400, 2))
        for i in range(PRODUCTS)
    ]
    orders = max(1, ORDERS * lines // LINES)
    buyers = random_.choices(accounts, weights, k=orders)
    with xlsxwriter.Workbook(str(path)) as book:
        day_format = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Invoice lines")
        sheet.write_row(0, 0, HEAD)
        for i in range(lines):
            order = i * orders // lines
            number, name = buyers[order]
            day = first + timedelta(days=order * days // orders)
            code, product, price = random_.choice(products)
            sign = -1 if random_.random() < 0.01 else 1
            quantity = sign * random_.choice((1, 1, 2, 3, 4, 5, 6, 10, 12, 20, 24, 50, 100))
            discount = random_.choice((0, 0, 0, 0.05, 0.1, 0.15))
            amount = round(quantity * price * (1 - discount), 2)
            cost = round(abs(quantity) * price * 0.62, 2)
            row = i + 1
            sheet.write_string(row, 0, f"SO{700_000 + order}")
            sheet.write_datetime(row, 1, day, day_format)
            sheet.write_string(row, 2, number)
            sheet.write_string(row, 3, name)
            sheet.write_string(row, 4, code)
            sheet.write_string(row, 5, product)
            for column, value in enumerate((quantity, price, discount, amount, cost), 6):
                sheet.write_number(row, column, value)
            sheet.write_string(row, 11, "USD")
