"""dlt's Postgres destination, extended by two jobs: a COPY of staged files, and the merge.

This is the only place where dlt is extended.

- dlt's own job copies csv, which doubles every quotation mark, and JSON is full of them. COPY's
  text format escapes only backslashes and separators: a third less work for Postgres.
- Once the last file of a table is copied, the merge follows as a job of the same load package. dlt
  commits the cursors when all jobs of the package are done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from dlt.common.destination.client import (
    FollowupJobRequest,
    HasFollowupJobs,
    LoadJob,
    RunnableLoadJob,
)
from dlt.common.destination.exceptions import DestinationTerminalException
from dlt.common.destination.typing import PreparedTableSchema
from dlt.common.storages.load_package import LoadJobInfo, ParsedLoadJobFileName
from dlt.destinations import postgres
from dlt.destinations.impl.postgres.postgres import PostgresClient
from dlt.destinations.job_impl import FollowupJobRequestImpl
from psycopg2.extensions import connection as Connection

from loader.staging.table import COLUMNS

# dlt has no name for COPY's text format: staged files go under this one.
FILE_FORMAT: Literal["csv"] = "csv"
_MERGE_FORMAT: Literal["sql"] = "sql"

# Bytes that go to Postgres at a time.
_PIECE = 256 * 1024

# Merges the staging table of this name, on a connection of the job's own, for the load package with
# this id.
Merge = Callable[[Connection, str, str], None]


class _CopyJob(RunnableLoadJob, HasFollowupJobs):
    """Copies one staged file into its staging table, in a transaction of its own."""

    _job_client: PostgresClient

    def run(self) -> None:
        client = self._job_client.sql_client
        table = client.make_qualified_table_name(self.load_table_name)
        statement = f"copy {table} ({', '.join(COLUMNS)}) from stdin with (encoding 'UTF8')"
        with (
            Path(self._file_path).open("rb") as file,
            client.begin_transaction(),
            client.native_connection.cursor() as cursor,
        ):
            cursor.copy_expert(statement, file, size=_PIECE)


class _MergeJob(RunnableLoadJob):
    """Merges one staging table into its raw table."""

    _job_client: PostgresClient

    def __init__(self, file_path: str, merge: Merge) -> None:
        super().__init__(file_path)
        self._merge = merge

    def run(self) -> None:
        connection = self._job_client.sql_client.native_connection
        connection.autocommit = False
        try:
            self._merge(connection, self.load_table_name, self._load_id)
        except Exception as error:
            # Terminal: dlt does not try again, aborts the package and restores the cursors.
            raise DestinationTerminalException("the merge failed") from error


class _MergeRequest(FollowupJobRequestImpl):
    """Asks dlt for the merge of one table."""

    def __init__(self, table: str) -> None:
        file_id = ParsedLoadJobFileName.new_file_id()
        name = ParsedLoadJobFileName(table, file_id, 0, _MERGE_FORMAT)
        super().__init__(name.file_name())
        self._save_text_file("-- the merge: loader/warehouse/merge.py\n")


class _Client(PostgresClient):
    merge: Merge

    def should_truncate_table_before_load(self, table_name: str) -> bool:
        """Lines that an interrupted load left are read again: its cursors were not committed."""
        return table_name in self.schema.data_table_names()

    def create_load_job(
        self, table: PreparedTableSchema, file_path: str, load_id: str, restore: bool = False
    ) -> LoadJob:
        if file_path.endswith(f".{FILE_FORMAT}"):
            return _CopyJob(file_path)
        if file_path.endswith(f".{_MERGE_FORMAT}"):
            return _MergeJob(file_path, self.merge)
        return super().create_load_job(table, file_path, load_id, restore)

    def create_table_chain_completed_followup_jobs(
        self,
        table_chain: Sequence[PreparedTableSchema],
        completed_table_chain_jobs: Sequence[LoadJobInfo] | None = None,  # noqa: ARG002 (dlt's)
    ) -> list[FollowupJobRequest]:
        names = [table["name"] for table in table_chain]
        staging_tables = self.schema.data_table_names()
        return [_MergeRequest(name) for name in names if name in staging_tables]


class staging_postgres(postgres):  # noqa: N801 (as dlt names its destinations)
    """dlt's Postgres destination for staged files; ``merge`` is set before it is used."""

    merge: Merge

    @property
    def client_class(self) -> Any:
        """The client that makes the jobs."""
        return type("StagingClient", (_Client,), {"merge": staticmethod(self.merge)})
