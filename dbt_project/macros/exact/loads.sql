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


{% macro number_new_loads() -%}
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
where not exists (
    select from {{ transform_loads() }} as numbered
    where numbered.tenant_id = raw_loads.tenant_id
        and numbered.table_name = raw_loads.table_name
        and numbered.load_id = raw_loads.load_id
);

commit
    {%- endif -%}
{%- endmacro %}
