{#- A model's table: how it is made, and how rows get into it. Documented in _macros.yml. -#}

{% macro upsert_sql(target) -%}
    {%- set keys = config.get('unique_key') -%}
    {%- set names = model.columns | list -%}
    {%- set values = names | reject('in', keys + ['local_created_at', 'local_synced_at']) | list -%}
insert into {{ target }} as written ({{ names | join(', ') }})
select {{ names | join(', ') }}
from (
    {{ sql }}
) as computed
on conflict ({{ keys | join(', ') }}) do update
set
    {%- for name in values %}
    {{ name }} = excluded.{{ name }},
    {%- endfor %}
    local_synced_at = excluded.local_synced_at
where (written.{{ values | join(', written.') }})
    is distinct from (excluded.{{ values | join(', excluded.') }})
{%- endmacro %}


{% macro create_table_sql(target) -%}
    {%- set names = model.columns | list | join(', ') -%}
    {%- do drop_relation_if_exists(load_cached_relation(target)) -%}
create table {{ target }} (
    {{ adapter.render_raw_columns_constraints(raw_columns=model.columns) | join(',\n    ') }}
)
-- Room in each page, so that an update can stay in it and leave the indexes alone.
with (fillfactor = 75);

insert into {{ target }} ({{ names }})
select {{ names }}
from (
    {{ sql }}
) as computed
{%- endmacro %}


{% macro apply_constraints_and_indexes(target, in_place) -%}
    {#- In one statement, and after the rows have been written, as both are quicker. -#}
    {%- set statements = [] -%}
    {%- set present = namespace(indexes=[]) -%}
    {%- if in_place -%}
        {%- set present.indexes = run_query(
            "select substring(indexdef from ' USING .*') from pg_catalog.pg_indexes"
            ~ " where schemaname = '" ~ target.schema ~ "' and tablename = '" ~ target.identifier ~ "'"
        ).columns[0].values() -%}
        {%- for column in model.columns.values() -%}
            {%- for constraint in column.constraints if constraint.type == 'not_null' -%}
                {%- do statements.append(
                    'alter table ' ~ target ~ ' alter column ' ~ column.name ~ ' set not null'
                ) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- else -%}
        {%- for constraint in adapter.render_raw_model_constraints(raw_constraints=model.constraints) -%}
            {%- do statements.append('alter table ' ~ target ~ ' add ' ~ constraint) -%}
        {%- endfor -%}
    {%- endif -%}

    {%- for index in declared_indexes() -%}
        {%- set what = ' USING ' ~ (index.type or 'btree') ~ ' (' ~ index.columns | join(', ') ~ ')' -%}
        {%- if what not in present.indexes | join -%}
            {#- Without fastupdate every reader would have to search its pending list too. -#}
            {%- do statements.append(
                get_create_index_sql(target, index)
                ~ (' with (fastupdate = off)' if index.type == 'gin' else '')
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {#- The next run looks keys and ids up here, maybe before autovacuum has been. -#}
    {%- do statements.append('analyze ' ~ target ~ ' (' ~ columns_to_analyze() | join(', ') ~ ')') -%}
    {%- do statements.extend(comment_statements(target)) -%}
    {%- do run_query(statements | join(';\n')) -%}
{%- endmacro %}


{% macro declared_indexes() -%}
    {%- set indexes = [] -%}
    {%- for how in (config.meta_get('inputs') or {}).values() -%}
        {%- for column in dependency_columns(how) -%}
            {%- if model.columns[column].data_type.endswith('[]') -%}
                {%- do indexes.append({'columns': [column], 'type': 'gin'}) -%}
            {%- else -%}
                {%- do indexes.append({'columns': ['tenant_id', column]}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for index in config.get('indexes') or [] -%}
        {%- do indexes.append(index) -%}
    {%- endfor -%}
    {%- set each_once = [] -%}
    {%- for index in indexes if index not in each_once -%}
        {%- do each_once.append(index) -%}
    {%- endfor -%}
    {{ return(each_once) }}
{%- endmacro %}


{% macro columns_to_analyze() -%}
    {#- Not the arrays: their statistics are dear, and no plan of these models looks at them. -#}
    {%- set columns = config.get('unique_key') | list -%}
    {%- for how in (config.meta_get('inputs') or {}).values() -%}
        {%- for column in dependency_columns(how) if column not in columns -%}
            {%- if not model.columns[column].data_type.endswith('[]') -%}
                {%- do columns.append(column) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}


{% macro comment_statements(target) -%}
    {%- set comments = [] -%}
    {%- if config.persist_relation_docs() and model.description -%}
        {%- do comments.append(
            'comment on table ' ~ target ~ ' is ' ~ postgres_escape_comment(model.description)
        ) -%}
    {%- endif -%}
    {%- if config.persist_column_docs() -%}
        {%- for column in model.columns.values() if column.description -%}
            {%- do comments.append(
                'comment on column ' ~ target ~ '.' ~ column.name ~ ' is '
                ~ postgres_escape_comment(column.description)
            ) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(comments) }}
{%- endmacro %}


{% macro swap_tables(target) -%}
    {%- set former = load_cached_relation(this) -%}
    {%- if former is not none -%}
        {%- do adapter.drop_relation(former) -%}
    {%- endif -%}
    {%- do adapter.rename_relation(target, this.incorporate(type='table')) -%}
{%- endmacro %}


{% macro add_new_columns() -%}
    {#- A new column is added to the table as it stands; anything else needs a new table. -#}
    {%- set declared = [] -%}
    {%- for column in model.columns.values() -%}
        {%- do declared.append("('" ~ column.name ~ "', '" ~ column.data_type ~ "')") -%}
    {%- endfor -%}
    {%- set found = run_query(
        "select coalesce(present.name, declared.name) as name, declared.type,"
        ~ " present.name is null as is_new,"
        ~ " present.name is not null and declared.type::regtype is distinct from present.type as outdated"
        ~ " from (values " ~ declared | join(', ') ~ ") as declared (name, type) full join"
        ~ " (select attname::text as name, atttypid::regtype as type from pg_catalog.pg_attribute"
        ~ " where attrelid = '" ~ this ~ "'::regclass and attnum > 0 and not attisdropped) as present"
        ~ " on declared.name = present.name"
    ).rows -%}
    {%- set outdated = found | selectattr('outdated') | map(attribute='name') | sort -%}
    {%- set key = run_query(
        "select pg_get_constraintdef(oid) from pg_catalog.pg_constraint"
        ~ " where conrelid = '" ~ this ~ "'::regclass and contype = 'p'"
    ).columns[0].values() | join -%}
    {%- if key != 'PRIMARY KEY (' ~ config.get('unique_key') | join(', ') ~ ')' -%}
        {%- do outdated.append('the key') -%}
    {%- endif -%}
    {%- if outdated -%}
        {%- do exceptions.raise_compiler_error(
            'columns of ' ~ this.identifier ~ ' are gone from the model or other than they were: '
            ~ outdated | join(', ')
            ~ '. Build the table anew: make transform ARGS="--full-refresh --select ' ~ this.identifier ~ '"'
        ) -%}
    {%- endif -%}
    {%- for column in found if column['is_new'] -%}
        {%- do run_query('alter table ' ~ this ~ ' add column ' ~ column['name'] ~ ' ' ~ column['type']) -%}
    {%- endfor -%}
{%- endmacro %}


{% macro check_completeness(target, in_place) -%}
    {%- set keys = config.get('unique_key') | join(', ') -%}
    {%- set records = source('servicetitan', config.meta_get('grain_source')).render() -%}
    {%- if in_place -%}
        {%- set lost = run_query(
            "select count(*) from affected_" ~ this.identifier ~ " as changed"
            ~ " inner join " ~ records ~ " as records using (" ~ keys ~ ")"
            ~ " left join " ~ target ~ " as written using (" ~ keys ~ ")"
            ~ " where written.local_synced_at is null"
        ).rows[0][0] -%}
    {%- else -%}
        {#- A new table: what was inserted is what there is. -#}
        {%- set lost = run_query("select count(*) from affected_" ~ this.identifier).rows[0][0]
            - load_result('main').response.rows_affected -%}
    {%- endif -%}
    {%- if lost -%}
        {%- do exceptions.raise_compiler_error(
            lost ~ ' records of ' ~ config.meta_get('grain_source') ~ ' have no row in '
            ~ this.identifier ~ '. Does an inner join or a filter drop them? Nothing was changed.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
