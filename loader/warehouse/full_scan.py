"""A full scan: which rows of a raw table the API still has, and which are stale or missing.

The keys that the API shows are collected in a temporary table, so memory does not grow with the
table. Only ``soft_delete_missing`` marks rows as deleted; it is called after a complete scan.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extras import execute_values
from psycopg2.sql import SQL, Composable, Identifier, Literal

from loader.catalogue import Endpoint, Source, scalars
from loader.catalogue.columns import PgType
from loader.warehouse import loads, mass_deletion
from loader.warehouse.connection import fetch_one, transaction


@dataclass(frozen=True)
class SharedConnection:
    """A connection that several scans share, one at a time."""

    connection: Connection
    turn: threading.Lock = field(default_factory=threading.Lock)


class FullScan:
    """The full scan of one endpoint; ``begin`` comes first.

    With ``everything``, every record is fetched, whatever the table has.
    """

    def __init__(
        self,
        shared: SharedConnection,
        schema: str,
        endpoint: Endpoint,
        tenant_id: int,
        *,
        everything: bool = False,
    ) -> None:
        self._everything = everything
        self._shared_connection = shared
        self._seen = Identifier(f"seen_{endpoint.name}")
        self._kinds = {column.name: column.type for column in endpoint.all_columns}
        self._schema = schema
        self._endpoint = endpoint
        self._tenant_id = tenant_id
        self._table = Identifier(schema, endpoint.table)
        self._newest_load = 0

    def begin(self) -> None:
        """Create the temporary table for the keys. Rows of later loads are left alone."""
        shared = self._shared_connection
        with shared.turn, transaction(shared.connection), shared.connection.cursor() as cursor:
            cursor.execute(
                SQL("create temporary table {} as select {} from {} limit 0").format(
                    self._seen, self._keys(), self._table
                )
            )
            self._newest_load = loads.newest_number(
                cursor, self._schema, self._tenant_id, self._endpoint.table
            )

    def positions_to_fetch(
        self,
        source: Source,
        keys: Iterable[tuple[bytes, ...]],
        modified: Sequence[datetime | None],
    ) -> list[int]:
        """Return the positions of records that the table lacks, or has as deleted or outdated.

        Remembers all keys as seen. Records with an unusable key pass, so that the merge rejects
        them with a reason.
        """
        static_fields = tuple(source.static_fields.values())
        rows: list[tuple[Any, ...]] = []
        to_fetch: list[int] = []
        for position, (sent, moment) in enumerate(zip(keys, modified, strict=True)):
            key = (*static_fields, *self._fitted(sent))
            if None in key or len(key) != len(self._endpoint.key):
                to_fetch.append(position)
            else:
                rows.append((position, moment, *key))
        if not rows:
            return to_fetch
        shared = self._shared_connection
        with shared.turn, transaction(shared.connection), shared.connection.cursor() as cursor:
            found: list[tuple[int]] = (
                [(row[0],) for row in rows]
                if self._everything
                else execute_values(cursor, self._look_up().as_string(cursor), rows, fetch=True)
            )
            if self._endpoint.key:
                execute_values(
                    cursor,
                    SQL("insert into {} values %s").format(self._seen).as_string(cursor),
                    [row[2:] for row in rows],
                    template=self._template().as_string(cursor),
                )
        return sorted([*to_fetch, *(position for (position,) in found)])

    def soft_delete_missing(self, load_id: str, *, allow_mass_deletion: bool) -> int:
        """Mark rows as deleted that a complete scan has not met. Returns how many.

        Raises:
            MassDeletion: They are suspiciously many, and that is not allowed; none was marked.
        """
        if not self._endpoint.key:
            return 0  # the only row of a tenant, which was met
        shared = self._shared_connection
        with shared.turn, transaction(shared.connection), shared.connection.cursor() as cursor:
            cursor.execute(SQL("analyze {}").format(self._seen))
            table = self._endpoint.table
            missing = self._missing()
            parameters = {
                "load_id": load_id,
                "tenant_id": self._tenant_id,
                # By the database's own count, for a clock may have moved since.
                "own": loads.load_ids_after(
                    cursor, self._schema, self._tenant_id, table, self._newest_load
                ),
            }
            cursor.execute(
                SQL("select count(*) from {} as stored{}").format(self._table, missing), parameters
            )
            count: int = fetch_one(cursor)[0]
            if count > mass_deletion.MAX_ROWS and not allow_mass_deletion:
                cursor.execute(
                    SQL(
                        "select count(*) from {} where tenant_id = %(tenant_id)s"
                        " and deleted_at is null"
                    ).format(self._table),
                    parameters,
                )
                mass_deletion.check_rows(self._endpoint.name, count, fetch_one(cursor)[0])
            if count:
                cursor.execute(
                    SQL(
                        "update {} as stored set deleted_at = now(), _dlt_load_id = %(load_id)s{}"
                    ).format(self._table, missing),
                    parameters,
                )
                loads.record(cursor, self._schema, self._tenant_id, table, load_id, count)
        return count

    def _missing(self) -> Composable:
        """Return the condition for rows that the scan has not met."""
        return SQL(
            " where tenant_id = %(tenant_id)s and deleted_at is null"
            " and _dlt_load_id <> all(%(own)s::text[])"
            # A distributed Postgres joins its tables with a temporary one only like this.
            " and not exists (select from (select * from {seen} offset 0) as seen where {same})"
        ).format(seen=self._seen, same=self._same("seen"))

    def _look_up(self) -> Composable:
        return SQL(
            "select sent.position from (values %s) as sent ({keys})"
            " left join {table} as stored on stored.tenant_id = {tenant}{same}"
            " where stored.tenant_id is null or stored.deleted_at is not null"
            " or (stored.st_modified_on = sent.modified::timestamptz) is not true"
        ).format(
            keys=SQL(", ").join(map(Identifier, ("position", "modified", *self._endpoint.key))),
            table=self._table,
            tenant=Literal(self._tenant_id),
            same=SQL(" and {}").format(self._same("sent", cast=True))
            if self._endpoint.key
            else SQL(""),
        )

    def _same(self, other: str, *, cast: bool = False) -> Composable:
        return SQL(" and ").join(
            SQL("stored.{} = {}").format(
                Identifier(name),
                self._cast(name, Identifier(other, name)) if cast else Identifier(other, name),
            )
            for name in self._endpoint.key
        )

    def _template(self) -> Composable:
        values = [self._cast(name, SQL("%s")) for name in self._endpoint.key]
        return SQL("({})").format(SQL(", ").join(values))

    def _cast(self, name: str, value: Composable) -> Composable:
        return SQL("{}::{}").format(value, SQL(self._kind(name)))

    def _keys(self) -> Composable:
        if not self._endpoint.key:
            return SQL("tenant_id")
        return SQL(", ").join(map(Identifier, self._endpoint.key))

    def _kind(self, name: str) -> PgType:
        return self._kinds.get(name, "text")

    def _fitted(self, sent: tuple[bytes, ...]) -> list[object]:
        """Return the key's values as their columns hold them; None for one that does not fit."""
        of_record = [name for name in self._endpoint.key if name in self._kinds]
        return [
            _fitted(self._kind(name), part) for name, part in zip(of_record, sent, strict=False)
        ]


def _fitted(kind: PgType, sent: bytes) -> object:
    try:
        return scalars.cast(kind, scalars.decode_json(sent))
    except ValueError:
        return None
