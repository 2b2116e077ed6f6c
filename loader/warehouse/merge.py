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
from loader.warehouse import child_deletions, report_windows, sync_state, upsert_sql
from loader.warehouse.connection import fetch_one, transaction
from loader.warehouse.tables import LOADS
from loader.warehouse.upsert_sql import REJECTED

# Below this many records a range that holds a misfit is not halved further but taken with care.
_LENIENT_BELOW = 200

# What the fast way raises for a record that does not fit: a value of another type, a missing key,
# a text longer than Postgres can index.
_CAST_ERRORS = (
    psycopg2.DataError,
    psycopg2.errors.NotNullViolation,
    psycopg2.errors.ProgramLimitExceeded,
)


# Records of one kind (listed or not): first and last number, and how many they are.
_Range = tuple[bool, int, int, int]
_Statement = Callable[[str, Composable, Endpoint], Composed]


@dataclass(frozen=True)
class MergeResult:
    """What one load did to one table: rows landed, written (new or changed), of these new; and
    rows that it found to be gone."""

    staged: int = 0
    written: int = 0
    inserted: int = 0
    soft_deleted: int = 0

    def __add__(self, other: MergeResult) -> MergeResult:
        return MergeResult(
            self.staged + other.staged,
            self.written + other.written,
            self.inserted + other.inserted,
            self.soft_deleted + other.soft_deleted,
        )


def merge(
    connection: Connection,
    raw_schema: str,
    staging_schema: str,
    endpoint: Endpoint,
    tenant_id: int,
    load_id: str,
    *,
    all_new: bool | None = None,
) -> MergeResult:
    """Move what has landed for ``endpoint`` into its raw table, and commit.

    ``all_new`` says that most likely none of it is known: that is tried first. A wrong guess costs
    time, nothing else; None leaves it to whether the tenant has any rows in the table.
    """
    staging = Identifier(staging_schema, endpoint.table)
    with transaction(connection), connection.cursor() as cursor:
        # What lands from now on, should the tenant's lock have been lost, is not swept away below.
        cursor.execute(SQL("lock table {} in share row exclusive mode").format(staging))
        parameters = {"tenant_id": tenant_id, "load_id": load_id}
        work = _Work(cursor, raw_schema, staging, endpoint, parameters)
        ranges = list(_ranges(cursor, staging))
        merged = work.windows() if endpoint.replaces_windows else work.records(ranges, all_new)
        if endpoint.parent is not None and ranges:
            cursor.execute(
                child_deletions.soft_delete_missing(raw_schema, staging, endpoint, endpoint.parent),
                parameters,
            )
            merged += MergeResult(soft_deleted=fetch_one(cursor)[0])
        if merged.written or merged.soft_deleted:
            _record_load(cursor, raw_schema, endpoint, parameters, merged)
        if ranges:
            cursor.execute(SQL("truncate {}").format(staging))
            sync_state.add_rows(cursor, raw_schema, tenant_id, endpoint, merged.inserted)
    return merged


def _ranges(cursor: Cursor, staging: Composable) -> Iterator[_Range]:
    cursor.execute(
        SQL("select listed, min(seq), max(seq), count(*) from {} group by 1 order by 2").format(
            staging
        )
    )
    yield from cursor.fetchall()


def _record_load(
    cursor: Cursor,
    schema: str,
    endpoint: Endpoint,
    parameters: dict[str, object],
    merged: MergeResult,
) -> None:
    cursor.execute(
        SQL(
            "insert into {} (tenant_id, table_name, load_id, rows_written)"
            " values (%(tenant_id)s, %(table)s, %(load_id)s, %(rows)s)"
        ).format(Identifier(schema, LOADS)),
        {**parameters, "table": endpoint.table, "rows": merged.written + merged.soft_deleted},
    )


@dataclass(frozen=True)
class _Work:
    """The statements of one table, and the ranges of landed records they run on."""

    cursor: Cursor
    schema: str
    staging: Identifier
    endpoint: Endpoint
    parameters: dict[str, object]

    def records(self, ranges: Iterable[_Range], all_new: bool | None) -> MergeResult:
        """Upsert all that has landed."""
        if all_new is None:
            all_new = self.is_first()
        merged = MergeResult()
        for listed, first, last, count in ranges:
            if self.endpoint.parent is None or listed:  # else visits, not records
                self.delete_rejections(listed, first, last)
                new = self.insert(listed, first, last) if all_new else None
                merged += new or self.upsert(listed, first, last, count)
        return merged

    def windows(self) -> MergeResult:
        """Replace the windows that have landed, each by all of its rows."""
        merged = MergeResult()
        laid_out = replace(self, staging=report_windows.ROWS)
        for window in report_windows.staged_windows(self.cursor, self.staging, self.endpoint):
            report_windows.delete_rejections(
                self.cursor, self.schema, self.endpoint, window, self.parameters
            )
            merged += laid_out.upsert(True, 1, window.rows, window.rows)
            soft_deleted = report_windows.soft_delete_missing(
                self.cursor, self.schema, self.endpoint, window, self.parameters
            )
            merged += MergeResult(soft_deleted=soft_deleted)
        return merged

    def is_first(self) -> bool:
        """Whether the table has no row of the tenant yet."""
        self.cursor.execute(
            SQL("select not exists (select from {} where tenant_id = %(tenant_id)s)").format(
                Identifier(self.schema, self.endpoint.table)
            ),
            self.parameters,
        )
        return bool(fetch_one(self.cursor)[0])

    def insert(self, listed: bool, first: int, last: int) -> MergeResult | None:
        """Insert a range of new records; None, and nothing done, where they are not all new."""
        self.cursor.execute("savepoint range")
        try:
            written, inserted = self._run(upsert_sql.strict_insert, listed, first, last)
        except (*_CAST_ERRORS, psycopg2.errors.UniqueViolation):
            self.cursor.execute("rollback to savepoint range")
            return None
        self.cursor.execute("release savepoint range")
        return MergeResult(written, written, inserted)

    def upsert(self, listed: bool, first: int, last: int, count: int) -> MergeResult:
        """Upsert a range; where a record in it does not fit, halve it down to that record."""
        self.cursor.execute("savepoint range")
        try:
            written, inserted = self._run(upsert_sql.strict_upsert, listed, first, last)
        except _CAST_ERRORS:
            self.cursor.execute("rollback to savepoint range")
        else:
            self.cursor.execute("release savepoint range")
            return MergeResult(count, written, inserted)
        if count <= _LENIENT_BELOW or first == last:
            return self._leniently(listed, first, last, count)
        middle = (first + last) // 2
        low = self.upsert(listed, first, middle, count // 2)
        return low + self.upsert(listed, middle + 1, last, count - count // 2)

    def _leniently(self, listed: bool, first: int, last: int, count: int) -> MergeResult:
        self._execute(upsert_sql.report_rejected, listed, first, last)
        written, inserted = self._run(upsert_sql.lenient_upsert, listed, first, last)
        return MergeResult(count, written, inserted)

    def delete_rejections(self, listed: bool, first: int, last: int) -> None:
        """A newer version of a rejected record makes the rejection history."""
        self.cursor.execute(
            SQL(
                "select exists (select from {} where tenant_id = %(tenant_id)s"
                " and table_name = %(table)s)"
            ).format(Identifier(self.schema, REJECTED)),
            {**self.parameters, "table": self.endpoint.table},
        )
        if fetch_one(self.cursor)[0]:
            self._execute(upsert_sql.delete_rejections, listed, first, last)

    def _run(self, statement: _Statement, listed: bool, first: int, last: int) -> tuple[int, int]:
        self._execute(statement, listed, first, last)
        written, inserted = fetch_one(self.cursor)
        return written, inserted

    def _execute(self, statement: _Statement, listed: bool, first: int, last: int) -> None:
        self.cursor.execute(
            statement(self.schema, self.staging, self.endpoint),
            {**self.parameters, "listed": listed, "first": first, "last": last},
        )
