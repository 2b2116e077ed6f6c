{#- What a model says it reads, held against what it reads. Documented in _macros.yml. -#}

{% macro declared_inputs() -%}
    {#- The model's own rows are an input like any other; its key is how they are found. -#}
    {%- set own_rows = config.meta_get('one_row_for_each') -%}
    {%- if not own_rows -%}
        {%- do exceptions.raise_compiler_error(
            "config(meta={'one_row_for_each': 'raw_st_...', 'inputs': {...}}) is missing"
        ) -%}
    {%- endif -%}
    {%- set inputs = {own_rows: {}} -%}
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
    {%- for table in inputs if table not in read and table != own_rows -%}
        {%- do exceptions.raise_compiler_error('it declares ' ~ table ~ ', but does not read it') -%}
    {%- endfor -%}

    {%- for table, how in inputs.items() if table != own_rows -%}
        {%- for word in how if word not in ['points_here_by', 'ids_kept_in', 'its_id'] -%}
            {%- do exceptions.raise_compiler_error('input ' ~ table ~ ': unknown word ' ~ word) -%}
        {%- endfor -%}
        {%- if not (how.points_here_by or how.ids_kept_in) -%}
            {%- do exceptions.raise_compiler_error(
                'input ' ~ table ~ ': say ids_kept_in, points_here_by, or both'
            ) -%}
        {%- endif -%}
        {%- for column in kept_columns(how) if column not in model.columns -%}
            {%- do exceptions.raise_compiler_error(
                'input ' ~ table ~ ': ids_kept_in names ' ~ column ~ ', which is no column of '
                ~ this.identifier
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(inputs) }}
{%- endmacro %}


{% macro kept_columns(how) -%}
    {%- set columns = how.ids_kept_in or [] -%}
    {{ return([columns] if columns is string else columns) }}
{%- endmacro %}
