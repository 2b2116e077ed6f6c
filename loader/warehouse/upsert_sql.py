"""SQL that casts staged JSON to typed columns and upserts it, made from the catalogue.

There are two kinds of casts. A strict statement casts plainly and fails as a whole if one value
does not fit. A lenient one cannot fail: a value that does not fit becomes null and is reported, a
record without a usable key is reported whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from psycopg2.sql import SQL, Composable, Composed, Identifier, Literal

from loader.catalogue import Column, Endpoint, Sum
from loader.catalogue.columns import NEVER_IS_NULL, PgType
from loader.catalogue.scalars import DATE_PATTERN, INSTANT_PATTERN
from loader.config import Engine
from loader.errors import NESTED_TOO_DEEPLY
from loader.staging import static_fields
from loader.staging.table import StagingTable
from loader.warehouse.distribution import TRY_CAST

# Records, or single values of records, that no column could hold.
REJECTED = "raw_rejected"

KEPT_REJECTIONS = 10_000  # of a table's records without a usable key

# Bytes of text that a key can hold: an index takes 2,704 for all of its columns.
_LONGEST_KEY = 800

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


def strict_upsert(schema: str, staging: StagingTable, endpoint: Endpoint) -> Composed:
    """Return the SQL that upserts a range of staged records with strict casts.

    Parameters of the statement: ``tenant_id``, ``load_id``, ``listed``, ``first``, ``last``. It
    returns one row: rows written, rows inserted.
    """
    keys = [_key_value(column) for column in _key_columns(endpoint)]
    rows = _fields(endpoint, _latest(endpoint, _parsed_plainly(staging), keys))
    return _upsert(schema, endpoint, rows, _strict_values(endpoint))


def strict_insert(schema: str, staging: StagingTable, endpoint: Endpoint) -> Composed:
    """Return the SQL that inserts new records only: a tenth less work than ``strict_upsert``.

    Postgres raises ``UniqueViolation`` if one exists already, or two are versions of one record.
    """
    rows = _fields(endpoint, _parsed_plainly(staging))
    return SQL("with written as ({} returning 1) select count(*), count(*) from written").format(
        _insert(schema, endpoint, rows, _strict_values(endpoint))
    )


def lenient_upsert(schema: str, staging: StagingTable, endpoint: Endpoint) -> Composed:
    """Return the SQL that upserts rows with values that fail the strict casts."""
    keys = [_usable_key(schema, column) for column in _key_columns(endpoint)]
    usable = SQL(" and ").join(
        [
            SQL("jsonb_typeof(full_data) = 'object'"),
            *(SQL("{} is not null").format(key) for key in keys),
        ]
    )
    parsed = SQL("select * from ({parsed}) as parsed where {usable}").format(
        parsed=_parsed(schema, staging), usable=usable
    )
    rows = _latest(endpoint, parsed, keys)
    values = [lenient_value(schema, column) for column in endpoint.all_columns]
    return _upsert(schema, endpoint, rows, values)


def insert_rejections(schema: str, staging: StagingTable, endpoint: Endpoint) -> Composed:
    """Return the SQL that writes what ``lenient_upsert`` cannot store into ``raw_rejected``."""
    cast_errors = [
        SQL(
            "case when {text} is not null and {value} is null and {text} <> '' then {reason} end"
        ).format(
            text=_text(column),
            value=lenient_value(schema, column),
            reason=Literal(f"{column.name}: not {column.type}"),
        )
        for column in endpoint.all_columns
        if isinstance(column, Column) and column.name not in NEVER_IS_NULL
    ]
    missing = [
        SQL("case when {} is null then {} end").format(
            _usable_key(schema, column), Literal(f"no usable {column.name}")
        )
        for column in _key_columns(endpoint)
    ]
    return SQL(
        "insert into {rejected} as known"
        " (tenant_id, table_name, record_key, reason, record, fetched_at, rejected_at)"
        " select distinct on (record_key) %(tenant_id)s, {table}, record_key, reason, _text,"
        "  _fetched_at, now()"
        " from (select _seq, _fetched_at, _text, {key} as record_key,"
        "   case when full_data is null then 'no JSON that Postgres can store'"
        "   when full_data ->> 0 = {too_deep} then {too_deep}"
        "   when jsonb_typeof(full_data) <> 'object' then 'no JSON object'"
        "   else nullif(array_to_string(array[{reasons}]::text[], '; '), '') end as reason"
        "  from ({parsed}) as parsed) as judged"
        " where reason is not null order by record_key, _seq desc"
        " on conflict (tenant_id, table_name, record_key) do update set"
        " reason = excluded.reason, record = excluded.record, fetched_at = excluded.fetched_at,"
        " rejected_at = excluded.rejected_at"
    ).format(
        rejected=Identifier(schema, REJECTED),
        table=Literal(endpoint.table),
        too_deep=Literal(NESTED_TOO_DEEPLY),
        key=_record_key(endpoint),
        reasons=SQL(", ").join([*missing, *cast_errors]),
        parsed=_parsed(schema, staging),
    )


def delete_old_rejections(schema: str, endpoint: Endpoint) -> Composed:
    """Return the SQL that keeps the newest rejections of records without a usable key.

    Nothing tells versions of such a record apart from other records: each change of it, or each
    reading, would add another rejection for ever.
    """
    return SQL(
        "delete from {rejected} where tenant_id = %(tenant_id)s and table_name = {table}"
        " and record_key in (select record_key from {rejected} where tenant_id = %(tenant_id)s"
        "  and table_name = {table} and (reason like 'no %%' or reason = {too_deep})"
        "  order by rejected_at desc, fetched_at desc, record_key offset {kept})"
    ).format(
        rejected=Identifier(schema, REJECTED),
        table=Literal(endpoint.table),
        too_deep=Literal(NESTED_TOO_DEEPLY),
        kept=Literal(KEPT_REJECTIONS),
    )


def delete_superseded_rejections(
    schema: str, staging: StagingTable, endpoint: Endpoint
) -> Composed:
    """Return the SQL that deletes rejections superseded by a newer staged version."""
    return SQL(
        "delete from {rejected} where tenant_id = %(tenant_id)s and table_name = {table}"
        " and record_key in (select {key} from ({parsed}) as parsed)"
    ).format(
        rejected=Identifier(schema, REJECTED),
        table=Literal(endpoint.table),
        key=_record_key(endpoint),
        parsed=_parsed(schema, staging),
    )


def staged_keys(schema: str, staging: StagingTable, endpoint: Endpoint) -> Composed:
    """Return the SQL that selects the keys of all staged records, without the tenant."""
    values = [
        _constant(endpoint, name)
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


def _latest(endpoint: Endpoint, staged: Composable, keys: list[Composed]) -> Composed:
    """Return the SQL that selects the last staged version of each record.

    Staged rows are narrow; sorting typed rows would cost twice as much. The planner must not pull
    this subquery up, or each record would be parsed twice.
    """
    static_fields = [_constant(endpoint, name) for name in endpoint.static_columns]
    by = SQL(", ").join([*static_fields, *keys])
    if not (static_fields or keys):
        return SQL("select * from ({}) as staged order by _seq desc limit 1").format(staged)
    return SQL(
        "select distinct on ({by}) * from ({staged}) as staged order by {by}, _seq desc"
    ).format(by=by, staged=staged)


def _columns(endpoint: Endpoint) -> list[str]:
    names = [column.name for column in endpoint.all_columns]
    return [
        "tenant_id", *endpoint.static_columns, *names,
        "fetched_at", "deleted_at", "full_data", "_dlt_load_id",
    ]  # fmt: skip


def _insert(schema: str, endpoint: Endpoint, rows: Composable, values: list[Composed]) -> Composed:
    static_fields = [_constant(endpoint, name) for name in endpoint.static_columns]
    selected = [
        SQL("%(tenant_id)s::bigint"), *static_fields, *values,
        SQL("_fetched_at"), _deleted_at(endpoint), SQL("full_data"), SQL("%(load_id)s::text"),
    ]  # fmt: skip
    return SQL(
        "insert into {table} as stored ({columns}) select {selected} from ({rows}) as staged"
    ).format(
        table=Identifier(schema, endpoint.table),
        columns=_names(_columns(endpoint)),
        selected=SQL(", ").join(selected),
        rows=rows,
    )


def _upsert(schema: str, endpoint: Endpoint, rows: Composable, values: list[Composed]) -> Composed:
    key = endpoint.primary_key
    updated = [name for name in _columns(endpoint) if name not in (*key, "deleted_at")]
    return SQL(
        "with written as ({insert}"
        " on conflict ({key}) do update set {sets}, deleted_at = {deleted}"
        " where stored.full_data is distinct from excluded.full_data"
        " or stored.deleted_at is distinct from {deleted}"
        " returning (xmax = 0) as inserted)"
        " select count(*), count(*) filter (where inserted) from written"
    ).format(
        insert=_insert(schema, endpoint, rows, values),
        key=_names(key),
        sets=SQL(", ").join(SQL("{0} = excluded.{0}").format(Identifier(n)) for n in updated),
        deleted=SQL(_STILL_DELETED),
    )


# When a stored record counts as deleted after its new version: reported deleted by the feed
# (since when it was first so), or marked before and not shown to exist. A list shows that; a feed
# does so only by a changed record that is active, for feeds repeat deleted records.
_STILL_DELETED = (
    "(case when excluded.deleted_at is not null"
    " then coalesce(stored.deleted_at, excluded.deleted_at)"
    " when %(listed)s then null"
    " when stored.full_data is distinct from excluded.full_data"
    " and coalesce(excluded.full_data ->> 'active', 'true') <> 'false' then null"
    " else stored.deleted_at end)"
)


def _deleted_at(endpoint: Endpoint) -> Composable:
    if not endpoint.inactive_means_deleted:
        return SQL("null::timestamptz")
    return SQL("case when full_data ->> 'active' = 'false' then _fetched_at end")


def _constant(endpoint: Endpoint, name: str) -> Composed:
    return static_fields.key_expression(endpoint, name)


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


def _strict_values(endpoint: Endpoint) -> list[Composed]:
    return [_strict_value(column) for column in endpoint.all_columns]


def _strict_value(column: Column | Sum) -> Composed:
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


def _text(column: Column) -> Composed:
    return SQL("(full_data #>> {}::text[])").format(Literal(list(column.path)))


def lenient_value(schema: str, column: Column | Sum) -> Composed:
    """Return a column's value from ``full_data`` (the whole record), null if it does not fit."""
    if isinstance(column, Sum):
        partitions = [Column(field, field, "numeric") for field in column.fields]
        return _sum([lenient_value(schema, part) for part in partitions])
    if column.missing is not None:
        return SQL("case when {} is null then {}::{} else {} end").format(
            _text(column),
            Literal(column.missing),
            SQL(column.type),
            lenient_value(schema, replace(column, missing=None)),
        )
    if column.type == "jsonb":
        return SQL("nullif(full_data #> {}::text[], 'null')").format(Literal(list(column.path)))
    text: Composable = _text(column)
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


def _sum(partitions: list[Composed]) -> Composed:
    total = SQL(" + ").join(SQL("coalesce({}, 0)").format(part) for part in partitions)
    return SQL("case when coalesce({}) is not null then {} end").format(
        SQL(", ").join(partitions), total
    )


def _parsed_plainly(staging: StagingTable) -> Composed:
    return SQL("{} offset 0").format(staging.records(SQL("record::jsonb as full_data")))


def _fields(endpoint: Endpoint, records: Composable) -> Composed:
    return SQL(
        "select record.*, field.* from ({records}) as record"
        " cross join lateral jsonb_to_record(record.full_data) as field({definitions})"
    ).format(records=records, definitions=_definitions(endpoint))


def _parsed(schema: str, staging: StagingTable) -> Composed:
    return staging.records(SQL("record as _text, {}").format(_lenient_json(schema)))


def _lenient_json(schema: str) -> Composed:
    return SQL("{}.try_cast(record, 'jsonb')::jsonb as full_data").format(Identifier(schema))


def _key_columns(endpoint: Endpoint) -> list[Column]:
    return [c for c in endpoint.all_columns if c.name in endpoint.key and isinstance(c, Column)]


def _key_value(column: Column) -> Composed:
    """Return the key's value from ``full_data``, cast plainly."""
    return _or_missing(column, _strict_cast(column.name, column.type, _text(column)))


def _usable_key(schema: str, column: Column) -> Composed:
    """Return the lenient value of a key's column; null also if it is too long for a key."""
    value = lenient_value(schema, column)
    if column.type != "text":
        return value
    return SQL("case when octet_length({0}) <= {1} then {0} end").format(
        value, Literal(_LONGEST_KEY)
    )


def _record_key(endpoint: Endpoint) -> Composed:
    """Return what tells rejected records apart: the key as sent, or the whole text's hash."""
    partitions: list[Composable] = [
        SQL("({})::text").format(_constant(endpoint, name))
        for name in endpoint.key
        if name in endpoint.static_columns
    ]
    partitions += [
        SQL("coalesce({}, {})").format(_text(column), Literal(column.missing))
        for column in _key_columns(endpoint)
    ]
    joined = SQL(" || ',' || ").join(partitions) if partitions else SQL("''")
    return SQL(
        "coalesce(case when octet_length({0}) <= {1} then {0} else md5({0}) end, md5(_text))"
    ).format(joined, Literal(_LONGEST_KEY))


def _names(names: Iterable[str]) -> Composed:
    return SQL(", ").join(map(Identifier, names))
