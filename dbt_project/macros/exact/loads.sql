{#- Which loads the transform has seen. Documented in _macros.yml. -#}

{% macro internal_schema() -%}
    {#- The transform's own tables: not among the tables that people read. The loader has the same name. -#}
    {{ return(target.schema[:54] ~ '_internal') }}
{%- endmacro %}


{% macro transform_table(name) -%}
    {{ return(api.Relation.create(
        database=target.database, schema=servicetitan.internal_schema(), identifier=name, type='table'
    )) }}
{%- endmacro %}


{% macro transform_loads() -%}
    {{ return(servicetitan.transform_table('transform_loads')) }}
{%- endmacro %}


{% macro transform_ledger() -%}
    {{ return(servicetitan.transform_table('transform_ledger')) }}
{%- endmacro %}


{% macro model_state() -%}
    {{ return(servicetitan.transform_table('model_state')) }}
{%- endmacro %}


{% macro model_changes() -%}
    {{ return(servicetitan.transform_table('model_changes')) }}
{%- endmacro %}


{% macro state_tables() -%}
    {{ return([
        servicetitan.model_changes(), servicetitan.model_state(), servicetitan.transform_ledger(),
        servicetitan.transform_loads()
    ]) }}
{%- endmacro %}


{#- Version of the raw schema that the models are written for; the loader has the same number. -#}
{% macro schema_version() -%}
    {{ return(3) }}
{%- endmacro %}


{% macro refuse_newer_warehouse(versions) -%}
    {%- set found = run_query('select max(version) as version from ' ~ versions).rows[0] -%}
    {%- if found['version'] is not none and found['version'] > servicetitan.schema_version() -%}
        {%- do exceptions.raise_compiler_error(
            'The warehouse has schema version ' ~ found['version'] ~ '; these models know '
            ~ servicetitan.schema_version() ~ ' at most. Use the version of the package that belongs to '
            ~ 'the loader which upgraded it; CHANGELOG.md lists the versions.'
        ) -%}
    {%- endif -%}
{%- endmacro %}


{% macro register_new_loads() -%}
    {%- if execute and flags.WHICH in ['run', 'build', 'retry'] and servicetitan.is_any_with_state_selected() -%}
        {%- set raw_loads = source('servicetitan', 'raw_loads').render() -%}
        {%- set versions = source('servicetitan', 'raw_loads').incorporate(
            path={'identifier': 'raw_schema_version'}
        ).render() -%}
        {%- set found = servicetitan.tables_found(raw_loads, versions) -%}
        {%- if found['raw_loads'] is none -%}
            {%- do exceptions.raise_compiler_error(
                'There is no table ' ~ raw_loads ~ ': nothing has been loaded yet. Run `make load` '
                ~ 'first, or set RAW_SCHEMA to the schema that holds the raw tables.'
            ) -%}
        {%- endif -%}
        {%- do servicetitan.check_engine(raw_loads, found['citus']) -%}
        {%- if found['versions'] -%}
            {%- do servicetitan.refuse_newer_warehouse(versions) -%}
        {%- endif -%}
        {%- if not found['ledger'] -%}
            {%- do servicetitan.prepare_internal_schema() -%}
            {%- set found = servicetitan.tables_found(raw_loads, versions) -%}
        {%- endif %}
        {%- set ledger = servicetitan.read_ledger(found) -%}
        {%- if servicetitan.is_state_broken(found, ledger) -%}
            {%- do servicetitan.drop_state() -%}
            {%- set found = servicetitan.tables_found(raw_loads, versions) -%}
            {%- set ledger = none -%}
        {%- endif -%}
        {#- As literals, because the planner would read whole tables for a value it does not know. -#}
        {%- set ledger = ledger or {'raw_loads': none, 'settled': 0} -%}
        {%- set settled = ledger['settled'] if ledger['raw_loads'] == found['raw_loads'] else 0 -%}

{% if not found['ledger'] %}
{{ servicetitan.create_transform_tables(found) }}
{% endif %}

-- Two transforms register one after the other: a lower number that became visible after a higher one
-- would be passed over.
update {{ servicetitan.transform_ledger() }} set only_row = true;

{{ servicetitan.register_loads_sql(raw_loads, found['raw_loads'], settled) }};

{{ servicetitan.forget_what_all_have_seen() }};

update {{ servicetitan.transform_ledger() }} as ledger
set state_tables = present.tables
from ({{ servicetitan.state_tables_sql() }}) as present (tables)
where ledger.state_tables is distinct from present.tables;

commit
    {%- endif -%}
{%- endmacro %}


{% macro tables_found(raw_loads, versions) -%}
    {{ return(run_query(
        "select to_regclass('" ~ raw_loads ~ "')::oid::bigint as raw_loads,"
        ~ " to_regclass('" ~ versions ~ "') is not null as versions,"
        ~ " to_regclass('pg_dist_partition') is not null as citus,"
        ~ " to_regclass('" ~ servicetitan.transform_ledger() ~ "') is not null as ledger,"
        ~ " to_regclass('" ~ servicetitan.transform_loads() ~ "') is not null as loads,"
        ~ " to_regclass('" ~ servicetitan.model_state() ~ "') is not null as state,"
        ~ " to_regclass('" ~ servicetitan.transform_table('transform_progress') ~ "') is not null as progress"
    ).rows[0]) }}
{%- endmacro %}


{% macro read_ledger(found) -%}
    {%- if not found['ledger'] -%}
        {{ return(none) }}
    {%- endif -%}
    {#- As JSON, because a column may be missing. state_tables is younger than the table: a state without
        it is trusted once. -#}
    {%- set ledger = run_query(
        "select (row ->> 'raw_loads')::bigint as raw_loads, (row ->> 'settled')::bigint as settled,"
        ~ " row ? 'state_tables' as has_state_tables, row ->> 'state_tables' as state_tables,"
        ~ " (" ~ servicetitan.state_tables_sql() ~ ") as state_tables_now"
        ~ " from (select to_jsonb(ledger) as row from " ~ servicetitan.transform_ledger() ~ " as ledger) as ledger"
    ).rows | first -%}
    {%- if ledger and not ledger['has_state_tables'] -%}
        {%- do run_query(
            'alter table ' ~ servicetitan.transform_ledger() ~ ' add column if not exists state_tables text'
        ) -%}
    {%- endif -%}
    {{ return(ledger) }}
{%- endmacro %}


{% macro state_tables_sql() -%}
    {#- Changes where one of these is dropped, emptied, restored or altered: what it said of loads and
        changes that a model has not seen yet is lost then. -#}
    {%- set tables = [source('servicetitan', 'raw_loads')] + servicetitan.state_tables() -%}
select string_agg(
    relname || ' ' || oid || ' ' || relfilenode || ' ' || md5({{ servicetitan.columns_now() }}), ', ' order by relname
)
from pg_catalog.pg_class
where oid = any(array[{% for table in tables %}to_regclass('{{ table }}'){{ ', ' if not loop.last }}{% endfor %}]::regclass[])
{%- endmacro %}


{% macro is_state_broken(found, ledger) -%}
    {%- if not found['ledger'] -%}
        {#- An older version had neither, and named its state transform_progress. -#}
        {{ return(found['state']) }}
    {%- endif -%}
    {{ return(
        not ledger or not found['state'] or not found['loads']
        or (ledger['state_tables'] and ledger['state_tables'] != ledger['state_tables_now'])
    ) }}
{%- endmacro %}


{% macro drop_state() -%}
    {#- Models then know nothing of an earlier run, and compute all rows. -#}
    {%- do log(
        'raw_loads or a table in which the transform keeps its state was dropped, emptied, restored or '
        ~ 'altered: all models are computed anew.', info=true
    ) -%}
    {%- for table in servicetitan.state_tables() -%}
        {%- do run_query('drop table if exists ' ~ table) -%}
    {%- endfor -%}
{%- endmacro %}


{% macro prepare_internal_schema() -%}
    {#- In this transaction: the schema, and the tables that an older version kept among those for people. -#}
    {%- set schema = adapter.quote(servicetitan.internal_schema()) -%}
    {%- set internal = ['transform_progress'] + servicetitan.state_tables() | map(attribute='identifier') | list -%}
    {%- for model in servicetitan.exact_models() if model.schema == servicetitan.internal_schema() -%}
        {%- do internal.append(model.alias) -%}
    {%- endfor -%}
    {%- set found = run_query(
        "select to_regnamespace('" ~ schema ~ "') is not null as schema,"
        ~ " (select string_agg(relname, ' ') from pg_catalog.pg_class where relkind in ('r', 'p')"
        ~ " and relnamespace = to_regnamespace('" ~ adapter.quote(target.schema) ~ "')"
        ~ " and relname in (" ~ servicetitan.literals(internal) ~ ")) as former"
    ).rows[0] -%}
    {%- if not found['schema'] -%}
        {%- do run_query('create schema if not exists ' ~ schema) -%}
    {%- endif -%}
    {%- if found['former'] -%}
        {%- do log("Moving the transform's own tables to the schema " ~ schema ~ '.', info=true) -%}
        {%- for name in found['former'].split() -%}
            {%- set table = servicetitan.transform_table(name).incorporate(path={'schema': target.schema}) -%}
            {%- do run_query('alter table if exists ' ~ table ~ ' set schema ' ~ schema) -%}
            {%- do adapter.cache_added(servicetitan.transform_table(name)) -%}
        {%- endfor -%}
        {%- if 'transform_ledger' in found['former'] -%}
            {%- do run_query('alter table ' ~ servicetitan.model_state() ~ ' add column if not exists own_table text') -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}


{% macro is_any_with_state_selected() -%}
    {%- for id in selected_resources
        if id in graph.nodes and graph.nodes[id].config.materialized in ['exact', 'stable_view', 'stable_table'] -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{%- endmacro %}


{% macro create_transform_tables(found) -%}
{%- if found['progress'] %}
{%- do log('Upgrading the tables in which the transform keeps its state: transform_progress becomes model_state.', info=true) %}
alter table {{ servicetitan.transform_table('transform_progress') }} rename to model_state;
{%- endif %}
create table if not exists {{ servicetitan.model_state() }} (
    model_name text primary key,
    last_load_number bigint,
    fingerprint text,
    updated_at timestamptz
);
alter table {{ servicetitan.model_state() }}
    add column input_tables text,
    add column own_table text,
    add column seen_changes jsonb not null default '{}',
    add column last_change_number bigint not null default 0,
    add column log_floor bigint not null default 0,
    add column log_columns text not null default '';

create table if not exists {{ servicetitan.transform_loads() }} (
    tenant_id bigint not null,
    table_name text not null,
    load_id text not null,
    load_number bigint not null,
    numbered_at timestamptz not null default now(),
    primary key (tenant_id, table_name, load_id)
);
alter table {{ servicetitan.transform_loads() }} add column arrival_number bigint;
create index if not exists transform_loads_load_number on {{ servicetitan.transform_loads() }} (load_number);
{%- if found['loads'] %}
update {{ servicetitan.transform_loads() }} as known set arrival_number = arrived.arrival_number
from (select * from {{ source('servicetitan', 'raw_loads') }} offset 0) as arrived
where known.tenant_id = arrived.tenant_id
    and known.table_name = arrived.table_name
    and known.load_id = arrived.load_id;
{%- endif %}

create table {{ servicetitan.model_changes() }} (
    producer text not null,
    change_number bigint not null,
    old_image jsonb,
    new_image jsonb
);
create index model_changes_number on {{ servicetitan.model_changes() }} (producer, change_number);

create table {{ servicetitan.transform_ledger() }} (
    only_row boolean primary key default true check (only_row),
    raw_loads bigint not null,
    last_load_number bigint not null,
    settled bigint not null default 0,
    seen bigint not null default 0,
    seen_before bigint not null default 0,
    forgotten_through bigint not null default 0,
    state_tables text
);
insert into {{ servicetitan.transform_ledger() }} (raw_loads, last_load_number)
select {{ found['raw_loads'] }}, coalesce(max(load_number), 0) from {{ servicetitan.transform_loads() }};
{%- endmacro %}


{% macro register_loads_sql(raw_loads, raw_loads_oid, settled) -%}
with arrived as materialized (
    select tenant_id, table_name, load_id, arrival_number, applied_at
    from {{ raw_loads }}
    where arrival_number > {{ settled }}
),

registered as (
    insert into {{ servicetitan.transform_loads() }}
        (tenant_id, table_name, load_id, arrival_number, load_number)
    select
        arrived.tenant_id, arrived.table_name, arrived.load_id, arrived.arrival_number,
        (select last_load_number + 1 from {{ servicetitan.transform_ledger() }})
    from arrived
    where not exists (
        select from {{ servicetitan.transform_loads() }} as known
        where known.tenant_id = arrived.tenant_id
            and known.table_name = arrived.table_name
            and known.load_id = arrived.load_id
    )
    returning 1
),

-- A load takes its arrival number before it commits, so one with a lower number may become visible
-- later. What was seen is settled once every transaction that was open then has ended.
snapshot as (
    select
        pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest_open,
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next_xid,
        (select coalesce(max(arrival_number), {{ settled }}) from arrived) as newest_arrival
)

update {{ servicetitan.transform_ledger() }} as ledger
set
    raw_loads = {{ raw_loads_oid }},
    last_load_number = ledger.last_load_number + (select count(*) from (select 1 from registered limit 1) as any_load),
    settled = case
        when ledger.raw_loads <> {{ raw_loads_oid }} then 0
        {{ servicetitan.settled_when(settled) }}
        else {{ settled }}
    end,
    seen = case
        when ledger.raw_loads = {{ raw_loads_oid }}
            and ledger.seen_before between snapshot.oldest_open + 1 and snapshot.next_xid then ledger.seen
        else snapshot.newest_arrival
    end,
    seen_before = case
        when ledger.raw_loads = {{ raw_loads_oid }}
            and ledger.seen_before between snapshot.oldest_open + 1 and snapshot.next_xid then ledger.seen_before
        else snapshot.next_xid
    end
from snapshot
{%- endmacro %}


{% macro forget_what_all_have_seen() -%}
    {#- State of tables that are gone, and loads that every model of the project has seen. A model that is
        never run holds none back for ever: it computes all rows when it runs again. -#}
delete from {{ servicetitan.model_state() }}
where model_name in (
    select model_name from {{ servicetitan.model_state() }}
    where to_regclass(
        case when position('.' in model_name) = 0 then '"{{ target.schema }}".' else '' end
        || '"' || replace(model_name, '.', '"."') || '"'
    ) is null
    for update skip locked
);

with oldest as (
    select greatest(coalesce(min(state.last_load_number), 0), ledger.last_load_number - {{ servicetitan.kept_runs() }})
        as load_number
    from {{ servicetitan.transform_ledger() }} as ledger
    left join {{ servicetitan.model_state() }} as state
        on state.model_name in ({{ servicetitan.literals(servicetitan.exact_model_names()) }})
    group by ledger.last_load_number
),

forgotten as (
    delete from {{ servicetitan.transform_loads() }}
    where load_number <= (select load_number from oldest)
        and arrival_number <= (select settled from {{ servicetitan.transform_ledger() }})
)

update {{ servicetitan.transform_ledger() }} as ledger
set forgotten_through = oldest.load_number
from oldest
where ledger.forgotten_through < oldest.load_number
{%- endmacro %}


{% macro kept_runs() -%}
    {#- Runs with changes that a model may miss before it computes all rows. -#}
    {{ return(1000) }}
{%- endmacro %}


{% macro exact_model_names() -%}
    {%- set names = [] -%}
    {%- for node in servicetitan.exact_models() -%}
        {%- do names.append(servicetitan.state_name(node.schema, node.alias)) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}


{% macro literals(names) -%}
    {{ return("'" ~ names | join("', '") ~ "'") }}
{%- endmacro %}
