{#- Views and tables that stay until their own definition changes. A run that finds one unchanged asks
    once and leaves it alone, with its grants and what others have built on it. Documented in
    _macros.yml. -#}

{% materialization stable_view, adapter='postgres' -%}
    {{ return({'relations': [servicetitan.build_unless_stable('view')]}) }}
{%- endmaterialization %}


{% materialization stable_table, adapter='postgres' -%}
    {{ return({'relations': [servicetitan.build_unless_stable('table')]}) }}
{%- endmaterialization %}


{% macro build_unless_stable(type) -%}
    {%- set relation = this.incorporate(type=type) -%}
    {%- set declared = servicetitan.fingerprint_of_definition() -%}
    {%- set has_hooks = pre_hooks or post_hooks or config.get('grants') -%}
    {%- set may_stay = not should_full_refresh() and servicetitan.is_there(relation) -%}
    {%- if may_stay and not has_hooks and servicetitan.is_stable_since_start(declared) -%}
        {%- do store_raw_result('main', message='unchanged', code='UNCHANGED', rows_affected=0) -%}
    {%- else -%}
        {{ run_hooks(pre_hooks, inside_transaction=False) }}
        {{ run_hooks(pre_hooks, inside_transaction=True) }}
        {%- if may_stay and servicetitan.is_stable(relation, declared) -%}
            {%- do store_raw_result('main', message='unchanged', code='UNCHANGED', rows_affected=0) -%}
        {%- else -%}
            {%- do servicetitan.note_write(in_place=false) -%}
            {%- do servicetitan.build_anew(relation, type, declared) -%}
        {%- endif -%}
        {%- do apply_grants(this, config.get('grants'), should_revoke=True) -%}
        {{ run_hooks(post_hooks, inside_transaction=True) }}
        {%- do adapter.commit() -%}
        {{ run_hooks(post_hooks, inside_transaction=False) }}
    {%- endif -%}
    {{ return(relation) }}
{%- endmacro %}


{% macro build_anew(relation, type, declared) -%}
    {%- set target = make_intermediate_relation(relation) -%}
    {%- do drop_relation_if_exists(load_cached_relation(target)) -%}
    {%- call statement('main') -%}
        {{ get_create_view_as_sql(target, sql) if type == 'view' else get_create_table_as_sql(False, target, sql) }}
    {%- endcall -%}
    {%- if type == 'table' -%}
        {%- do servicetitan.distribute(target, has_tenant='tenant_id' in model.columns) -%}
        {%- do create_indexes(target) -%}
    {%- endif -%}
    {%- do persist_docs(target, model) -%}
    {%- do servicetitan.swap_relations(target, type) -%}
    {%- do servicetitan.save_definition(relation, declared) -%}
{%- endmacro %}


{% macro fingerprint_of_definition() -%}
    {%- set columns = [] -%}
    {%- for column in model.columns.values() -%}
        {%- do columns.append([column.name, column.data_type, column.description, column.constraints | string]) -%}
    {%- endfor -%}
    {{ return(local_md5(tojson(
        [sql, model.description, model.constraints | string, config.get('indexes') | string, columns]
    ))) }}
{%- endmacro %}


{% macro definition_in_database(relation) -%}
    {#- Somebody may have replaced the view, or the table, or emptied it. -#}
    {{ return(
        "md5(pg_get_viewdef(to_regclass('" ~ relation ~ "')))" if relation.is_view
        else "to_regclass('" ~ relation ~ "')::oid || ' ' || exists (select from " ~ relation ~ ")"
    ) }}
{%- endmacro %}


{% macro is_there(relation) -%}
    {%- set existing = load_cached_relation(this) -%}
    {{ return(existing is not none and existing.type == relation.type) }}
{%- endmacro %}


{% macro is_stable(relation, declared) -%}
    {%- call statement('state', fetch_result=True) -%}
select fingerprint = '{{ declared }} ' || {{ servicetitan.definition_in_database(relation) }} as is_stable
from {{ servicetitan.model_state() }}
where model_name = '{{ servicetitan.state_name(relation.schema, relation.identifier) }}'
    {%- endcall -%}
    {{ return(load_result('state').table.columns[0].values() == (true,)) }}
{%- endmacro %}


{% macro save_definition(relation, declared) -%}
    {%- do run_query(
        "insert into " ~ servicetitan.model_state() ~ " (model_name, fingerprint, updated_at) select '"
        ~ servicetitan.state_name(relation.schema, relation.identifier) ~ "', '" ~ declared ~ " ' || "
        ~ servicetitan.definition_in_database(relation) ~ ", now() on conflict (model_name) do update"
        ~ " set fingerprint = excluded.fingerprint, updated_at = excluded.updated_at"
    ) -%}
{%- endmacro %}
