{#- Which rows of a model have to be computed again. Documented in _macros.yml. -#}

{% macro changed_keys(own_rows) -%}
    {%- if flags.WHICH in ['run', 'build', 'retry'] and model.resource_type == 'model' -%}
    select {{ config.get('unique_key') | join(', ') }}, local_created_at
    from changed_{{ this.identifier }}
    {%- else -%}
    select *, now() as local_created_at
    from {{ own_rows }}
    {%- endif -%}
{%- endmacro %}


{% macro find_changed_keys() -%}
    {%- if execute and flags.WHICH in ['run', 'build', 'retry'] -%}
        {%- set keys = config.get('unique_key') -%}
        {%- set inputs = declared_inputs() -%}
        {%- set own_rows = source('servicetitan', config.meta_get('one_row_for_each')).render() -%}
        {%- set changed = 'changed_' ~ this.identifier -%}
        {%- set fingerprint = local_md5(sql ~ tojson(inputs, sort_keys=True)) -%}

        {#- Taking the row also makes a second transform wait here until this model is committed. -#}
        {%- set progress = run_query(
            "insert into " ~ transform_progress() ~ " as progress (model_name)"
            ~ " values ('" ~ this.identifier ~ "') on conflict (model_name)"
            ~ " do update set model_name = excluded.model_name"
            ~ " returning progress.last_load_number, progress.fingerprint"
        ).rows[0] -%}
        {%- set nothing_seen_yet = progress['last_load_number'] is none -%}
        {%- set news = loads_since(progress['last_load_number'] or 0, inputs) -%}

create temporary table {{ changed }} on commit drop as
        {%- if flags.EMPTY or flags.SAMPLE %}
select {{ keys | join(', ') }}, now() as local_created_at
from {{ own_rows }}
where false;
        {%- elif not is_incremental() %}
            {%- set built_before = load_relation(this) is not none and load_relation(this).is_table %}
select
            {%- for key in keys %}
    own_rows.{{ key }},
            {%- endfor %}
    {{ 'coalesce(built_before.local_created_at, now())' if built_before else 'now()' }} as local_created_at
from {{ own_rows }} as own_rows
            {%- if built_before %}
left join {{ this }} as built_before using ({{ keys | join(', ') }})
            {%- endif %};
        {%- elif nothing_seen_yet or progress['fingerprint'] != fingerprint %}
            {%- do check_columns() -%}
            {%- do log(this.identifier ~ ' itself has changed: all its rows are computed again', info=true) %}
select {{ keys | join(', ') }}, now() as local_created_at
from {{ own_rows }};
        {%- else %}
{#- distinct: one way alone can touch a row twice, by two tags that are renamed at once. #}
select distinct {{ keys | join(', ') }}, now() as local_created_at
from (
    {{ keys_touched_by(inputs, news.arrived, keys) | join('\n    union all\n    ') }}
) as touched;
        {%- endif %}

analyze {{ changed }};

-- In one transaction with the model's own rows: seen exactly when they are committed.
update {{ transform_progress() }}
set
        {%- if flags.EMPTY or flags.SAMPLE %}
    last_load_number = null,
        {%- else %}
    last_load_number = {{ news.newest }},
        {%- endif %}
    fingerprint = '{{ fingerprint }}',
    updated_at = now()
where model_name = '{{ this.identifier }}'
    {%- endif -%}
{%- endmacro %}


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


{% macro check_columns() -%}
    {#- A new column is added to the table as it stands; anything else needs a new table. -#}
    {%- set declared = [] -%}
    {%- for column in model.columns.values() -%}
        {%- do declared.append("('" ~ column.name ~ "', '" ~ column.data_type ~ "'::regtype::oid)") -%}
    {%- endfor -%}
    {%- set outdated = run_query(
        "select string_agg(attname, ', ') from pg_catalog.pg_attribute left join (values "
        ~ declared | join(', ') ~ ") as declared (name, type) on declared.name = attname"
        ~ " where attrelid = '" ~ this ~ "'::regclass and attnum > 0 and not attisdropped"
        ~ " and declared.type is distinct from atttypid"
    ).rows[0][0] -%}
    {%- if outdated -%}
        {%- do exceptions.raise_compiler_error(
            'columns of ' ~ this.identifier ~ ' are gone from the model or have another type now: '
            ~ outdated ~ '. Build the table anew: dbt build --full-refresh --select ' ~ this.identifier
        ) -%}
    {%- endif -%}
{%- endmacro %}


{% macro kept_columns(how) -%}
    {%- set columns = how.ids_kept_in or [] -%}
    {{ return([columns] if columns is string else columns) }}
{%- endmacro %}


{% macro loads_since(load_number, inputs) -%}
    {#- One statement, so that the newest number and the loads belong to one moment. -#}
    {%- set rows = run_query(
        "select newest.load_number, loads.table_name, loads.tenant_id,"
        ~ " string_agg(quote_literal(loads.load_id), ', ') as load_ids"
        ~ " from (select coalesce(max(load_number), 0) as load_number from " ~ transform_loads()
        ~ ") as newest left join " ~ transform_loads() ~ " as loads"
        ~ " on loads.load_number > " ~ load_number
        ~ " and loads.table_name in ('" ~ inputs | join("', '") ~ "')"
        ~ " group by newest.load_number, loads.table_name, loads.tenant_id"
    ).rows -%}
    {%- set arrived = {} -%}
    {%- for row in rows if row['table_name'] -%}
        {%- do arrived.setdefault(row['table_name'], []).append(
            "(arrived.tenant_id = " ~ row['tenant_id'] | int
            ~ " and arrived._dlt_load_id in (" ~ row['load_ids'] ~ "))"
        ) -%}
    {%- endfor -%}
    {{ return({'newest': rows[0]['load_number'] | int, 'arrived': arrived}) }}
{%- endmacro %}


{% macro keys_touched_by(inputs, arrived, keys) -%}
    {%- set own_rows = config.meta_get('one_row_for_each') -%}
    {%- set queries = [] -%}
    {%- for table, how in inputs.items() if table in arrived -%}
        {%- set input = source('servicetitan', table).render() -%}
        {%- set condition = '(' ~ arrived[table] | join(' or ') ~ ')' -%}

        {%- if table == own_rows -%}
            {%- do queries.append(
                "select " ~ keys | join(', ') ~ " from " ~ input ~ " as arrived where " ~ condition
            ) -%}
        {%- endif -%}

        {#- Rows that the new version of the input points to. -#}
        {%- if how.points_here_by -%}
            {%- do queries.append(
                "select arrived.tenant_id, pointed_to.st_id from " ~ input ~ " as arrived"
                ~ " cross join lateral (select " ~ how.points_here_by ~ " as st_id) as pointed_to"
                ~ " where " ~ condition
            ) -%}
        {%- endif -%}

        {#- Rows that were computed from an older version of the input. -#}
        {%- for column in kept_columns(how) -%}
            {%- set its_id = 'arrived.' ~ (how.its_id or 'st_id') -%}
            {%- set is_array = model.columns[column].data_type.endswith('[]') -%}
            {%- do queries.append(
                "select target.tenant_id, target.st_id from " ~ input ~ " as arrived"
                ~ " inner join " ~ this ~ " as target on target.tenant_id = arrived.tenant_id and target."
                ~ column ~ (" @> array[" ~ its_id ~ "]" if is_array else " = " ~ its_id)
                ~ " where " ~ condition
            ) -%}
        {%- endfor -%}
    {%- endfor -%}

    {%- if not queries -%}
        {%- do queries.append(
            "select " ~ keys | join(', ') ~ " from "
            ~ source('servicetitan', own_rows).render() ~ " where false"
        ) -%}
    {%- endif -%}
    {{ return(queries) }}
{%- endmacro %}
