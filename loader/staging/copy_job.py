"""The form of spool files, and dlt's Postgres destination with a COPY job for it.

dlt's own job copies csv, in which every quotation mark is doubled: JSON is full of them. COPY's
text format escapes only backslashes and what separates: a third less work for Postgres, and next to
none here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, cast

from dlt.common.destination.client import HasFollowupJobs, LoadJob, RunnableLoadJob
from dlt.common.destination.typing import PreparedTableSchema
from dlt.common.schema.typing import TTableSchemaColumns
from dlt.destinations import postgres
from dlt.destinations.impl.postgres.postgres import PostgresClient

# The columns of every landing table and, in this order, the values of every line. The order of
# `seq` is the order of arrival: of two versions of one record, the later one counts.
COLUMNS = cast(
    TTableSchemaColumns,
    {
        "seq": {"name": "seq", "data_type": "bigint", "nullable": False},
        "fetched_at": {"name": "fetched_at", "data_type": "timestamp", "nullable": False},
        "source": {"name": "source", "data_type": "text", "nullable": False},
        "listed": {"name": "listed", "data_type": "bool", "nullable": False},
        "record": {"name": "record", "data_type": "text", "nullable": False},
    },
)

# What dlt takes spool files for: it has no name for COPY's text format.
FILE_FORMAT: Literal["csv"] = "csv"

# Bytes that go to Postgres at a time.
_PIECE = 256 * 1024


def copy_escaped(value: bytes) -> bytes:
    """A value as COPY's text format takes it."""
    return (
        value.replace(b"\\", b"\\\\")
        .replace(b"\n", b"\\n")
        .replace(b"\r", b"\\r")
        .replace(b"\t", b"\\t")
    )


class _CopyJob(RunnableLoadJob, HasFollowupJobs):
    """Copies one spool file into its landing table, in a transaction of its own."""

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


class _Client(PostgresClient):
    def create_load_job(
        self, table: PreparedTableSchema, file_path: str, load_id: str, restore: bool = False
    ) -> LoadJob:
        if file_path.endswith(f".{FILE_FORMAT}"):
            return _CopyJob(file_path)
        return super().create_load_job(table, file_path, load_id, restore)


class staging_postgres(postgres):  # noqa: N801 (as dlt names its destinations)
    """dlt's Postgres destination, for files of the spool."""

    @property
    def client_class(self) -> Any:
        """The client that makes the jobs."""
        return _Client
