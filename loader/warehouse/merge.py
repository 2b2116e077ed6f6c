"""The merge: staged records become rows of their raw table, exactly once, in one transaction.

The same transaction writes the table's entry in ``raw_loads`` and its progress in
``raw_sync_state``. dlt runs the merge in the load package that brought the records and commits the
cursors after it: a load that dies in between reads the records again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Composed, Identifier

from loader.catalogue import Endpoint
from loader.errors import WarehouseError
from loader.staging.table import Contents, Kind, RecordRange, StagingTable
from loader.warehouse import (
    child_deletions,
    loads,
    rejections,
    slice_deletions,
    sync_state,
    upsert_sql,
)
from loader.warehouse.connection import fetch_one, transaction
from loader.warehouse.tables import REJECTED

# A range of at most this many records with a cast error is not halved but upserted leniently.
_LENIENT_BELOW = 200

# What a strict statement raises for a record that does not fit: a value of another type, a missing
# key, a text longer than Postgres can index.
_CAST_ERRORS = (
    psycopg2.DataError,
    psycopg2.errors.NotNullViolation,
    psycopg2.errors.ProgramLimitExceeded,
    psycopg2.errors.StatementTooComplex,
)


_Statement = Callable[[str, StagingTable, Endpoint], Composed]


@dataclass(frozen=True)
class MergeResult:
    """What a merge did to its table.

    Attributes:
        staged: Records that were staged.
        written: Rows that were inserted or changed.
        inserted: Rows that were inserted.
        soft_deleted: Rows that were marked as deleted.
        parents: For a child resource: complete responses that were staged.
        version: The number of the table's version since then.
    """

    staged: int = 0
    written: int = 0
    inserted: int = 0
    soft_deleted: int = 0
    parents: int = 0
    version: int = field(default=0, compare=False)

    def __add__(self, other: MergeResult) -> MergeResult:
        return MergeResult(
            self.staged + other.staged,
            self.written + other.written,
            self.inserted + other.inserted,
            self.soft_deleted + other.soft_deleted,
            self.parents + other.parents,
            max(self.version, other.version),
        )


def merge(
    connection: Connection,
    raw_schema: str,
    staging: StagingTable,
    endpoint: Endpoint,
    tenant_id: int,
    load_id: str,
    *,
    lines: int,
    all_new: bool | None = None,
) -> MergeResult:
    """Merge what is staged for ``endpoint`` into its raw table, empty the staging table, commit.

    Args:
        lines: How many lines this load package has staged for the table.
        all_new: Whether most likely no record is known yet: a plain insert is tried first. A wrong
            guess costs time, nothing else. None: if the tenant has no row in the table.

    Raises:
        WarehouseError: The staging table holds other lines than those of this load package.
        psycopg2.Error: Postgres refused a statement.
    """
    with transaction(connection), connection.cursor() as cursor:
        cursor.execute(SQL("lock table {} in share row exclusive mode").format(staging.identifier))
        contents = staging.contents(cursor)
        if contents.lines != lines:
            raise WarehouseError(
                f"The staging table of {endpoint.table} holds {contents.lines:,} lines and not the"
                f" {lines:,} of this load: Postgres crashed, or another load has changed it.",
                "The cursor has not moved; load again.",
            )
        work = _Work(
            cursor, raw_schema, staging, endpoint, {"tenant_id": tenant_id, "load_id": load_id}
        )
        work.delete_rejections(contents)
        merged = work.merge(contents.ranges, all_new) + work.soft_delete_missing(contents.kinds)
        changed = merged.written + merged.soft_deleted
        version = loads.record(cursor, raw_schema, tenant_id, endpoint.table, load_id, changed)
        cursor.execute(staging.truncate())
        sync_state.add_rows(cursor, raw_schema, tenant_id, endpoint, merged.inserted)
    return replace(merged, parents=contents.kinds["response"], version=version)


@dataclass(frozen=True)
class _Work:
    """The statements of one table and their parameters."""

    cursor: Cursor
    schema: str
    staging: StagingTable
    endpoint: Endpoint
    parameters: dict[str, object]

    def merge(self, ranges: Iterable[RecordRange], all_new: bool | None) -> MergeResult:
        """Upsert all staged records."""
        if all_new is None:
            all_new = self.is_first()
        merged = MergeResult()
        for listed, first, last, count in ranges:
            new = self.insert(listed, first, last) if all_new else None
            merged += new or self.upsert(listed, first, last, count)
        return merged

    def soft_delete_missing(self, kinds: Collection[Kind]) -> MergeResult:
        """Mark rows as deleted that a complete time slice does not contain.

        What a parent's complete response does not contain is only noted, as pending.
        """
        if "response" in kinds and self.endpoint.parent is not None:
            for statement in child_deletions.note_missing_children(
                self.schema, self.staging, self.endpoint, self.endpoint.parent
            ):
                self.cursor.execute(statement, self.parameters)
        if "slice" not in kinds:
            return MergeResult()
        self.cursor.execute(
            slice_deletions.soft_delete_missing_rows(self.schema, self.staging, self.endpoint),
            self.parameters,
        )
        return MergeResult(soft_deleted=fetch_one(self.cursor)[0])

    def is_first(self) -> bool:
        """Return whether the table has no row of the tenant yet."""
        self.cursor.execute(
            SQL("select not exists (select from {} where tenant_id = %(tenant_id)s)").format(
                Identifier(self.schema, self.endpoint.table)
            ),
            self.parameters,
        )
        return bool(fetch_one(self.cursor)[0])

    def insert(self, listed: bool, first: int, last: int) -> MergeResult | None:
        """Insert a range of new records; None, without effect, if they are not all new."""
        self.cursor.execute("savepoint range")
        try:
            written, inserted = self._run(upsert_sql.strict_insert, listed, first, last)
        except (*_CAST_ERRORS, psycopg2.errors.UniqueViolation):
            self.cursor.execute("rollback to savepoint range")
            return None
        self.cursor.execute("release savepoint range")
        return MergeResult(written, written, inserted)

    def upsert(self, listed: bool, first: int, last: int, count: int) -> MergeResult:
        """Upsert a range; on a cast error, halve it down to the records that do not fit."""
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
        self._execute(rejections.insert_rejections, listed, first, last)
        self.cursor.execute(
            rejections.delete_old_rejections(self.schema, self.endpoint), self.parameters
        )
        written, inserted = self._run(upsert_sql.lenient_upsert, listed, first, last)
        return MergeResult(count, written, inserted)

    def delete_rejections(self, contents: Contents) -> None:
        """Delete rejections that a newer version supersedes."""
        self.cursor.execute(
            SQL(
                "select exists (select from {} where tenant_id = %(tenant_id)s"
                " and table_name = %(table)s)"
            ).format(Identifier(self.schema, REJECTED)),
            {**self.parameters, "table": self.endpoint.table},
        )
        if not fetch_one(self.cursor)[0]:
            return
        for listed, first, last, _ in contents.ranges:
            self._execute(rejections.delete_superseded_rejections, listed, first, last)
        if "slice" in contents.kinds:
            self.cursor.execute(
                slice_deletions.delete_slice_rejections(self.schema, self.staging, self.endpoint),
                self.parameters,
            )

    def _run(self, statement: _Statement, listed: bool, first: int, last: int) -> tuple[int, int]:
        self._execute(statement, listed, first, last)
        written, inserted = fetch_one(self.cursor)
        return written, inserted

    def _execute(self, statement: _Statement, listed: bool, first: int, last: int) -> None:
        self.cursor.execute(
            statement(self.schema, self.staging, self.endpoint),
            {**self.parameters, "listed": listed, "first": first, "last": last},
        )
