"""Arrival: landed records become rows of their raw table, exactly once, in one transaction.

The landing table is emptied in the transaction that writes the rows, the table's entry in
``raw_loads`` and its progress in ``raw_sync_state``. A load that is killed before it leaves the
records landed, and the next load begins with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Composable, Composed, Identifier

from loader.catalogue import Endpoint
from loader.warehouse import sync_state, typing_sql, visits, window_rows
from loader.warehouse.connection import fetch_one, transaction
from loader.warehouse.tables import LOADS
from loader.warehouse.typing_sql import REJECTED

# Below this many records a range that holds a misfit is not halved further but taken with care.
_CAREFUL_BELOW = 200

# What the fast way raises for a record that does not fit: a value of another type, a missing key,
# a text longer than Postgres can index.
_MISFIT = (
    psycopg2.DataError,
    psycopg2.errors.NotNullViolation,
    psycopg2.errors.ProgramLimitExceeded,
)


# Records of one kind (listed or not): first and last number, and how many they are.
_Range = tuple[bool, int, int, int]
_Statement = Callable[[str, Composable, Endpoint], Composed]


@dataclass(frozen=True)
class Arrived:
    """What one load did to one table: rows landed, written (new or changed), of these new; and
    rows that it found to be gone."""

    landed: int = 0
    written: int = 0
    inserted: int = 0
    gone: int = 0

    def __add__(self, other: Arrived) -> Arrived:
        return Arrived(
            self.landed + other.landed,
            self.written + other.written,
            self.inserted + other.inserted,
            self.gone + other.gone,
        )


def receive(
    connection: Connection,
    raw_schema: str,
    landing_schema: str,
    endpoint: Endpoint,
    tenant_id: int,
    load_id: str,
    *,
    all_new: bool | None = None,
) -> Arrived:
    """Move what has landed for ``endpoint`` into its raw table, and commit.

    ``all_new`` says that most likely none of it is known: that is tried first. A wrong guess costs
    time, nothing else; None leaves it to whether the tenant has any rows in the table.
    """
    landing = Identifier(landing_schema, endpoint.table)
    with transaction(connection), connection.cursor() as cursor:
        # What lands from now on, should the tenant's lock have been lost, is not swept away below.
        cursor.execute(SQL("lock table {} in share row exclusive mode").format(landing))
        parameters = {"tenant_id": tenant_id, "load_id": load_id}
        work = _Work(cursor, raw_schema, landing, endpoint, parameters)
        ranges = list(_ranges(cursor, landing))
        arrived = work.windows() if endpoint.arrives_in_windows else work.records(ranges, all_new)
        if endpoint.parent is not None and ranges:
            cursor.execute(
                visits.mark_gone(raw_schema, landing, endpoint, endpoint.parent), parameters
            )
            arrived += Arrived(gone=fetch_one(cursor)[0])
        if arrived.written or arrived.gone:
            _record_load(cursor, raw_schema, endpoint, parameters, arrived)
        if ranges:
            cursor.execute(SQL("truncate {}").format(landing))
            sync_state.add_rows(cursor, raw_schema, tenant_id, endpoint, arrived.inserted)
    return arrived


def _ranges(cursor: Cursor, landing: Composable) -> Iterator[_Range]:
    cursor.execute(
        SQL("select listed, min(seq), max(seq), count(*) from {} group by 1 order by 2").format(
            landing
        )
    )
    yield from cursor.fetchall()


def _record_load(
    cursor: Cursor, schema: str, endpoint: Endpoint, parameters: dict[str, object], arrived: Arrived
) -> None:
    cursor.execute(
        SQL(
            "insert into {} (tenant_id, table_name, load_id, rows_written)"
            " values (%(tenant_id)s, %(table)s, %(load_id)s, %(rows)s)"
        ).format(Identifier(schema, LOADS)),
        {**parameters, "table": endpoint.table, "rows": arrived.written + arrived.gone},
    )


@dataclass(frozen=True)
class _Work:
    """The statements of one table, and the ranges of landed records they run on."""

    cursor: Cursor
    schema: str
    landing: Identifier
    endpoint: Endpoint
    parameters: dict[str, object]

    def records(self, ranges: Iterable[_Range], all_new: bool | None) -> Arrived:
        """Upsert all that has landed."""
        if all_new is None:
            all_new = self.is_first()
        arrived = Arrived()
        for listed, first, last, count in ranges:
            if self.endpoint.parent is None or listed:  # else visits, not records
                self.forget_rejected(listed, first, last)
                new = self.insert(listed, first, last) if all_new else None
                arrived += new or self.upsert(listed, first, last, count)
        return arrived

    def windows(self) -> Arrived:
        """Replace the windows that have landed, each by all of its rows."""
        arrived = Arrived()
        laid_out = replace(self, landing=window_rows.ROWS)
        for window in window_rows.unpacked(self.cursor, self.landing, self.endpoint):
            window_rows.forget_rejected(
                self.cursor, self.schema, self.endpoint, window, self.parameters
            )
            arrived += laid_out.upsert(True, 1, window.rows, window.rows)
            gone = window_rows.mark_gone(
                self.cursor, self.schema, self.endpoint, window, self.parameters
            )
            arrived += Arrived(gone=gone)
        return arrived

    def is_first(self) -> bool:
        """Whether the table has no row of the tenant yet."""
        self.cursor.execute(
            SQL("select not exists (select from {} where tenant_id = %(tenant_id)s)").format(
                Identifier(self.schema, self.endpoint.table)
            ),
            self.parameters,
        )
        return bool(fetch_one(self.cursor)[0])

    def insert(self, listed: bool, first: int, last: int) -> Arrived | None:
        """Insert a range of new records; None, and nothing done, where they are not all new."""
        self.cursor.execute("savepoint range")
        try:
            written, inserted = self._run(typing_sql.fast_insert, listed, first, last)
        except (*_MISFIT, psycopg2.errors.UniqueViolation):
            self.cursor.execute("rollback to savepoint range")
            return None
        self.cursor.execute("release savepoint range")
        return Arrived(written, written, inserted)

    def upsert(self, listed: bool, first: int, last: int, count: int) -> Arrived:
        """Upsert a range; where a record in it does not fit, halve it down to that record."""
        self.cursor.execute("savepoint range")
        try:
            written, inserted = self._run(typing_sql.fast_upsert, listed, first, last)
        except _MISFIT:
            self.cursor.execute("rollback to savepoint range")
        else:
            self.cursor.execute("release savepoint range")
            return Arrived(count, written, inserted)
        if count <= _CAREFUL_BELOW or first == last:
            return self._with_care(listed, first, last, count)
        middle = (first + last) // 2
        low = self.upsert(listed, first, middle, count // 2)
        return low + self.upsert(listed, middle + 1, last, count - count // 2)

    def _with_care(self, listed: bool, first: int, last: int, count: int) -> Arrived:
        self._execute(typing_sql.report_rejected, listed, first, last)
        written, inserted = self._run(typing_sql.careful_upsert, listed, first, last)
        return Arrived(count, written, inserted)

    def forget_rejected(self, listed: bool, first: int, last: int) -> None:
        """A newer version of a rejected record makes the rejection history."""
        self.cursor.execute(
            SQL(
                "select exists (select from {} where tenant_id = %(tenant_id)s"
                " and table_name = %(table)s)"
            ).format(Identifier(self.schema, REJECTED)),
            {**self.parameters, "table": self.endpoint.table},
        )
        if fetch_one(self.cursor)[0]:
            self._execute(typing_sql.forget_rejected, listed, first, last)

    def _run(self, statement: _Statement, listed: bool, first: int, last: int) -> tuple[int, int]:
        self._execute(statement, listed, first, last)
        written, inserted = fetch_one(self.cursor)
        return written, inserted

    def _execute(self, statement: _Statement, listed: bool, first: int, last: int) -> None:
        self.cursor.execute(
            statement(self.schema, self.landing, self.endpoint),
            {**self.parameters, "listed": listed, "first": first, "last": last},
        )
