{#- Which rows of a model have to be computed again. Documented in _macros.yml. -#}

{% macro affected_keys(grain_relation) -%}
    {%- if flags.WHICH in ['run', 'build', 'retry'] and model.resource_type == 'model' -%}
    select {{ config.get('unique_key') | join(', ') }}, local_created_at
    from affected_{{ this.identifier }}
    {%- else -%}
    select *, now() as local_created_at
    from {{ grain_relation }}
    {%- endif -%}
{%- endmacro %}


{% macro create_affected_keys(inputs, arrived, all_rows) -%}
    {%- set keys = config.get('unique_key') | join(', ') -%}
    {%- set grain_relation = source('servicetitan', config.meta_get('grain_source')).render() -%}
    {%- set built_before = load_relation(this) -%}
create temporary table affected_{{ this.identifier }} on commit drop as
    {%- if flags.EMPTY or flags.SAMPLE %}
select {{ keys }}, now() as local_created_at
from {{ grain_relation }}
where false;
    {%- elif not is_incremental() and built_before is not none and built_before.is_table %}
select {{ keys }}, coalesce(built_before.local_created_at, now()) as local_created_at
from {{ grain_relation }}
left join (select {{ keys }}, local_created_at from {{ this }}) as built_before using ({{ keys }});
    {%- elif all_rows %}
select {{ keys }}, now() as local_created_at
from {{ grain_relation }};
    {%- else %}
{#- distinct: one way alone can touch a row twice, by two tags that are renamed at once. #}
select distinct {{ keys }}, now() as local_created_at
from (
    {{ affected_keys_queries(inputs, arrived, config.get('unique_key')) | join('\n    union all\n    ') }}
) as touched;
    {%- endif %}

analyze affected_{{ this.identifier }}
{%- endmacro %}


{% macro affected_keys_queries(inputs, arrived, keys) -%}
    {%- set grain_relation = config.meta_get('grain_source') -%}
    {%- set queries = [] -%}
    {%- for table, how in inputs.items() if table in arrived -%}
        {%- set input = source('servicetitan', table).render() -%}
        {%- set condition = '(' ~ arrived[table] | join(' or ') ~ ')' -%}

        {%- if table == grain_relation -%}
            {%- do queries.append(
                "select " ~ keys | join(', ') ~ " from " ~ input ~ " as arrived where " ~ condition
            ) -%}
        {%- endif -%}

        {#- Rows that the new version of the input points to. -#}
        {%- if how.key_expression -%}
            {%- do queries.append(
                "select arrived.tenant_id, pointed_to.st_id from " ~ input ~ " as arrived"
                ~ " cross join lateral (select " ~ how.key_expression ~ " as st_id) as pointed_to"
                ~ " where " ~ condition
            ) -%}
        {%- endif -%}

        {#- Rows that were computed from an older version of the input. -#}
        {%- for column in dependency_columns(how) -%}
            {%- set input_key = 'arrived.' ~ (how.input_key or 'st_id') -%}
            {%- set is_array = model.columns[column].data_type.endswith('[]') -%}
            {%- do queries.append(
                "select target.tenant_id, target.st_id from " ~ input ~ " as arrived"
                ~ " inner join " ~ this ~ " as target on target.tenant_id = arrived.tenant_id and target."
                ~ column ~ (" @> array[" ~ input_key ~ "]" if is_array else " = " ~ input_key)
                ~ " where " ~ condition
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(queries) }}
{%- endmacro %}
