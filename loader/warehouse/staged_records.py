"""SQL that reads staged records: parsed, the last version of each, and their keys.

As with the casts of values, there are two ways. The strict one fails with a text that is not JSON;
for the lenient one such a text is null, and so is a key that no row could have.
"""

from __future__ import annotations

from psycopg2.sql import SQL, Composable, Composed, Identifier, Literal

from loader.catalogue import Column, Endpoint
from loader.staging.static_fields import key_expression
from loader.staging.table import StagingTable
from loader.warehouse.casts import lenient_value

# Bytes of text that a key can hold: an index takes 2,704 for all of its columns.
LONGEST_KEY = 800


def parsed_strictly(staging: StagingTable) -> Composed:
    """Return the SQL for a range of records, with ``full_data``; fails if one is not JSON.

    Parameters of the statement, here and below: ``listed``, ``first``, ``last``.
    """
    return SQL("{} offset 0").format(staging.records(SQL("record::jsonb as full_data")))


def parsed_leniently(schema: str, staging: StagingTable) -> Composed:
    """Return the SQL for a range of records, with ``_text`` and ``full_data``, null if not JSON."""
    return staging.records(SQL("record as _text, {}").format(_lenient_json(schema)))


def _lenient_json(schema: str) -> Composed:
    return SQL("{}.try_cast(record, 'jsonb')::jsonb as full_data").format(Identifier(schema))


def latest(endpoint: Endpoint, staged: Composable, keys: list[Composed]) -> Composed:
    """Return the SQL that selects the last staged version of each record.

    Staged rows are narrow; sorting typed rows would cost twice as much. The planner must not pull
    this subquery up, or each record would be parsed twice.
    """
    constants = [key_expression(endpoint, name) for name in endpoint.static_columns]
    by = SQL(", ").join([*constants, *keys])
    if not (constants or keys):
        return SQL("select * from ({}) as staged order by _seq desc limit 1").format(staged)
    return SQL(
        "select distinct on ({by}) * from ({staged}) as staged order by {by}, _seq desc"
    ).format(by=by, staged=staged)


def staged_keys(schema: str, staging: StagingTable, endpoint: Endpoint) -> Composed:
    """Return the SQL that selects the keys of all staged records, without the tenant."""
    values = [
        key_expression(endpoint, name)
        if name in endpoint.static_columns
        else next(lenient_value(schema, c) for c in endpoint.all_columns if c.name == name)
        for name in endpoint.key
    ]
    return SQL("select {} from ({}) as parsed").format(
        SQL(", ").join(
            SQL("{} as {}").format(value, Identifier(name))
            for value, name in zip(values, endpoint.key, strict=True)
        ),
        staging.all_records(_lenient_json(schema)),
    )


def key_columns(endpoint: Endpoint) -> list[Column]:
    """Return the columns of the key that the record itself holds."""
    return [c for c in endpoint.all_columns if c.name in endpoint.key and isinstance(c, Column)]


def usable_key(schema: str, column: Column) -> Composed:
    """Return the lenient value of a key's column; null also if it is too long for a key."""
    value = lenient_value(schema, column)
    if column.type != "text":
        return value
    return SQL("case when octet_length({0}) <= {1} then {0} end").format(
        value, Literal(LONGEST_KEY)
    )
