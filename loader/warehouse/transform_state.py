"""How current the dbt models (``st_*`` tables) are, by the state that the dbt project keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

from loader.config import Warehouse
from loader.errors import ConfigurationError
from loader.warehouse.connection import fetch_one, transaction
from loader.warehouse.tables import LOADS

# dbt_project/macros/exact/loads.sql writes them.
_STATE = "model_state"
_LEDGER = "transform_ledger"
_SEEN = "transform_loads"

# By the transform's own numbers, for clocks move. What all models have seen is forgotten, up to the
# settled number. A distributed Postgres joins `raw_loads` with the transform's tables only after it
# has collected the loads that it needs.
_QUERY = """
    with arrived as materialized (
        select tenant_id, table_name, load_id from {loads}
        where arrival_number > (
            select case when raw_loads = to_regclass(%(loads)s)::oid::bigint then settled else 0 end
            from {ledger}
        )
    ),
    loads as (
        select table_name, load_number from {seen}
        union all
        select table_name, null from arrived
        where (tenant_id, table_name, load_id) not in (
            select tenant_id, table_name, load_id from {seen}
        )
    )
    select
        model_name,
        updated_at,
        (
            select count(*) from loads
            where coalesce(loads.load_number > coalesce(state.last_load_number, 0), true)
            and exists (
                -- each as: name, oid, relfilenode
                select from unnest(string_to_array(state.input_tables, ', ')) as input
                where split_part(input, ' ', 1) = loads.table_name
            )
        )
    from {state} as state
    order by model_name
"""


@dataclass(frozen=True)
class ModelState:
    """State of one dbt model.

    Attributes:
        name: The model's name.
        transformed_at: When it was last brought up to date (UTC), None if never.
        newer_loads: How many loads have changed its raw tables since.
    """

    name: str
    transformed_at: datetime | None
    newer_loads: int


def check_schemas(cursor: Cursor, warehouse: Warehouse) -> None:
    """Check that the transform's schemas exist, or that the role may create them.

    Raises:
        ConfigurationError: An administrator must create one.
    """
    for schema in (warehouse.dbt_schema, warehouse.internal_schema):
        cursor.execute(
            "select to_regnamespace(quote_ident(%s)) is not null"
            " or has_database_privilege(current_database(), 'create')",
            (schema,),
        )
        if not fetch_one(cursor)[0]:
            raise ConfigurationError(
                f"The transform needs the schema {schema}, and {warehouse.user} may not create it.",
                "Ask an administrator of the database for:"
                f' create schema "{schema}" authorization "{warehouse.user}"',
            )


def read_model_states(connection: Connection, warehouse: Warehouse) -> list[ModelState]:
    """Return the state of every model; none where no transform ever ran."""
    state, ledger, seen = (
        Identifier(warehouse.internal_schema, name) for name in (_STATE, _LEDGER, _SEEN)
    )
    loads = Identifier(warehouse.raw_schema, LOADS)
    with transaction(connection), connection.cursor() as cursor:
        for table in (state, ledger, seen, loads):
            cursor.execute("select to_regclass(%s) is not null", (table.as_string(cursor),))
            if not fetch_one(cursor)[0]:
                return []
        cursor.execute(
            SQL(_QUERY).format(state=state, ledger=ledger, seen=seen, loads=loads),
            {"loads": loads.as_string(cursor)},
        )
        return [ModelState(*row) for row in cursor.fetchall()]
