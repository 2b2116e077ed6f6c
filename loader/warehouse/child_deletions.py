"""Child rows that their parent's latest response lacks.

A merge sees one load package. Whether what is missing is suspiciously much shows at the end of a
run: until then it is noted in ``raw_pending_deletions`` (see ``pending_deletions``).
"""

from __future__ import annotations

from psycopg2.sql import SQL, Composed, Identifier, Literal

from loader.catalogue import Column, Endpoint, Parent
from loader.catalogue.parent import POSITION
from loader.staging.static_fields import parent_key_expression
from loader.staging.table import StagingTable
from loader.warehouse.casts import lenient_value
from loader.warehouse.tables import PENDING_DELETIONS

_PLACE = SQL("(full_data ->> {})::bigint").format(Literal(POSITION))


def note_missing_children(
    schema: str, staging: StagingTable, endpoint: Endpoint, parent: Parent
) -> tuple[Composed, Composed]:
    """Return the SQL that notes rows that their parent lacks, for after the upsert.

    It replaces what earlier responses of the same parents left in ``raw_pending_deletions``.
    Parameters of both statements: ``tenant_id``.
    """
    parents = [key.column for key in parent.keys]
    records = {c.name: c for c in endpoint.all_columns if isinstance(c, Column)}
    own = [name for name in endpoint.key if name not in parents]
    own_values = [_key_part(schema, records[name]) if name in records else _PLACE for name in own]
    pending = Identifier(schema, PENDING_DELETIONS)
    forget = SQL(
        "delete from {pending} where tenant_id = %(tenant_id)s and table_name = {name}"
        " and parent in (select _parent::text from ({responses}) as staged)"
    ).format(
        pending=pending,
        name=Literal(endpoint.table),
        responses=staging.responses(SQL("null")),
    )
    note = SQL(
        # The last of several responses for one parent counts.
        "with response as (select distinct on ({parents}) * from"
        "  (select {parent_values}, _seq, _fetched_at, _keys, _parent::text"
        "   from ({responses}) as staged) as typed ({parents}, _seq, _at, _keys, _parent)"
        "  where _keys is not null order by {parents}, _seq desc),"
        " seen as materialized (select {columns} from response cross join lateral"
        "  jsonb_array_elements(_keys) as listed (full_data))"
        " insert into {pending}"
        "  (tenant_id, table_name, parent, missing, is_empty, found_at)"
        " select %(tenant_id)s, {name}, response._parent, jsonb_agg(jsonb_build_object({key})),"
        "  jsonb_array_length(response._keys) = 0, response._at"
        " from {table} as stored inner join response on {of_response}"
        " where stored.tenant_id = %(tenant_id)s and stored.deleted_at is null"
        "  and not exists (select from seen where {same})"
        " group by response._parent, jsonb_array_length(response._keys) = 0, response._at"
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
        pending=pending,
        name=Literal(endpoint.table),
        key=SQL(", ").join(
            SQL("{}, stored.{}").format(Literal(column), Identifier(column))
            for column in endpoint.key
        ),
        table=Identifier(schema, endpoint.table),
        of_response=_same("stored", "response", parents),
        same=_same("stored", "seen", [*parents, *own]),
    )
    return forget, note


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
