"""When each tenant was last served: whoever has waited longest comes first."""

from __future__ import annotations

from datetime import datetime

from psycopg2.errors import UndefinedTable
from psycopg2.extensions import connection as Connection
from psycopg2.sql import SQL, Identifier

from loader.warehouse.connection import transaction
from loader.warehouse.tables import SYNC_STATE


def last_served(connection: Connection, schema: str) -> dict[int, datetime]:
    """Return when each tenant's last run ended, or wrote its state last (UTC).

    A failed run counts too: a tenant that fails each time does not push in front of the others.
    """
    statement = SQL("select tenant_id, max(updated_at) from {} group by tenant_id").format(
        Identifier(schema, SYNC_STATE)
    )
    try:
        with transaction(connection), connection.cursor() as cursor:
            cursor.execute(statement)
            return dict(cursor.fetchall())
    except UndefinedTable:
        return {}
