"""SQL that upserts staged records into their raw table, made from the catalogue.

A strict statement fails as a whole if one value does not fit. A lenient one cannot fail: it leaves
out records without a usable key, and ``rejections`` reports what it could not store.
"""

from __future__ import annotations

from collections.abc import Iterable

from psycopg2.sql import SQL, Composable, Composed, Identifier

from loader.catalogue import Endpoint
from loader.staging.static_fields import key_expression
from loader.staging.table import StagingTable
from loader.warehouse.casts import lenient_value, strict_key, strict_value, with_fields
from loader.warehouse.staged_records import (
    key_columns,
    latest,
    parsed_leniently,
    parsed_strictly,
    usable_key,
)


def strict_upsert(schema: str, staging: StagingTable, endpoint: Endpoint) -> Composed:
    """Return the SQL that upserts a range of staged records with strict casts.

    Parameters of the statement: ``tenant_id``, ``load_id``, ``listed``, ``first``, ``last``. It
    returns one row: rows written, rows inserted.
    """
    keys = [strict_key(column) for column in key_columns(endpoint)]
    rows = with_fields(endpoint, latest(endpoint, parsed_strictly(staging), keys))
    values = [strict_value(column) for column in endpoint.all_columns]
    return _upsert(schema, endpoint, rows, values)


def strict_insert(schema: str, staging: StagingTable, endpoint: Endpoint) -> Composed:
    """Return the SQL that inserts new records only: a tenth less work than ``strict_upsert``.

    Postgres raises ``UniqueViolation`` if one exists already, or two are versions of one record.
    """
    rows = with_fields(endpoint, parsed_strictly(staging))
    values = [strict_value(column) for column in endpoint.all_columns]
    return SQL("with written as ({} returning 1) select count(*), count(*) from written").format(
        _insert(schema, endpoint, rows, values)
    )


def lenient_upsert(schema: str, staging: StagingTable, endpoint: Endpoint) -> Composed:
    """Return the SQL that upserts rows with values that fail the strict casts."""
    keys = [usable_key(schema, column) for column in key_columns(endpoint)]
    usable = SQL(" and ").join(
        [
            SQL("jsonb_typeof(full_data) = 'object'"),
            *(SQL("{} is not null").format(key) for key in keys),
        ]
    )
    parsed = SQL("select * from ({parsed}) as parsed where {usable}").format(
        parsed=parsed_leniently(schema, staging), usable=usable
    )
    rows = latest(endpoint, parsed, keys)
    values = [lenient_value(schema, column) for column in endpoint.all_columns]
    return _upsert(schema, endpoint, rows, values)


def _columns(endpoint: Endpoint) -> list[str]:
    names = [column.name for column in endpoint.all_columns]
    return [
        "tenant_id", *endpoint.static_columns, *names,
        "fetched_at", "deleted_at", "full_data", "_dlt_load_id",
    ]  # fmt: skip


def _insert(schema: str, endpoint: Endpoint, rows: Composable, values: list[Composed]) -> Composed:
    constants = [key_expression(endpoint, name) for name in endpoint.static_columns]
    selected = [
        SQL("%(tenant_id)s::bigint"), *constants, *values,
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


def _names(names: Iterable[str]) -> Composed:
    return SQL(", ").join(map(Identifier, names))
