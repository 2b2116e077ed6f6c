"""Columns that a raw table has gained: added, and filled for old rows from ``full_data``.

Adding empty columns takes a moment, if nobody else is using the table; ``raw_added_columns`` holds
what is not filled yet. Rows are filled in batches, each a transaction: nobody waits for a row
longer than a batch takes, and a loader that is killed leaves the rest to the next one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import psycopg2.errors
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Composable, Composed, Identifier, Literal

from loader.catalogue import Endpoint
from loader.catalogue.columns import Column, Sum
from loader.errors import WarehouseError
from loader.warehouse.casts import lenient_value
from loader.warehouse.connection import fetch_one
from loader.warehouse.session import Session

ADDED_COLUMNS = "raw_added_columns"
# Rows of a batch, which takes about half a second.
BATCH_ROWS = 5_000
# ``alter table`` waits for those who read the table, and everybody else waits behind it: it gives
# up after this many milliseconds, lets the others pass for so many seconds, and tries again.
_LOCK_MILLISECONDS = 1_000
_PAUSE_SECONDS = 1.0
_LOCK_ATTEMPTS = 90

# `after_key` is the key of the last row that was filled, its columns as text.
_CREATE = """create table if not exists {list} (
    table_name text primary key,
    column_names text[] not null,
    after_key text[],
    added_at timestamptz not null default now()
)"""
# Columns that an older upgrade added, and has not filled to the end, start over with the new ones.
_REMEMBER = """insert into {list} as known (table_name, column_names) values (%s, %s)
    on conflict (table_name) do update set
        column_names = array(
            select distinct unnest(known.column_names || excluded.column_names) order by 1
        ),
        after_key = null"""
_UNFILLED = """select table_name, column_names, greatest(reltuples, 0)::bigint from {list}
    inner join pg_class on relname = table_name and relnamespace = to_regnamespace(%s)"""
_FILL = """with batch as materialized (
        select {key} from {table} where {after} order by {key} limit {limit}
    ),
    filled as (update {table} as stored set {values} from batch where {same})
    select {texts} from batch order by {descending} limit 1"""


def complete_tables(
    session: Session,
    schema: str,
    endpoints: Iterable[Endpoint],
    missing: Mapping[str, Sequence[str]],
    notify: Callable[[str], None],
) -> None:
    """Add missing columns and fill all that are not filled yet. Usually this is one query.

    Two loaders fill a table one after the other.

    Args:
        session: Commits each step.
        schema: The raw schema.
        endpoints: Whose tables.
        missing: By table, the columns that it lacks; ``tables.ensure_schema`` finds them.
        notify: Told what may take its time.

    Raises:
        WarehouseError: Postgres failed, or a table was locked all the time. What was filled stays.
    """
    by_table = {endpoint.table: endpoint for endpoint in endpoints}
    for table, names in missing.items():
        _add(session, schema, by_table[table], names, notify)
    for table, names, rows in session.run(lambda cursor: _unfilled(cursor, schema)):
        if table in by_table:
            notify(f"{table}: filling new columns ({', '.join(names)}), about {rows:,} rows.")
            batch = _Batch(schema, by_table[table])
            while session.run(batch.fill):
                pass


def _add(
    session: Session,
    schema: str,
    endpoint: Endpoint,
    names: Sequence[str],
    notify: Callable[[str], None],
) -> None:
    types = {column.name: column.type for column in endpoint.all_columns}
    alter = SQL("alter table {} {}").format(
        Identifier(schema, endpoint.table),
        SQL(", ").join(
            SQL("add column if not exists {} {}").format(Identifier(name), SQL(types[name]))
            for name in names
        ),
    )
    listed = Identifier(schema, ADDED_COLUMNS)

    def add(cursor: Cursor) -> bool:
        cursor.execute(SQL(_CREATE).format(list=listed))
        cursor.execute("savepoint unlocked")
        cursor.execute("select set_config('lock_timeout', %s, true)", (str(_LOCK_MILLISECONDS),))
        try:
            cursor.execute(alter)
        except psycopg2.errors.LockNotAvailable:
            cursor.execute("rollback to savepoint unlocked")
            return False
        cursor.execute(SQL(_REMEMBER).format(list=listed), (endpoint.table, list(names)))
        return True

    for attempt in range(_LOCK_ATTEMPTS):
        if session.run(add):
            return
        if attempt == 0:
            notify(f"{endpoint.table}: new columns have to wait, because others use the table.")
        time.sleep(_PAUSE_SECONDS)
    raise WarehouseError(
        f"{endpoint.table} gains columns ({', '.join(names)}), and other sessions have kept it"
        " locked.",
        "Find them (pg_locks, pg_stat_activity): a long query, or a transaction that was left open."
        " Load again when they have ended.",
    )


def _unfilled(cursor: Cursor, schema: str) -> list[tuple[str, list[str], int]]:
    """Return tables with new columns, these, and about how many rows there are."""
    listed = Identifier(schema, ADDED_COLUMNS)
    cursor.execute("select to_regclass(%s) is not null", (listed.as_string(cursor),))
    if not fetch_one(cursor)[0]:
        return []
    cursor.execute(SQL(_UNFILLED).format(list=listed), (Identifier(schema).as_string(cursor),))
    return cursor.fetchall()


@dataclass(frozen=True)
class _Batch:
    schema: str
    endpoint: Endpoint

    def fill(self, cursor: Cursor) -> bool:
        """Fill the next rows; return whether there may be more."""
        # The lock makes another loader wait; it then goes on after these rows.
        self._on_list(cursor, "select column_names, after_key from {} where {} for update")
        found = cursor.fetchone()
        if found is None:
            return False
        names, after_key = found
        columns = [column for column in self.endpoint.all_columns if column.name in names]
        last = None
        if columns:
            # With a parameter, so that a percent sign in a field's name is read as elsewhere.
            cursor.execute(self._fill(columns, after_key), {"limit": BATCH_ROWS})
            last = cursor.fetchone()
        if last is None:
            self._on_list(cursor, "delete from {} where {}")
        else:
            self._on_list(cursor, "update {} set after_key = %(key)s where {}", list(last))
        return last is not None

    def _on_list(self, cursor: Cursor, statement: str, key: list[str] | None = None) -> None:
        cursor.execute(
            SQL(statement).format(
                Identifier(self.schema, ADDED_COLUMNS), SQL("table_name = %(table)s")
            ),
            {"table": self.endpoint.table, "key": key},
        )

    def _fill(self, columns: Iterable[Column | Sum], after_key: list[str] | None) -> Composed:
        key = self.endpoint.primary_key
        names = [Identifier(name) for name in key]
        return SQL(_FILL).format(
            key=SQL(", ").join(names),
            table=Identifier(self.schema, self.endpoint.table),
            after=self._after(names, after_key) if after_key else SQL("true"),
            limit=SQL("%(limit)s"),
            values=SQL(", ").join(
                SQL("{} = {}").format(Identifier(column.name), lenient_value(self.schema, column))
                for column in columns
            ),
            same=SQL(" and ").join(SQL("stored.{0} = batch.{0}").format(name) for name in names),
            texts=SQL(", ").join(SQL("{}::text").format(name) for name in names),
            descending=SQL(", ").join(SQL("{} desc").format(name) for name in names),
        )

    def _after(self, names: list[Identifier], after_key: list[str]) -> Composable:
        types = {"tenant_id": "bigint"} | self.endpoint.column_types
        values = [
            SQL("{}::{}").format(Literal(value), SQL(types[name]))
            for name, value in zip(self.endpoint.primary_key, after_key, strict=True)
        ]
        return SQL("({}) > ({})").format(SQL(", ").join(names), SQL(", ").join(values))
