"""dlt's Postgres destination, extended by two jobs: a COPY of staged files, and the merge.

This is the only place where dlt is extended. It connects as the loader does: dlt by itself passes
start-up options, which PgBouncer refuses, and knows only some of libpq's settings.

- dlt's own job copies csv, which doubles every quotation mark, and JSON is full of them. COPY's
  text format escapes only backslashes and separators: a third less work for Postgres.
- Once the last file of a table is copied, the merge follows as a job of the same load package. dlt
  commits the cursors when all jobs of the package are done.
"""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Literal

import psycopg2
from dlt.common.destination.client import (
    FollowupJobRequest,
    HasFollowupJobs,
    JobClientBase,
    LoadJob,
    RunnableLoadJob,
    StateInfo,
)
from dlt.common.destination.exceptions import (
    DestinationTerminalException,
    DestinationTransientException,
)
from dlt.common.destination.typing import PreparedTableSchema
from dlt.common.runtime import signals
from dlt.common.storages.load_package import LoadJobInfo, ParsedLoadJobFileName
from dlt.destinations import postgres
from dlt.destinations.impl.postgres.postgres import PostgresClient
from dlt.destinations.impl.postgres.sql_client import Psycopg2SqlClient
from dlt.destinations.job_impl import FollowupJobRequestImpl
from psycopg2.extensions import TRANSACTION_STATUS_IDLE
from psycopg2.extensions import connection as Connection

from loader.errors import TransientWarehouseError
from loader.staging.priority_semaphore import PrioritySemaphore
from loader.staging.table import COLUMNS

# dlt has no name for COPY's text format: staged files go under this one.
FILE_FORMAT: Literal["csv"] = "csv"
_MERGE_FORMAT: Literal["sql"] = "sql"

# Bytes that go to Postgres at a time.
_PIECE = 256 * 1024

# Merges the staging table of this name, on a connection of the job's own, for the load package with
# this id. A TransientWarehouseError makes dlt run it again on a new connection.
Merge = Callable[[Connection, str, str], None]
# Opens a connection to the warehouse.
Connect = Callable[[], Connection]


@dataclass
class PackageContext:
    """What the jobs of one load package share.

    Attributes:
        merge: Merges one table.
        copies: Copies at the same time: each holds a connection.
        merges: Merges at the same time: casting and upserting is Postgres's work, and more than it
            has spare cores brings nothing.
        sizes: Bytes that are staged, by table.
    """

    merge: Merge
    copies: PrioritySemaphore
    merges: PrioritySemaphore
    sizes: Mapping[str, int] = field(default_factory=dict)


class JobConnections:
    """Connections that are kept open between jobs.

    dlt opens one for each job. That costs a login, and Postgres a new process, which reads the
    catalog of every table again.

    Args:
        connect: Opens a connection to the warehouse.
    """

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._idle: list[Connection] = []
        self._lock = threading.Lock()

    def acquire(self, search_path: str) -> Connection:
        """Return a connection that commits each statement. One that has died is replaced."""
        while (connection := self._pop()) is not None:
            try:
                return _prepared(connection, search_path)
            except (psycopg2.OperationalError, psycopg2.InterfaceError):
                connection.close()
        return _prepared(self._connect(), search_path)

    def _pop(self) -> Connection | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def release(self, connection: Connection) -> None:
        """Take a connection back; one that failed, or is inside a transaction, is closed."""
        if connection.closed or connection.info.transaction_status != TRANSACTION_STATUS_IDLE:
            connection.close()
            return
        connection.autocommit = True
        with self._lock:
            self._idle.append(connection)

    def close(self) -> None:
        """Close all connections that no job holds."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()


def _prepared(connection: Connection, search_path: str) -> Connection:
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("select set_config('search_path', %s, false)", (search_path,))
    return connection


class _Job(RunnableLoadJob):
    """A job that waits for its turn before it opens a connection; large tables go first."""

    _job_client: PostgresClient

    def __init__(
        self, file_path: str, package: PackageContext, semaphore: PrioritySemaphore
    ) -> None:
        super().__init__(file_path)
        self._package = package
        self._semaphore = semaphore

    def run_managed(self, job_client: JobClientBase, done_event: BoundedSemaphore, /) -> None:
        with self._semaphore.turn(self._package.sizes.get(self.load_table_name, 0)):
            super().run_managed(job_client, done_event)

    def run(self) -> None:
        if signals.was_signal_received():
            # The load is being interrupted: dlt waits for the jobs that it has begun.
            raise DestinationTransientException("interrupted")
        self.work()

    @abstractmethod
    def work(self) -> None:
        """Do the job."""


class _CopyJob(_Job, HasFollowupJobs):
    """Copies one staged file into its staging table, in a transaction of its own."""

    def work(self) -> None:
        client = self._job_client.sql_client
        table = client.make_qualified_table_name(self.load_table_name)
        statement = f"copy {table} ({', '.join(COLUMNS)}) from stdin with (encoding 'UTF8')"
        with (
            Path(self._file_path).open("rb") as file,
            client.begin_transaction(),
            client.native_connection.cursor() as cursor,
        ):
            cursor.copy_expert(statement, file, size=_PIECE)


class _MergeJob(_Job):
    """Merges one staging table into its raw table."""

    def work(self) -> None:
        connection = self._job_client.sql_client.native_connection
        connection.autocommit = False
        try:
            self._package.merge(connection, self.load_table_name, self._load_id)
        except TransientWarehouseError as error:
            raise DestinationTransientException("the merge was rolled back") from error
        except Exception as error:
            # Terminal: dlt does not try again, aborts the package and restores the cursors.
            raise DestinationTerminalException("the merge failed") from error


def _merge_request(table: str) -> FollowupJobRequest:
    """Ask dlt for the merge of one table."""
    file_id = ParsedLoadJobFileName.new_file_id()
    name = ParsedLoadJobFileName(table, file_id, 0, _MERGE_FORMAT)
    request = FollowupJobRequestImpl(name.file_name())
    request._save_text_file("-- the merge: loader/warehouse/merge.py\n")
    return request


class _SqlClient(Psycopg2SqlClient):
    connections: JobConnections

    def open_connection(self) -> Connection:
        connection = self.connections.acquire(f"{self.fully_qualified_dataset_name()}, public")
        self._conn = connection
        return connection

    def close_connection(self) -> None:
        if self._conn:
            self.connections.release(self._conn)
            self._conn = None


class _Client(PostgresClient):
    package: PackageContext
    connections: JobConnections

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        client = self.sql_client
        self.sql_client = _SqlClient(
            client.dataset_name,
            client.staging_dataset_name,
            client.credentials,
            client.capabilities,
        )
        self.sql_client.connections = self.connections

    def get_stored_state(self, pipeline_name: str) -> StateInfo | None:  # type: ignore[override]
        """Return the newest state of a completed package, by the version that dlt counts up.

        dlt goes by the load id, which is a clock's reading: after a load under a clock that was
        days ahead, each run would begin with the cursors of that load until the days are over.
        """
        state, loads = (
            self.sql_client.make_qualified_table_name(name)
            for name in (self.schema.state_table_name, self.schema.loads_table_name)
        )
        query = (
            "select version, engine_version, pipeline_name, state, created_at, _dlt_load_id"  # noqa: S608
            f" from {state} as states inner join {loads} as loads"
            " on loads.load_id = states._dlt_load_id"
            " where pipeline_name = %s and loads.status = 0"
            " order by version desc, loads.load_id desc limit 1"
        )
        with self.sql_client.execute_query(query, pipeline_name) as cursor:
            row = cursor.fetchone()
        if row is None:
            return None
        version, engine, name, state_text, created_at, load_id = row
        return StateInfo(version, engine, name, state_text, created_at, _dlt_load_id=load_id)

    def should_truncate_table_before_load(self, table_name: str) -> bool:
        """Return true: an interrupted load's records are read again, as no cursor was committed."""
        return table_name in self.schema.data_table_names()

    def create_load_job(
        self, table: PreparedTableSchema, file_path: str, load_id: str, restore: bool = False
    ) -> LoadJob:
        if file_path.endswith(f".{FILE_FORMAT}"):
            return _CopyJob(file_path, self.package, self.package.copies)
        if file_path.endswith(f".{_MERGE_FORMAT}"):
            return _MergeJob(file_path, self.package, self.package.merges)
        return super().create_load_job(table, file_path, load_id, restore)

    def create_table_chain_completed_followup_jobs(
        self,
        table_chain: Sequence[PreparedTableSchema],
        completed_table_chain_jobs: Sequence[LoadJobInfo] | None = None,  # noqa: ARG002 (dlt's)
    ) -> list[FollowupJobRequest]:
        names = [table["name"] for table in table_chain]
        staging_tables = self.schema.data_table_names()
        return [_merge_request(name) for name in names if name in staging_tables]


class staging_postgres(postgres):  # noqa: N801 (as dlt names its destinations)
    """dlt's Postgres destination for staged files.

    Attributes:
        package: What the jobs of a load package share. Set it before use.
        connections: The connections of all jobs. Set it before use.
    """

    package: PackageContext
    connections: JobConnections

    @property
    def client_class(self) -> Any:
        """The client that makes the jobs."""
        attributes = {"package": self.package, "connections": self.connections}
        return type("StagingClient", (_Client,), attributes)
