"""Distributed Postgres (Citus): which tables are spread over its nodes, and how.

With ``WAREHOUSE_ENGINE=citus``, a row lies on the node of its tenant: every table with a
``tenant_id`` is distributed by it, and all of them in the same way, so that joins within a tenant
stay on one node. This module is the loader's only place that knows; the dbt project has
macros/engine/distribution.sql. All other statements are the same on both engines.
"""

from __future__ import annotations

from collections.abc import Mapping

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

from loader.config import Engine
from loader.errors import ConfigurationError
from loader.warehouse.connection import fetch_one

COLUMN = "tenant_id"
# The first table of a warehouse: it shows with which engine the others were made.
FIRST_TABLE = "raw_sync_state"
# Tables that stay on the coordinator, of the loader and of the dbt project, with the reason.
LOCAL_TABLES: Mapping[str, str] = {
    "raw_schema_version": "has no tenant: a few rows for the whole warehouse",
    "raw_added_columns": "has no tenant: a row for each table that is being filled",
    "transform_ledger": "has no tenant: one row",
    "model_state": "has no tenant: a row for each model",
    "model_changes": "has no tenant: read as a whole by the models that it is for",
    "transform_loads": "few rows, and joined with model_state, which has no tenant",
}
# The function of the lenient casts (casts.py) without an exception handler: Citus loses the
# connection to a node when a subtransaction begins while it copies rows there. Citus needs Postgres
# 16 anyway, which knows pg_input_is_valid. A number is written as Postgres writes it, because its
# text is compared.
TRY_CAST = """create or replace function {schema}.try_cast(value text, target text) returns text
language sql immutable as $$
    select case when target = 'numeric' then valid.value::numeric::text else valid.value end
    from (select case when pg_input_is_valid($1, target) then $1 end as value) as valid
$$"""


def check_engine(cursor: Cursor, schema: str, engine: Engine) -> None:
    """Check that the server is of the engine, and that the raw tables were made for it.

    Args:
        cursor: In a transaction.
        schema: The raw schema; it need not exist.
        engine: ``Warehouse.engine``.

    Raises:
        ConfigurationError: Citus is missing, or the warehouse was made on the other engine.
    """
    cursor.execute(
        "select to_regclass('pg_dist_partition') is not null, to_regclass(%s) is not null,"
        " current_database()::text",
        (_text(cursor, schema, FIRST_TABLE),),
    )
    has_citus, has_warehouse, database = fetch_one(cursor)
    if engine == "citus" and not has_citus:
        raise ConfigurationError(
            f"WAREHOUSE_ENGINE is citus, and the database {database} has no extension citus.",
            "Ask its administrator for `create extension citus` and for its worker nodes"
            " (docs/citus.md), or unset WAREHOUSE_ENGINE.",
        )
    is_distributed = has_citus and has_warehouse and _is_distributed(cursor, schema, FIRST_TABLE)
    if has_warehouse and is_distributed != (engine == "citus"):
        made, other = ("citus", "postgres") if is_distributed else ("postgres", "citus")
        raise ConfigurationError(
            f"WAREHOUSE_ENGINE is {other}, and the warehouse in {schema} was made with {made}.",
            f"Set WAREHOUSE_ENGINE={made}; or name new schemas (RAW_SCHEMA, DBT_SCHEMA) or another"
            " database, and load everything there.",
        )


def distribute(cursor: Cursor, engine: Engine, raw_schema: str, schema: str, table: str) -> None:
    """Distribute a table by its tenant, unless it is, or stays local. On plain Postgres: nothing.

    Args:
        cursor: In a transaction; the table is best empty.
        engine: ``Warehouse.engine``.
        raw_schema: Where the tables are that it is to be co-located with.
        schema: The table's schema.
        table: The table's name.
    """
    if engine != "citus" or table in LOCAL_TABLES or _is_distributed(cursor, schema, table):
        return
    # Not a certain one, because any of them can have been dropped and made anew.
    cursor.execute(
        "select min(logicalrelid::regclass::text) from pg_dist_partition"
        " inner join pg_class on pg_class.oid = logicalrelid"
        " where partmethod = 'h' and relnamespace = to_regnamespace(quote_ident(%s))"
        " and relname like 'raw\\_%%'",
        (raw_schema,),
    )
    distributed: str | None = fetch_one(cursor)[0]
    cursor.execute(
        "select create_distributed_table(%s, %s, colocate_with => %s)",
        (_text(cursor, schema, table), COLUMN, distributed or "none"),
    )


def refuse_views_for_readers(engine: Engine) -> None:
    """Refuse readers of a part: on the nodes, the tables behind a view are read as the reader.

    Raises:
        ConfigurationError: The warehouse is distributed.
    """
    if engine == "citus":
        raise ConfigurationError(
            "With WAREHOUSE_ENGINE=citus a reader sees all of the tables or nothing: nodes let no"
            " view show a part of a table that the reader may not read.",
            "Grant all, or copy the part into an ordinary Postgres.",
        )


def change_table_by_table(cursor: Cursor) -> None:
    """Let one transaction change tables and their rows.

    A distributed Postgres otherwise refuses DDL after statements that it has run on several
    connections to a node. To others this is a setting without meaning.
    """
    cursor.execute("set local citus.multi_shard_modify_mode to 'sequential'")


def _is_distributed(cursor: Cursor, schema: str, table: str) -> bool:
    cursor.execute(
        "select exists (select from pg_dist_partition where logicalrelid = to_regclass(%s))",
        (_text(cursor, schema, table),),
    )
    found: bool = fetch_one(cursor)[0]
    return found


def _text(cursor: Cursor, schema: str, table: str) -> str:
    return SQL("{}").format(Identifier(schema, table)).as_string(cursor)
