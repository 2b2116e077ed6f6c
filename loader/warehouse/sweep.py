"""A sweep: which rows of a raw table the API still has, which it lacks, which are stale.

The sweep's keys are collected in a temporary table, so memory does not grow with the table. Rows
are marked as deleted only by ``mark_gone``, which the caller calls after a sweep that was
complete.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from psycopg2.extensions import connection as Connection
from psycopg2.extras import execute_values
from psycopg2.sql import SQL, Composable, Identifier, Literal

from loader.catalogue import Endpoint, Source
from loader.warehouse.connection import fetch_one, transaction
from loader.warehouse.tables import LOADS

_SEEN = "sweep_seen"


class Sweep:
    """One endpoint's sweep, on a connection of its own."""

    def __init__(
        self, connection: Connection, schema: str, endpoint: Endpoint, tenant_id: int
    ) -> None:
        self.connection = connection
        self._schema = schema
        self._endpoint = endpoint
        self._tenant_id = tenant_id
        self._table = Identifier(schema, endpoint.table)
        with transaction(connection), connection.cursor() as cursor:
            cursor.execute("select now()")
            # Rows that arrive while the sweep goes on are none of its business.
            self._began: datetime = fetch_one(cursor)[0]
            cursor.execute(
                SQL("create temporary table {} as select {} from {} limit 0").format(
                    Identifier(_SEEN), self._keys(), self._table
                )
            )

    def wanting(
        self,
        source: Source,
        keys: Sequence[tuple[bytes, ...]],
        modified: Sequence[datetime | None],
    ) -> list[int]:
        """Positions of the records that the table lacks, has as deleted, or has older than this.

        All keys are remembered as seen. A key that is no key is wanted: it will be rejected with
        its reason.
        """
        constants = tuple(source.constants.values())
        rows, wanted = [], []
        for position, (key, moment) in enumerate(zip(keys, modified, strict=True)):
            if all(part.strip(b'"').isdigit() for part in key):
                rows.append((position, moment, *constants, *(_text(part) for part in key)))
            else:
                wanted.append(position)
        if not rows:
            return wanted
        with transaction(self.connection), self.connection.cursor() as cursor:
            found = execute_values(cursor, self._look_up().as_string(cursor), rows, fetch=True)
            execute_values(
                cursor,
                SQL("insert into {} values %s").format(Identifier(_SEEN)).as_string(cursor),
                [row[2:] for row in rows],
                template=self._template(leading=0),
            )
        return sorted([*wanted, *(position for (position,) in found)])

    def mark_gone(self, load_id: str) -> int:
        """Mark, and count, the rows that a complete sweep has not met."""
        with transaction(self.connection), self.connection.cursor() as cursor:
            cursor.execute(SQL("analyze {}").format(Identifier(_SEEN)))
            cursor.execute(
                SQL(
                    "update {table} as stored set deleted_at = now(), _dlt_load_id = %(load_id)s"
                    " where tenant_id = %(tenant_id)s and deleted_at is null"
                    " and fetched_at < %(began)s"
                    " and not exists (select from {seen} as seen where {same})"
                ).format(table=self._table, seen=Identifier(_SEEN), same=self._same("seen")),
                {"load_id": load_id, "tenant_id": self._tenant_id, "began": self._began},
            )
            gone = cursor.rowcount
            if gone:
                cursor.execute(
                    SQL(
                        "insert into {} (tenant_id, table_name, load_id, rows_written)"
                        " values (%s, %s, %s, %s)"
                        " on conflict (tenant_id, table_name, load_id) do update"
                        " set rows_written = excluded.rows_written + {}.rows_written"
                    ).format(Identifier(self._schema, LOADS), Identifier(LOADS)),
                    (self._tenant_id, self._endpoint.table, load_id, gone),
                )
        return gone

    def close(self) -> None:
        """Give the connection, and with it the temporary table, back."""
        self.connection.close()

    def _look_up(self) -> Composable:
        return SQL(
            "select sent.position from (values %s) as sent (position, modified, {keys})"
            " left join {table} as stored on stored.tenant_id = {tenant} and {same}"
            " where stored.tenant_id is null or stored.deleted_at is not null"
            " or stored.st_modified_on < sent.modified::timestamptz"
        ).format(
            keys=self._keys(),
            table=self._table,
            tenant=Literal(self._tenant_id),
            same=self._same("sent", cast=True),
        )

    def _same(self, other: str, *, cast: bool = False) -> Composable:
        kinds = {column.name: column.type for column in self._endpoint.all_columns}
        return SQL(" and ").join(
            SQL("stored.{0} = {1}.{0}{2}").format(
                Identifier(name),
                SQL(other),
                SQL(f"::{kinds.get(name, 'text')}" if cast else ""),
            )
            for name in self._endpoint.key
        )

    def _template(self, leading: int) -> str:
        kinds = {column.name: column.type for column in self._endpoint.all_columns}
        casts = [f"%s::{kinds.get(name, 'text')}" for name in self._endpoint.key]
        return f"({', '.join(['%s'] * leading + casts)})"

    def _keys(self) -> Composable:
        return SQL(", ").join(map(Identifier, self._endpoint.key))


def _text(part: bytes) -> str:
    return part.strip(b'"').decode()
