"""The tables of the raw schema: their DDL, made from the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Composable, Identifier, Literal

from loader.catalogue import Endpoint, Index
from loader.catalogue.columns import BOOKKEEPING
from loader.config import Engine
from loader.version import VERSION
from loader.warehouse import distribution
from loader.warehouse.casts import try_cast_function
from loader.warehouse.connection import fetch_one

SYNC_STATE = distribution.FIRST_TABLE
REJECTED = "raw_rejected"
LOADS = "raw_loads"
TENANTS = "raw_tenants"
SCHEMA_VERSIONS = "raw_schema_version"
TABLE_VERSIONS = "raw_table_versions"
PENDING_DELETIONS = "raw_pending_deletions"
CLOCKS = "raw_clocks"

# Of the tables below, and of what the transform keeps. A change of them is a step in upgrades.py.
SCHEMA_VERSION = 3

# One row for each version that the warehouse has reached, and the program that brought it there.
_VERSIONS = f"""create table if not exists {{schema}}.{SCHEMA_VERSIONS} (
    version integer primary key,
    program text not null,
    reached_at timestamptz not null default now()
)"""
# What the loader writes about its own work, beside the raw tables.
_OWN_TABLES = (
    # One row for each (tenant, table): how its last sync went. `unknown_fields` are fields the
    # API sent that the catalogue does not know; their values are in full_data.
    f"""create table if not exists {{schema}}.{SYNC_STATE} (
        tenant_id bigint not null,
        table_name text not null,
        endpoint text not null,
        sync_status text not null check (sync_status in ('running', 'completed', 'failed')),
        last_full_sync timestamptz,
        last_incremental_sync timestamptz,
        last_modified_on_cursor timestamptz,
        records_count bigint not null default 0,
        records_synced bigint not null default 0,
        requests bigint not null default 0,
        last_error text,
        unknown_fields text[] not null default '{{{{}}}}',
        updated_at timestamptz not null default now(),
        primary key (tenant_id, table_name)
    )""",
    # Records, or single values of records, that no column could hold.
    f"""create table if not exists {{schema}}.{REJECTED} (
        tenant_id bigint not null,
        table_name text not null,
        record_key text not null,
        reason text not null,
        record text not null,
        fetched_at timestamptz not null,
        rejected_at timestamptz not null default now(),
        primary key (tenant_id, table_name, record_key)
    )""",
    # Arrivals: a row for each load that changed a raw table, written in the same transaction as
    # the rows that bear its _dlt_load_id. The transform reads from here what is new to it.
    # `arrival_number` grows from load to load of a tenant's table, for they come one at a time.
    f"""create table if not exists {{schema}}.{LOADS} (
        tenant_id bigint not null,
        table_name text not null,
        load_id text not null,
        rows_written bigint not null,
        applied_at timestamptz not null default now(),
        arrival_number bigint generated always as identity,
        primary key (tenant_id, table_name, load_id)
    )""",
    f"""create index if not exists {LOADS}__arrival_number
        on {{schema}}.{LOADS} (tenant_id, table_name, arrival_number)""",
    # Each tenant's time zone, for its days. An instant alone belongs to no day.
    f"""create table if not exists {{schema}}.{TENANTS} (
        tenant_id bigint primary key,
        timezone text not null,
        updated_at timestamptz not null default now(),
        _dlt_load_id text not null,
        paused boolean not null default false
    )""",
    # The version of a tenant's rows in each raw table; dlt stores it with the cursors, which are
    # checked against it. `load_id`: the last load that wrote rows, of which some still have it.
    f"""create table if not exists {{schema}}.{TABLE_VERSIONS} (
        tenant_id bigint not null,
        table_name text not null,
        lineage uuid not null,
        version bigint not null default 0,
        load_id text,
        primary key (tenant_id, table_name)
    )""",
    # Parents of a child resource whose last response lacks rows, until these are marked as deleted:
    # that happens after a run, if they are not suspiciously many. The next load asks for these
    # parents again. `missing`: the rows' keys, a JSON list of objects.
    f"""create table if not exists {{schema}}.{PENDING_DELETIONS} (
        tenant_id bigint not null,
        table_name text not null,
        parent text not null,
        missing jsonb not null,
        is_empty boolean not null,
        found_at timestamptz not null,
        primary key (tenant_id, table_name, parent)
    )""",
    # How far clocks were apart in each tenant's last load: the loader's and the API's from this
    # server's. Positive: ahead.
    f"""create table if not exists {{schema}}.{CLOCKS} (
        tenant_id bigint primary key,
        loader_ahead interval not null,
        api_ahead interval,
        measured_at timestamptz not null
    )""",
    # The transform looks for the latest; the list only ever grows.
    f"create index if not exists {LOADS}__newest on {{schema}}.{LOADS} (arrival_number)",
    _VERSIONS,
)
# The columns of each.
OWN_COLUMNS: Mapping[str, tuple[str, ...]] = {
    created[1]: tuple(re.findall(r"^ +(?!primary key)(\w+) ", statement, re.MULTILINE))
    for statement in _OWN_TABLES
    if (created := re.match(r"create table if not exists {schema}\.(\w+)", statement))
}
# The key of each.
OWN_KEYS: Mapping[str, tuple[str, ...]] = {
    created[1]: tuple(re.split(", ", keyed[1] or keyed[2]))
    for statement in _OWN_TABLES
    if (created := re.match(r"create table if not exists {schema}\.(\w+)", statement))
    and (keyed := re.search(r"primary key \((.+)\)|(\w+) \w+ primary key", statement))
}
# Entries in the lists of frequent values and of ranges that the planner gets for each column, in
# place of Postgres's 100: the sample is 300 rows for each, and to take it from all tables would
# cost a twentieth of a first load of a million records. Autovacuum samples more when it comes by.
_STATISTICS_TARGET = 30
# Reserved words that API fields have for names.
_RESERVED_WORDS = frozenset({"end", "from", "limit", "offset", "order", "to"})


def columns(endpoint: Endpoint) -> dict[str, str]:
    """Return every column of the raw table with its SQL type, in order."""
    of_record = {column.name: column.type for column in endpoint.all_columns}
    return {"tenant_id": "bigint"} | endpoint.static_columns | of_record | dict(BOOKKEEPING)


def create_table(schema: str, endpoint: Endpoint) -> Composable:
    """Return ``create table`` for one raw table, with its primary key."""
    lines = [
        SQL("{} {}").format(Identifier(name), SQL(sql_type))
        for name, sql_type in columns(endpoint).items()
    ]
    lines.append(SQL("primary key ({})").format(_names(endpoint.primary_key)))
    return SQL("create table if not exists {} (\n  {}\n)").format(
        Identifier(schema, endpoint.table), SQL(",\n  ").join(lines)
    )


def create_indexes(schema: str, endpoint: Endpoint) -> dict[str, Composable]:
    """Return ``create index`` by name: for the load id, by which dbt reads, and the entry's own."""
    return {
        _index_name(endpoint, index): _create_index(schema, endpoint, index)
        for index in (Index(("_dlt_load_id",)), *endpoint.indexes)
    }


def _index_name(endpoint: Endpoint, index: Index) -> str:
    columns = index.columns if index.method == "btree" else ("tenant_id", *index.columns)
    return f"{endpoint.table}__{'__'.join(columns).lstrip('_')}"


def _create_index(schema: str, endpoint: Endpoint, index: Index) -> Composable:
    if index.method == "btree":
        return SQL("create index if not exists {} on {} (tenant_id, {})").format(
            Identifier(_index_name(endpoint, index)),
            Identifier(schema, endpoint.table),
            _names(index.columns),
        )
    # GIN has no operators for a bigint without the extension btree_gin, which not every server
    # has, but for an array of one. Without fastupdate every reader would have to search a list of
    # pending entries too.
    return SQL(
        "create index if not exists {} on {} using gin ((array[tenant_id]), {} jsonb_path_ops)"
        " with (fastupdate = off)"
    ).format(
        Identifier(_index_name(endpoint, index)),
        Identifier(schema, endpoint.table),
        _names(index.columns),
    )


def analyze(schema: str, endpoint: Endpoint) -> Composable:
    """Return ``analyze`` for all columns that the transform may filter or join by.

    JSON that nobody searches is left out: Postgres would unpack it for each row of the sample. So
    are columns whose name is a reserved word, because Citus loses the quotes. A locked table is
    skipped: autovacuum is analyzing it, and waiting would cancel that.
    """
    searched = {name for index in endpoint.indexes for name in index.columns}
    names = [
        name
        for name, kind in columns(endpoint).items()
        if name in searched or not (kind.startswith("jsonb") or name in _RESERVED_WORDS)
    ]
    return SQL("set local default_statistics_target = {}; analyze (skip_locked) {} ({})").format(
        Literal(_STATISTICS_TARGET), Identifier(schema, endpoint.table), _names(names)
    )


def ensure_schema(
    cursor: Cursor, schema: str, endpoints: Iterable[Endpoint], engine: Engine = "postgres"
) -> dict[str, list[str]]:
    """Create what is missing: schema, tables, keys, indexes.

    Commits nothing itself. On a complete schema it costs one query.

    Returns:
        By table, the columns that the catalogue has gained and the table lacks:
        ``added_columns.complete_tables`` adds them, as ``added_indexes.complete_indexes`` does
        indexes.
    """
    distribution.change_table_by_table(cursor)
    lock_schema(cursor, schema)
    present = _present_columns(cursor, schema)
    if not set(present) >= set(OWN_COLUMNS):
        # Postgres checks the privilege to create schemas even if this one exists.
        cursor.execute("select to_regnamespace(quote_ident(%s)) is null", (schema,))
        if fetch_one(cursor)[0]:
            cursor.execute(SQL("create schema {}").format(Identifier(schema)))
        for statement in _OWN_TABLES:
            cursor.execute(SQL(statement).format(schema=Identifier(schema)))
        # The others take over the first one's distribution.
        for name in sorted(OWN_COLUMNS, key=lambda name: (name != SYNC_STATE, name)):
            distribution.distribute(cursor, engine, schema, schema, name)
        if LOADS not in present:
            record_version(cursor, schema, SCHEMA_VERSION)
    cursor.execute(
        "select to_regprocedure(quote_ident(%s) || '.try_cast(text, text)') is null", (schema,)
    )
    if fetch_one(cursor)[0]:
        cursor.execute(try_cast_function(schema, engine))
    missing: dict[str, list[str]] = {}
    for endpoint in {endpoint.table: endpoint for endpoint in endpoints}.values():
        if endpoint.table not in present:
            cursor.execute(create_table(schema, endpoint))
            distribution.distribute(cursor, engine, schema, schema, endpoint.table)
            for index in create_indexes(schema, endpoint).values():
                cursor.execute(index)
        else:
            of_record = [column.name for column in endpoint.all_columns]
            lacking = [name for name in of_record if name not in present[endpoint.table]]
            if lacking:
                missing[endpoint.table] = lacking
    return missing


def lock_schema(cursor: Cursor, schema: str) -> None:
    """Wait until no other transaction creates or upgrades the schema; two first loads would."""
    cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", (f"ensure {schema}",))


def create_versions(cursor: Cursor, schema: str) -> None:
    """Create ``raw_schema_version`` in a warehouse that is older than it."""
    cursor.execute(SQL(_VERSIONS).format(schema=Identifier(schema)))


def record_version(cursor: Cursor, schema: str, version: int) -> None:
    """Store that the warehouse has reached a schema version."""
    cursor.execute(
        SQL("insert into {} (version, program) values (%s, %s) on conflict do nothing").format(
            Identifier(schema, SCHEMA_VERSIONS)
        ),
        (version, VERSION),
    )


def has_any_load(cursor: Cursor, schema: str) -> bool:
    """Return whether anything was ever loaded into the raw schema."""
    cursor.execute(
        "select to_regclass(%s) is not null",
        (SQL("{}").format(Identifier(schema, LOADS)).as_string(cursor),),
    )
    return bool(fetch_one(cursor)[0])


def stored_columns(cursor: Cursor, schema: str, table: str) -> tuple[dict[str, str], list[str]]:
    """Return a table's columns with their types, and its primary key; empty if it is missing."""
    cursor.execute(
        "select attname::text, format_type(atttypid, null),"
        " array_position(indkey::int2[], attnum)"
        " from pg_attribute left join pg_index on indrelid = attrelid and indisprimary"
        " where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped"
        " order by 3, attnum",
        (SQL("{}").format(Identifier(schema, table)).as_string(cursor),),
    )
    found = cursor.fetchall()
    spelled = {"timestamp with time zone": "timestamptz"}
    types = {name: spelled.get(kind, kind) for name, kind, _ in found}
    return types, [name for name, _, place in found if place is not None]


def _present_columns(cursor: Cursor, schema: str) -> dict[str, set[str]]:
    cursor.execute(
        "select table_name, array_agg(column_name::text) from information_schema.columns"
        " where table_schema = %s group by 1",
        (schema,),
    )
    return {table: set(names) for table, names in cursor.fetchall()}


def _names(names: Iterable[str]) -> Composable:
    return SQL(", ").join(map(Identifier, names))
