"""The dlt pipeline of one tenant: it copies staged files, runs the merges and keeps the cursors.

dlt commits the cursors with the load package that brought their records, after the package's
merges, and restores in the next run the state of the last package that was completed. Its working
folder is therefore emptied at both ends of a run: nothing in it is needed, and it holds personal
data.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from itertools import chain, groupby
from pathlib import Path
from typing import Any, cast

import dlt
import psycopg2
from dlt.common.destination.exceptions import DestinationException
from dlt.common.exceptions import SignalReceivedException
from dlt.common.normalizers.naming.snake_case import NamingConvention
from dlt.common.schema.typing import TTableSchemaColumns
from dlt.destinations.impl.postgres.configuration import PostgresCredentials
from dlt.extract import DltResource
from dlt.extract.extractors import with_file_import
from dlt.pipeline.configuration import PipelineConfiguration
from dlt.pipeline.exceptions import PipelineStepFailed
from psycopg2.sql import SQL, Identifier

from loader.catalogue import Endpoint
from loader.catalogue.columns import PgType
from loader.config import Warehouse
from loader.errors import LoaderError, TransientWarehouseError, WarehouseError
from loader.extract.cursor import Cursor
from loader.postgres_errors import statement_error
from loader.staging import repair
from loader.staging.destination import (
    FILE_FORMAT,
    Connect,
    JobConnections,
    Merge,
    PackageContext,
    staging_postgres,
)
from loader.staging.priority_semaphore import PrioritySemaphore
from loader.staging.staged_files import StagedBatch
from loader.staging.table import COLUMNS, StagingTable
from loader.staging.table_version import TableVersion
from loader.staging.work_folder import folder_error

# dlt's own configuration, as it reads it; variables that the user has set win.
_DLT_SETTINGS = {
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__LOG_LEVEL": "CRITICAL",  # errors reach the user as ours, without record contents
    "LOAD__DELETE_COMPLETED_JOBS": "true",
    # Threads: copies and merges wait for their turns, which are fewer.
    "LOAD__WORKERS": "32",
    # A merge that failed must not be tried again with the package of the others.
    "LOAD__AUTO_ABORT_ON_TERMINAL_ERROR": "true",
    "NORMALIZE__WORKERS": "1",
}

_SNAKE_CASE = NamingConvention()
_LONGEST_NAME = 63  # Postgres cuts longer ones

_DLT_TYPES: Mapping[PgType, str] = {
    "bigint": "bigint",
    "boolean": "bool",
    "date": "date",
    "jsonb": "json",
    "text": "text",
    "timestamptz": "timestamp",
}
_DLT_COLUMNS = cast(
    TTableSchemaColumns,
    {
        name: {"name": name, "data_type": _DLT_TYPES[column.type], "nullable": column.nullable}
        for name, column in COLUMNS.items()
    },
)

_CURSORS = "cursors"
_VERSION = "table_version"


def staging_schema_name(warehouse: Warehouse, tenant_id: int) -> str:
    """Return the name of one tenant's dlt dataset: staging tables and dlt's state.

    The name says "landing" because it always has: the cursors of existing warehouses are there. dlt
    normalizes names; if that changes this one, a digest tells the datasets of two raw schemas
    apart.
    """
    wanted = f"{warehouse.raw_schema}_landing_{tenant_id}"
    name = _SNAKE_CASE.normalize_identifier(wanted)
    if name == wanted and len(name) <= _LONGEST_NAME:
        return name
    return f"landing_{tenant_id}_{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"


@dlt.source(name="servicetitan", max_table_nesting=0)
def staged_source(
    batches: list[StagedBatch], versions: Mapping[str, TableVersion]
) -> Iterable[DltResource]:
    """Make the dlt source of one load package: a resource for each endpoint's batches."""
    by_table = sorted(batches, key=lambda batch: batch.endpoint.table)
    for table, group in groupby(by_table, key=lambda batch: batch.endpoint.table):
        # Not the generator itself: dlt would search all imported modules for its module.
        files = chain(_files(list(group), versions))
        yield dlt.resource(files, name=table, write_disposition="append", columns=_DLT_COLUMNS)


def _files(batches: list[StagedBatch], versions: Mapping[str, TableVersion]) -> Iterator[Any]:
    for table, version in versions.items():
        dlt.current.resource_state(table)[_VERSION] = version.to_state()
    cursors = dlt.current.resource_state().setdefault(_CURSORS, {})
    files = {batch.file.path: batch.file for batch in batches if batch.file is not None}
    for file in files.values():
        yield with_file_import(str(file.path), FILE_FORMAT, file.lines)
    for batch in batches:
        if batch.cursor is not None:
            cursors[batch.source.name] = batch.cursor.to_state()


@dlt.source(name="servicetitan", max_table_nesting=0)
def _without_cursors(tables: Collection[str]) -> Iterable[DltResource]:
    for table in tables:
        files = chain(_forget())
        yield dlt.resource(files, name=table, write_disposition="append", columns=_DLT_COLUMNS)


def _forget() -> Iterator[Any]:
    dlt.current.resource_state()[_CURSORS] = {}
    yield from ()


class StagingPipeline:
    """One tenant's dlt pipeline during a run. One thread uses it, under the tenant's lock.

    Attributes:
        schema: The schema of the staging tables.
    """

    _pipeline: dlt.Pipeline
    _package: PackageContext
    _connections: JobConnections | None = None

    def __init__(self, warehouse: Warehouse, tenant_id: int, folder: Path) -> None:
        self.schema = staging_schema_name(warehouse, tenant_id)
        self._warehouse = warehouse
        self._tenant_id = tenant_id
        self._folder = folder
        self._created: set[str] = set()
        self._has_completed_package = False

    def open(
        self, merge: Merge, connect: Connect, *, copies_at_once: int = 4, merges_at_once: int = 2
    ) -> list[str]:
        """Restore the cursors of the last completed package.

        Args:
            merge: What a package runs for each of its tables, after copying their files.
            connect: Opens a connection to the warehouse.
            copies_at_once: How many files are copied at the same time.
            merges_at_once: How many tables are merged at the same time.

        Returns:
            The tables whose cursors were dropped, because an older version left lines for them.

        Raises:
            WarehouseError: Postgres does not answer or refuses.
        """
        os.environ.update({k: v for k, v in _DLT_SETTINGS.items() if k not in os.environ})
        # dlt takes a pipeline's settings from plain names too, such as REFRESH or DATASET_NAME,
        # which may be there for another program.
        for name in PipelineConfiguration.get_resolvable_fields():
            os.environ.pop(name.upper(), None)
        # A driver that this project does not use: dlt would look for it in each package.
        sys.modules.setdefault("adbc_driver_postgresql", None)  # type: ignore[arg-type]
        destination = staging_postgres(credentials=_credentials(self._warehouse))
        destination.package = self._package = PackageContext(
            merge,
            copies=PrioritySemaphore(copies_at_once),
            merges=PrioritySemaphore(merges_at_once),
        )
        destination.connections = self._connections = JobConnections(connect)
        self._pipeline = dlt.pipeline(
            pipeline_name=f"servicetitan_{self._tenant_id}",
            pipelines_dir=str(self._folder),
            destination=destination,
            dataset_name=self.schema,
        )
        with _explained("open"):
            with self._pipeline.sql_client() as client:
                older = repair.repair(client, self.schema)
            self._pipeline.sync_destination()
            return self._replace(older) if older else []

    def close(self) -> None:
        """Close the connections of the jobs."""
        if self._connections is not None:
            self._connections.close()

    def table(self, endpoint: Endpoint) -> StagingTable:
        """Return the endpoint's staging table."""
        return StagingTable(self.schema, endpoint.table)

    def cursors(self, endpoint: Endpoint) -> Mapping[str, Cursor]:
        """Return the cursors of the endpoint's sources, by source name."""
        states = self._state(endpoint.table).get(_CURSORS, {})
        return {name: Cursor.from_state(state) for name, state in states.items()}

    def version(self, endpoint: Endpoint) -> TableVersion | None:
        """Return the version of the raw table that the cursors vouch for, if it was stored."""
        return TableVersion.from_state(self._state(endpoint.table).get(_VERSION))

    def forget_cursors(self, tables: Collection[str]) -> None:
        """Store that these tables have no cursors. Raises ``WarehouseError``."""
        with _explained("forget cursors"):
            self._pipeline.run(_without_cursors(tables), loader_file_format=FILE_FORMAT)
        self._has_completed_package = True

    def delete_old_states(self) -> None:
        """Keep what dlt stores of past loads bounded. Raises ``WarehouseError``.

        Without a package that this run has completed there is nothing new to bound.
        """
        if not self._has_completed_package:
            return
        with _explained("delete old states"), self._pipeline.sql_client() as client:
            repair.delete_old_states(client, self.schema)

    def _state(self, table: str) -> Mapping[str, Any]:
        sources = self._pipeline.state.get("sources", {})
        resources = sources.get("servicetitan", {}).get("resources", {})
        found: Mapping[str, Any] = resources.get(table, {})
        return found

    def load(
        self,
        batches: list[StagedBatch],
        versions: Mapping[str, TableVersion],
        quiet: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """Load one package: copy its files, run its merges, then commit its cursors.

        Args:
            batches: What the package consists of.
            versions: By table, the versions of raw tables once the package is merged.
            quiet: A context for the part of the work that dlt does in Python.

        Raises:
            TransientWarehouseError: A connection was lost; the same batches may load now.
            WarehouseError: Another failure. In both cases no cursor has moved, and some tables may
                have been merged.
        """
        with _explained("create"):
            self._create_tables({batch.endpoint.table for batch in batches if batch.file})
        sizes: Counter[str] = Counter()
        for batch in batches:
            sizes[batch.endpoint.table] += batch.size
        self._package.sizes = sizes
        try:
            with _explained("load"):
                with quiet():
                    self._pipeline.extract(
                        staged_source(batches, versions), loader_file_format=FILE_FORMAT
                    )
                    self._pipeline.normalize()
                self._pipeline.load()
            self._has_completed_package = True
        except TransientWarehouseError:
            # dlt would load the package first thing the next time; the caller makes a new one.
            with _explained("abort"):
                self._pipeline.abort_packages()
            raise

    def _create_tables(self, tables: set[str]) -> None:
        """Create the staging tables that this run has not met yet."""
        new = sorted(tables - self._created)
        if not new:
            return
        with self._pipeline.sql_client() as client:
            if not client.has_dataset():
                client.create_dataset()
            connection = client.native_connection
            for table in new:
                client.execute_sql(StagingTable(self.schema, table).create().as_string(connection))
        self._created |= tables

    def _replace(self, older: Collection[str]) -> list[str]:
        """Drop staging tables of an older version, whose lines had other columns.

        An older version committed cursors before it merged. Where it was killed in between, lines
        are left: their endpoint is read from the beginning, for its cursor is past them.
        """
        with self._pipeline.sql_client() as client:
            filled = [table for table in older if _is_filled(client, self.schema, table)]
            if filled:
                # In this order: killed before the tables are dropped, the next run does it again.
                self.forget_cursors(filled)
            for table in older:
                client.execute_sql(f'drop table "{self.schema}"."{table}"')
        return filled


def _credentials(warehouse: Warehouse) -> PostgresCredentials:
    """Return the credentials that dlt requires; ``connect`` opens the connections."""
    credentials = PostgresCredentials()
    credentials.host = warehouse.host
    credentials.port = warehouse.port
    credentials.username = warehouse.user
    credentials.password = warehouse.password
    credentials.database = warehouse.database
    credentials.resolve()
    return credentials


@contextmanager
def _explained(step: str) -> Iterator[None]:
    """Turn dlt's errors into one with cause and remedy, without a record's contents."""
    try:
        yield
    except (PipelineStepFailed, DestinationException) as error:
        if isinstance(error.__cause__, SignalReceivedException):
            raise error.__cause__ from None
        if isinstance(error, PipelineStepFailed):
            step = error.step
        explained = _explanation(error)
        if explained is not None:
            raise explained from error
        raise WarehouseError(
            f"dlt could not load a package (step {step},"
            f" {type(error.__cause__ or error).__name__}).",
            "The cursors have not moved; load again. If it stays, check that the database has room"
            " and that the user may create tables. Without the tenant's staging schema (RAW_SCHEMA,"
            " _landing_ and the tenant's number), which can be dropped, a load reads everything.",
        ) from error


def _explanation(error: BaseException) -> LoaderError | None:
    """Return the Postgres error behind an error of dlt."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, LoaderError):
            return seen
        if isinstance(seen, psycopg2.Error):
            return statement_error(seen)
        if isinstance(seen, OSError):
            return folder_error(seen)
        seen = seen.__cause__ or seen.__context__
    return None


def _is_filled(client: Any, schema: str, table: str) -> bool:
    statement = SQL("select exists (select from {})").format(Identifier(schema, table))
    ((filled,),) = client.execute_sql(statement)
    return bool(filled)
