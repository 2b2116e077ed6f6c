"""Child rows that their parents lack, from the merge that noticed it to the end of the run.

``raw_pending_deletions`` has a row for each such parent. It is written with the cursor's package,
so a run that is killed forgets nothing: the next load asks these parents again, and their responses
replace the rows here. So do parents whose deletions the guard has refused. A parent without any
record left is asked once more after its rows were marked: a short outage of the API, in which it
knew no parent (HTTP 404), repairs itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Composable, Identifier

from loader.catalogue import Endpoint
from loader.warehouse import loads, mass_deletion
from loader.warehouse.connection import fetch_one
from loader.warehouse.tables import PENDING_DELETIONS

_OF_TABLE = SQL("tenant_id = %(tenant_id)s and table_name = %(table)s")


@dataclass(frozen=True)
class PendingDeletions:
    """What is pending for one child resource of a tenant."""

    schema: str
    endpoint: Endpoint
    tenant_id: int

    def parents(self, cursor: Cursor) -> list[tuple[str, ...]]:
        """Return the keys of the parents to ask again, in no particular order."""
        cursor.execute(self._on("select parent from {pending} where {of_table}"), self._parameters)
        return [tuple(json.loads(parent)) for (parent,) in cursor]

    def soft_delete(
        self, cursor: Cursor, load_id: str, parents: int, *, allow_mass_deletion: bool
    ) -> int:
        """Mark what is pending as deleted. Returns how many rows.

        Args:
            cursor: In a transaction.
            load_id: The load that the rows then bear.
            parents: How many parents this run has asked.
            allow_mass_deletion: Mark them however many they are.

        Raises:
            MassDeletion: They are too many; nothing was marked.
        """
        missing, emptied = self._count(cursor)
        if not missing:
            return 0
        if missing > mass_deletion.MAX_ROWS and not allow_mass_deletion:
            mass_deletion.check_parents(self.endpoint.name, missing, emptied, parents)
            mass_deletion.check_rows(self.endpoint.name, missing, self._live(cursor))
        return self._mark(cursor, load_id)

    def _count(self, cursor: Cursor) -> tuple[int, int]:
        """Return how many rows are pending, and of how many parents without any record."""
        cursor.execute(
            self._on(
                "select coalesce(sum(jsonb_array_length(missing)), 0)::bigint,"
                " count(*) filter (where is_empty and missing <> '[]') from {pending}"
                " where {of_table}"
            ),
            self._parameters,
        )
        missing, emptied = fetch_one(cursor)
        return missing, emptied

    def _live(self, cursor: Cursor) -> int:
        cursor.execute(
            self._on(
                "select count(*) from {raw} where tenant_id = %(tenant_id)s and deleted_at is null"
            ),
            self._parameters,
        )
        count: int = fetch_one(cursor)[0]
        return count

    def _mark(self, cursor: Cursor, load_id: str) -> int:
        types = self.endpoint.column_types
        cursor.execute(
            self._on(
                "with gone as (select pending.found_at, lacked.* from {pending} as pending"
                " cross join lateral jsonb_to_recordset(pending.missing) as lacked ({columns})"
                " where pending.tenant_id = %(tenant_id)s and pending.table_name = %(table)s)"
                " update {raw} as stored set deleted_at = gone.found_at, _dlt_load_id = %(load_id)s"
                " from gone where stored.tenant_id = %(tenant_id)s and stored.deleted_at is null"
                " and {same}",
                columns=SQL(", ").join(
                    SQL("{} {}").format(Identifier(name), SQL(types[name]))
                    for name in self.endpoint.key
                ),
                same=SQL(" and ").join(
                    SQL("stored.{0} = gone.{0}").format(Identifier(name))
                    for name in self.endpoint.key
                ),
            ),
            {**self._parameters, "load_id": load_id},
        )
        marked = cursor.rowcount
        table = self.endpoint.table
        loads.record(cursor, self.schema, self.tenant_id, table, load_id, marked)
        cursor.execute(
            self._on("delete from {pending} where {of_table} and not is_empty"), self._parameters
        )
        cursor.execute(
            self._on("update {pending} set missing = '[]' where {of_table}"), self._parameters
        )
        return marked

    @property
    def _parameters(self) -> dict[str, object]:
        return {"tenant_id": self.tenant_id, "table": self.endpoint.table}

    def _on(self, statement: str, **parts: Composable) -> Composable:
        return SQL(statement).format(
            pending=Identifier(self.schema, PENDING_DELETIONS),
            raw=Identifier(self.schema, self.endpoint.table),
            of_table=_OF_TABLE,
            **parts,
        )
