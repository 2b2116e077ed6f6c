"""The parents to request a child resource for: those written since it was last loaded.

Each load that changes a raw table has a number in ``raw_loads``, and each row has the id of the
load that wrote it last. The parents' order is (number of the load, key); a parent that is written
again moves to the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.sql import SQL, Composable, Identifier, Literal

from loader.catalogue import Parent
from loader.errors import WarehouseError
from loader.warehouse.connection import fetch_one
from loader.warehouse.tables import LOADS, SYNC_STATE

_names = count()
_FETCHED_AT_ONCE = 1000
# The number of loads that ``raw_loads`` does not know any more (load_history.py).
FIRST_LOAD = 1


@dataclass(frozen=True)
class PartitionPosition:
    """The last parent requested: its load's number in ``raw_loads``, and its key."""

    load_number: int
    key: tuple[str, ...]


class ParentPartitions:
    """The parents of one child resource, as (load number, key as strings). Iterate only once.

    Args:
        connection: Commits by itself. Several threads may share it.
        after: Only parents after this one.
        since: Only parents with an ``st_modified_on`` (UTC) from here; not with ``after``.
        until: Only parents with an ``st_modified_on`` (UTC) before this; not with ``after``.

    Raises:
        WarehouseError: Postgres does not answer.
    """

    def __init__(
        self,
        connection: Connection,
        schema: str,
        tenant_id: int,
        parent: Parent,
        table: str,
        *,
        after: PartitionPosition | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        keys = [SQL("stored.{}").format(Identifier(key.parent_column)) for key in parent.keys]
        self._query = SQL(
            "select coalesce(loads.arrival_number, {first}), {texts} from {table} as stored"
            " left join {loads} as loads on loads.tenant_id = stored.tenant_id"
            " and loads.table_name = {name} and loads.load_id = stored._dlt_load_id"
            " where {conditions} order by 1, {keys}"
        ).format(
            first=Literal(FIRST_LOAD),
            texts=SQL(", ").join(SQL("{}::text").format(key) for key in keys),
            table=Identifier(schema, table),
            loads=Identifier(schema, LOADS),
            name=Literal(table),
            conditions=SQL(" and ").join(
                [
                    SQL("stored.tenant_id = {}").format(Literal(tenant_id)),
                    *_after(parent, keys, after),
                    *_modified(since, until),
                ]
            ),
            keys=SQL(", ").join(keys),
        )
        self._connection = connection

    def count(self) -> int:
        """Return how many parents there are now."""
        with _errors(), self._connection.cursor() as cursor:
            cursor.execute(SQL("select count(*) from ({}) as parents").format(self._query))
            found: int = fetch_one(cursor)[0]
            return found

    def __iter__(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        # A cursor of the server without a transaction: asking all parents can take hours.
        with _errors(), self._connection.cursor(f"parents_{next(_names)}", withhold=True) as cursor:
            cursor.itersize = _FETCHED_AT_ONCE
            cursor.execute(self._query)
            for load_number, *key in cursor:
                yield load_number, tuple(key)


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except psycopg2.Error as error:
        raise WarehouseError(
            f"Postgres failed to list the parents of a child resource ({type(error).__name__}).",
            "What was committed stays; load again when the database is back.",
        ) from error


def _after(
    parent: Parent, keys: Sequence[Composable], after: PartitionPosition | None
) -> Iterator[Composable]:
    if after is None:
        return
    values = [
        SQL("{}::{}").format(Literal(value), SQL(key.type))
        for key, value in zip(parent.keys, after.key, strict=True)
    ]
    if after.load_number > FIRST_LOAD:
        # It says nothing new, and lets the planner use the index.
        yield SQL("loads.arrival_number >= {}").format(Literal(after.load_number))
    yield SQL("(coalesce(loads.arrival_number, {first}), {keys}) > ({number}, {values})").format(
        first=Literal(FIRST_LOAD),
        number=Literal(after.load_number),
        keys=SQL(", ").join(keys),
        values=SQL(", ").join(values),
    )


def _modified(since: datetime | None, until: datetime | None) -> Iterator[Composable]:
    if since is not None:
        yield SQL("stored.st_modified_on >= {}").format(Literal(since))
    if until is not None:
        yield SQL("stored.st_modified_on < {}").format(Literal(until))


def is_loaded(connection: Connection, schema: str, tenant_id: int, table: str) -> bool:
    """Return whether any load of this table has completed or inserted a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            SQL(
                "select exists (select from {} where tenant_id = %s and table_name = %s and"
                " (records_count > 0 or last_full_sync is not null"
                " or last_incremental_sync is not null))"
            ).format(Identifier(schema, SYNC_STATE)),
            (tenant_id, table),
        )
        found: bool = fetch_one(cursor)[0]
        return found
