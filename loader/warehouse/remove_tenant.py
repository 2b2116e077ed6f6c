"""Deletes all that a warehouse holds of one tenant."""

from __future__ import annotations

from collections.abc import Iterator

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

from loader.config import Warehouse
from loader.warehouse.connection import fetch_one

# dbt_project/macros/exact/state.sql: a transform locks a model's row while it writes the model.
_MODEL_STATE = "model_state"

_TABLES = """
    select columns.table_schema::text, columns.table_name::text
    from information_schema.columns as columns
    inner join information_schema.tables as tables using (table_schema, table_name)
    where columns.column_name = 'tenant_id' and tables.table_type = 'BASE TABLE'
        and (
            columns.table_schema = any(%(schemas)s)
            or columns.table_schema || '.' || columns.table_name = any(%(models)s)
        )
    order by 1, 2
"""


def remove_tenant(
    cursor: Cursor, warehouse: Warehouse, tenant_id: int, staging_schema: str
) -> dict[str, int]:
    """Delete a tenant's rows from the raw tables, the bookkeeping, the models and the tie-outs.

    The cursors go with the staging schema: a later load of the tenant begins from the beginning.
    Models need no recomputation, for the rows that came of these rows go with them. A transform
    that runs meanwhile is waited for, model by model.

    Args:
        cursor: In a transaction, under the tenant's lock.
        warehouse: Names the schemas.
        tenant_id: Whose rows.
        staging_schema: The schema of the tenant's staging tables and cursors; dropped.

    Returns:
        How many rows were deleted, by table, of those that had any.
    """
    models = _lock_models(cursor, warehouse)
    deleted: dict[str, int] = {}
    for schema, table in _tables_of(cursor, warehouse, models):
        cursor.execute(
            SQL("delete from {} where tenant_id = %s").format(Identifier(schema, table)),
            (tenant_id,),
        )
        if cursor.rowcount:
            deleted[f"{schema}.{table}"] = cursor.rowcount
    cursor.execute(SQL("drop schema if exists {} cascade").format(Identifier(staging_schema)))
    return deleted


def is_known(cursor: Cursor, warehouse: Warehouse, tenant_id: int) -> bool:
    """Return whether the warehouse has any row of a tenant."""
    for schema, table in _tables_of(cursor, warehouse, []):
        cursor.execute(
            SQL("select exists (select from {} where tenant_id = %s)").format(
                Identifier(schema, table)
            ),
            (tenant_id,),
        )
        if fetch_one(cursor)[0]:
            return True
    return False


def _tables_of(
    cursor: Cursor, warehouse: Warehouse, models: list[str]
) -> Iterator[tuple[str, str]]:
    """Return the tables with a tenant in each row: those of our schemas, and models elsewhere."""
    schemas = [warehouse.raw_schema, warehouse.dbt_schema, warehouse.internal_schema]
    cursor.execute(_TABLES, {"schemas": schemas, "models": models})
    yield from cursor.fetchall()


def _lock_models(cursor: Cursor, warehouse: Warehouse) -> list[str]:
    """Wait for models that are being written, and keep others from it; return all their names."""
    state = Identifier(warehouse.internal_schema, _MODEL_STATE)
    cursor.execute("select to_regclass(%s) is not null", (state.as_string(cursor),))
    if not fetch_one(cursor)[0]:
        return []  # no transform ever ran
    cursor.execute(SQL("select model_name from {} order by 1 for update").format(state))
    return [name for (name,) in cursor.fetchall()]
