"""``raw_sync_state``: one row for each (tenant, table), telling how its last sync went."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import execute_values
from psycopg2.sql import SQL, Composable, Composed, Identifier

from loader.catalogue import Endpoint
from loader.warehouse.connection import fetch_one
from loader.warehouse.tables import SYNC_STATE

SyncKind = Literal["last_full_sync", "last_incremental_sync"]
_OTHER_KIND: dict[SyncKind, SyncKind] = {
    "last_full_sync": "last_incremental_sync",
    "last_incremental_sync": "last_full_sync",
}

# Records without a field after which the API no longer sends it.
_ENOUGH_RECORDS = 1_000


def mark_started(
    cursor: Cursor, schema: str, tenant_id: int, endpoints: Iterable[Endpoint]
) -> None:
    """Mark the tables as being synced; their counts of the last run start from 0."""
    begun = execute_values(
        cursor,
        _on(
            schema,
            # No now() in the update: a distributed Postgres takes only immutable functions there.
            "insert into {} (tenant_id, table_name, endpoint, sync_status, updated_at) values %s"
            " on conflict (tenant_id, table_name) do update set sync_status = 'running',"
            " endpoint = excluded.endpoint, records_synced = 0, requests = 0,"
            " updated_at = excluded.updated_at"
            " returning table_name, xmax = 0",
        ).as_string(cursor),
        [
            (tenant_id, endpoint.table, " ".join(s.name for s in endpoint.sources), "running")
            for endpoint in endpoints
        ],
        template="(%s, %s, %s, %s, now())",
        fetch=True,
    )
    for table, is_new in begun:
        if is_new:
            count_rows(cursor, schema, tenant_id, table)


def count_rows(cursor: Cursor, schema: str, tenant_id: int, table: str) -> None:
    """Count the rows of a table anew: `status --forget` deletes the state alone."""
    raw = Identifier(schema, table)
    cursor.execute(
        "select exists (select from pg_attribute inner join pg_class on pg_class.oid = attrelid"
        " where attrelid = to_regclass(%s) and attname = 'tenant_id' and not attisdropped"
        " and has_table_privilege(attrelid, 'select'))",
        (raw.as_string(cursor),),
    )
    if not fetch_one(cursor)[0]:
        return  # a report that the API does not describe has no table; another may be damaged
    counted = SQL("(select count(*) from {} where tenant_id = %(tenant)s)").format(raw)
    statement = (
        "update {} set records_count = {} where tenant_id = %(tenant)s and table_name = %(table)s"
    )
    cursor.execute(_on(schema, statement, counted), {"tenant": tenant_id, "table": table})


def add_rows(
    cursor: Cursor, schema: str, tenant_id: int, endpoint: Endpoint, inserted: int
) -> None:
    """Count rows that a load has added to the table."""
    cursor.execute(
        _on(
            schema,
            "update {} set records_count = records_count + %s, updated_at = now()"
            " where tenant_id = %s and table_name = %s",
        ),
        (inserted, tenant_id, endpoint.table),
    )


def row_counts(cursor: Cursor, schema: str, tenant_id: int) -> dict[str, int]:
    """Return how many rows of the tenant each table has."""
    cursor.execute(
        _on(schema, "select table_name, records_count from {} where tenant_id = %s"), (tenant_id,)
    )
    return dict(cursor.fetchall())


def mark_finished(
    cursor: Cursor,
    schema: str,
    tenant_id: int,
    endpoint: Endpoint,
    *,
    error: str | None,
    sync_kind: SyncKind | None,
    synced: int,
    requests: int,
    cursor_at: datetime | None,
    unknown_fields: Iterable[str],
) -> None:
    """Store how the sync ended: completed, or failed with ``error`` (cause and remedy).

    ``sync_kind`` names the time that a completed sync sets, ``cursor_at`` (UTC) is the cursor's
    modifiedOn; None leaves what is stored. ``unknown_fields`` are added to those of earlier syncs,
    and replace them if this sync has read enough to show what the API sends at present.
    """
    finished: Composable = SQL("")
    if sync_kind and not error:
        # A time in the future is of a clock that was wrong: it would hide how old the last sync is.
        # A distributed Postgres takes no now() in a `case`.
        other = _OTHER_KIND[sync_kind]
        finished = SQL(
            ", {kind} = now(),"
            " {other} = nullif(least(coalesce({other}, '-infinity'), now()), '-infinity')"
        ).format(kind=Identifier(sync_kind), other=Identifier(other))
    cursor.execute(
        _on(
            schema,
            "update {} set sync_status = %s, last_error = %s, records_synced = %s, requests = %s,"
            " last_modified_on_cursor = coalesce(%s, last_modified_on_cursor),"
            " unknown_fields = array(select distinct field"
            " from unnest(case when %s then '{{}}' else unknown_fields end || %s::text[]) as field"
            " where field <> all(%s::text[]) order by 1),"
            " updated_at = now(){} where tenant_id = %s and table_name = %s",
            finished,
        ),
        (
            "failed" if error else "completed",
            error,
            synced,
            requests,
            cursor_at,
            not error and (synced >= _ENOUGH_RECORDS or sync_kind == "last_full_sync"),
            sorted(unknown_fields),
            list(endpoint.fields),
            tenant_id,
            endpoint.table,
        ),
    )


def _on(schema: str, statement: str, *partitions: Composable) -> Composed:
    return SQL(statement).format(Identifier(schema, SYNC_STATE), *partitions)
