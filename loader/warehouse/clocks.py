"""How far the clocks are apart: the database's, the loader's machine's and the API's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from psycopg2.errors import UndefinedTable
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

from loader.warehouse.connection import fetch_one, transaction
from loader.warehouse.tables import CLOCKS

# Ordinary clocks are not further apart.
PLAUSIBLE = timedelta(hours=1)


def loader_ahead(cursor: Cursor) -> timedelta:
    """Return how far this machine's clock is ahead of the database's; negative: behind."""
    cursor.execute("select clock_timestamp()")
    database: datetime = fetch_one(cursor)[0]
    return datetime.now(UTC) - database


def save(cursor: Cursor, schema: str, tenant_id: int, api_ahead: timedelta | None) -> None:
    """Store how far clocks were ahead of the database's in a tenant's load.

    Args:
        cursor: In a transaction.
        schema: The raw schema.
        tenant_id: Whose load.
        api_ahead: How far the API's clock was ahead of this machine's; None if it did not show.
    """
    loader = loader_ahead(cursor)
    cursor.execute(
        SQL(
            "insert into {} (tenant_id, loader_ahead, api_ahead, measured_at)"
            " values (%s, %s, %s, now()) on conflict (tenant_id) do update set"
            " loader_ahead = excluded.loader_ahead,"
            " api_ahead = excluded.api_ahead, measured_at = excluded.measured_at"
        ).format(Identifier(schema, CLOCKS)),
        (tenant_id, loader, None if api_ahead is None else loader + api_ahead),
    )


def implausible(connection: Connection, schema: str, tenant: int | None) -> list[str]:
    """Return a sentence for each clock that is plainly wrong, or that disagrees with another."""
    with transaction(connection), connection.cursor() as cursor:
        found = _compared("this machine's clock", loader_ahead(cursor), "is")
    try:
        with transaction(connection), connection.cursor() as cursor:
            cursor.execute(
                SQL(
                    "select tenant_id, loader_ahead, api_ahead from {}"
                    " where %(tenant)s::bigint is null or tenant_id = %(tenant)s order by 1"
                ).format(Identifier(schema, CLOCKS)),
                {"tenant": tenant},
            )
            rows = cursor.fetchall()
    except UndefinedTable:
        return found  # no load since the table was introduced
    for tenant_id, loader, api in rows:
        when = f"was, in the last load of tenant {tenant_id},"
        found += _compared("the loader's clock", loader, when)
        if api is not None:
            found += _compared("ServiceTitan's clock", api, when)
    return found


def _compared(clock: str, ahead: timedelta, when: str) -> list[str]:
    if abs(ahead) <= PLAUSIBLE:
        return []
    direction = "ahead of" if ahead > timedelta(0) else "behind"
    return [f"{clock} {when} {_shown(abs(ahead))} {direction} the database's"]


def _shown(gap: timedelta) -> str:
    hours = round(gap.total_seconds() / 3600)
    return f"{hours // 24} days {hours % 24} h" if hours >= 24 else f"{hours} h"
