"""The dlt pipeline of one tenant: spooled files into landing tables, cursors into dlt's state.

dlt commits a round's cursors with the round's load package and restores, in the next run, the
state of the last package that was loaded completely. Its working folder is therefore emptied at
both ends of a run: nothing in it is needed, and it holds personal data.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import dlt
from dlt.common.destination.exceptions import DestinationException
from dlt.common.exceptions import SignalReceivedException
from dlt.common.normalizers.naming.snake_case import NamingConvention
from dlt.destinations.impl.postgres.configuration import PostgresCredentials
from dlt.extract import DltResource
from dlt.extract.extractors import with_file_import
from dlt.pipeline.exceptions import PipelineStepFailed

from loader.catalogue import Endpoint
from loader.config import PROJECT_ROOT, Warehouse
from loader.errors import WarehouseError
from loader.extract.cursor import Cursor
from loader.staging.copy_job import COLUMNS, FILE_FORMAT, staging_postgres
from loader.staging.staged_files import StagedBatch

# dlt's own configuration, as it reads it; whoever sets one of these in the environment wins.
_DLT_SETTINGS = {
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__LOG_LEVEL": "CRITICAL",  # errors reach the user as ours, without record contents
    "LOAD__DELETE_COMPLETED_JOBS": "true",
    "LOAD__WORKERS": "4",
    "NORMALIZE__WORKERS": "1",
}

WORK_FOLDER = PROJECT_ROOT / ".dlt_work"

_SNAKE_CASE = NamingConvention()
_LONGEST_NAME = 63  # Postgres cuts longer ones

# dlt would create the tables by itself, and Postgres compress each long record on its way in, only
# to have it unpacked a moment later. Nor is there anything to vacuum: arrival truncates.
_SQL_TYPES: Mapping[str | None, str] = {
    "bigint": "bigint",
    "bool": "boolean",
    "text": "text",
    "timestamp": "timestamptz",
}
_CREATE = (
    "create table if not exists {table} ("
    + ", ".join(f"{name} {_SQL_TYPES[c['data_type']]} not null" for name, c in COLUMNS.items())
    + ") with (toast_tuple_target = 8160, autovacuum_enabled = false);"
    " alter table {table} alter column record set storage external"
)

_CURSORS = "cursors"


def staging_schema(warehouse: Warehouse, tenant_id: int) -> str:
    """dlt's dataset of one tenant: its landing tables and its state.

    dlt writes names its own way; where that changes the raw schema's name, a digest keeps the
    landing of two schemas apart.
    """
    to_fetch = f"{warehouse.raw_schema}_landing_{tenant_id}"
    name = _SNAKE_CASE.normalize_identifier(to_fetch)
    if name == to_fetch and len(name) <= _LONGEST_NAME:
        return name
    return f"landing_{tenant_id}_{_digest(to_fetch)}"


def work_folder(warehouse: Warehouse, tenant_id: int) -> Path:
    """Where dlt works while this tenant is loaded into this schema of this database: a folder
    that no other load uses at the same time, for the tenant's lock covers the same."""
    target = (warehouse.host, warehouse.port, warehouse.database, warehouse.raw_schema)
    return WORK_FOLDER / f"{tenant_id}_{_digest(repr(target))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dlt.source(name="servicetitan", max_table_nesting=0)
def staged(batches: list[StagedBatch]) -> Iterable[DltResource]:
    """The batches of one round, a resource for each endpoint among them."""
    by_table = sorted(batches, key=lambda batch: batch.endpoint.table)
    for table, group in groupby(by_table, key=lambda batch: batch.endpoint.table):
        # Not the generator itself: of one, dlt looks for the module in all that are imported.
        files = chain(_files(list(group)))
        yield dlt.resource(files, name=table, write_disposition="append", columns=COLUMNS)


def _files(batches: list[StagedBatch]) -> Iterator[Any]:
    cursors = dlt.current.resource_state().setdefault(_CURSORS, {})
    files = {batch.file.path: batch.file for batch in batches if batch.file is not None}
    for file in files.values():
        yield with_file_import(str(file.path), FILE_FORMAT, file.rows)
    for batch in batches:
        if batch.cursor is not None:
            cursors[batch.source.name] = batch.cursor.to_state()


class StagingPipeline:
    """dlt's side of a run. Used by one thread, under the tenant's lock."""

    def __init__(self, warehouse: Warehouse, tenant_id: int) -> None:
        os.environ.update({k: v for k, v in _DLT_SETTINGS.items() if k not in os.environ})
        # A driver that this project does not use: dlt would look for it a hundred times a round.
        sys.modules.setdefault("adbc_driver_postgresql", None)  # type: ignore[arg-type]
        self.schema = staging_schema(warehouse, tenant_id)
        self._folder = work_folder(warehouse, tenant_id)
        self._empty_folder()
        # Records pass through here, and a load that is killed leaves them: for nobody else to read.
        WORK_FOLDER.mkdir(parents=True, exist_ok=True)
        self._folder.mkdir(mode=0o700)
        self.staged_files_folder = self._folder / "spool"
        self.staged_files_folder.mkdir()
        self._pipeline = dlt.pipeline(
            pipeline_name=f"servicetitan_{tenant_id}",
            pipelines_dir=str(self._folder),
            destination=staging_postgres(credentials=_credentials(warehouse)),
            dataset_name=self.schema,
        )
        self._pipeline.sync_destination()
        self._created: set[str] = (
            set(self._pipeline.default_schema.tables)
            if self._pipeline.default_schema_name
            else set()
        )

    def cursors(self, endpoint: Endpoint) -> Mapping[str, Cursor]:
        """Where the reading of each source of the endpoint stands, by source name."""
        sources = self._pipeline.state.get("sources", {})
        resources = sources.get("servicetitan", {}).get("resources", {})
        states = resources.get(endpoint.table, {}).get(_CURSORS, {})
        return {name: Cursor.from_state(state) for name, state in states.items()}

    def load(self, batches: list[StagedBatch]) -> str:
        """Load a round's files into the landing tables and commit its cursors.

        Returns dlt's load id. Raises ``WarehouseError``; nothing of the round counts then.
        """
        try:
            self._create_tables({batch.endpoint.table for batch in batches if batch.file})
            info = self._pipeline.run(staged(batches), loader_file_format=FILE_FORMAT)
            info.raise_on_failed_jobs()
        except (PipelineStepFailed, DestinationException) as error:
            if isinstance(error.__cause__, SignalReceivedException):
                raise error.__cause__ from None
            step = error.step if isinstance(error, PipelineStepFailed) else "create"
            raise WarehouseError(
                f"dlt could not load a round (step {step},"
                f" {type(error.__cause__ or error).__name__}).",
                "The cursors have not moved; load again. If it stays, check that the database"
                " has room and that the user may create tables.",
            ) from error
        return info.loads_ids[0] if info.loads_ids else ""

    def _create_tables(self, tables: set[str]) -> None:
        """Create the landing tables that dlt has not yet seen."""
        new = sorted(tables - self._created)
        self._created |= tables
        if not new:
            return
        with self._pipeline.sql_client() as client:
            if not client.has_dataset():
                client.create_dataset()
            for table in new:
                client.execute_sql(_CREATE.format(table=client.make_qualified_table_name(table)))

    def close(self) -> None:
        """Remove the working folder: it holds records, and the state is in the database."""
        self._empty_folder()

    def _empty_folder(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _credentials(warehouse: Warehouse) -> PostgresCredentials:
    credentials = PostgresCredentials()
    credentials.host = warehouse.host
    credentials.port = warehouse.port
    credentials.username = warehouse.user
    credentials.password = warehouse.password
    credentials.database = warehouse.database
    credentials.query = {"sslmode": warehouse.sslmode}
    credentials.resolve()
    return credentials
