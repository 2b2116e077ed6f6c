"""The merges of a load package: what dlt runs once a table's files are copied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace

import psycopg2
from psycopg2.extensions import connection as Connection

from loader.catalogue import Endpoint
from loader.errors import LoaderError, TransientWarehouseError, WarehouseError
from loader.staging.staged_files import StagedBatch
from loader.staging.table import StagingTable
from loader.warehouse.merge import MergeResult, merge
from loader.warehouse.session import announce_retry

# A merge that Postgres rolls back for a deadlock, or whose connection is lost, is run this often.
_MAX_ATTEMPTS = 4


class Merges:
    """Merges the tables of one load package at a time; dlt calls it from several threads.

    Attributes:
        failures: By table, why its merge failed. A table that is in here is not merged again in
            this run.
        unexpected: An error of our own in a merge.
    """

    def __init__(
        self,
        raw_schema: str,
        tenant_id: int,
        staging_table: Callable[[Endpoint], StagingTable],
        merged: Callable[[Endpoint, MergeResult], None],
    ) -> None:
        self.failures: dict[str, LoaderError] = {}
        self.unexpected: BaseException | None = None
        self._raw_schema = raw_schema
        self._tenant_id = tenant_id
        self._staging_table = staging_table
        self._merged = merged
        self._endpoints: dict[str, Endpoint] = {}
        self._lines: Counter[str] = Counter()
        # By table, whether this run has only met new records: then the rest is most likely new.
        self._all_new: dict[str, bool] = {}
        # By table, the lines that an aborted package had merged already.
        self._counted: set[str] = set()
        self._attempts: Counter[str] = Counter()

    def expect(self, batches: Collection[StagedBatch]) -> None:
        """Begin a package of these batches."""
        self._endpoints = {batch.endpoint.table: batch.endpoint for batch in batches}
        # Batches share files.
        files = {b.file.path: (b.endpoint.table, b.file.lines) for b in batches if b.file}
        self._lines = Counter()
        for table, lines in files.values():
            self._lines[table] += lines

    def __call__(self, connection: Connection, table: str, load_id: str) -> None:
        """Merge one table.

        Raises:
            TransientWarehouseError: It may succeed if it is run again, on a new connection.
            BaseException: What is then in ``failures`` or ``unexpected``.
        """
        try:
            self._merge(connection, self._endpoints[table], load_id)
        except TransientWarehouseError as error:
            self._attempts[table] += 1
            if self._attempts[table] < _MAX_ATTEMPTS:
                announce_retry(error, self._attempts[table], _MAX_ATTEMPTS, table)
                raise
            self.failures[table] = WarehouseError(error.cause, error.remedy)
            raise self.failures[table] from error
        except LoaderError as error:
            self.failures[table] = error
            raise
        except psycopg2.Error as error:
            # Not the message: it may quote a record.
            named = error.diag.constraint_name or error.diag.column_name
            what = ", ".join(filter(None, [type(error).__name__, error.pgcode, named]))
            self.failures[table] = WarehouseError(
                f"Postgres refused the rows of {table} ({what}).",
                "Look for columns, constraints and triggers that somebody has added to the table."
                " The cursor has not moved; the next load reads these records again.",
            )
            raise self.failures[table] from error
        except BaseException as error:
            self.unexpected = error
            raise

    def _merge(self, connection: Connection, endpoint: Endpoint, load_id: str) -> None:
        table = endpoint.table
        merged = merge(
            connection,
            self._raw_schema,
            self._staging_table(endpoint),
            endpoint,
            self._tenant_id,
            load_id,
            lines=self._lines[table],
            all_new=self._all_new.get(table),
        )
        self._all_new[table] = merged.inserted == merged.staged
        if table in self._counted:
            merged = replace(merged, staged=0, parents=0)
        self._counted.add(table)
        self._merged(endpoint, merged)

    def committed(self) -> None:
        """Note that the package is complete: what comes next is counted anew."""
        self._counted.clear()
        self._attempts.clear()
