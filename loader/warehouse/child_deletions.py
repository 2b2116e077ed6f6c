"""Which rows of a nested resource their parents no longer have, from the visits that landed.

``loader.staging.parent_responses`` says how a visit lies in the landing table.
"""

from __future__ import annotations

from psycopg2.sql import SQL, Composable, Composed, Identifier, Literal

from loader.catalogue import Column, Endpoint, Parent
from loader.catalogue.parent import POSITION
from loader.warehouse.static_fields import key_value
from loader.warehouse.upsert_sql import lenient_value

_PLACE = SQL("(full_data ->> {})::bigint").format(Literal(POSITION))


def soft_delete_missing(
    schema: str, staging: Composable, endpoint: Endpoint, parent: Parent
) -> Composed:
    """Mark the rows that their parents, of those visited, answered without. After the upsert.

    Parameters: ``tenant_id``, ``load_id``. Returns one row: how many rows were marked.
    """
    parents = [key.column for key in parent.keys]
    records = {c.name: c for c in endpoint.all_columns if isinstance(c, Column)}
    own = [name for name in endpoint.key if name not in parents]
    own_values = [_key_part(schema, records[name]) if name in records else _PLACE for name in own]
    return SQL(
        # Of two visits in one load the later one counts.
        "with visit as (select distinct on ({parents}) * from"
        "  (select {parent_values}, _seq, _fetched_at, _keys from (select source as _source,"
        "    seq as _seq, fetched_at as _fetched_at, {schema}.try_cast(record, 'jsonb')::jsonb"
        "    as _keys from {staging} where not listed) as landed) as typed"
        "  ({parents}, _seq, _at, _keys) where _keys is not null order by {parents}, _seq desc),"
        " seen as materialized (select {columns} from visit cross join lateral"
        "  jsonb_array_elements(_keys) as answered (full_data)),"
        " gone as (update {table} as stored set deleted_at = visit._at,"
        "  _dlt_load_id = %(load_id)s from visit"
        "  where stored.tenant_id = %(tenant_id)s and stored.deleted_at is null and {of_visit}"
        "  and not exists (select from seen where {same}) returning 1)"
        " select count(*) from gone"
    ).format(
        parents=_names(parents),
        parent_values=SQL(", ").join(key_value(parent, name) for name in parents),
        schema=Identifier(schema),
        staging=staging,
        columns=SQL(", ").join(
            [
                *(SQL("visit.{}").format(Identifier(name)) for name in parents),
                *(
                    SQL("{} as {}").format(value, Identifier(name))
                    for name, value in zip(own, own_values, strict=True)
                ),
            ]
        ),
        table=Identifier(schema, endpoint.table),
        of_visit=_same("stored", "visit", parents),
        same=_same("stored", "seen", [*parents, *own]),
    )


def _key_part(schema: str, column: Column) -> Composed:
    """The column's value in an answered key. The usual number is cast plainly: trying a cast costs
    a subtransaction, and there is one for each record."""
    careful = lenient_value(schema, column)
    if column.type != "bigint":
        return careful
    text = SQL("(full_data #>> {}::text[])").format(Literal(list(column.path)))
    return SQL("case when {0} ~ {1} then {0}::bigint else {2} end").format(
        text, Literal("^-?[0-9]{1,18}$"), careful
    )


def _same(one: str, other: str, names: list[str]) -> Composed:
    return SQL(" and ").join(
        SQL("{1}.{0} = {2}.{0}").format(Identifier(name), SQL(one), SQL(other)) for name in names
    )


def _names(names: list[str]) -> Composed:
    return SQL(", ").join(map(Identifier, names))
