"""Landed windows: one record holds all rows of a window, which replace the window's rows.

The rows are laid out as landed records in a temporary table, a window at a time, so that they are
typed, upserted and rejected like all others. What the window no longer has is marked as deleted in
the same transaction: it is either the old window or the new one that others see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Composable, Identifier, Literal

from loader.catalogue import Endpoint
from loader.warehouse import upsert_sql
from loader.warehouse.upsert_sql import REJECTED

# Same columns as a landing table; `source` is the window as an ISO interval.
ROWS = Identifier("pg_temp", "window_rows")
_CREATE = SQL(
    "create temporary table window_rows (seq bigint, fetched_at timestamptz, source text,"
    " listed boolean, record text) on commit drop"
)


@dataclass(frozen=True)
class StagedWindow:
    """A window whose rows are in the temporary table. Days are None of a report without windows."""

    start: date | None
    end: date | None
    fetched_at: datetime
    rows: int


def staged_windows(
    cursor: Cursor, staging: Composable, endpoint: Endpoint
) -> Iterator[StagedWindow]:
    """Each landed window in turn, its rows in ``ROWS``; one that landed twice, as it was later.

    What an earlier declaration landed, without windows or with, is passed over: it is read anew.
    """
    cursor.execute(
        SQL(
            "select distinct on (first_day) first_day, last_day, fetched_at, seq from ("
            " select (record::json ->> 'start')::date as first_day,"
            "  (record::json ->> 'end')::date as last_day, fetched_at, seq from {}"
            ") as landed where (first_day is not null) = %s"
            " order by first_day, fetched_at desc, seq desc"
        ).format(staging),
        ("window_start" in endpoint.staged_columns.values(),),
    )
    staged = cursor.fetchall()
    if staged:
        cursor.execute(_CREATE)
    for start, end, fetched_at, seq in staged:
        cursor.execute(SQL("truncate {}").format(ROWS))
        cursor.execute(
            SQL(
                "insert into {} select item.number, landed.fetched_at, %s, true, item.value::text"
                " from {} as landed, json_array_elements(landed.record::json -> 'rows')"
                " with ordinality as item (value, number)"
                " where landed.fetched_at = %s and landed.seq = %s"
            ).format(ROWS, staging),
            (f"{start}/{end}", fetched_at, seq),
        )
        yield StagedWindow(start, end, fetched_at, cursor.rowcount)


def delete_rejections(
    cursor: Cursor,
    schema: str,
    endpoint: Endpoint,
    window: StagedWindow,
    parameters: dict[str, object],
) -> None:
    """Drop the rejections of the window's rows: they have come anew, if they are still there."""
    of_window = f"{window.start},%" if window.start is not None else "%"
    cursor.execute(
        SQL(
            "delete from {} where tenant_id = %(tenant_id)s and table_name = %(table)s"
            " and record_key like %(of_window)s"
        ).format(Identifier(schema, REJECTED)),
        {**parameters, "table": endpoint.table, "of_window": of_window},
    )


def soft_delete_missing(
    cursor: Cursor,
    schema: str,
    endpoint: Endpoint,
    window: StagedWindow,
    parameters: dict[str, object],
) -> int:
    """Mark, and count, the rows of the window that it no longer has.

    Those of any window that overlaps this one are meant: of windows of another length, declared
    before, none stays beside it.
    """
    same = SQL(" and ").join(
        SQL("stored.{0} = landed.{0}").format(Identifier(name)) for name in endpoint.key
    )
    within = (
        SQL("and window_start <= {} and window_end >= {}").format(
            Literal(window.end), Literal(window.start)
        )
        if window.start is not None
        else SQL("")
    )
    cursor.execute(
        SQL(
            "update {table} as stored set deleted_at = %(fetched_at)s, _dlt_load_id = %(load_id)s"
            " where tenant_id = %(tenant_id)s and deleted_at is null {within}"
            " and not exists (select from ({keys}) as landed where {same})"
        ).format(
            table=Identifier(schema, endpoint.table),
            within=within,
            keys=upsert_sql.staged_keys(schema, ROWS, endpoint),
            same=same,
        ),
        {
            **parameters,
            "fetched_at": window.fetched_at,
            "listed": True,
            "first": 1,
            "last": window.rows,
        },
    )
    return cursor.rowcount
