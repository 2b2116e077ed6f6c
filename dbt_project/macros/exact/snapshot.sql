{#- The state of all selected models, read once when a run starts: a model that finds nothing new in it
    asks the database nothing. Documented in _macros.yml. -#}

{% macro read_states_at_start() -%}
    {%- if execute and flags.WHICH in ['run', 'build', 'retry'] and servicetitan.is_any_with_state_selected() -%}
        {%- set nodes = [] -%}
        {%- for node in graph.nodes.values()
            if node.unique_id in selected_resources
            and node.config.materialized in ['exact', 'stable_view'] -%}
            {%- do nodes.append(servicetitan.node_with_state(node)) -%}
        {%- endfor -%}
        {%- set states = {} -%}
        {%- if nodes -%}
            {%- for row in run_query(servicetitan.states_sql(nodes)).rows -%}
                {%- do states.update({row['name']: row}) -%}
            {%- endfor -%}
        {%- endif -%}
        {#- The one place that all models of a run share. -#}
        {%- do graph.update({'servicetitan_run': {'states': states, 'written': [], 'replaced': []}}) -%}
    {%- endif -%}
{%- endmacro %}


{% macro note_write(in_place) -%}
    {#- What this run writes, the state at its start does not tell. -#}
    {%- set run = graph.get('servicetitan_run') -%}
    {%- if run -%}
        {%- do run.written.append(servicetitan.state_name(this.schema, this.identifier)) -%}
        {%- if not in_place -%}
            {%- do run.replaced.append(this.identifier) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}


{% macro is_unchanged_since_start(exact, in_place) -%}
    {%- set run = graph.get('servicetitan_run') -%}
    {%- set state = run.states.get(servicetitan.state_name(this.schema, this.identifier)) if run else none -%}
    {%- if not state or state['last_load_number'] != state['newest'] -%}
        {{ return(false) }}
    {%- endif -%}
    {%- for input in exact.inputs.values() if input.is_model and input.state_name in run.written -%}
        {{ return(false) }}
    {%- endfor -%}
    {{ return(servicetitan.what_is_new(exact, in_place, state).nothing) }}
{%- endmacro %}


{% macro is_stable_since_start(declared) -%}
    {#- A table that is made anew takes the views on it along. Only the project's own materializations
        tell that they do so. -#}
    {%- set run = graph.get('servicetitan_run') -%}
    {%- set state = run.states.get(servicetitan.state_name(this.schema, this.identifier)) if run else none -%}
    {%- if not state or run.replaced or not state['view_definition'] -%}
        {{ return(false) }}
    {%- endif -%}
    {%- for id in model.depends_on.nodes
        if id in graph.nodes and graph.nodes[id].config.materialized not in ['exact', 'stable_view', 'stable_table'] -%}
        {{ return(false) }}
    {%- endfor -%}
    {{ return(state['fingerprint'] == declared ~ ' ' ~ state['view_definition']) }}
{%- endmacro %}


{% macro node_with_state(node) -%}
    {%- set raw_tables = [] -%}
    {%- set producers = [] -%}
    {%- for id in node.depends_on.nodes if node.config.materialized == 'exact' -%}
        {%- if id in graph.sources -%}
            {%- do raw_tables.append(graph.sources[id].relation_name) -%}
        {%- else -%}
            {%- do producers.append(servicetitan.state_name(graph.nodes[id].schema, graph.nodes[id].alias)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return({
        'name': servicetitan.state_name(node.schema, node.alias),
        'relation': node.relation_name,
        'columns': node.columns.keys() | list if node.config.materialized == 'exact' else [],
        'raw_tables': raw_tables,
        'producers': producers,
    }) }}
{%- endmacro %}


{% macro states_sql(nodes) -%}
select
    node.name,
    state.last_load_number,
    coalesce(state.fingerprint, '') as fingerprint,
    state.input_tables,
    state.own_table,
    ({{ servicetitan.own_table_sql('node.relation', 'node.columns') }}) as own_table_now,
    case when own.relkind = 'v' then md5(pg_get_viewdef(own.oid)) end as view_definition,
    state.seen_changes::text as seen_changes,
    coalesce(state.last_change_number, 0) as last_change_number,
    coalesce(state.log_columns, '') as log_columns,
    ledger.last_load_number as newest,
    ledger.forgotten_through,
    (
        select string_agg(relname || ' ' || oid || ' ' || relfilenode, ', ' order by relname)
        from pg_catalog.pg_class
        where oid = any(node.raw_tables::regclass[])
    ) as tables_now,
    (
        select jsonb_object_agg(model_name, jsonb_build_array(last_change_number, log_floor))::text
        from {{ servicetitan.model_state() }}
        where model_name = any(node.producers)
    ) as producers
from (
    values
    {% for node in nodes -%}
    (
        '{{ node.name }}',
        '{{ node.relation }}',
        array[
            {%- for table in node.raw_tables %}to_regclass('{{ table }}'){{ ', ' if not loop.last }}{% endfor -%}
        ]::regclass[],
        array[{{ servicetitan.literals(node.columns) if node.columns }}]::text[],
        array[{{ servicetitan.literals(node.producers) if node.producers }}]::text[]
    ){{ ',' if not loop.last }}
    {% endfor %}
) as node (name, relation, raw_tables, columns, producers)
cross join {{ servicetitan.transform_ledger() }} as ledger
left join {{ servicetitan.model_state() }} as state on node.name = state.model_name
left join pg_catalog.pg_class as own on own.oid = to_regclass(node.relation)
{%- endmacro %}
