"""``raw_loads``: which load changed which raw table, in the order in which it did."""

from __future__ import annotations

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

from loader.warehouse import table_versions
from loader.warehouse.connection import fetch_one
from loader.warehouse.tables import LOADS


def record(cursor: Cursor, schema: str, tenant_id: int, table: str, load_id: str, rows: int) -> int:
    """Record what a load did to a table, in the transaction in which it does it.

    Args:
        cursor: In that transaction.
        schema: The raw schema.
        tenant_id: Whose rows.
        table: The raw table's name.
        load_id: The load that the rows now bear.
        rows: How many were written; a load that wrote none is not listed.

    Returns:
        The number of the table's new version.
    """
    if rows:
        cursor.execute(
            SQL(
                "insert into {} (tenant_id, table_name, load_id, rows_written)"
                " values (%s, %s, %s, %s)"
            ).format(Identifier(schema, LOADS)),
            (tenant_id, table, load_id, rows),
        )
    return table_versions.advance(cursor, schema, tenant_id, table, load_id if rows else None)


def list_again(cursor: Cursor, schema: str, tenant_id: int, table: str) -> None:
    """List the loads of a table's rows that ``raw_loads`` lacks, as new ones. Reads the table.

    Somebody has deleted them: the transform would never see their rows.
    """
    cursor.execute(
        SQL(
            "insert into {} (tenant_id, table_name, load_id, rows_written)"
            " select tenant_id, %(table)s, _dlt_load_id, count(*) from {}"
            " where tenant_id = %(tenant)s group by tenant_id, _dlt_load_id"
            " on conflict do nothing"
        ).format(Identifier(schema, LOADS), Identifier(schema, table)),
        {"table": table, "tenant": tenant_id},
    )


def newest_number(cursor: Cursor, schema: str, tenant_id: int, table: str) -> int:
    """Return the number of the newest load of a table; 0 if there is none.

    Numbers come from a sequence of the database: loads are in their order whatever clocks say.
    """
    cursor.execute(
        SQL(
            "select coalesce(max(arrival_number), 0) from {} where tenant_id = %s"
            " and table_name = %s"
        ).format(Identifier(schema, LOADS)),
        (tenant_id, table),
    )
    number: int = fetch_one(cursor)[0]
    return number


def load_ids_after(
    cursor: Cursor, schema: str, tenant_id: int, table: str, number: int
) -> list[str]:
    """Return the ids of a table's loads with a higher number."""
    cursor.execute(
        SQL(
            "select load_id from {} where tenant_id = %s and table_name = %s"
            " and arrival_number > %s"
        ).format(Identifier(schema, LOADS)),
        (tenant_id, table, number),
    )
    return [load_id for (load_id,) in cursor]
