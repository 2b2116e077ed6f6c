{#- What a model has seen, and what is new to it. Documented in _macros.yml. -#}

{% macro state_name(schema, identifier) -%}
    {{ return(identifier if schema == target.schema else schema ~ '.' ~ identifier) }}
{%- endmacro %}


{% macro set_session_params() -%}
    {#- For this transaction. By default Postgres plans for spinning disks and reads a table of many
        thousand rows from end to end rather than look up a few; and compiling these wide statements
        takes longer than it saves. -#}
    {{ return('set local random_page_cost = 1.1; set local jit = off;') }}
{%- endmacro %}


{% macro lock_model_state() -%}
    {#- Locks the model's row: a second transform waits here until this one has committed the model.
        A row that was deleted, or is the first, starts with a change number above all that consumers
        have seen, so that they compute all rows. -#}
    {%- set name = servicetitan.state_name(this.schema, this.identifier) -%}
    {%- do run_query(
        "insert into " ~ servicetitan.model_state() ~ " (model_name, last_change_number, log_floor)"
        ~ " select '" ~ name ~ "', first.change_number, first.change_number from"
        ~ " (select coalesce(max((seen_changes ->> '" ~ name ~ "')::bigint), 0) + 1 as change_number"
        ~ " from " ~ servicetitan.model_state() ~ ") as first"
        ~ " on conflict (model_name) do update set model_name = excluded.model_name"
    ) -%}
{%- endmacro %}


{% macro what_is_new(exact, in_place, found) -%}
    {%- set fingerprint = servicetitan.fingerprint_of_rows(exact) ~ ' ' ~ servicetitan.fingerprint_of_table(exact) -%}
    {%- set producers = fromjson(found['producers'] or '{}') -%}
    {%- set seen = fromjson(found['seen_changes'] or '{}') -%}

    {%- set unknown = namespace(reason='') -%}
    {%- if found['last_load_number'] is none -%}
        {%- set unknown.reason = 'nothing is known of an earlier run' -%}
    {%- elif found['fingerprint'].split(' ')[0] != fingerprint.split(' ')[0] -%}
        {%- set unknown.reason = 'the model itself has changed' -%}
    {%- elif found['input_tables'] != found['tables_now'] -%}
        {%- set unknown.reason = 'a raw table that it reads was made anew' -%}
    {%- elif in_place and not servicetitan.is_as_it_was(found['own_table'], found['own_table_now']) -%}
        {%- set unknown.reason = 'its table was emptied, restored, altered or made anew' -%}
    {%- elif found['last_load_number'] < found['forgotten_through'] -%}
        {%- set unknown.reason = 'loads that it has not seen are forgotten' -%}
    {%- endif -%}
    {%- set inputs = {} -%}
    {%- for input in exact.inputs.values() if input.is_model -%}
        {%- set last, floor = producers.get(input.state_name, [0, 0]) -%}
        {%- set number = seen.get(input.state_name, -1) -%}
        {%- if not unknown.reason and (number < floor or number > last) -%}
            {%- set unknown.reason = input.name ~ ' was built anew' -%}
        {%- elif number < last -%}
            {%- do inputs.update({input.name: servicetitan.changes_between(input, number, last)}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not unknown.reason and found['newest'] > found['last_load_number'] -%}
        {%- do inputs.update(servicetitan.loads_between(exact, found['last_load_number'], found['newest'])) -%}
    {%- endif -%}

    {%- set altered = in_place and found['own_table'] and unknown.reason
        and found['own_table'].split(' ')[2:] != found['own_table_now'].split(' ')[2:] -%}
    {%- set edited = found['fingerprint'] != fingerprint or altered -%}
    {%- set log_edited = exact.log_columns | join(' ') != found['log_columns'] -%}
    {{ return({
        'nothing': in_place and not inputs and not unknown.reason and not edited and not log_edited,
        'all_rows': not in_place or unknown.reason != '',
        'reason': unknown.reason,
        'inputs': inputs,
        'edited': edited,
        'log_edited': log_edited,
        'fingerprint': fingerprint,
        'newest': found['newest'],
        'producers': producers,
        'state': found,
    }) }}
{%- endmacro %}


{% macro read_state(exact) -%}
    {%- call statement('state', fetch_result=True) -%}
{{ servicetitan.set_session_params() }}
{{ servicetitan.states_sql([servicetitan.node_with_state(model)]) }}
    {%- endcall -%}
    {{ return(load_result('state').table.rows[0]) }}
{%- endmacro %}


{% macro loads_between(exact, after, until) -%}
    {#- For each raw table with new loads: where its new rows are. With literal load ids, because for a
        sub-query Postgres would read whole tables. -#}
    {%- set tables = {} -%}
    {%- for input in exact.inputs.values() if not input.is_model -%}
        {%- do tables.update({input.name: input}) -%}
    {%- endfor -%}
    {%- if not tables -%}
        {{ return({}) }}
    {%- endif -%}
    {%- set conditions = {} -%}
    {%- for row in run_query(
        "select table_name, tenant_id, string_agg(quote_literal(load_id), ', ') as load_ids from "
        ~ servicetitan.transform_loads() ~ " where load_number > " ~ after ~ " and load_number <= " ~ until
        ~ " and table_name in (" ~ servicetitan.literals(tables) ~ ") group by table_name, tenant_id"
    ).rows -%}
        {%- do conditions.setdefault(row['table_name'], []).append(
            "(input.tenant_id = " ~ row['tenant_id'] | int
            ~ " and input._dlt_load_id in (" ~ row['load_ids'] ~ "))"
        ) -%}
    {%- endfor -%}
    {%- set found = {} -%}
    {%- for name, of_table in conditions.items() -%}
        {%- do found.update({
            name: {
                'rows': tables[name].relation ~ ' as input',
                'condition': '(' ~ of_table | join(' or ') ~ ')',
            }
        }) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}


{% macro save_newest_load(news) -%}
    {#- Unless another transform has been at the model since. -#}
    {%- do run_query(
        "update " ~ servicetitan.model_state() ~ " set updated_at = now(), last_load_number = " ~ news.newest
        ~ " where model_name = '" ~ servicetitan.state_name(this.schema, this.identifier)
        ~ "' and last_load_number = " ~ news.state.last_load_number
        ~ " and fingerprint = '" ~ news.fingerprint ~ "'"
    ) -%}
{%- endmacro %}


{% macro save_watermark(exact, news, rows_changed, in_place, dry_run) -%}
    {#- Rows that cannot be told one by one are told as a floor: whoever is below it computes all rows. -#}
    {%- set name = servicetitan.state_name(this.schema, this.identifier) -%}
    {%- set logged = servicetitan.is_logged(exact, news) and in_place -%}
    {%- set new_floor = not in_place or news.log_edited or (rows_changed and not logged) -%}
    {%- set number = news.state.last_change_number + (1 if rows_changed or new_floor else 0) -%}
    {%- set seen = {} -%}
    {%- for input in exact.inputs.values() if input.is_model -%}
        {%- do seen.update({input.state_name: news.producers.get(input.state_name, [0, 0])[0]}) -%}
    {%- endfor -%}
    {%- do run_query(
        "update " ~ servicetitan.model_state() ~ " set last_load_number = "
        ~ ('null' if dry_run else news.newest)
        ~ ", seen_changes = '" ~ tojson(seen) ~ "', fingerprint = '" ~ news.fingerprint ~ "'"
        ~ ", input_tables = (" ~ servicetitan.literal_or_null(news.state.tables_now) ~ ")"
        ~ ", own_table = ("
        ~ servicetitan.own_table_sql("'" ~ this ~ "'", "array[" ~ servicetitan.literals(model.columns) ~ "]")
        ~ ")"
        ~ ", last_change_number = " ~ number
        ~ ", log_floor = " ~ (number if new_floor else "greatest(log_floor, " ~ (number - servicetitan.kept_runs()) ~ ")")
        ~ ", log_columns = '" ~ exact.log_columns | join(' ') ~ "', updated_at = now()"
        ~ " where model_name = '" ~ name ~ "'"
    ) -%}
    {%- if rows_changed or new_floor -%}
        {%- do run_query(servicetitan.forget_changes(exact, name)) -%}
    {%- endif -%}
{%- endmacro %}


{% macro own_table_sql(table, columns) -%}
    {#- Changes where the table is dropped, restored or truncated, or somebody has altered one of the columns or
        the key: the state lies in another schema. Both are expressions, of a name and of a list of names. -#}
    {{ return(
        "select oid || ' ' || relfilenode || ' ' || md5("
        ~ servicetitan.columns_now(" and attname::text = any(" ~ columns ~ ")") ~ " || coalesce((select"
        ~ " pg_get_constraintdef(pg_constraint.oid) from pg_catalog.pg_constraint"
        ~ " where conrelid = pg_class.oid and contype = 'p'), '')) from pg_catalog.pg_class"
        ~ " where oid = to_regclass(" ~ table ~ ")"
    ) }}
{%- endmacro %}


{% macro columns_now(condition='') -%}
    {#- Of the row of pg_class around it: names and types. -#}
    {{ return(
        "(select string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' order by attname)"
        ~ " from pg_catalog.pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped"
        ~ condition ~ ")"
    ) }}
{%- endmacro %}


{% macro is_as_it_was(before, now) -%}
    {#- An older version did not store the columns: then only the rest can differ. -#}
    {%- set known = (before or '').split(' ') -%}
    {{ return(not before or known == (now or '').split(' ')[:known | length]) }}
{%- endmacro %}


{% macro literal_or_null(text) -%}
    {{ return('null' if text is none else "'" ~ text ~ "'") }}
{%- endmacro %}


{% macro fingerprint_of_rows(exact) -%}
    {{ return(local_md5(sql ~ tojson(config.get('meta'), sort_keys=True) ~ exact.unique_key)) }}
{%- endmacro %}


{% macro fingerprint_of_table(exact) -%}
    {%- set layout = [model.description, servicetitan.declared_indexes(exact), model.constraints | string] -%}
    {%- for column in model.columns.values() -%}
        {%- do layout.append(
            [column.name, column.data_type, column.description, column.constraints | string]
        ) -%}
    {%- endfor -%}
    {{ return(local_md5(tojson(layout))) }}
{%- endmacro %}


{% macro stale_models() -%}
    {%- if execute and load_relation(servicetitan.model_state()) is not none -%}
select
    state.model_name,
    min(loads.numbered_at) as behind_since
from {{ servicetitan.model_state() }} as state
inner join {{ servicetitan.transform_loads() }} as loads
    on coalesce(state.last_load_number, 0) < loads.load_number
where (
        loads.numbered_at < now() - interval '1 day'
        -- The clock was wrong when the load was numbered: nothing tells how long ago that was.
        or loads.numbered_at > now() + interval '1 hour'
    )
    and state.model_name in ({{ servicetitan.literals(servicetitan.exact_model_names()) }})
group by state.model_name
    {%- else -%}
select where false
    {%- endif -%}
{%- endmacro %}
