"""How current the dbt models (``st_*`` tables) are, by the state that the dbt project keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection
from psycopg2.sql import SQL, Identifier

from loader.config import Warehouse
from loader.warehouse.connection import fetch_one, transaction
from loader.warehouse.tables import LOADS

# dbt_project/macros/exact/loads.sql writes it.
_STATE = "model_state"

_QUERY = """
    select
        model_name,
        updated_at,
        (
            select count(*) from {loads} as loads
            where loads.applied_at > state.updated_at and exists (
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


def read_model_states(connection: Connection, warehouse: Warehouse) -> list[ModelState]:
    """Return the state of every model; none where no transform ever ran."""
    state = Identifier(warehouse.dbt_schema, _STATE)
    loads = Identifier(warehouse.raw_schema, LOADS)
    with transaction(connection), connection.cursor() as cursor:
        for table in (state, loads):
            cursor.execute("select to_regclass(%s) is not null", (table.as_string(cursor),))
            if not fetch_one(cursor)[0]:
                return []
        cursor.execute(SQL(_QUERY).format(state=state, loads=loads))
        return [ModelState(*row) for row in cursor.fetchall()]
