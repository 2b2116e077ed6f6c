"""Keeps ``raw_loads`` bounded: deletes loads of the past that nobody needs any more.

``raw_loads`` has three readers. The transform registers each load once. A child resource has as its
cursor the number of a load, and requests the parents of later loads. ``status`` counts the
loads since a model's last run. So loads are kept that

- are among a table's newest ``KEPT_LOADS``,
- some transform has not registered: every ``transform_ledger`` in the database counts,
- a child resource's cursor has not passed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

from loader.warehouse.tables import LOADS

# Of each tenant and table. Loads that change a table every five minutes reach back three days.
KEPT_LOADS = 1_000
# Deleted at most by one run, of each table: the first run after years should not take minutes.
_MOST_AT_ONCE = 20_000

# Schemas in which a transform keeps its state. One older than its ledger knows loads by their ids.
_LEDGERS = """
    select
        namespace.nspname::text,
        bool_or(relname = 'transform_ledger'),
        bool_and(has_table_privilege(pg_class.oid, 'select'))
            and has_schema_privilege(namespace.oid, 'usage')
    from pg_class
    inner join pg_namespace as namespace on namespace.oid = relnamespace
    where relname in ('transform_ledger', 'transform_loads') and relkind in ('r', 'p')
    group by namespace.oid, namespace.nspname
"""
_DELETE = """
    with bound as (
        select held.table_name, least(held.number, oldest_kept.number) as number
        from unnest(%(tables)s::text[], %(numbers)s::bigint[]) as held (table_name, number)
        cross join lateral (
            select loads.arrival_number as number from {loads} as loads
            where loads.tenant_id = %(tenant)s and loads.table_name = held.table_name
            order by loads.arrival_number desc offset %(kept)s - 1 limit 1
        ) as oldest_kept
    ),
    old as (
        select found.tenant_id, found.table_name, found.load_id
        from bound
        cross join lateral (
            select * from {loads} as loads
            where loads.tenant_id = %(tenant)s and loads.table_name = bound.table_name
                and loads.arrival_number < bound.number
            order by loads.arrival_number limit %(most)s
        ) as found
    )
    delete from {loads} as loads using old
    where loads.tenant_id = old.tenant_id and loads.table_name = old.table_name
        and loads.load_id = old.load_id
"""


def delete_old_loads(
    cursor: Cursor,
    schema: str,
    tenant_id: int,
    table_names: Collection[str],
    cursors: Mapping[str, int],
) -> int:
    """Delete loads that nobody needs.

    Args:
        cursor: In a transaction, under the tenant's lock.
        schema: The raw schema.
        tenant_id: Whose loads.
        table_names: Of which raw tables.
        cursors: By table, the oldest load that a child resource's cursor names.

    Returns:
        How many were deleted.
    """
    registered = _registered_by_all(cursor, schema)
    names = sorted(table_names)
    # The bounds themselves stay: the first load that is kept.
    numbers = [min(registered + 1, cursors.get(name, registered + 1)) for name in names]
    cursor.execute(
        SQL(_DELETE).format(loads=Identifier(schema, LOADS)),
        {
            "tenant": tenant_id,
            "tables": names,
            "numbers": numbers,
            "kept": KEPT_LOADS,
            "most": _MOST_AT_ONCE,
        },
    )
    return cursor.rowcount


def _registered_by_all(cursor: Cursor, schema: str) -> int:
    """Return the number up to which every transform has registered all loads."""
    cursor.execute(_LEDGERS)
    bound: int = 2**62  # without a transform: all loads
    for name, has_ledger, is_readable in cursor.fetchall():
        if not (has_ledger and is_readable):
            return 0  # it may need any load
        cursor.execute(
            SQL(
                "select min(settled) from {} where raw_loads = to_regclass(%s)::oid::bigint"
            ).format(Identifier(name, "transform_ledger")),
            (Identifier(schema, LOADS).as_string(cursor),),
        )
        (settled,) = cursor.fetchone() or (None,)
        if settled is not None:
            bound = min(bound, settled)
    return bound
