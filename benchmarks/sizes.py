"""What a warehouse of many tenants takes: bytes a row, a first build, and vacuum.

[docs/scale.md](../docs/scale.md) says what follows from the figures.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from psycopg2.extensions import cursor as Cursor

from benchmarks import generated_rows
from benchmarks.bench import DBT_SCHEMA, RAW_SCHEMA, Bench
from benchmarks.report import Ratio, Section, table

_TENANTS = 100
_DATABASE = "sizes"
# The largest model by the rows that it looks up: each invoice's payments.
_MODEL = "st_invoices"
_CHANGED = ("jobs", "invoices", "payments")


def measure(bench: Bench) -> Section:
    """Fill the raw tables of many tenants, build every model once, and vacuum after changes."""
    jobs = max(bench.options.jobs // 10 // _TENANTS, 1)
    bench.fresh_database(_DATABASE)
    bench.say(f"making {_TENANTS} tenants of {jobs:,} jobs")
    with bench.database(_DATABASE) as connection, connection.cursor() as cursor:
        rows = generated_rows.make(cursor, jobs, tenants=_TENANTS)
        seconds = _first_build(bench)
        bench.say(f"first build {sum(seconds.values()):.0f} s")
        sizes = [
            (what, *_sizes(cursor, schema, pattern))
            for what, schema, pattern in (
                ("raw tables", RAW_SCHEMA, "^raw_st_"),
                ("st_ tables", DBT_SCHEMA, "^st_"),
                ("marts", DBT_SCHEMA, "^(fct|int|kpi)_"),
            )
        ]
        largest = _one(
            cursor,
            "select max(pg_total_relation_size(oid)) from pg_class where relkind = 'r'"
            " and relnamespace = %s::regnamespace",
            (DBT_SCHEMA,),
        )
        record = _one(
            cursor, f"select avg(pg_column_size(full_data)) from {RAW_SCHEMA}.raw_st_invoices"
        )
        vacuum, dead = _vacuum(cursor)
    bench.drop_database(_DATABASE)
    total = sum(seconds.values())
    per_row = [(data + index) / count for _, count, data, index in sizes]
    return Section(
        "sizes",
        "Sizes",
        [
            (
                f"{_TENANTS} tenants of {jobs:,} jobs each ({rows:,} raw rows in all), filled by"
                f" SQL, with records of {record:,.0f} bytes of JSON. Bytes are on disk, after a"
                " first build; a warehouse that changes holds free space besides."
            ),
            "",
            *table(
                ("", "rows", "bytes a row", "of these indexes", "MB"),
                [
                    (
                        what,
                        f"{count:,}",
                        f"{(data + index) / count:,.0f}",
                        f"{index / count:,.0f}",
                        f"{(data + index) / 1e6:,.0f}",
                    )
                    for what, count, data, index in sizes
                ],
            ),
            "",
            (
                f"The first build of all models took {total:.0f} s, of {_MODEL}"
                f" {seconds[_MODEL]:.1f} s, on one thread: {rows / total:,.0f} raw rows a second."
                f" It builds a table beside the old one, so it needs the space of the largest once"
                f" more: {largest / 1e6:,.0f} MB here. Vacuum of {', '.join(_CHANGED)}, of which a"
                f" tenth ({dead:,} rows) had changed, took {vacuum:.1f} s."
            ),
        ],
        [
            Ratio("bytes of a raw row", per_row[0], "reported", check=False),
            Ratio("bytes of an st_ row", per_row[1], "reported", check=False),
            Ratio("seconds of a first build for a million raw rows", total / rows * 1e6, "reported",
                  check=False),
        ],
    )  # fmt: skip


def _first_build(bench: Bench) -> dict[str, float]:
    """Build every model; seconds by model."""
    environ = bench.environ(_DATABASE)
    bench.run("loader.transform", "--quiet", "run", "--threads", "1", environ=environ)
    file = Path(environ["DBT_TARGET_PATH"], "run_results.json")
    results = json.loads(file.read_text(encoding="utf-8"))["results"]
    return {
        result["unique_id"].rpartition(".")[2]: float(result["execution_time"])
        for result in results
        if result["unique_id"].startswith("model.")
    }


def _sizes(cursor: Cursor, schema: str, pattern: str) -> tuple[int, int, int]:
    """Return rows, bytes of tables with their long values, and bytes of indexes."""
    cursor.execute(
        "select oid::regclass::text, pg_table_size(oid), pg_indexes_size(oid) from pg_class"
        " where relkind = 'r' and relnamespace = %s::regnamespace and relname ~ %s",
        (schema, pattern),
    )
    found = cursor.fetchall()
    rows = sum(int(_one(cursor, f"select count(*) from {name}")) for name, _, _ in found)
    return rows, sum(data for _, data, _ in found), sum(index for _, _, index in found)


def _vacuum(cursor: Cursor) -> tuple[float, int]:
    """Update a tenth of the rows of large raw tables and vacuum them; seconds, and rows."""
    names = [f"{RAW_SCHEMA}.raw_st_{name}" for name in _CHANGED]
    updated = 0
    for name in names:
        cursor.execute(f"update {name} set fetched_at = now() where st_id % 10 = 0")
        updated += cursor.rowcount
    began = time.monotonic()
    cursor.execute(f"vacuum {', '.join(names)}")
    return time.monotonic() - began, updated


def _one(cursor: Cursor, query: str, parameters: tuple[Any, ...] = ()) -> float:
    cursor.execute(query, parameters)
    (value,) = cursor.fetchone() or (0,)
    return float(value or 0)
