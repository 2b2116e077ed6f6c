"""Deletes the sync states and rejections of tables or tenants that are no longer loaded."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

from loader.warehouse.tables import REJECTED, SYNC_STATE


def tenants_of(cursor: Cursor, schema: str, table_names: Sequence[str] | None) -> list[int]:
    """Return the tenants with a sync state, for all tables or for some."""
    cursor.execute(
        SQL(
            "select distinct tenant_id from {}"
            " where %(names)s::text[] is null or table_name = any(%(names)s) order by 1"
        ).format(Identifier(schema, SYNC_STATE)),
        {"names": list(table_names) if table_names is not None else None},
    )
    return [tenant for (tenant,) in cursor.fetchall()]


def forget(
    cursor: Cursor, schema: str, tenant_id: int, table_names: Sequence[str] | None
) -> list[str]:
    """Delete a tenant's sync states and rejections; rows and cursors stay.

    Args:
        cursor: In a transaction, under the tenant's lock.
        schema: The raw schema.
        tenant_id: Whose state.
        table_names: Of these tables; None: of all.

    Returns:
        The tables that had a state.
    """
    values = {
        "tenant": tenant_id,
        "names": list(table_names) if table_names is not None else None,
    }
    condition = (
        "tenant_id = %(tenant)s and (%(names)s::text[] is null or table_name = any(%(names)s))"
    )
    cursor.execute(
        SQL(f"delete from {{}} where {condition}").format(Identifier(schema, REJECTED)),  # noqa: S608
        values,
    )
    cursor.execute(
        SQL(f"delete from {{}} where {condition} returning table_name").format(  # noqa: S608
            Identifier(schema, SYNC_STATE)
        ),
        values,
    )
    return sorted(name for (name,) in cursor.fetchall())
