"""Soft deletion of child rows that their parent's latest response lacks."""

from __future__ import annotations

from psycopg2.sql import SQL, Composed, Identifier, Literal

from loader.catalogue import Column, Endpoint, Parent
from loader.catalogue.parent import POSITION
from loader.staging.static_fields import parent_key_expression
from loader.staging.table import StagingTable
from loader.warehouse.upsert_sql import lenient_value

_PLACE = SQL("(full_data ->> {})::bigint").format(Literal(POSITION))


def soft_delete_missing_children(
    schema: str, staging: StagingTable, endpoint: Endpoint, parent: Parent
) -> Composed:
    """Return the SQL that marks rows as deleted that their parent lacks, after the upsert.

    Parameters of the statement: ``tenant_id``, ``load_id``. It returns one row: how many it marked.
    """
    parents = [key.column for key in parent.keys]
    records = {c.name: c for c in endpoint.all_columns if isinstance(c, Column)}
    own = [name for name in endpoint.key if name not in parents]
    own_values = [_key_part(schema, records[name]) if name in records else _PLACE for name in own]
    return SQL(
        # The last of several responses for one parent counts.
        "with response as (select distinct on ({parents}) * from"
        "  (select {parent_values}, _seq, _fetched_at, _keys from ({responses}) as staged) as typed"
        "  ({parents}, _seq, _at, _keys) where _keys is not null order by {parents}, _seq desc),"
        " seen as materialized (select {columns} from response cross join lateral"
        "  jsonb_array_elements(_keys) as listed (full_data)),"
        " missing as (update {table} as stored set deleted_at = response._at,"
        "  _dlt_load_id = %(load_id)s from response"
        "  where stored.tenant_id = %(tenant_id)s and stored.deleted_at is null and {of_response}"
        "  and not exists (select from seen where {same}) returning 1)"
        " select count(*) from missing"
    ).format(
        parents=_names(parents),
        parent_values=SQL(", ").join(parent_key_expression(parent, name) for name in parents),
        responses=staging.responses(
            SQL("{}.try_cast(keys, 'jsonb')::jsonb as _keys").format(Identifier(schema))
        ),
        columns=SQL(", ").join(
            [
                *(SQL("response.{}").format(Identifier(name)) for name in parents),
                *(
                    SQL("{} as {}").format(value, Identifier(name))
                    for name, value in zip(own, own_values, strict=True)
                ),
            ]
        ),
        table=Identifier(schema, endpoint.table),
        of_response=_same("stored", "response", parents),
        same=_same("stored", "seen", [*parents, *own]),
    )


def _key_part(schema: str, column: Column) -> Composed:
    """Return the expression for a column's value in a response's key.

    The usual number is cast plainly: trying a cast costs a subtransaction, one for each record.
    """
    lenient = lenient_value(schema, column)
    if column.type != "bigint":
        return lenient
    text = SQL("(full_data #>> {}::text[])").format(Literal(list(column.path)))
    return SQL("case when {0} ~ {1} then {0}::bigint else {2} end").format(
        text, Literal("^-?[0-9]{1,18}$"), lenient
    )


def _same(one: str, other: str, names: list[str]) -> Composed:
    return SQL(" and ").join(
        SQL("{1}.{0} = {2}.{0}").format(Identifier(name), SQL(one), SQL(other)) for name in names
    )


def _names(names: list[str]) -> Composed:
    return SQL(", ").join(map(Identifier, names))
