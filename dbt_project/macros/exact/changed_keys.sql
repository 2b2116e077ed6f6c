{#- Which rows of a model have to be computed again. Documented in _macros.yml. -#}

{% macro changed_keys(own_rows) -%}
    {%- if flags.WHICH in ['run', 'build', 'retry'] and model.resource_type == 'model' -%}
    select {{ config.get('unique_key') | join(', ') }}, local_created_at
    from changed_{{ this.identifier }}
    {%- else -%}
    select *, now() as local_created_at
    from {{ own_rows }}
    {%- endif -%}
{%- endmacro %}


{% macro changed_keys_table(inputs, arrived, all_rows) -%}
    {%- set keys = config.get('unique_key') | join(', ') -%}
    {%- set own_rows = source('servicetitan', config.meta_get('one_row_for_each')).render() -%}
    {%- set built_before = load_relation(this) -%}
create temporary table changed_{{ this.identifier }} on commit drop as
    {%- if flags.EMPTY or flags.SAMPLE %}
select {{ keys }}, now() as local_created_at
from {{ own_rows }}
where false;
    {%- elif not is_incremental() and built_before is not none and built_before.is_table %}
select {{ keys }}, coalesce(built_before.local_created_at, now()) as local_created_at
from {{ own_rows }}
left join (select {{ keys }}, local_created_at from {{ this }}) as built_before using ({{ keys }});
    {%- elif all_rows %}
select {{ keys }}, now() as local_created_at
from {{ own_rows }};
    {%- else %}
{#- distinct: one way alone can touch a row twice, by two tags that are renamed at once. #}
select distinct {{ keys }}, now() as local_created_at
from (
    {{ keys_touched_by(inputs, arrived, config.get('unique_key')) | join('\n    union all\n    ') }}
) as touched;
    {%- endif %}

analyze changed_{{ this.identifier }}
{%- endmacro %}


{% macro keys_touched_by(inputs, arrived, keys) -%}
    {%- set own_rows = config.meta_get('one_row_for_each') -%}
    {%- set queries = [] -%}
    {%- for table, how in inputs.items() if table in arrived -%}
        {%- set input = source('servicetitan', table).render() -%}
        {%- set condition = '(' ~ arrived[table] | join(' or ') ~ ')' -%}

        {%- if table == own_rows -%}
            {%- do queries.append(
                "select " ~ keys | join(', ') ~ " from " ~ input ~ " as arrived where " ~ condition
            ) -%}
        {%- endif -%}

        {#- Rows that the new version of the input points to. -#}
        {%- if how.points_here_by -%}
            {%- do queries.append(
                "select arrived.tenant_id, pointed_to.st_id from " ~ input ~ " as arrived"
                ~ " cross join lateral (select " ~ how.points_here_by ~ " as st_id) as pointed_to"
                ~ " where " ~ condition
            ) -%}
        {%- endif -%}

        {#- Rows that were computed from an older version of the input. -#}
        {%- for column in kept_columns(how) -%}
            {%- set its_id = 'arrived.' ~ (how.its_id or 'st_id') -%}
            {%- set is_array = model.columns[column].data_type.endswith('[]') -%}
            {%- do queries.append(
                "select target.tenant_id, target.st_id from " ~ input ~ " as arrived"
                ~ " inner join " ~ this ~ " as target on target.tenant_id = arrived.tenant_id and target."
                ~ column ~ (" @> array[" ~ its_id ~ "]" if is_array else " = " ~ its_id)
                ~ " where " ~ condition
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(queries) }}
{%- endmacro %}
