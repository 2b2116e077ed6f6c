{#- What the transform knows of the loader's work. Documented in _macros.yml. -#}

{% macro transform_loads() -%}
    {{ return(api.Relation.create(
        database=target.database, schema=target.schema, identifier='transform_loads', type='table'
    )) }}
{%- endmacro %}


{% macro transform_progress() -%}
    {{ return(api.Relation.create(
        database=target.database, schema=target.schema, identifier='transform_progress', type='table'
    )) }}
{%- endmacro %}


{% macro register_new_loads() -%}
    {%- if execute and flags.WHICH in ['run', 'build', 'retry'] -%}
        {%- set raw_loads = source('servicetitan', 'raw_loads').render() -%}
        {%- set there = run_query("select to_regclass('" ~ raw_loads ~ "') is not null") -%}
        {%- if not there.rows[0][0] -%}
            {%- do exceptions.raise_compiler_error(
                'There is no table ' ~ raw_loads ~ ': nothing has been loaded yet. Run `make load` '
                ~ 'first, or set RAW_SCHEMA to the schema that holds the raw tables.'
            ) -%}
        {%- endif %}

create schema if not exists {{ adapter.quote(target.schema) }};

create table if not exists {{ transform_loads() }} (
    tenant_id bigint not null,
    table_name text not null,
    load_id text not null,
    load_number bigint not null,
    numbered_at timestamptz not null default now(),
    primary key (tenant_id, table_name, load_id)
);

create index if not exists transform_loads_load_number
on {{ transform_loads() }} (load_number);

create table if not exists {{ transform_progress() }} (
    model_name text primary key,
    last_load_number bigint,
    fingerprint text,
    updated_at timestamptz
);

-- Two transforms number one after the other: a lower number that became visible after a higher
-- one would be passed over.
lock table {{ transform_loads() }} in share row exclusive mode;

insert into {{ transform_loads() }} (tenant_id, table_name, load_id, load_number)
select
    raw_loads.tenant_id,
    raw_loads.table_name,
    raw_loads.load_id,
    (select coalesce(max(numbered.load_number), 0) + 1 from {{ transform_loads() }} as numbered)
from {{ raw_loads }} as raw_loads
where raw_loads.applied_at > '{{ registered_until() }}'
    and not exists (
        select from {{ transform_loads() }} as numbered
        where numbered.tenant_id = raw_loads.tenant_id
            and numbered.table_name = raw_loads.table_name
            and numbered.load_id = raw_loads.load_id
    );

commit
    {%- endif -%}
{%- endmacro %}


{% macro registered_until() -%}
    {#- The list of loads grows for ever, so old ones are not looked at again. By the clock of the one
        database; a load's transaction bears the time of its beginning, and lasts minutes, not a day.
        A literal, as a sub-query would make Postgres read both lists. -#}
    {%- set there = run_query("select to_regclass('" ~ transform_loads() ~ "') is not null") -%}
    {%- set found = run_query(
        "select (numbered_at - interval '1 day')::text from " ~ transform_loads()
        ~ " order by load_number desc limit 1"
    ).rows if there.rows[0][0] else [] -%}
    {{ return(found[0][0] if found else '-infinity') }}
{%- endmacro %}


{% macro lock_model_state() -%}
    {#- Locks the model's row: a second transform waits here until this one has committed the model. -#}
    {%- call statement('turn', fetch_result=True) -%}
insert into {{ transform_progress() }} as progress (model_name)
values ('{{ this.identifier }}')
on conflict (model_name) do update set model_name = excluded.model_name
returning progress.last_load_number, progress.fingerprint
    {%- endcall -%}
    {{ return(load_result('turn').table.rows[0]) }}
{%- endmacro %}


{% macro new_loads(load_number, inputs) -%}
    {#- One statement, so that the newest number and the loads belong to one moment. -#}
    {%- set rows = run_query(
        "select newest.load_number, loads.table_name, loads.tenant_id,"
        ~ " string_agg(quote_literal(loads.load_id), ', ') as load_ids"
        ~ " from (select coalesce(max(load_number), 0) as load_number from " ~ transform_loads()
        ~ ") as newest left join " ~ transform_loads() ~ " as loads"
        ~ " on loads.load_number > " ~ load_number
        ~ " and loads.table_name in ('" ~ inputs | join("', '") ~ "')"
        ~ " group by newest.load_number, loads.table_name, loads.tenant_id"
    ).rows -%}
    {%- set arrived = {} -%}
    {%- for row in rows if row['table_name'] -%}
        {%- do arrived.setdefault(row['table_name'], []).append(
            "(arrived.tenant_id = " ~ row['tenant_id'] | int
            ~ " and arrived._dlt_load_id in (" ~ row['load_ids'] ~ "))"
        ) -%}
    {%- endfor -%}
    {{ return({'newest': rows[0]['load_number'] | int, 'arrived': arrived}) }}
{%- endmacro %}


{% macro save_watermark(load_number, fingerprint) -%}
    {%- do run_query(
        "update " ~ transform_progress() ~ " set last_load_number = "
        ~ ('null' if load_number is none else load_number)
        ~ ", fingerprint = '" ~ fingerprint ~ "', updated_at = now()"
        ~ " where model_name = '" ~ this.identifier ~ "'"
    ) -%}
{%- endmacro %}
