{#- Distributed Postgres (Citus): all that the project does otherwise there. Tables of models are distributed
    by tenant like the raw tables, which loader/warehouse/distribution.py distributes; tables without a tenant
    are on every node; the transform's own stay on the coordinator. Documented in _macros.yml. -#}

{% macro is_distributed() -%}
    {%- set engine = env_var('WAREHOUSE_ENGINE', '') or 'postgres' -%}
    {%- if engine not in ['postgres', 'citus'] -%}
        {%- do exceptions.raise_compiler_error(
            'WAREHOUSE_ENGINE is ' ~ engine ~ '. Use one of: postgres, citus.'
        ) -%}
    {%- endif -%}
    {{ return(engine == 'citus') }}
{%- endmacro %}


{% macro check_engine(raw_loads, has_citus) -%}
    {#- The raw tables show with which engine the loader has made the warehouse. -#}
    {%- set is_made_with_citus = has_citus and run_query(
        "select 1 from pg_dist_partition where logicalrelid = to_regclass('" ~ raw_loads ~ "')"
    ).rows | length == 1 -%}
    {%- if is_made_with_citus != servicetitan.is_distributed() -%}
        {%- set made = 'citus' if is_made_with_citus else 'postgres' -%}
        {%- do exceptions.raise_compiler_error(
            'The raw tables were made with WAREHOUSE_ENGINE=' ~ made ~ ', and it is set to another. Set it to '
            ~ made ~ ', or load everything into new schemas (RAW_SCHEMA, DBT_SCHEMA).'
        ) -%}
    {%- endif -%}
{%- endmacro %}


{% macro distribute(table, has_tenant=true) -%}
    {%- if servicetitan.is_distributed() -%}
        {%- set raw_loads = source('servicetitan', 'raw_loads').render() -%}
        {%- do run_query(
            "select create_distributed_table('" ~ table ~ "', 'tenant_id', colocate_with => '" ~ raw_loads ~ "')"
            if has_tenant else "select create_reference_table('" ~ table ~ "')"
        ) -%}
    {%- endif -%}
{%- endmacro %}


{% macro change_table_by_table() -%}
    {#- In this transaction: Citus otherwise refuses DDL after statements that it has run on several
        connections to a node. -#}
    {%- if servicetitan.is_distributed() -%}
        {%- do run_query("set local citus.multi_shard_modify_mode to 'sequential'") -%}
    {%- endif -%}
{%- endmacro %}


{% macro settled_when(settled) -%}
    {#- The coordinator's snapshot does not show which loads are open on the nodes, nor which it has committed and
        they have not yet. There a load is settled when it is a day old. -#}
    {%- if servicetitan.is_distributed() -%}
        when true then greatest(
            {{ settled }},
            (select max(arrival_number) from arrived where applied_at < now() - interval '1 day')
        )
    {%- else -%}
        when ledger.seen_before <= snapshot.oldest_open then greatest({{ settled }}, ledger.seen)
    {%- endif -%}
{%- endmacro %}


{% macro batches(alterations, comments) -%}
    {#- Citus sends the text of an `alter table` to its nodes with all that stands beside it, and they refuse
        several commands at once. -#}
    {%- if not servicetitan.is_distributed() -%}
        {{ return([alterations + comments]) }}
    {%- endif -%}
    {%- set found = [comments] -%}
    {%- for alteration in alterations -%}
        {%- do found.append([alteration]) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}


{#- A statement of an ordinary Postgres sees one moment, and a table as it was before the statement. Citus runs
    its parts one after the other, each of which sees what was committed or written meanwhile. So there the
    first parts read what is to be compared later: the grain source's records and the rows to be changed. A
    record that arrives after that is no record that the model has lost. -#}

{% macro grain_count(exact) -%}
    {%- if servicetitan.is_distributed() and exact.grain_source -%}
expected as materialized (
    select count(*) as records from {{ exact.inputs[exact.grain_source].relation }}
),
    {%- endif -%}
{%- endmacro %}


{% macro lost_from_count(exact) -%}
    {%- if servicetitan.is_distributed() -%}
    greatest((select records from expected) - (select count(*) from written), 0)
    {%- else -%}
    (select count(*) from {{ exact.inputs[exact.grain_source].relation }}) - (select count(*) from written)
    {%- endif -%}
{%- endmacro %}


{% macro grain_records(exact, narrowed) -%}
    {%- if servicetitan.is_distributed() and exact.grain_source -%}
expected as materialized (
    select record.{{ exact.affected_key | join(', record.') }}
    from {{ exact.inputs[exact.grain_source].relation }} as record
    {%- if narrowed %}
    where (record.{{ exact.affected_key | join(', record.') }}) in (
        select {{ exact.affected_key | join(', ') }} from {{ servicetitan.affected_table() }}
    )
    {%- endif %}
),
    {%- endif -%}
{%- endmacro %}


{% macro records_to_find(exact, narrowed) -%}
    {%- if servicetitan.is_distributed() -%}
    expected as record
    {%- else -%}
    {{ exact.inputs[exact.grain_source].relation }} as record
        {%- if narrowed %}
        inner join {{ servicetitan.affected_table() }} as affected
            on {{ servicetitan.same(exact.affected_key, 'record', 'affected') }}
        {%- endif %}
    {%- endif -%}
{%- endmacro %}


{% macro former_rows(exact) -%}
    {%- if servicetitan.is_distributed() %}
former as materialized (
    select stored.{{ exact.unique_key | join(', stored.') }}, {{ servicetitan.image(exact, 'stored') }} as image
    from {{ this }} as stored
    where (stored.{{ exact.affected_key | join(', stored.') }}) in (
        select {{ exact.affected_key | join(', ') }} from {{ servicetitan.affected_table() }}
    )
),
    {%- endif %}
{%- endmacro %}


{% macro former_row(exact) -%}
    {%- if servicetitan.is_distributed() -%}
    former on {{ servicetitan.same(exact.unique_key, 'former', 'written') }}
    {%- else -%}
    lateral (
        select {{ servicetitan.image(exact, 'stored') }} as image
        from {{ this }} as stored
        where {{ servicetitan.same(exact.unique_key, 'stored', 'written') }}
        offset 0
    ) as former on true
    {%- endif -%}
{%- endmacro %}


{% macro rows_for_keys(input, changed, keys) -%}
    {#- Citus runs no union of constants on its nodes: the changed rows are collected first. -#}
    {%- if servicetitan.is_distributed() and not input.is_model and 'union' in keys.lower().split() -%}
        {{ return({
            'rows': '(select * from ' ~ changed.rows ~ ' where ' ~ changed.condition ~ ' offset 0) as input',
            'condition': 'true',
        }) }}
    {%- endif -%}
    {{ return(changed) }}
{%- endmacro %}


{% macro looks_up_each_change(input, is_array) -%}
    {#- Citus refuses a sub-query for each row of a table that stays on the coordinator, as the log of a
        model does. -#}
    {{ return(not servicetitan.is_distributed() if input.is_model else is_array) }}
{%- endmacro %}
