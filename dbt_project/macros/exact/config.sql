{#- What a model declares, checked against what it reads. Documented in _macros.yml. -#}

{% macro exact_config() -%}
    {%- do servicetitan.check_config_words() -%}
    {%- set unique_key = config.get('unique_key') -%}
    {%- set affected_key = config.meta_get('affected_key') or unique_key -%}
    {%- set grain_source = config.meta_get('grain_source') -%}
    {%- set inputs = {} -%}
    {%- for id in model.depends_on.nodes -%}
        {%- set input = servicetitan.input_of(id) -%}
        {%- do inputs.update({input.name: input}) -%}
    {%- endfor -%}

    {%- set declared = config.meta_get('inputs') or {} -%}
    {%- for name in declared if name not in inputs -%}
        {%- do exceptions.raise_compiler_error('it declares ' ~ name ~ ', but does not read it') -%}
    {%- endfor -%}
    {%- if grain_source and grain_source not in inputs -%}
        {%- do exceptions.raise_compiler_error(
            'its grain_source is ' ~ grain_source ~ ', but it does not read it'
        ) -%}
    {%- endif -%}
    {%- for name, input in inputs.items() -%}
        {%- if name not in declared and name != grain_source -%}
            {%- do exceptions.raise_compiler_error(
                'it reads ' ~ name ~ ' without declaring it: changes of ' ~ name ~ ' would not reach '
                ~ this.identifier ~ '. Add it to `inputs` in the config of the model.'
            ) -%}
        {%- endif -%}
        {%- do input.update(servicetitan.declaration_of(input, declared.get(name, {}), grain_source, affected_key)) -%}
    {%- endfor -%}

    {%- if not grain_source and not inputs.values() | selectattr('key_expression') | list -%}
        {%- do exceptions.raise_compiler_error(
            'no input says which rows are new: declare grain_source, or a key_expression'
        ) -%}
    {%- endif -%}
    {%- if not servicetitan.affected_filters(sql) -%}
        {%- do exceptions.raise_compiler_error(
            'it never calls is_affected(): each run would compute all rows'
        ) -%}
    {%- endif -%}
    {%- set consumers = servicetitan.consumers() -%}
    {{ return({
        'unique_key': unique_key,
        'affected_key': affected_key,
        'grain_source': grain_source,
        'inputs': inputs,
        'consumers': consumers | map(attribute='state_name') | list,
        'log_columns': servicetitan.log_columns(consumers) if consumers else [],
    }) }}
{%- endmacro %}


{% macro check_config_words() -%}
    {%- set known = ['grain_source', 'affected_key', 'inputs'] -%}
    {%- for word in config.get('meta') or {} if word not in known -%}
        {%- do exceptions.raise_compiler_error(
            'meta: unknown word ' ~ word ~ '. An exact model knows ' ~ known | join(', ')
        ) -%}
    {%- endfor -%}
    {%- for word in known if word in model.config -%}
        {%- do exceptions.raise_compiler_error(word ~ ' belongs into config(meta={...})') -%}
    {%- endfor -%}
    {%- for word in [
        'incremental_strategy', 'incremental_predicates', 'merge_update_columns',
        'merge_exclude_columns', 'unlogged', 'sql_header', 'on_schema_change', 'partition_by', 'cluster_by'
    ] if config.get(word) and config.get(word) != 'ignore' -%}
        {%- do exceptions.raise_compiler_error(
            'config: an exact model has no ' ~ word ~ '. Remove it, or use materialized=\'incremental\''
        ) -%}
    {%- endfor -%}

    {%- set unique_key = config.get('unique_key') -%}
    {%- set affected_key = config.meta_get('affected_key') or unique_key -%}
    {%- if not unique_key or unique_key is string or unique_key[0] != 'tenant_id'
        or affected_key is string or affected_key[0] != 'tenant_id'
        or affected_key | reject('in', unique_key) | list -%}
        {%- do exceptions.raise_compiler_error(
            'unique_key is a list that begins with tenant_id; affected_key, if any, is a part of it'
            ~ ' that begins with tenant_id too'
        ) -%}
    {%- endif -%}
    {%- for index in config.get('indexes') or [] if index.columns[0] != 'tenant_id' -%}
        {%- do exceptions.raise_compiler_error(
            'the index over ' ~ index.columns | join(', ') ~ ' does not begin with tenant_id: with many'
            ~ ' tenants, a search for one of them would read rows of all'
        ) -%}
    {%- endfor -%}
    {%- if not config.get('contract').enforced or unique_key | reject('in', model.columns) | list -%}
        {%- do exceptions.raise_compiler_error(
            'an exact model has an enforced contract: describe its columns with their data_type'
        ) -%}
    {%- endif -%}
{%- endmacro %}


{% macro input_of(id) -%}
    {#- A raw table, whose changes raw_loads tells, or an exact model, which tells them itself. -#}
    {%- if id in graph.sources -%}
        {%- set node = graph.sources[id] -%}
        {%- if node.source_name != 'servicetitan' -%}
            {%- do exceptions.raise_compiler_error(
                'it reads the source ' ~ node.source_name ~ '.' ~ node.name ~ ', whose changes nobody'
                ~ ' records: an exact model reads tables of the source servicetitan and exact models'
            ) -%}
        {%- endif -%}
        {{ return({
            'name': node.name, 'relation': node.relation_name, 'is_model': false, 'input_key': 'st_id'
        }) }}
    {%- endif -%}
    {%- set node = graph.nodes[id] -%}
    {%- if node.config.materialized != 'exact' -%}
        {%- do exceptions.raise_compiler_error(
            'it reads ' ~ node.name ~ ', a ' ~ node.config.materialized ~ ', which does not tell what has'
            ~ ' changed: an exact model reads tables of the source servicetitan and exact models. Make '
            ~ node.name ~ ' exact, or this model a table or an incremental model.'
        ) -%}
    {%- endif -%}
    {{ return({
        'name': node.name,
        'relation': node.relation_name,
        'is_model': true,
        'state_name': servicetitan.state_name(node.schema, node.alias),
        'input_key': node.config.unique_key[1] if node.config.unique_key | length == 2 else none,
    }) }}
{%- endmacro %}


{% macro declaration_of(input, declared, grain_source, affected_key) -%}
    {%- set name = input.name -%}
    {%- for word in declared if word not in ['key_expression', 'dependency_columns', 'input_key'] -%}
        {%- do exceptions.raise_compiler_error('input ' ~ name ~ ': unknown word ' ~ word) -%}
    {%- endfor -%}
    {%- set columns = declared.get('dependency_columns') or [] -%}
    {%- set columns = [columns] if columns is string else columns -%}
    {%- set keys = declared.get('key_expression') -%}
    {%- set keys = [keys] if keys is string and not keys.strip().lower().startswith('select ') else keys -%}
    {%- if not keys and not columns and name != grain_source -%}
        {%- do exceptions.raise_compiler_error(
            'input ' ~ name ~ ': declare dependency_columns, key_expression, or both'
        ) -%}
    {%- endif -%}
    {%- if keys and keys is not string and keys | length != affected_key | length - 1 -%}
        {%- do exceptions.raise_compiler_error(
            'input ' ~ name ~ ': key_expression gives ' ~ keys | length ~ ' columns, but after tenant_id'
            ~ ' the key has ' ~ affected_key[1:] | join(', ')
        ) -%}
    {%- endif -%}
    {%- for column in columns if column not in model.columns -%}
        {%- do exceptions.raise_compiler_error(
            'input ' ~ name ~ ': dependency_columns names ' ~ column ~ ', which is no column of '
            ~ this.identifier
        ) -%}
    {%- endfor -%}
    {%- set input_key = declared.get('input_key') or input.input_key -%}
    {%- if columns and not input_key -%}
        {%- do exceptions.raise_compiler_error(
            'input ' ~ name ~ ': declare input_key, the column of ' ~ name ~ ' that '
            ~ columns | join(', ') ~ ' holds'
        ) -%}
    {%- endif -%}
    {{ return({
        'is_grain': name == grain_source,
        'key_expression': keys,
        'dependency_columns': columns,
        'input_key': input_key,
    }) }}
{%- endmacro %}


{% macro exact_models() -%}
    {#- Every exact model of the project and its packages, as a node of dbt's graph. -#}
    {%- set found = [] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and node.config.materialized == 'exact' -%}
        {%- do found.append(node) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}


{% macro consumers() -%}
    {#- The exact models that read this one. -#}
    {%- set found = [] -%}
    {%- for node in servicetitan.exact_models() if model.unique_id in node.depends_on.nodes -%}
        {%- do found.append({
            'state_name': servicetitan.state_name(node.schema, node.alias),
            'declared': ((node.config.meta.get('inputs') or {}).get(model.name) or {}),
        }) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
