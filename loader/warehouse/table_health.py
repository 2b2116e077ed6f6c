"""The state of each raw table: what ``raw_sync_state`` and ``raw_rejected`` say, table by table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg2.errors import UndefinedTable
from psycopg2.extensions import connection as Connection
from psycopg2.sql import SQL, Identifier

from loader.warehouse.clocks import PLAUSIBLE
from loader.warehouse.connection import transaction
from loader.warehouse.tables import REJECTED, SYNC_STATE

_QUERY = """
    select tenant_id, table_name, sync_status, records_count, records_synced,
        synced.at as last_sync,
        now() - synced.at as age,
        coalesce(greatest(last_full_sync, last_incremental_sync) > present, false) as in_future,
        last_modified_on_cursor, last_error, unknown_fields,
        coalesce(rejections.count, 0)
    from {state}
    cross join (select now() + %(tolerance)s as present) as clock
    -- A time in the future says nothing.
    cross join lateral (
        select max(at) as at from unnest(array[last_full_sync, last_incremental_sync]) as at
        where at <= present
    ) as synced
    left join (
        select tenant_id, table_name, count(*) from {rejected} group by 1, 2
    ) as rejections using (tenant_id, table_name)
    where %(tenant)s::bigint is null or tenant_id = %(tenant)s
    order by tenant_id, table_name
"""


@dataclass(frozen=True)
class TableHealth:
    """One (tenant, table). Times are UTC, by the database's clock.

    ``last_sync`` is the last completed one; ``in_future`` says that one is dated in the future.
    ``is_left_out`` says that the user no longer loads the table: it has no problem.
    """

    tenant_id: int
    table_name: str
    sync_status: str
    records_count: int
    records_synced: int
    last_sync: datetime | None
    age: timedelta | None
    in_future: bool
    cursor: datetime | None
    last_error: str | None
    unknown_fields: list[str]
    rejected: int
    is_left_out: bool = False

    def problem(self, limit: timedelta) -> str:
        """Return what is wrong with the table, in a word; empty if nothing is."""
        if self.is_left_out:
            return ""
        if self.sync_status == "failed":
            return "failed"
        if self.age is None:
            return "clock" if self.in_future else "never completed"
        return "stale" if self.age > limit else ""


def read_health(connection: Connection, schema: str, tenant: int | None) -> list[TableHealth]:
    """Return every table that was ever synced; none if nothing was ever loaded."""
    query = SQL(_QUERY).format(
        state=Identifier(schema, SYNC_STATE), rejected=Identifier(schema, REJECTED)
    )
    try:
        with transaction(connection), connection.cursor() as cursor:
            cursor.execute(query, {"tenant": tenant, "tolerance": PLAUSIBLE})
            return [TableHealth(*row) for row in cursor.fetchall()]
    except UndefinedTable:
        return []
