"""The parents to request a child resource for: those written since it was last loaded.

Each load that changes a raw table has a number in ``raw_loads``, and each row has the id of the
load that wrote it last. The parents' order is (number of the load, key); a parent that is written
again moves to the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Composable, Identifier, Literal

from loader.catalogue import Parent
from loader.errors import TransientWarehouseError
from loader.warehouse.connection import explained, fetch_one
from loader.warehouse.session import Attempts, ReopenedConnection
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
    """The parents of one child resource, as (load number, key as strings).

    Args:
        connection: Commits by itself. If it is lost, the parents go on after the last one.
        after: Only parents after this one.
        since: Only parents with an ``st_modified_on`` (UTC) from here; not with ``after``.
        until: Only parents with an ``st_modified_on`` (UTC) before this; not with ``after``.

    Raises:
        WarehouseError: Postgres does not answer.
    """

    def __init__(
        self,
        connection: ReopenedConnection,
        schema: str,
        tenant_id: int,
        parent: Parent,
        table: str,
        *,
        after: PartitionPosition | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        self._connection = connection
        self._schema = schema
        self._tenant_id = tenant_id
        self._parent = parent
        self._table = table
        self._first = after
        self._of_range = [*_modified(since, until)]

    def count(self) -> int:
        """Return how many parents there are now."""

        def read(connection: Connection) -> int:
            with explained(), connection.cursor() as cursor:
                query = self._query(self._first)
                cursor.execute(SQL("select count(*) from ({}) as parents").format(query))
                found: int = fetch_one(cursor)[0]
                return found

        return self._connection.run(read)

    def __iter__(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        after, attempts = self._first, Attempts()
        while True:
            try:
                with explained():
                    for load_number, key in self._read(attempts, after):
                        yield load_number, key
                        after = PartitionPosition(load_number, key)
                        attempts.progressed()
                    return
            except TransientWarehouseError as error:
                attempts.failed(error)

    def _read(
        self, attempts: Attempts, after: PartitionPosition | None
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        # A cursor of the server without a transaction: asking all parents can take hours.
        connection = self._connection.open(again=attempts.number > 1)
        with connection.cursor(f"parents_{next(_names)}", withhold=True) as cursor:
            cursor.itersize = _FETCHED_AT_ONCE
            cursor.execute(self._query(after))
            for load_number, *key in cursor:
                yield load_number, tuple(key)

    def _query(self, after: PartitionPosition | None) -> Composable:
        keys = [SQL("stored.{}").format(Identifier(key.parent_column)) for key in self._parent.keys]
        return SQL(
            "select coalesce(loads.arrival_number, {first}), {texts} from {table} as stored"
            " left join {loads} as loads on loads.tenant_id = stored.tenant_id"
            " and loads.table_name = {name} and loads.load_id = stored._dlt_load_id"
            " where {conditions} order by 1, {keys}"
        ).format(
            first=Literal(FIRST_LOAD),
            texts=SQL(", ").join(SQL("{}::text").format(key) for key in keys),
            table=Identifier(self._schema, self._table),
            loads=Identifier(self._schema, LOADS),
            name=Literal(self._table),
            conditions=SQL(" and ").join(
                [
                    SQL("stored.tenant_id = {}").format(Literal(self._tenant_id)),
                    *_after(self._parent, keys, after),
                    *self._of_range,
                ]
            ),
            keys=SQL(", ").join(keys),
        )


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


def is_loaded(cursor: Cursor, schema: str, tenant_id: int, table: str) -> bool:
    """Return whether any load of this table has completed or inserted a row."""
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
