{#- Views for readers who may see only a part: `python -m loader grant` makes their schemas. Documented in
    _macros.yml. -#}

{% macro build_reader_views() -%}
    {%- if execute and flags.WHICH in ('build', 'run', 'retry', 'run-operation') -%}
        {%- for schema in servicetitan.reader_schemas() -%}
            {%- set statements = [] -%}
            {%- set present = servicetitan.present_reader_views(schema.name) -%}
            {%- set wanted = [] -%}
            {#- Only this package's models: those of a project that installs it have no masks, and need not
                say whose their rows are. -#}
            {%- for model in graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
                if model.package_name == 'servicetitan' and model.columns
                and 'intermediate' not in model.fqn and servicetitan.is_for_reader(schema, model)
                and adapter.get_relation(model.database, model.schema, model.alias) -%}
                {%- do wanted.append(model.alias) -%}
                {%- set definition = servicetitan.reader_view(schema, model) -%}
                {%- set stamp = local_md5(definition) -%}
                {%- if present.get(model.alias) != stamp -%}
                    {%- set view = adapter.quote(schema.name) ~ '.' ~ adapter.quote(model.alias) -%}
                    {%- do statements.append(
                        'drop view if exists ' ~ view ~ '; create view ' ~ view
                        ~ ' with (security_barrier) as ' ~ definition
                        ~ "; comment on view " ~ view ~ " is '" ~ stamp ~ "'"
                    ) -%}
                {%- endif -%}
            {%- endfor -%}
            {%- for name, stamp in present.items() if name not in wanted and stamp and stamp | length == 32 -%}
                {%- do statements.append(
                    'drop view ' ~ adapter.quote(schema.name) ~ '.' ~ adapter.quote(name)
                ) -%}
            {%- endfor -%}
            {%- if statements -%}
                {#- A reader's long query must not hold the transform up: it fails then, and the next one
                    tries again. -#}
                {%- call statement(auto_begin=false) -%}
                    set local lock_timeout = '30s'; {{ statements | join('; ') }}; commit
                {%- endcall -%}
                {%- do log(statements | length ~ ' views made anew or dropped in the schema ' ~ schema.name, info=true) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}


{% macro reader_schemas() -%}
    {#- The schemas' comments say what they show; loader/warehouse/readers.py writes them. -#}
    {%- set found = [] -%}
    {%- for row in run_query(
        "select nspname, obj_description(oid, 'pg_namespace') as description from pg_catalog.pg_namespace"
        ~ " where obj_description(oid, 'pg_namespace') like '{\"servicetitan_reader\":%'"
    ).rows -%}
        {%- set shows = fromjson(row['description'])['servicetitan_reader'] -%}
        {%- if shows['of'] == target.schema -%}
            {%- do found.append({'name': row['nspname'], 'masked': shows['masked'], 'tenant': shows['tenant']}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}


{% macro present_reader_views(schema) -%}
    {%- set found = {} -%}
    {%- for row in run_query(
        "select relname, obj_description(pg_class.oid, 'pg_class') as stamp from pg_catalog.pg_class"
        ~ " inner join pg_catalog.pg_namespace on pg_namespace.oid = relnamespace"
        ~ " where nspname = '" ~ schema ~ "' and relkind = 'v'"
    ).rows -%}
        {%- do found.update({row['relname']: row['stamp']}) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}


{% macro is_for_reader(schema, model) -%}
    {#- Without a tenant_id nothing tells whose a row is. -#}
    {{ return(
        schema.tenant is none or 'tenant_id' in model.columns
        or model.config.meta.get('same_for_all_tenants', false)
    ) }}
{%- endmacro %}


{% macro reader_view(schema, model) -%}
    {%- set columns = [] -%}
    {%- for column in model.columns.values() -%}
        {%- set name = adapter.quote(column.name) -%}
        {%- set kind = column.meta.get('personal_data') if schema.masked -%}
        {%- do columns.append(
            (servicetitan.masked(column, kind) ~ ' as ' ~ name) if kind else name
        ) -%}
    {%- endfor -%}
    {%- set of_tenant = schema.tenant is not none and 'tenant_id' in model.columns -%}
    {{ return(
        'select ' ~ columns | join(', ')
        ~ ' from ' ~ api.Relation.create(database=model.database, schema=model.schema, identifier=model.alias)
        ~ (' where tenant_id = ' ~ schema.tenant if of_tenant else '')
    ) }}
{%- endmacro %}


{% macro masked(column, kind) -%}
    {%- set name = adapter.quote(column.name) -%}
    {%- if column.data_type != 'text' or kind == 'record' -%}
        {{ return('null::' ~ column.data_type) }}
    {%- elif kind == 'address' and (column.name == 'zip' or column.name.endswith('_zip')) -%}
        {{ return("left(" ~ name ~ ", 3)") }}
    {%- else -%}
        {{ return("case when " ~ name ~ " is not null then '***' end") }}
    {%- endif -%}
{%- endmacro %}
