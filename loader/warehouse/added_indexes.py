"""Indexes that a raw table has gained: created, and those dropped that they replace."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import psycopg2.errors
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Composable, Identifier

from loader.catalogue import Endpoint
from loader.warehouse.session import Session
from loader.warehouse.tables import create_indexes, lock_schema

# Indexes of older versions that others have replaced.
_REPLACED = frozenset({"raw_st_payments__applied_to"})  # was without the tenant
# Dropping an index locks its table: milliseconds to wait for those who read it.
_LOCK_MILLISECONDS = 1_000


def complete_indexes(
    session: Session,
    schema: str,
    endpoints: Iterable[Endpoint],
    notify: Callable[[str], None],
) -> None:
    """Create missing indexes of existing tables. Usually this is one query.

    While an index is created, loads of that table wait and readers do not.

    Args:
        session: Commits each index.
        schema: The raw schema.
        endpoints: Whose tables.
        notify: Told what may take its time.
    """
    present = session.run(lambda cursor: _relations(cursor, schema))
    for endpoint in endpoints:
        if endpoint.table not in present:
            continue
        for name, create in create_indexes(schema, endpoint).items():
            if name not in present:
                notify(f"{endpoint.table}: creating the index {name}; its loads wait meanwhile.")
                session.run(partial(_create, schema=schema, statement=create))
    for name in sorted(_REPLACED & present):
        if not session.run(partial(_drop, schema=schema, name=name)):
            notify(f"The old index {name} stays until the next run: its table is in use.")


def _relations(cursor: Cursor, schema: str) -> set[str]:
    """Return the names of all tables and indexes."""
    cursor.execute(
        "select relname::text from pg_class where relnamespace = to_regnamespace(quote_ident(%s))",
        (schema,),
    )
    return {name for (name,) in cursor.fetchall()}


def _create(cursor: Cursor, schema: str, statement: Composable) -> None:
    lock_schema(cursor, schema)  # of two loads at once, one would fail
    cursor.execute(statement)


def _drop(cursor: Cursor, schema: str, name: str) -> bool:
    """Drop an index, unless the table is in use: readers that come later would have to wait."""
    cursor.execute("savepoint in_use")
    cursor.execute("select set_config('lock_timeout', %s, true)", (str(_LOCK_MILLISECONDS),))
    try:
        cursor.execute(SQL("drop index if exists {}").format(Identifier(schema, name)))
    except psycopg2.errors.LockNotAvailable:
        cursor.execute("rollback to savepoint in_use")
        return False
    return True
