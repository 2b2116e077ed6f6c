"""``raw_tenants``: each tenant's time zone, which gives the marts their days, and who is paused."""

from __future__ import annotations

import time
from collections.abc import Mapping

import psycopg2.errors
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

from loader.errors import ConfigurationError
from loader.warehouse.tables import LOADS, SYNC_STATE, TENANTS

# A zone that stays as it is writes nothing, so that nothing is computed again.
_SAVE = """with changed as (
    insert into {tenants} as known (tenant_id, timezone, updated_at, _dlt_load_id)
    values (%(tenant_id)s, %(timezone)s, now(), %(load_id)s)
    on conflict (tenant_id) do update set
        timezone = excluded.timezone,
        updated_at = excluded.updated_at,
        _dlt_load_id = excluded._dlt_load_id
    where known.timezone is distinct from excluded.timezone
    returning tenant_id
)
insert into {loads} (tenant_id, table_name, load_id, rows_written)
select tenant_id, %(table)s, %(load_id)s, 1 from changed"""


def with_other_timezone(cursor: Cursor, schema: str, zones: Mapping[int, str]) -> list[int]:
    """Return the tenants, of those that were ever loaded, whose stored time zone is another.

    Args:
        cursor: The raw schema's own tables exist.
        schema: The raw schema.
        zones: The zone of each tenant, an IANA name.
    """
    cursor.execute(
        SQL(
            "select tenant_id, max(known.timezone) from {} left join {} as known using (tenant_id)"
            " where tenant_id = any(%s) group by tenant_id order by tenant_id"
        ).format(Identifier(schema, SYNC_STATE), Identifier(schema, TENANTS)),
        (list(zones),),
    )
    return [tenant_id for tenant_id, stored in cursor.fetchall() if stored != zones[tenant_id]]


def save_paused(cursor: Cursor, schema: str, paused: Mapping[int, bool]) -> None:
    """Store which tenants are paused: what they have may be old, and is not stale.

    Args:
        cursor: The raw schema's own tables exist.
        schema: The raw schema.
        paused: Whether it is, for each declared tenant.
    """
    cursor.execute(
        SQL(
            "update {} as known set paused = told.paused"
            " from unnest(%s::bigint[], %s::boolean[]) as told (tenant_id, paused)"
            " where known.tenant_id = told.tenant_id and known.paused <> told.paused"
        ).format(Identifier(schema, TENANTS)),
        (list(paused), list(paused.values())),
    )


def save_timezone(cursor: Cursor, schema: str, tenant_id: int, timezone: str) -> bool:
    """Store the tenant's time zone, and a new load of ``raw_tenants`` if it changed.

    Args:
        cursor: In a transaction that the caller commits; the raw schema's own tables exist.
        schema: The raw schema.
        tenant_id: ServiceTitan's id of the tenant.
        timezone: IANA name.

    Returns:
        Whether the zone has changed.

    Raises:
        ConfigurationError: Postgres does not know the zone.
    """
    try:
        cursor.execute("select now() at time zone %s", (timezone,))
    except psycopg2.errors.InvalidParameterValue:
        raise ConfigurationError(
            f"Postgres does not know the time zone {timezone}.",
            "Use another name of the same zone in SERVICETITAN_TIMEZONE or tenants.toml, or update"
            " the server's time zone data.",
        ) from None
    cursor.execute(
        SQL(_SAVE).format(tenants=Identifier(schema, TENANTS), loads=Identifier(schema, LOADS)),
        {
            "tenant_id": tenant_id,
            "timezone": timezone,
            "table": TENANTS,
            "load_id": f"{time.time():.6f}",
        },
    )
    return cursor.rowcount > 0
