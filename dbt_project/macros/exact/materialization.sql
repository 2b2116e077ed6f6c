{#- How a model runs, from top to bottom; in this project instead of dbt's own. Documented in _macros.yml. -#}

{% materialization incremental, adapter='postgres' -%}
    {%- set in_place = is_incremental() -%}
    {%- set dry_run = flags.EMPTY or flags.SAMPLE -%}
    {%- set inputs = declared_inputs() -%}
    {%- set fingerprint = fingerprint_of_rows(inputs) ~ ' ' ~ fingerprint_of_table() -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- do set_session_params() -%}

    {#- What is new to this model? -#}
    {%- set seen = lock_model_state() -%}
    {%- set news = new_loads(seen.last_load_number or 0, inputs) -%}
    {%- set edited = in_place and seen.fingerprint != fingerprint -%}
    {%- set all_rows = not in_place or seen.last_load_number is none
        or (seen.fingerprint or '').split(' ')[0] != fingerprint.split(' ')[0] -%}
    {%- if edited -%}
        {%- do add_new_columns() -%}
    {%- endif -%}
    {%- if edited and all_rows -%}
        {%- do log(this.identifier ~ ' itself has changed: all its rows are computed again', info=true) -%}
    {%- endif -%}

    {#- Compute and write these rows, and no other. -#}
    {%- set target = this if in_place else make_intermediate_relation(this.incorporate(type='table')) -%}
    {%- if all_rows or news.arrived or dry_run -%}
        {%- do run_query(create_affected_keys(inputs, news.arrived, all_rows)) -%}
        {%- do get_assert_columns_equivalent(sql) -%}
        {%- call statement('main') -%}
            {{ upsert_sql(target) if in_place else create_table_sql(target) }}
        {%- endcall -%}
        {%- if not dry_run -%}
            {%- do check_completeness(target, in_place) -%}
        {%- endif -%}
    {%- else -%}
        {%- call noop_statement('main', 'nothing arrived', 'INSERT', 0) %}-- nothing arrived{% endcall -%}
    {%- endif -%}

    {%- if edited or not in_place -%}
        {%- do apply_constraints_and_indexes(target, in_place) -%}
    {%- endif -%}
    {%- if not in_place -%}
        {%- do swap_tables(target) -%}
    {%- endif -%}
    {%- do save_watermark(none if dry_run else news.newest, fingerprint) -%}

    {%- do apply_grants(this, config.get('grants'), should_revoke(this, not in_place)) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{%- endmaterialization %}


{% macro set_session_params() -%}
    {#- For this transaction. As Postgres comes, it takes the disk for a spinning one and reads a table of
        many thousand rows from end to end rather than look up a few; and compiling these wide statements
        takes longer than it saves. -#}
    {%- do run_query('set local random_page_cost = 1.1; set local jit = off') -%}
{%- endmacro %}


{% macro fingerprint_of_rows(inputs) -%}
    {{ return(local_md5(sql ~ tojson(inputs, sort_keys=True))) }}
{%- endmacro %}


{% macro fingerprint_of_table() -%}
    {%- set layout = [model.description, declared_indexes(), model.constraints | string] -%}
    {%- for column in model.columns.values() -%}
        {%- do layout.append(
            [column.name, column.data_type, column.description, column.constraints | string]
        ) -%}
    {%- endfor -%}
    {{ return(local_md5(tojson(layout))) }}
{%- endmacro %}
