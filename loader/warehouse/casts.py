"""SQL that casts one value of a staged record to the type of its column.

There are two kinds of casts. A strict one is plain, and the statement fails with a value that does
not fit. A lenient one cannot fail: a value that does not fit becomes null. For a value that fits,
both return the same.
"""

from __future__ import annotations

from dataclasses import replace

from psycopg2.sql import SQL, Composable, Composed, Identifier, Literal

from loader.catalogue import Column, Endpoint, Sum
from loader.catalogue.columns import NEVER_IS_NULL, PgType
from loader.catalogue.scalars import DATE_PATTERN, INSTANT_PATTERN
from loader.config import Engine
from loader.warehouse.distribution import TRY_CAST

# Instants and dates, by the rule of loader.catalogue.scalars. Postgres' own input takes far more
# than ISO 8601 ("now", "infinity", "2024-01-02T03:04:05B"), and it rounds the seventh digit that
# the API sends, which makes an instant later than it was. The usual form is recognized by its shape
# and its separators, for the whole rule's regular expression costs more than all the rest of a
# column; a separator where a digit should be makes Postgres' own cast fail. That knows a 24th hour
# and a 60th second, which the whole rule does not.
_IS_USUAL = (
    "(({text} collate \"C\" like '20__-__-__T__:__:__._%%Z'"
    " or {text} collate \"C\" like '20__-__-__T__:__:__Z')"
    " and {text} collate \"C\" ~ '^([-T:.]?[0-9])*Z$'"
    " and {text} collate \"C\" not like '___________24%%'"
    " and {text} collate \"C\" not like '_________________6%%')"
)
_USUAL_CUT = "case when octet_length({text}) > 27 then left({text}, 26) || 'Z' else {text} end"
_IS_INSTANT = "{text} ~ {instant_pattern}"
_CUT = "regexp_replace({text}, '([.][0-9]{{6}})[0-9]+', '\\1')"
_IS_DATE = "{text} ~ {date_pattern}"
# Not a value of any type: makes a strict cast fail.
_FAIL = "'refused ' || {text}"
_STRICT_INSTANT = (
    f"(case when {_IS_USUAL} then {_USUAL_CUT} when {_IS_INSTANT} then {_CUT} else {_FAIL} end)"
    "::timestamptz"
)
_STRICT_DATE = (
    f"(case when {_IS_USUAL} or {_IS_DATE} then left({{text}}, 10) else {_FAIL} end)::date"
)
_LENIENT_INSTANT = f"(case when {_IS_INSTANT} then {_CUT} end)"
_LENIENT_DATE = f"(case when {_IS_DATE} then left({{text}}, 10) end)"
# "NaN" and "Infinity" are numerics and no amounts; only they have no scale.
_STRICT_NUMERIC = (
    "(case when scale({number}) is not null then {number} else ('?' || {number})::numeric end)"
)
_LENIENT_NUMERIC = "nullif(nullif(nullif({tried}, 'NaN'), 'Infinity'), '-Infinity')"
_NEVER = "nullif({}, timestamptz '0001-01-01 00:00:00+00')"

# Returns null where the text is no value of the type. Only lenient casts use it.
_TRY_CAST = """create or replace function {schema}.try_cast(value text, target text) returns text
language plpgsql immutable as $$
declare result text;
begin
    execute 'select $1::' || target || '::text' into result using value;
    return result;
exception when data_exception or program_limit_exceeded then
    return null;
end $$"""


def try_cast_function(schema: str, engine: Engine) -> Composed:
    """Return the SQL that creates ``try_cast``, the function of the lenient casts."""
    body = TRY_CAST if engine == "citus" else _TRY_CAST
    return SQL(body).format(schema=Identifier(schema))


def with_fields(endpoint: Endpoint, records: Composable) -> Composed:
    """Return the SQL that adds to records their fields, as ``strict_value`` reads them.

    Args:
        endpoint: Whose columns.
        records: A query that has the column ``full_data``.
    """
    return SQL(
        "select record.*, field.* from ({records}) as record"
        " cross join lateral jsonb_to_record(record.full_data) as field({definitions})"
    ).format(records=records, definitions=_definitions(endpoint))


def _definitions(endpoint: Endpoint) -> Composed:
    """Return jsonb_to_record's types for the top-level fields; times stay text, to be cut."""
    types: dict[str, str] = {}
    for column in endpoint.all_columns:
        for field in column.fields:
            nested = isinstance(column, Column) and len(column.path) > 1
            kind = "text" if column.type in ("timestamptz", "date") else column.type
            types[field] = "jsonb" if nested else types.get(field, kind)
    return SQL(", ").join(
        SQL("{} {}").format(Identifier(field), SQL(kind)) for field, kind in types.items()
    )


def strict_value(column: Column | Sum) -> Composed:
    """Return a column's value from the record's fields; the cast fails if it does not fit."""
    if isinstance(column, Sum):
        return _sum([_finite(Identifier(field)) for field in column.fields])
    return _or_missing(column, _plain_value(column))


def _or_missing(column: Column, value: Composed) -> Composed:
    if column.missing is None:
        return value
    return SQL("coalesce({}, {}::{})").format(value, Literal(column.missing), SQL(column.type))


def _plain_value(column: Column) -> Composed:
    head, *rest = column.path
    if not rest:
        value: Composable = Identifier(head)
        if column.type == "numeric":
            return _finite(value)
        if column.type not in ("timestamptz", "date"):
            return SQL("{}").format(value)
    else:
        value = SQL("({} #>> {})").format(Identifier(head), Literal(list(rest)))
    return _strict_cast(column.name, column.type, value)


def _strict_cast(name: str, kind: PgType, text: Composable) -> Composed:
    if kind == "timestamptz":
        return _unless_never(name, _by_pattern(_STRICT_INSTANT, text))
    if kind == "date":
        return _by_pattern(_STRICT_DATE, text)
    if kind == "numeric":
        return _finite(SQL("{}::numeric").format(text))
    return SQL("{}::{}").format(text, SQL(kind))


def _by_pattern(template: str, text: Composable) -> Composed:
    return SQL(template).format(
        text=text, instant_pattern=Literal(INSTANT_PATTERN), date_pattern=Literal(DATE_PATTERN)
    )


def _unless_never(name: str, moment: Composed) -> Composed:
    return SQL(_NEVER).format(moment) if name in NEVER_IS_NULL else moment


def _finite(number: Composable) -> Composed:
    return SQL(_STRICT_NUMERIC).format(number=number)


def strict_key(column: Column) -> Composed:
    """Return the value of a key's column as ``strict_value`` does, but from ``full_data``."""
    return _or_missing(column, _strict_cast(column.name, column.type, text_of(column)))


def lenient_value(schema: str, column: Column | Sum) -> Composed:
    """Return a column's value from ``full_data`` (the whole record), null if it does not fit."""
    if isinstance(column, Sum):
        parts = [Column(field, field, "numeric") for field in column.fields]
        return _sum([lenient_value(schema, part) for part in parts])
    if column.missing is not None:
        return SQL("case when {} is null then {}::{} else {} end").format(
            text_of(column),
            Literal(column.missing),
            SQL(column.type),
            lenient_value(schema, replace(column, missing=None)),
        )
    if column.type == "jsonb":
        return SQL("nullif(full_data #> {}::text[], 'null')").format(Literal(list(column.path)))
    text: Composable = text_of(column)
    if column.type == "text":
        return SQL("{}").format(text)
    if column.type == "timestamptz":
        text = _by_pattern(_LENIENT_INSTANT, text)
    elif column.type == "date":
        text = _by_pattern(_LENIENT_DATE, text)
    elif column.type == "bigint":
        text = SQL("trim_scale({}.try_cast({}, 'numeric')::numeric)::text").format(
            Identifier(schema), text
        )
    tried = SQL("{}.try_cast({}, {})").format(Identifier(schema), text, Literal(column.type))
    if column.type == "numeric":
        tried = SQL(_LENIENT_NUMERIC).format(tried=tried)
    fitted = SQL("{}::{}").format(tried, SQL(column.type))
    return _unless_never(column.name, fitted) if column.type == "timestamptz" else fitted


def _sum(parts: list[Composed]) -> Composed:
    total = SQL(" + ").join(SQL("coalesce({}, 0)").format(part) for part in parts)
    return SQL("case when coalesce({}) is not null then {} end").format(
        SQL(", ").join(parts), total
    )


def text_of(column: Column) -> Composed:
    """Return a column's value from ``full_data`` as text, as it was sent."""
    return SQL("(full_data #>> {}::text[])").format(Literal(list(column.path)))
