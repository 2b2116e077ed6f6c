{#- Which rows a run computes. Documented in _macros.yml. -#}

{% macro is_affected() -%}
    {#- All rows to whoever runs the SQL by hand, and to unit tests. A run puts the condition in place
        of it: affected_filters, narrowed_sql. -#}
    {%- if execute -%}
        {%- set key = config.meta_get('affected_key') or config.get('unique_key') or [] -%}
    true /* is_affected({{ (varargs or key) | join(', ') }}) */
    {%- else -%}
    true
    {%- endif -%}
{%- endmacro %}


{% macro affected_filters(sql) -%}
    {{ return(modules.re.findall('true /\\* is_affected\\((.*?)\\) \\*/', sql)) }}
{%- endmacro %}


{% macro narrowed_sql(exact) -%}
    {%- set key = exact.affected_key | join(', ') -%}
    {{ return(modules.re.sub(
        'true /\\* is_affected\\((.*?)\\) \\*/',
        '(\\1) in (select ' ~ key ~ ' from ' ~ servicetitan.affected_table() ~ ')',
        sql
    )) }}
{%- endmacro %}


{% macro affected_table() -%}
    {{ return(adapter.quote(('affected_' ~ this.identifier)[:63])) }}
{%- endmacro %}


{% macro create_affected_keys(exact, news) -%}
    {#- A table, not a sub-query, and analyzed: its statistics decide between index lookups and full
        scans. -#}
    {%- set key = exact.affected_key | join(', ') -%}
    {%- set columns = [] -%}
    {%- for column in exact.affected_key -%}
        {%- do columns.append(column ~ ' ' ~ model.columns[column].data_type) -%}
    {%- endfor -%}
create temporary table {{ servicetitan.affected_table() }} (
    {{ columns | join(', ') }}, primary key ({{ key }})
) on commit drop;
    {%- if news %}

insert into {{ servicetitan.affected_table() }} ({{ key }})
select distinct {{ key }}
from (
    {{ servicetitan.affected_keys_queries(exact, news) | join('\n    union all\n    ') }}
) as touched ({{ key }})
where {{ exact.affected_key | join(' is not null and ') }} is not null;
    {%- endif %}

analyze {{ servicetitan.affected_table() }}
{%- endmacro %}


{% macro affected_keys_queries(exact, news) -%}
    {#- A query for each way in which changed rows of the inputs touch rows of the model. -#}
    {%- set queries = [] -%}
    {%- for name, changed in news.items() -%}
        {%- set input = exact.inputs[name] -%}
        {%- if input.is_grain -%}
            {%- do queries.append(
                'select input.' ~ exact.affected_key | join(', input.') ~ ' from ' ~ changed.rows
                ~ ' where ' ~ changed.condition
            ) -%}
        {%- endif -%}

        {#- The rows to which the changed row belongs. -#}
        {%- if input.key_expression -%}
            {%- set keys = input.key_expression -%}
            {%- set keys = keys if keys is string else 'select ' ~ keys | join(', ') -%}
            {%- set of_keys = servicetitan.rows_for_keys(input, changed, keys) -%}
            {%- do queries.append(
                'select input.tenant_id, keyed.* from ' ~ of_keys.rows
                ~ ' cross join lateral (' ~ keys ~ ') as keyed where ' ~ of_keys.condition
            ) -%}
        {%- endif -%}

        {#- The rows that were computed from an older version of it. -#}
        {%- for column in input.dependency_columns -%}
            {%- set input_key = 'input.' ~ input.input_key -%}
            {%- set is_array = column in servicetitan.array_columns() -%}
            {%- set same = servicetitan.tenant_in_gin('target', 'input') ~ ' and target.' ~ column ~ ' @> array[' ~ input_key ~ ']'
                if is_array else 'target.tenant_id = input.tenant_id and target.' ~ column ~ ' = ' ~ input_key -%}
            {%- set keys = 'target.' ~ exact.affected_key | join(', target.') -%}
            {%- if servicetitan.looks_up_each_change(input, is_array) -%}
                {#- An index lookup for each change, whatever the planner thinks: the log of a model has no
                    statistics, and of arrays the planner expects much. -#}
                {%- do queries.append(
                    'select found.* from ' ~ changed.rows ~ ' inner join lateral (select ' ~ keys ~ ' from '
                    ~ this ~ ' as target where ' ~ same ~ ' offset 0) as found'
                    ~ ' on input.tenant_id = found.tenant_id where ' ~ changed.condition
                ) -%}
            {%- else -%}
                {%- do queries.append(
                    'select ' ~ keys ~ ' from ' ~ changed.rows ~ ' inner join ' ~ this ~ ' as target on '
                    ~ same ~ ' where ' ~ changed.condition
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(queries) }}
{%- endmacro %}
