"""SQL for ``raw_rejected``: records, or single values of records, that no column could hold.

A lenient upsert stores the rest of a record. The record's text stays here until a newer version
supersedes it.
"""

from __future__ import annotations

from psycopg2.sql import SQL, Composable, Composed, Identifier, Literal

from loader.catalogue import Column, Endpoint
from loader.catalogue.columns import NEVER_IS_NULL
from loader.errors import NESTED_TOO_DEEPLY
from loader.staging.static_fields import key_expression
from loader.staging.table import StagingTable
from loader.warehouse.casts import lenient_value, text_of
from loader.warehouse.staged_records import (
    LONGEST_KEY,
    key_columns,
    parsed_leniently,
    usable_key,
)
from loader.warehouse.tables import REJECTED

KEPT_REJECTIONS = 10_000  # of a table's records without a usable key


def insert_rejections(schema: str, staging: StagingTable, endpoint: Endpoint) -> Composed:
    """Return the SQL that writes what ``lenient_upsert`` cannot store into ``raw_rejected``."""
    cast_errors = [
        SQL(
            "case when {text} is not null and {value} is null and {text} <> '' then {reason} end"
        ).format(
            text=text_of(column),
            value=lenient_value(schema, column),
            reason=Literal(f"{column.name}: not {column.type}"),
        )
        for column in endpoint.all_columns
        if isinstance(column, Column) and column.name not in NEVER_IS_NULL
    ]
    missing = [
        SQL("case when {} is null then {} end").format(
            usable_key(schema, column), Literal(f"no usable {column.name}")
        )
        for column in key_columns(endpoint)
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
        parsed=parsed_leniently(schema, staging),
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
        parsed=parsed_leniently(schema, staging),
    )


def _record_key(endpoint: Endpoint) -> Composed:
    """Return what tells rejected records apart: the key as sent, or the whole text's hash."""
    parts: list[Composable] = [
        SQL("({})::text").format(key_expression(endpoint, name))
        for name in endpoint.key
        if name in endpoint.static_columns
    ]
    parts += [
        SQL("coalesce({}, {})").format(text_of(column), Literal(column.missing))
        for column in key_columns(endpoint)
    ]
    joined = SQL(" || ',' || ").join(parts) if parts else SQL("''")
    return SQL(
        "coalesce(case when octet_length({0}) <= {1} then {0} else md5({0}) end, md5(_text))"
    ).format(joined, Literal(LONGEST_KEY))
