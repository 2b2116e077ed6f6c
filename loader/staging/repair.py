"""The tenant's staging schema as this version needs it, whatever somebody has done to it.

Nothing in it is lost for good: what is staged is read again, and without its cursors a table is
read from the beginning. So what is not as it should be is dropped, and made anew by the load.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dlt.common.schema.typing import (
    DLT_NAME_PREFIX,
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
# Ids of loads are a clock's reading: a load with a state stays, whatever its id.
_DELETE_OLD_STATES = """
    delete from {states} where version < (
        select max(states.version) from {states} as states
        inner join {loads} as loads on loads.load_id = states._dlt_load_id
        where loads.status = 0
    ) - {kept};
    delete from {loads} where load_id not in (select _dlt_load_id from {states})
        and load_id not in (select load_id from {loads} order by load_id desc limit {kept})
"""
_DROP = {
    "v": "drop view {} cascade",
    "m": "drop materialized view {} cascade",
    "f": "drop foreign table {} cascade",
}


def repair(client: Any, schema: str) -> list[str]:
    """Drop what is not as it should be. Usually this is one query.

    Args:
        client: dlt's SQL client.
        schema: The tenant's staging schema.

    Returns:
        The staging tables of an older version, without a column ``kind``. They stay, for they may
        hold lines.
    """
    relations = client.execute_sql(_RELATIONS, schema)
    found = {name: (kind, set(names)) for name, kind, names in relations}
    of_dlt = {name: found[name] for name in _OF_DLT if name in found}
    broken = {} if _is_whole(of_dlt) else of_dlt
    older: list[str] = []
    for name, (kind, names) in found.items():
        if name in _OF_DLT:
            continue
        if kind == "r" and "kind" not in names:
            older.append(name)
        elif kind != "r" or names != set(COLUMNS):
            broken[name] = found[name]
    for name, (kind, _) in broken.items():
        statement = SQL(_DROP.get(kind, "drop table {} cascade"))
        client.execute_sql(
            statement.format(Identifier(schema, name)).as_string(client.native_connection)
        )
    return [name for name in older if not name.startswith(DLT_NAME_PREFIX)]


def delete_old_states(client: Any, schema: str) -> None:
    """Delete all but the newest states and loads that dlt keeps; each load package adds one.

    The newest state of a completed package is the one that the next run begins with. dlt makes its
    tables with the first package: one must have been completed.
    """
    statements = SQL(_DELETE_OLD_STATES).format(
        states=Identifier(schema, PIPELINE_STATE_TABLE_NAME),
        loads=Identifier(schema, LOADS_TABLE_NAME),
        kept=Literal(KEPT_STATES),
    )
    client.execute_sql(statements.as_string(client.native_connection))


def _is_whole(found: Mapping[str, tuple[str, set[str]]]) -> bool:
    """Return whether all tables of dlt are there with their columns, or none is."""
    return not found or all(
        name in found and found[name][0] == "r" and columns <= found[name][1]
        for name, columns in _OF_DLT.items()
    )
