{#- What a model says it reads, held against what it reads. Documented in _macros.yml. -#}

{% macro declared_inputs() -%}
    {#- The model's own rows are an input like any other; its key is how they are found. -#}
    {%- set grain_relation = config.meta_get('grain_source') -%}
    {%- if not grain_relation -%}
        {%- do exceptions.raise_compiler_error(
            "config(meta={'grain_source': 'raw_st_...', 'inputs': {...}}) is missing"
        ) -%}
    {%- endif -%}
    {%- set inputs = {grain_relation: {}} -%}
    {%- do inputs.update(config.meta_get('inputs') or {}) -%}

    {%- for node in model.depends_on.nodes if not node.startswith('source.') -%}
        {%- do exceptions.raise_compiler_error(
            'it reads ' ~ node ~ ', but an exact model reads raw tables only: what another model '
            ~ 'holds depends on which of the two ran first'
        ) -%}
    {%- endfor -%}

    {%- set read = modules.re.findall('\\braw_st_\\w+', sql) | unique | sort -%}
    {%- for table in read if table not in inputs -%}
        {%- do exceptions.raise_compiler_error(
            'it reads ' ~ table ~ ' without declaring it: changes of ' ~ table ~ ' would not reach '
            ~ this.identifier ~ '. Add it to `inputs` in the config of the model.'
        ) -%}
    {%- endfor -%}
    {%- for table in inputs if table not in read and table != grain_relation -%}
        {%- do exceptions.raise_compiler_error('it declares ' ~ table ~ ', but does not read it') -%}
    {%- endfor -%}

    {%- for table, how in inputs.items() if table != grain_relation -%}
        {%- for word in how if word not in ['key_expression', 'dependency_columns', 'input_key'] -%}
            {%- do exceptions.raise_compiler_error('input ' ~ table ~ ': unknown word ' ~ word) -%}
        {%- endfor -%}
        {%- if not (how.key_expression or how.dependency_columns) -%}
            {%- do exceptions.raise_compiler_error(
                'input ' ~ table ~ ': say dependency_columns, key_expression, or both'
            ) -%}
        {%- endif -%}
        {%- for column in dependency_columns(how) if column not in model.columns -%}
            {%- do exceptions.raise_compiler_error(
                'input ' ~ table ~ ': dependency_columns names ' ~ column ~ ', which is no column of '
                ~ this.identifier
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(inputs) }}
{%- endmacro %}


{% macro dependency_columns(how) -%}
    {%- set columns = how.dependency_columns or [] -%}
    {{ return([columns] if columns is string else columns) }}
{%- endmacro %}
