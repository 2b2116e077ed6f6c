{#- How rows get into a model's table: one statement, so that computing, writing and checking see the same
    moment, whatever is loaded meanwhile. Documented in _macros.yml. -#}

{% macro with_local_times(of_sql, former) -%}
    {#- The SQL with the columns that the machinery fills. The first appearance is kept where a table is
        built anew. -#}
    {%- set keys = config.get('unique_key') | join(', ') -%}
    {%- set columns = [] -%}
    {%- for column in model.columns -%}
        {%- if column == 'local_created_at' and former -%}
            {%- do columns.append('coalesce(former.local_created_at, now()) as local_created_at') -%}
        {%- elif column in servicetitan.local_times() -%}
            {%- do columns.append('now() as ' ~ column) -%}
        {%- else -%}
            {%- do columns.append('computed.' ~ column) -%}
        {%- endif -%}
    {%- endfor -%}
select {{ columns | join(', ') }}
from (
{{ of_sql }}
) as computed
    {%- if former %}
left join (select {{ keys }}, local_created_at from {{ former }}) as former using ({{ keys }})
    {%- endif %}
{%- endmacro %}


{% macro local_times() -%}
    {{ return(['local_created_at', 'local_synced_at']) }}
{%- endmacro %}


{% macro same(columns, left, right) -%}
    {%- set pairs = [] -%}
    {%- for column in columns -%}
        {%- do pairs.append(left ~ '.' ~ column ~ ' = ' ~ right ~ '.' ~ column) -%}
    {%- endfor -%}
    {{ return(pairs | join(' and ')) }}
{%- endmacro %}


{% macro fill_table_sql(exact, target) -%}
    {%- set names = model.columns | list | join(', ') -%}
    {%- set former = load_cached_relation(this) -%}
    {%- set former = former if former is not none and former.is_table
        and 'local_created_at' in model.columns
        and 'local_created_at' in adapter.get_columns_in_relation(former) | map(attribute='name') else none -%}
with
{{ servicetitan.grain_count(exact) }}
written as (
    insert into {{ target }} ({{ names }})
    select {{ names }}
    from (
{{ servicetitan.with_local_times(sql, former) }}
    ) as computed
    returning 1
)

select
    (select count(*) from written) as written,
    0 as deleted,
    {% if exact.grain_source -%}
    {{ servicetitan.lost_from_count(exact) }}
    {%- else -%}
    0
    {%- endif %} as lost
{%- endmacro %}


{% macro merge_sql(exact, news, narrowed) -%}
    {#- ON CONFLICT instead of MERGE, which distributed Postgres refuses and Postgres 14 lacks. -#}
    {%- set names = model.columns | list -%}
    {%- set key = exact.unique_key | join(', ') -%}
    {%- set values = names | reject('in', exact.unique_key + servicetitan.local_times()) | list -%}
    {%- set affected = servicetitan.affected_table() -%}
    {%- set logged = servicetitan.is_logged(exact, news) -%}
    {%- set returned = exact.log_columns or ['tenant_id'] -%}
with
{{ servicetitan.grain_records(exact, narrowed) }}
computed as materialized (
{{ servicetitan.with_local_times(servicetitan.narrowed_sql(exact) if narrowed else sql, none) }}
),
    {%- if logged %}
{{ servicetitan.former_rows(exact) }}
    {%- endif %}

written as (
    insert into {{ this }} as stored ({{ names | join(', ') }})
    select {{ names | join(', ') }} from computed
    on conflict ({{ key }}) do
    {%- if not values %} nothing
    {%- else %} update
    set
        {%- for name in names if name in values or name == 'local_synced_at' %}
        {{ name }} = excluded.{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    where (stored.{{ values | join(', stored.') }}) is distinct from (excluded.{{ values | join(', excluded.') }})
    {%- endif %}
    returning stored.{{ returned | join(', stored.') }}
),

-- Rows that the SQL no longer gives.
deleted as (
    delete from {{ this }} as stored
    {%- if narrowed %}
    using {{ affected }} as affected
    where {{ servicetitan.same(exact.affected_key, 'stored', 'affected') }} and
    {%- else %}
    where
    {%- endif %} not exists (
        select from computed where {{ servicetitan.same(exact.unique_key, 'computed', 'stored') }}
    )
    returning stored.{{ returned | join(', stored.') }}
)
    {%- if logged %},

logged as (
    insert into {{ servicetitan.model_changes() }} (producer, change_number, old_image, new_image)
    select
        '{{ servicetitan.state_name(this.schema, this.identifier) }}',
        {{ news.state.last_change_number + 1 }},
        former.image,
        {{ servicetitan.image(exact, 'written') }}
    from written
    left join {{ servicetitan.former_row(exact) }}
    union all
    select
        '{{ servicetitan.state_name(this.schema, this.identifier) }}',
        {{ news.state.last_change_number + 1 }},
        {{ servicetitan.image(exact, 'deleted') }},
        null
    from deleted
)
    {%- endif %}

select
    (select count(*) from written) as written,
    (select count(*) from deleted) as deleted,
    {% if exact.grain_source -%}
    (
        select count(*)
        from {{ servicetitan.records_to_find(exact, narrowed) }}
        where not exists (
            select from computed where {{ servicetitan.same(exact.affected_key, 'computed', 'record') }}
        )
    )
    {%- else -%}
    0
    {%- endif %} as lost
{%- endmacro %}
