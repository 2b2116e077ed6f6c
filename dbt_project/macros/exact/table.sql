{#- A model's table: how it is made, changed and exchanged. Documented in _macros.yml. -#}

{% macro create_table(exact, target) -%}
    {%- do drop_relation_if_exists(load_cached_relation(target)) -%}
    {#- Room in each page, so that an update can stay in it and leave the indexes alone. -#}
    {%- do run_query(
        'create table ' ~ target ~ ' ('
        ~ adapter.render_raw_columns_constraints(raw_columns=model.columns) | join(', ')
        ~ ') with (fillfactor = 75)'
    ) -%}
    {%- do servicetitan.distribute(target) -%}
{%- endmacro %}


{% macro apply_constraints_and_indexes(exact, target, in_place) -%}
    {#- After the rows have been written, which is quicker. -#}
    {%- set statements = [] -%}
    {%- if in_place -%}
        {%- for column in model.columns.values() -%}
            {%- for constraint in column.constraints if constraint.type == 'not_null' -%}
                {%- do statements.append('alter table ' ~ target ~ ' alter column ' ~ column.name ~ ' set not null') -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- else -%}
        {%- for constraint in adapter.render_raw_model_constraints(raw_constraints=model.constraints) -%}
            {%- do statements.append('alter table ' ~ target ~ ' add ' ~ constraint) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for batch in servicetitan.batches(statements, servicetitan.comment_statements(target)) if batch -%}
        {%- do run_query(batch | join(';\n')) -%}
    {%- endfor -%}

    {#- One by one: distributed Postgres refuses a string of several statements with `create index` in it. -#}
    {%- set present = servicetitan.present_indexes(target) if in_place else {} -%}
    {%- for index in servicetitan.declared_indexes(exact) if index not in present -%}
        {%- do run_query(servicetitan.create_index_sql(target, index)) -%}
    {%- endfor -%}
    {%- for index in present if servicetitan.is_outgrown(exact, index) -%}
        {%- do run_query('drop index ' ~ present[index]) -%}
    {%- endfor -%}
    {#- The next run looks keys and ids up here, maybe before autovacuum has been. -#}
    {%- do run_query(
        'analyze ' ~ target ~ ' (' ~ servicetitan.columns_to_analyze(exact) | join(', ') ~ ')'
    ) -%}
{%- endmacro %}


{% macro declared_indexes(exact) -%}
    {#- As Postgres writes them: `btree (tenant_id, job_number)`. -#}
    {%- set indexes = [] -%}
    {%- set arrays = [] -%}
    {%- for column in servicetitan.dependency_columns(exact) if column != 'tenant_id' -%}
        {%- if column in servicetitan.array_columns() -%}
            {%- do arrays.append(column) -%}
        {%- else -%}
            {%- do indexes.append('btree (tenant_id, ' ~ column ~ ')') -%}
        {%- endif -%}
    {%- endfor -%}
    {#- One index over all arrays: it finds ids in any of them, and has the tenant of each row once. -#}
    {%- if arrays -%}
        {%- do indexes.append(servicetitan.gin_index(arrays)) -%}
    {%- endif -%}
    {%- for index in config.get('indexes') or [] -%}
        {%- if index.type == 'gin' -%}
            {%- do indexes.append(servicetitan.gin_index(index.columns[1:])) -%}
        {%- else -%}
            {%- set columns = [] -%}
            {%- for column in index.columns -%}
                {%- do columns.append(servicetitan.index_column(column)) -%}
            {%- endfor -%}
            {%- do indexes.append((index.type or 'btree') ~ ' (' ~ columns | join(', ') ~ ')') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(indexes | unique | list) }}
{%- endmacro %}


{% macro dependency_columns(exact) -%}
    {{ return(exact.inputs.values() | sum(attribute='dependency_columns', start=[]) | unique | list) }}
{%- endmacro %}


{% macro array_columns() -%}
    {%- set found = [] -%}
    {%- for column in model.columns.values() if column.data_type.endswith('[]') -%}
        {%- do found.append(column.name) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}


{% macro gin_index(columns) -%}
    {#- The tenant as tenant_in_gin asks for it. -#}
    {{ return('gin ((ARRAY[tenant_id]), ' ~ columns | join(', ') ~ ')') }}
{%- endmacro %}


{% macro index_column(column) -%}
    {#- A btree holds 2,700 bytes at most. One longer text must not stop the model: its beginning is
        indexed. -#}
    {%- set declared = model.columns.get(column) -%}
    {{ return('"left"(' ~ column ~ ', 200)' if declared and declared.data_type == 'text' else column) }}
{%- endmacro %}


{% macro create_index_sql(target, index) -%}
    {#- Without fastupdate every reader would have to search a list of pending entries too. -#}
    {{ return(
        'create index on ' ~ target ~ ' using ' ~ index
        ~ (' with (fastupdate = off)' if index.startswith('gin ') else '')
    ) }}
{%- endmacro %}


{% macro present_indexes(target) -%}
    {#- By definition, with their names. -#}
    {%- set found = {} -%}
    {%- for row in run_query(
        "select split_part(substring(indexdef from ' USING (.*)'), ' WITH ', 1) as definition,"
        ~ " format('%I.%I', schemaname, indexname) as name from pg_catalog.pg_indexes"
        ~ " where schemaname = '" ~ target.schema ~ "' and tablename = '" ~ target.identifier ~ "'"
    ).rows -%}
        {%- do found.update({row['definition']: row['name']}) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}


{% macro is_outgrown(exact, index) -%}
    {#- Whether an index is one that this project made, and makes no more. -#}
    {%- set arrays = servicetitan.array_columns() -%}
    {%- set whole_texts = [] -%}
    {%- for declared in config.get('indexes') or [] if not declared.type -%}
        {%- do whole_texts.append('btree (' ~ declared.columns | join(', ') ~ ')') -%}
    {%- endfor -%}
    {{ return(
        index not in servicetitan.declared_indexes(exact) and (
            index in whole_texts
            or index[5:-1] in arrays and index == 'gin (' ~ index[5:-1] ~ ')'
            or index.startswith('gin ((ARRAY[tenant_id]), ')
        )
    ) }}
{%- endmacro %}


{% macro columns_to_analyze(exact) -%}
    {#- Not the arrays: their statistics are dear, and no plan of these models looks at them. -#}
    {%- set columns = exact.unique_key + servicetitan.dependency_columns(exact) -%}
    {%- set columns = columns + (config.get('indexes') or []) | sum(attribute='columns', start=[]) -%}
    {{ return(
        columns | select('in', model.columns) | reject('in', servicetitan.array_columns()) | unique | list
    ) }}
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


{% macro swap_relations(target, type) -%}
    {%- set former = load_cached_relation(this) -%}
    {%- if former is not none -%}
        {%- set after = run_query(servicetitan.grants_sql(former)).columns[0].values() | list -%}
        {%- do after.extend(servicetitan.views_to_keep(former)) -%}
        {%- do adapter.drop_relation(former) -%}
    {%- endif -%}
    {%- do adapter.rename_relation(target, this.incorporate(type=type)) -%}
    {%- for statement in after or [] -%}
        {%- do run_query(statement) -%}
    {%- endfor -%}
{%- endmacro %}


{% macro views_to_keep(relation) -%}
    {#- Statements that make the views of `migration views` on it again: old dashboards read them, and the
        table takes them along when it is dropped. -#}
    {%- set statements = [] -%}
    {%- for view in run_query(
        "select distinct relname, format('%I.%I', nspname, relname) as name,"
        ~ " pg_get_viewdef(pg_class.oid) as definition, obj_description(pg_class.oid, 'pg_class') as comment"
        ~ " from pg_catalog.pg_depend"
        ~ " inner join pg_catalog.pg_rewrite on pg_rewrite.oid = pg_depend.objid"
        ~ " inner join pg_catalog.pg_class on pg_class.oid = pg_rewrite.ev_class"
        ~ " inner join pg_catalog.pg_namespace on pg_namespace.oid = pg_class.relnamespace"
        ~ " where pg_depend.refobjid = '" ~ relation ~ "'::regclass"
        ~ " and pg_class.relkind = 'v'"
        ~ " and obj_description(pg_class.oid, 'pg_class') like 'servicetitan migration:%'"
    ).rows -%}
        {%- do statements.append('create view ' ~ view['name'] ~ ' as ' ~ view['definition']) -%}
        {%- do statements.append('comment on view ' ~ view['name'] ~ " is '" ~ view['comment'] ~ "'") -%}
        {%- do statements.extend(
            run_query(servicetitan.grants_sql(view['name'])).columns[0].values()
        ) -%}
    {%- endfor -%}
    {{ return(statements) }}
{%- endmacro %}


{% macro grants_sql(relation) -%}
    {#- Statements that give others what they were given, on the table and on single columns. -#}
    {%- set given -%}
select format(
    'grant %s%s on %s to %s%s',
    acl.privilege_type,
    case when acl.column_name is not null then format(' (%I)', acl.column_name) end,
    '{{ relation }}',
    case when acl.grantee = 0 then 'public' else acl.grantee::regrole::text end,
    case when acl.is_grantable then ' with grant option' end
)
from (
    select pg_class.relowner, null::name as column_name, given.*
    from pg_catalog.pg_class
    cross join lateral aclexplode(pg_class.relacl) as given
    where pg_class.oid = '{{ relation }}'::regclass
    union all
    select pg_class.relowner, pg_attribute.attname, given.*
    from pg_catalog.pg_class
    inner join pg_catalog.pg_attribute on pg_class.oid = pg_attribute.attrelid
    cross join lateral aclexplode(pg_attribute.attacl) as given
    where pg_class.oid = '{{ relation }}'::regclass
) as acl
where acl.grantee <> acl.relowner
    {%- endset -%}
    {{ return(given) }}
{%- endmacro %}


{% macro add_new_columns(exact) -%}
    {#- A new column is added to the table as it stands; anything else needs a new table. -#}
    {%- set declared = [] -%}
    {%- for column in model.columns.values() -%}
        {%- do declared.append("('" ~ column.name ~ "', '" ~ column.data_type ~ "')") -%}
    {%- endfor -%}
    {%- set found = run_query(
        "select coalesce(present.name, declared.name) as name, declared.type,"
        ~ " present.name is null as is_new,"
        ~ " present.name is not null and declared.type::regtype::text is distinct from present.type as outdated"
        ~ " from (values " ~ declared | join(', ') ~ ") as declared (name, type) full join"
        ~ " (select attname::text as name, format_type(atttypid, atttypmod) as type from pg_catalog.pg_attribute"
        ~ " where attrelid = '" ~ this ~ "'::regclass and attnum > 0 and not attisdropped) as present"
        ~ " on declared.name = present.name"
    ).rows -%}
    {%- set outdated = found | selectattr('outdated') | map(attribute='name') | sort -%}
    {%- set key = run_query(
        "select pg_get_constraintdef(oid) from pg_catalog.pg_constraint"
        ~ " where conrelid = '" ~ this ~ "'::regclass and contype = 'p'"
    ).columns[0].values() | join -%}
    {%- if key != 'PRIMARY KEY (' ~ exact.unique_key | join(', ') ~ ')' -%}
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
