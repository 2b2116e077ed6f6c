"""A stub of Citus in a plain database, for the path of ``WAREHOUSE_ENGINE=citus``.

It has the functions that the project calls, which refuse what Citus refuses of a table, and
remembers which tables are distributed. Which statements Citus can run is shown by Citus alone:
``--postgres-port`` with ``--warehouse-engine=citus``.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2

from loader.config import Warehouse
from loader.warehouse.distribution import COLUMN, LOCAL_TABLES

_SQL = Path(__file__).with_name("citus_stub.sql")

# Tables of our schemas by their distribution; of the stub and of Citus.
_PLACEMENT = """
    select
        nspname || '.' || relname,
        relname::text,
        (
            select attnum from pg_attribute
            where attrelid = pg_class.oid and attname = %(column)s and not attisdropped
        ) is not null,
        (
            select
                placed.partmethod::text
                || case when placed.colocationid = first.colocationid
                    then ' co-located' else ' apart' end
            from pg_dist_partition as placed
            left join pg_dist_partition as first
                on first.logicalrelid = to_regclass(quote_ident(%(raw)s) || '.raw_sync_state')
            where placed.logicalrelid = pg_class.oid
        )
    from pg_class
    inner join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'p') and nspname = any(%(schemas)s)
    order by 1
"""


def install(warehouse: Warehouse) -> None:
    """Create the stub, unless the database has Citus."""
    if has_citus(warehouse):
        return
    with closing(psycopg2.connect(warehouse.dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(_SQL.read_text(encoding="utf-8"))


def has_citus(warehouse: Warehouse) -> bool:
    """Whether the database has Citus itself."""
    with closing(psycopg2.connect(warehouse.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute("select from pg_extension where extname = 'citus'")
        return bool(cursor.rowcount)


def violations(warehouse: Warehouse) -> list[str]:
    """What is not as it should be: tables of a tenant that are local, and what Citus refuses."""
    found = [
        f"{name} is {placement or 'local'}"
        for name, table, has_tenant, placement in _placement(warehouse)
        if has_tenant and table not in LOCAL_TABLES and placement != "h co-located"
    ]
    with closing(psycopg2.connect(warehouse.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute("select to_regclass('citus_violations') is not null")
        if cursor.fetchone() == (True,):
            cursor.execute("select what from citus_violations")
            found += [what for (what,) in cursor.fetchall()]
    return found


def distributed(warehouse: Warehouse) -> dict[str, str]:
    """How each table that is not local is distributed: ``h co-located`` or ``n apart``."""
    return {name: placement for name, _, _, placement in _placement(warehouse) if placement}


def _placement(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    schemas = [warehouse.raw_schema, warehouse.dbt_schema, warehouse.internal_schema]
    with closing(psycopg2.connect(warehouse.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(
            _PLACEMENT, {"schemas": schemas, "column": COLUMN, "raw": warehouse.raw_schema}
        )
        return cursor.fetchall()
