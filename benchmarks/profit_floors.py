"""What other engines need for the figures of a large ledger; each part runs in a process alone.

``profit_large.py`` starts it. DuckDB, polars and pandas live in an environment of the benchmark's
own. Nothing here opens the file while the program has it open in the same process.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

COLUMNS = (
    "account_id", "product_id", "document", "day", "month", "type", "quantity_milli", "list_minor",
    "amount_minor", "cost_minor",
)  # fmt: skip
LINES = f"SELECT {', '.join(COLUMNS)} FROM ledger_line WHERE superseded = 0"
EXCHANGES = "SELECT account_id, at, channel, minutes FROM exchange"
POOLS = (
    "SELECT p.driver, p.time_equation IS NOT NULL AS timed, t.first_month, t.last_month,"
    " t.amount_minor, t.practical_capacity FROM cost_pool AS p"
    " JOIN cost_pool_period AS t ON t.pool_id = p.id WHERE p.level <> 'facility'"
)

_MARGINS = (
    "SELECT account_id, sum(amount_minor - cost_minor) AS profit FROM line GROUP BY account_id"
)
_CURVE = (
    "SELECT account_id, profit, sum(profit) OVER (ORDER BY profit DESC, account_id"
    " ROWS UNBOUNDED PRECEDING) AS running FROM ({profits}) ORDER BY profit DESC, account_id"
)
# Volumes of each account and year by driver; the pools of a driver share one volume.
_NET = f"""
WITH document AS (
    SELECT account_id, day, document, min(month) AS month,
        count(*) FILTER (type = 'sale') AS sales, count(*) FILTER (type = 'return') AS returns,
        count(*) FILTER (type = 'credit_note') AS credits,
        sum(quantity_milli) FILTER (type = 'sale' AND quantity_milli > 0) AS units
    FROM line GROUP BY account_id, day, document),
placed AS (
    SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY day, document) AS place
    FROM document WHERE sales > 0),
counted AS (
    SELECT account_id, (month - first_month) // 12 AS year,
        count(*) FILTER (sales > 0) AS orders, sum(sales) AS order_lines, sum(units) AS units,
        count(*) FILTER (returns > 0) AS returns, count(*) FILTER (credits > 0) AS credit_notes
    FROM document, start GROUP BY ALL),
minutes AS (
    SELECT account_id, (month - first_month) // 12 AS year,
        sum(8 + CASE WHEN place = 1 THEN 3 ELSE 0 END + 2 * greatest(sales - 10, 0)) AS minutes
    FROM placed, start GROUP BY ALL),
bought AS (
    SELECT account_id, (month - first_month) // 12 AS year, count(DISTINCT product_id) AS products
    FROM line, start WHERE type = 'sale' GROUP BY ALL),
met AS (
    SELECT account_id, (month - first_month) // 12 AS year,
        count(*) FILTER (channel = 'visit') AS visits,
        sum(minutes) FILTER (channel = 'visit') AS visit_minutes,
        count(*) FILTER (channel IN ('call', 'video')) AS calls,
        sum(minutes) FILTER (channel IN ('call', 'video')) AS call_minutes,
        count(*) AS exchanges, sum(minutes) AS exchange_minutes
    FROM exchange, start GROUP BY ALL),
volume AS (
    SELECT account_id, year, driver, volume FROM counted
        UNPIVOT (volume FOR driver IN (orders, order_lines, units, returns, credit_notes))
    UNION ALL SELECT account_id, year, 'deliveries', orders FROM counted
    UNION ALL SELECT account_id, year, 'timed', minutes FROM minutes
    UNION ALL SELECT account_id, year, 'distinct_products', products FROM bought
    UNION ALL SELECT account_id, year, driver, volume FROM met UNPIVOT (volume FOR driver IN
        (visits, visit_minutes, calls, call_minutes, exchanges, exchange_minutes))),
total AS (SELECT year, driver, sum(volume) AS volume FROM volume GROUP BY ALL),
rate AS (
    SELECT t.year, t.driver, sum(p.amount_minor / coalesce(p.practical_capacity, t.volume)) AS rate
    FROM pool AS p, start JOIN total AS t ON t.year = (p.first_month - start.first_month) // 12
        AND t.driver = CASE WHEN p.timed THEN 'timed' ELSE p.driver END GROUP BY ALL),
charged AS (
    SELECT v.account_id, sum(v.volume * r.rate) AS cost FROM volume AS v
    JOIN rate AS r USING (year, driver) GROUP BY v.account_id),
margin AS ({_MARGINS})
SELECT m.account_id, m.profit - coalesce(c.cost, 0) AS profit
FROM margin AS m LEFT JOIN charged AS c USING (account_id)
"""


def copy_to_duckdb(path: Path, target: Path) -> None:
    """A native columnar copy of the rows, made once and outside the times of the curve."""
    import duckdb

    target.unlink(missing_ok=True)
    source = sqlite3.connect(path)
    with duckdb.connect(str(target)) as made:
        for table, query in (("line", LINES), ("exchange", EXCHANGES), ("pool", POOLS)):
            _load(made, source, table, query)
        # The months of exchanges, as the program keeps them: local days.
        made.execute(
            "ALTER TABLE exchange ADD COLUMN month INTEGER; UPDATE exchange SET month ="
            """ year(epoch_ms("at")) * 12 + month(epoch_ms("at")) - 1"""
        )
        made.execute("CREATE TABLE start AS SELECT min(first_month) AS first_month FROM pool")
    source.close()


def _load(made: Any, source: sqlite3.Connection, table: str, query: str) -> None:
    import polars

    cursor = source.execute(query)
    names = [column[0] for column in cursor.description]
    first = True
    while rows := cursor.fetchmany(500_000):
        part = polars.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
        made.register("part", part.to_arrow())
        made.execute(
            f"CREATE TABLE {table} AS SELECT * FROM part"
            if first
            else f"INSERT INTO {table} SELECT * FROM part"
        )
        made.unregister("part")
        first = False


def curves(copy: Path) -> dict[str, Any]:
    """Both curves on a fresh connection, the first read of each."""
    import duckdb

    found: dict[str, Any] = {}
    for name, profits in (("gross", _MARGINS), ("net", _NET)):
        with duckdb.connect(str(copy), read_only=True) as made:
            spent = Spent()
            table = made.execute(_CURVE.format(profits=profits)).fetchnumpy()
            found[name] = spent.so_far()
            found[f"{name}_profits"] = dict(
                zip(table["account_id"].tolist(), table["profit"].tolist(), strict=True)
            )
    return found


_MONTHS = ("account_id", "month")


def summaries_pandas(path: Path) -> dict[str, Any]:
    """Every month of every account, and every order day, by pandas from the rows of the file."""
    import pandas as pd

    spent = Spent()
    with sqlite3.connect(path) as source:
        lines = pd.read_sql_query(LINES, source)
    loaded = spent.so_far()
    kind = lines["type"]
    lines["uncosted"] = lines["cost_minor"].isna()
    for name in ("sale", "return", "credit_note"):
        lines[name] = kind == name
    lines["sold"] = lines["amount_minor"].where(lines["sale"], 0)
    lines["units"] = lines["quantity_milli"].where(lines["sale"], 0).clip(lower=0)
    lines["line"] = 1
    sums = ["list_minor", "amount_minor", "cost_minor", "uncosted", "line", "quantity_milli"]
    parts = lines.groupby([*_MONTHS, "day", "document"], sort=False)[
        [*sums, "sale", "sold", "units", "return", "credit_note"]
    ].sum()
    parts["order"] = parts["sale"] > 0
    months = parts.groupby(list(_MONTHS))[[*sums, "sale", "units", "order"]].sum()
    for name in ("return", "credit_note"):
        some = parts[parts[name] > 0].reset_index()
        months[f"{name}s"] = some.groupby(list(_MONTHS))["document"].nunique()
    days = parts[parts["order"]].groupby(["account_id", "day"])["sold"].agg(["size", "sum"])
    return {
        "all": spent.so_far(), "loaded": loaded, "months": len(months), "days": len(days),
        "orders": int(months["order"].sum()), "returns": int(months["returns"].sum()),
        "amount": int(months["amount_minor"].sum()),
    }  # fmt: skip


def summaries_polars(path: Path) -> dict[str, Any]:
    """The same by polars."""
    import polars as pl

    spent = Spent()
    with sqlite3.connect(path) as source:
        lines = pl.read_database(LINES, source, infer_schema_length=None)
    loaded = spent.so_far()
    sale = pl.col("type") == "sale"
    sums = [
        pl.col("list_minor", "amount_minor", "cost_minor", "quantity_milli").sum(),
        pl.col("cost_minor").is_null().sum().alias("uncosted"),
    ]
    parts = lines.group_by(*_MONTHS, "day", "document").agg(
        *sums,
        pl.len().alias("lines"),
        sale.sum().alias("sales"),
        pl.col("amount_minor").filter(sale).sum().alias("sold"),
        pl.col("quantity_milli").filter(sale).clip(lower_bound=0).sum().alias("units"),
        (pl.col("type") == "return").sum().alias("returns"),
        (pl.col("type") == "credit_note").sum().alias("credits"),
    )
    months = parts.group_by(_MONTHS).agg(
        pl.col(
            "list_minor", "amount_minor", "cost_minor", "quantity_milli", "uncosted", "lines",
            "sales", "units",
        ).sum(),
        (pl.col("sales") > 0).sum().alias("orders"),
        pl.col("document").filter(pl.col("returns") > 0).n_unique().alias("returns"),
        pl.col("document").filter(pl.col("credits") > 0).n_unique().alias("credits"),
    )  # fmt: skip
    days = (
        parts.filter(pl.col("sales") > 0)
        .group_by("account_id", "day")
        .agg(pl.len().alias("orders"), pl.col("sold").sum())
    )
    return {
        "all": spent.so_far(), "loaded": loaded, "months": len(months), "days": len(days),
        "orders": int(months["orders"].sum()), "returns": int(months["returns"].sum()),
        "amount": int(months["amount_minor"].sum()),
    }  # fmt: skip


def summaries_duckdb(path: Path) -> dict[str, Any]:
    """The same by DuckDB, from a copy in memory whose load counts."""
    import duckdb

    spent = Spent()
    with sqlite3.connect(path) as source, duckdb.connect() as made:
        _load(made, source, "line", LINES)
        loaded = spent.so_far()
        made.execute(
            "CREATE TABLE part AS SELECT account_id, month, day, document,"
            " sum(list_minor) AS list_minor, sum(amount_minor) AS amount_minor,"
            " sum(cost_minor) AS cost_minor, count(*) FILTER (cost_minor IS NULL) AS uncosted,"
            " count(*) AS lines, sum(quantity_milli) AS quantity_milli,"
            " count(*) FILTER (type = 'sale') AS sales,"
            " sum(amount_minor) FILTER (type = 'sale') AS sold,"
            " sum(quantity_milli) FILTER (type = 'sale' AND quantity_milli > 0) AS units,"
            " count(*) FILTER (type = 'return') AS returns,"
            " count(*) FILTER (type = 'credit_note') AS credits FROM line GROUP BY ALL;"
            "CREATE TABLE months AS SELECT account_id, month, sum(list_minor),"
            " sum(amount_minor) AS amount, sum(cost_minor), sum(uncosted), sum(lines),"
            " sum(quantity_milli), sum(sales), sum(units), count(*) FILTER (sales > 0) AS orders,"
            " count(DISTINCT document) FILTER (returns > 0) AS returns,"
            " count(DISTINCT document) FILTER (credits > 0) AS credits FROM part GROUP BY 1, 2;"
            "CREATE TABLE days AS SELECT account_id, day, count(*), sum(sold) FROM part"
            " WHERE sales > 0 GROUP BY 1, 2"
        )
        took = spent.so_far()
        row = made.execute(
            "SELECT count(*), (SELECT count(*) FROM days), sum(orders), sum(returns), sum(amount)"
            " FROM months"
        ).fetchone()
    assert row is not None
    names = ("months", "days", "orders", "returns", "amount")
    counted = dict(zip(names, map(int, row), strict=True))
    return {"all": took, "loaded": loaded, **counted}


class Spent:
    """Clock and processor seconds since it was made."""

    def __init__(self) -> None:
        self._clock, self._processor = time.perf_counter(), time.process_time()

    def so_far(self) -> dict[str, float]:
        """Both, so far."""
        return {
            "clock": time.perf_counter() - self._clock,
            "processor": time.process_time() - self._processor,
        }


PARTS: dict[str, Callable[..., Any]] = {
    "copy": lambda path, copy: copy_to_duckdb(Path(path), Path(copy)),
    "curves": lambda copy: curves(Path(copy)),
    "pandas": lambda path: summaries_pandas(Path(path)),
    "polars": lambda path: summaries_polars(Path(path)),
    "duckdb": lambda path: summaries_duckdb(Path(path)),
}

if __name__ == "__main__":
    answer = PARTS[sys.argv[1]](*sys.argv[2:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(json.dumps({"found": answer, "peak_mb": peak}))
