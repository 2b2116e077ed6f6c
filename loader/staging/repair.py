"""The tenant's staging schema as this version needs it, whatever somebody has done to it.

Nothing in it is lost for good: what is staged is read again, and without its cursors a table is
read from the beginning. So what is not as it should be is dropped, and made anew by the load.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dlt.common.schema.typing import (
    LOADS_TABLE_NAME,
    PIPELINE_STATE_TABLE_NAME,
    VERSION_TABLE_NAME,
)
from dlt.common.schema.utils import loads_table, pipeline_state_table, version_table
from psycopg2.sql import SQL, Identifier, Literal

from loader.staging.table import COLUMNS

# dlt's own tables with the columns that it reads. It makes none of them anew while another says
# that they are there.
_OF_DLT: Mapping[str, frozenset[str]] = {
    LOADS_TABLE_NAME: frozenset(loads_table()["columns"]),
    PIPELINE_STATE_TABLE_NAME: frozenset(pipeline_state_table()["columns"]),
    VERSION_TABLE_NAME: frozenset(version_table()["columns"]),
}
_RELATIONS = """
    select relname::text, relkind::text,
        array(
            select attname::text from pg_attribute
            where attrelid = pg_class.oid and attnum > 0 and not attisdropped
        )
    from pg_class
    where relnamespace = to_regnamespace(quote_ident(%s)) and relkind in ('r', 'p', 'v', 'm', 'f')
"""
# Of the states and loads of a tenant.
KEPT_STATES = 100
_OLD_STATES = """
    delete from {states} where version < (
        select max(states.version) from {states} as states
        inner join {loads} as loads on loads.load_id = states._dlt_load_id
        where loads.status = 0
    ) - {kept}
"""
# Ids are a clock's reading: a load with a state stays, whatever its id.
_OLD_LOADS = """
    delete from {loads} where load_id not in (select _dlt_load_id from {states})
        and load_id not in (select load_id from {loads} order by load_id desc limit {kept})
"""
_DROP = {
    "v": "drop view {} cascade",
    "m": "drop materialized view {} cascade",
    "f": "drop foreign table {} cascade",
}


def repair(client: Any, schema: str) -> None:
    """Drop what is not as it should be. Usually this is one query.

    Tables of an older version, without a column ``kind``, stay: they may hold lines.

    Args:
        client: dlt's SQL client.
        schema: The tenant's staging schema.
    """
    found = {name: (kind, set(names)) for name, kind, names in _relations(client, schema)}
    of_dlt = {name: found[name] for name in _OF_DLT if name in found}
    broken = {} if _is_whole(of_dlt) else of_dlt
    for name, (kind, names) in found.items():
        is_older = kind == "r" and "kind" not in names
        if name not in _OF_DLT and not is_older and (kind != "r" or names != set(COLUMNS)):
            broken[name] = found[name]
    for name, (kind, _) in broken.items():
        statement = SQL(_DROP.get(kind, "drop table {} cascade"))
        client.execute_sql(
            statement.format(Identifier(schema, name)).as_string(client.native_connection)
        )


def delete_old_states(client: Any, schema: str) -> None:
    """Delete all but the newest states and loads that dlt keeps; each load adds one.

    The newest state of a completed load is the one that the next run begins with. dlt makes its
    tables with the first load package, so there may be none yet.
    """
    present = {name for name, _, _ in _relations(client, schema)}
    if not present.issuperset({LOADS_TABLE_NAME, PIPELINE_STATE_TABLE_NAME}):
        return
    tables = {
        "loads": Identifier(schema, LOADS_TABLE_NAME),
        "states": Identifier(schema, PIPELINE_STATE_TABLE_NAME),
    }
    for statement in (_OLD_STATES, _OLD_LOADS):
        client.execute_sql(
            SQL(statement)
            .format(**tables, kept=Literal(KEPT_STATES))
            .as_string(client.native_connection)
        )


def _relations(client: Any, schema: str) -> list[tuple[str, str, list[str]]]:
    rows: list[tuple[str, str, list[str]]] = client.execute_sql(_RELATIONS, schema)
    return rows


def _is_whole(found: Mapping[str, tuple[str, set[str]]]) -> bool:
    """Return whether all tables of dlt are there with their columns, or none is."""
    return not found or all(
        name in found and found[name][0] == "r" and columns <= found[name][1]
        for name, columns in _OF_DLT.items()
    )
