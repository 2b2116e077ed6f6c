"""A full scan: which rows of a raw table the API still has, and which are stale or missing.

The keys that the API shows are collected in a file, so memory does not grow with the table, and a
connection that is lost takes none of them with it. Only ``soft_delete_missing`` marks rows as
deleted; it is called after a complete scan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import execute_values
from psycopg2.sql import SQL, Composable, Identifier, Literal

from loader.catalogue import Endpoint, Source, scalars
from loader.catalogue.columns import PgType
from loader.staging.forms import copy_escaped
from loader.warehouse import loads, mass_deletion
from loader.warehouse.connection import fetch_one
from loader.warehouse.session import Session


class FullScan:
    """The full scan of one endpoint; ``begin`` comes first.

    With ``everything``, every record is fetched, whatever the table has.

    Args:
        file: Where the keys that the API shows are kept. Only this run may use it.
    """

    def __init__(
        self,
        session: Session,
        file: Path,
        schema: str,
        endpoint: Endpoint,
        tenant_id: int,
        *,
        everything: bool = False,
    ) -> None:
        self._everything = everything
        self._session = session
        self._file = file
        self._seen = Identifier(f"seen_{endpoint.name}")
        self._kinds = {column.name: column.type for column in endpoint.all_columns}
        self._schema = schema
        self._endpoint = endpoint
        self._tenant_id = tenant_id
        self._table = Identifier(schema, endpoint.table)
        self._newest_load = 0

    def begin(self) -> None:
        """Begin without any key. Rows of later loads are left alone."""
        self._file.parent.mkdir(exist_ok=True)
        self._file.write_bytes(b"")
        self._newest_load = self._session.run(
            lambda cursor: loads.newest_number(
                cursor, self._schema, self._tenant_id, self._endpoint.table
            )
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
        if self._endpoint.key:
            self._remember([row[2:] for row in rows])
        if self._everything:
            return list(range(len(modified)))
        found = self._session.run(
            lambda cursor: execute_values(
                cursor, self._look_up().as_string(cursor), rows, fetch=True
            )
        )
        return sorted([*to_fetch, *(position for (position,) in found)])

    def _remember(self, keys: Iterable[tuple[Any, ...]]) -> None:
        with self._file.open("ab") as file:
            file.writelines(map(_line, keys))

    def soft_delete_missing(self, load_id: str, *, allow_mass_deletion: bool) -> int:
        """Mark rows as deleted that a complete scan has not met. Returns how many.

        Raises:
            MassDeletion: They are suspiciously many, and that is not allowed; none was marked.
        """
        if not self._endpoint.key:
            return 0  # the only row of a tenant, which was met
        return self._session.run(
            partial(self._soft_delete, load_id, allow_mass_deletion=allow_mass_deletion)
        )

    def _soft_delete(self, load_id: str, cursor: Cursor, *, allow_mass_deletion: bool) -> int:
        self._copy_keys(cursor)
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
                    "select count(*) from {} where tenant_id = %(tenant_id)s and deleted_at is null"
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

    def _copy_keys(self, cursor: Cursor) -> None:
        """Put the keys into a temporary table, which lasts as long as the transaction."""
        cursor.execute(
            SQL("create temporary table {} on commit drop as select {} from {} limit 0").format(
                self._seen, self._keys(), self._table
            )
        )
        with self._file.open("rb") as file:
            cursor.copy_expert(
                SQL("copy {} from stdin with (encoding 'UTF8')").format(self._seen), file
            )
        cursor.execute(SQL("analyze {}").format(self._seen))

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


def _line(key: tuple[object, ...]) -> bytes:
    """Return a key as a line of COPY's text format."""
    return b"\t".join(copy_escaped(str(value).encode()) for value in key) + b"\n"
