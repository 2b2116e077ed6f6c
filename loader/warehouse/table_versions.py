"""``raw_table_versions``: what a cursor is checked against, before it is trusted.

dlt keeps the cursors in another schema than the rows. Either can be dropped, restored from a backup
or copied without the other, and a table can be truncated. So each merge gives its table a new
version, in the transaction that writes the rows, and dlt stores that version with the cursor. The
row here also names the last load that wrote rows: some of them still have its id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier, Literal

from loader.staging.table_version import TableVersion
from loader.warehouse.connection import fetch_one
from loader.warehouse.tables import LOADS, TABLE_VERSIONS


class StoredVersion(NamedTuple):
    """A row of ``raw_table_versions``, and what the table shows of it.

    Attributes:
        version: The version.
        load_id: The last load that wrote rows; None if none ever did.
        has_rows: Whether the tenant has a row in the table.
        has_last_load: Whether the table has a row of that load; true if there was none.
        is_listed: Whether ``raw_loads`` has that load, as it always should.
    """

    version: TableVersion
    load_id: str | None
    has_rows: bool
    has_last_load: bool
    is_listed: bool


def advance(cursor: Cursor, schema: str, tenant_id: int, table: str, load_id: str | None) -> int:
    """Give a table its next version, in the transaction that changes it.

    Args:
        cursor: In a transaction, under the tenant's lock.
        schema: The raw schema.
        tenant_id: Whose rows.
        table: The raw table's name.
        load_id: The load that wrote rows; None if none was written.

    Returns:
        The version's number.
    """
    cursor.execute(
        SQL(
            "insert into {table} as stored (tenant_id, table_name, lineage, version, load_id)"
            " values (%s, %s, gen_random_uuid(), 1, %s)"
            " on conflict (tenant_id, table_name) do update set version = stored.version + 1,"
            " load_id = coalesce(excluded.load_id, stored.load_id) returning version"
        ).format(table=Identifier(schema, TABLE_VERSIONS)),
        (tenant_id, table, load_id),
    )
    number: int = fetch_one(cursor)[0]
    return number


def read_versions(
    cursor: Cursor, schema: str, tenant_id: int, tables: Collection[str]
) -> dict[str, StoredVersion]:
    """Return the versions of existing tables, by table; begins those that have none.

    Costs an index lookup for each table, however large it is.
    """
    if not tables:
        return {}
    _begin(cursor, schema, tenant_id, tables)
    cursor.execute(
        SQL(
            "select table_name, lineage::text, version, load_id from {}"
            " where tenant_id = %s and table_name = any(%s)"
        ).format(Identifier(schema, TABLE_VERSIONS)),
        (tenant_id, list(tables)),
    )
    stored = {name: (lineage, number, load_id) for name, lineage, number, load_id in cursor}
    cursor.execute(
        SQL(" union all ").join(
            SQL(
                "select {name}, exists (select from {table} where tenant_id = {tenant}),"
                " {load_id}::text is null or exists"
                " (select from {table} where tenant_id = {tenant} and _dlt_load_id = {load_id}),"
                " {load_id}::text is null or exists (select from {loads} as listed"
                "  where listed.tenant_id = {tenant} and listed.table_name = {name}"
                "  and listed.load_id = {load_id})"
            ).format(
                name=Literal(name),
                loads=Identifier(schema, LOADS),
                table=Identifier(schema, name),
                tenant=Literal(tenant_id),
                load_id=Literal(load_id),
            )
            for name, (_, _, load_id) in stored.items()
        )
    )
    shown = {name: flags for name, *flags in cursor}
    return {
        name: StoredVersion(TableVersion(lineage, number), load_id, *shown[name])
        for name, (lineage, number, load_id) in stored.items()
    }


def restart(cursor: Cursor, schema: str, tenant_id: int, tables: Iterable[str]) -> None:
    """Begin another lineage for tables that are not what their cursors vouch for."""
    names = list(tables)
    cursor.execute(
        SQL("delete from {} where tenant_id = %s and table_name = any(%s)").format(
            Identifier(schema, TABLE_VERSIONS)
        ),
        (tenant_id, names),
    )
    cursor.execute(
        SQL(
            "insert into {} (tenant_id, table_name, lineage) select %s, name, gen_random_uuid()"
            " from unnest(%s) as name"
        ).format(Identifier(schema, TABLE_VERSIONS)),
        (tenant_id, names),
    )


def has_load_number(
    cursor: Cursor, schema: str, tenant_id: int, table: str, load_number: int
) -> bool:
    """Return whether ``raw_loads`` still has the load with this number."""
    cursor.execute(
        SQL(
            "select exists (select from {} where tenant_id = %s and table_name = %s"
            " and arrival_number = %s)"
        ).format(Identifier(schema, LOADS)),
        (tenant_id, table, load_number),
    )
    return bool(fetch_one(cursor)[0])


def _begin(cursor: Cursor, schema: str, tenant_id: int, tables: Collection[str]) -> None:
    """Add what an older version of the loader has not kept, from ``raw_loads``."""
    cursor.execute(
        SQL(
            "select array_agg(name) from unnest(%s) as name where not exists"
            " (select from {} where tenant_id = %s and table_name = name)"
        ).format(Identifier(schema, TABLE_VERSIONS)),
        (list(tables), tenant_id),
    )
    missing = fetch_one(cursor)[0]
    if missing is None:
        return
    cursor.execute(
        SQL(
            "insert into {versions} (tenant_id, table_name, lineage, load_id)"
            " select %(tenant)s, name, gen_random_uuid(), last.load_id"
            " from unnest(%(names)s) as name left join"
            " (select distinct on (table_name) table_name, load_id from {loads}"
            "  where tenant_id = %(tenant)s and table_name = any(%(names)s)"
            "  order by table_name, arrival_number desc) as last on last.table_name = name"
        ).format(versions=Identifier(schema, TABLE_VERSIONS), loads=Identifier(schema, LOADS)),
        {"tenant": tenant_id, "names": missing},
    )
