{#- How rows reach the table, and how the table is laid out. Documented in _macros.yml. -#}

{% macro get_incremental_exact_sql(arg_dict) -%}
    {%- set keys = arg_dict['unique_key'] -%}
    {%- set names = arg_dict['dest_columns'] | map(attribute='name') | list -%}
    {%- set values = names | reject('in', keys + ['local_created_at', 'local_synced_at']) | list -%}

insert into {{ arg_dict['target_relation'] }} as written ({{ names | join(', ') }})
select {{ names | join(', ') }}
from {{ arg_dict['temp_relation'] }}
on conflict ({{ keys | join(', ') }}) do update
set
    {%- for name in values %}
    {{ name }} = excluded.{{ name }},
    {%- endfor %}
    local_synced_at = excluded.local_synced_at
where (
    {%- for name in values %}
    written.{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
) is distinct from (
    {%- for name in values %}
    excluded.{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}


{% macro postgres__get_table_columns_and_constraints() -%}
    {#- Room in each page, so that an update can stay in it and leave the indexes alone. -#}
    {{ return(table_columns_and_constraints() ~ ' with (fillfactor = 75)') }}
{%- endmacro %}


{% macro postgres__create_indexes(relation) -%}
    {%- set done = [] -%}
    {%- for how in (config.meta_get('inputs') or {}).values() -%}
        {%- for column in kept_columns(how) if column not in done -%}
            {%- do done.append(column) -%}
            {%- if model.columns[column].data_type.endswith('[]') -%}
                {#- Without fastupdate every reader would have to search its pending list too. -#}
                {%- do run_query(
                    get_create_index_sql(relation, {'columns': [column], 'type': 'gin'})
                    ~ ' with (fastupdate = off)'
                ) -%}
            {%- else -%}
                {%- do run_query(get_create_index_sql(relation, {'columns': ['tenant_id', column]})) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ default__create_indexes(relation) }}
    {#- The next run looks keys and ids up here, maybe before autovacuum has been. -#}
    {%- do run_query('analyze ' ~ relation ~ ' (' ~ (config.get('unique_key') + done) | join(', ') ~ ')') -%}
{%- endmacro %}


{% macro postgres__persist_docs(relation, model, for_relation, for_columns) -%}
    {#- A comment for each column on every run would cost more than a run that has nothing to do. -#}
    {%- if not is_incremental() -%}
        {{ return(default__persist_docs(relation, model, for_relation, for_columns)) }}
    {%- endif -%}
{%- endmacro %}


{% macro check_written_rows() -%}
    {%- if execute and flags.WHICH in ['run', 'build', 'retry'] -%}
        {%- set keys = config.get('unique_key') | join(', ') -%}
        {%- set lost = run_query(
            "select count(*) from changed_" ~ this.identifier ~ " as changed"
            ~ " inner join " ~ source('servicetitan', config.meta_get('one_row_for_each')).render()
            ~ " as records using (" ~ keys ~ ")"
            ~ " left join " ~ this ~ " as written using (" ~ keys ~ ")"
            ~ " where written.local_synced_at is null"
        ).rows[0][0] -%}
        {%- if lost and not (flags.EMPTY or flags.SAMPLE) -%}
            {%- do exceptions.raise_compiler_error(
                lost ~ ' records of ' ~ config.meta_get('one_row_for_each') ~ ' have no row in '
                ~ this.identifier ~ '. Does an inner join or a filter drop them? Nothing was changed.'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
