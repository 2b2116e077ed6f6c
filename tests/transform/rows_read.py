"""How many rows a run reads of each table, as Postgres itself counts them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TypeAlias

from tests.transform.warehouse import RAW, ST, Warehouse

BIG = 2_000  # rows; a smaller table may be read as a whole
# A server of one's own may never have been tuned; the project's own is.
AS_POSTGRES_COMES = (
    "random_page_cost = 4", "effective_cache_size = '4GB'", "work_mem = '4MB'", "jit = on",
)  # fmt: skip

# Whole scans of a table, and rows that scans and indexes returned.
Read: TypeAlias = dict[str, int]


def rows_read(warehouse: Warehouse, at_least: int = BIG) -> dict[str, Read]:
    """For each table of so many rows: its whole scans, and rows that scans and indexes returned."""
    for _ in range(100):  # a server process counts when it ends
        others = warehouse.rows(
            "select from pg_stat_activity where datname = current_database()"
            " and backend_type in ('client backend', 'parallel worker') and pid <> pg_backend_pid()"
        )
        if not others:
            break
        time.sleep(0.05)
    assert not others
    warehouse.execute("select pg_stat_force_next_flush()")
    found = warehouse.rows(
        f"""select tables.relname as name, tables.seq_scan as scans,
                coalesce(tables.seq_tup_read, 0) + coalesce(sum(idx_tup_read), 0) as rows
            from pg_stat_user_tables as tables
            left join pg_stat_user_indexes as indexes using (relid)
            inner join pg_class on pg_class.oid = tables.relid
            where tables.schemaname in ('{RAW}', '{ST}') and reltuples >= {at_least}
            group by tables.relid, tables.relname, tables.seq_scan, tables.seq_tup_read"""
    )
    return {row["name"]: {"scans": int(row["scans"]), "rows": int(row["rows"])} for row in found}


def difference(before: Mapping[str, Read], after: Mapping[str, Read]) -> dict[str, Read]:
    """What was read between two counts."""
    return {
        table: {what: count - before[table][what] for what, count in counted.items()}
        for table, counted in after.items()
    }
