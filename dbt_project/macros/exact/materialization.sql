{#- How an exact model runs, from top to bottom. Documented in _macros.yml and docs/transform.md. -#}

{% materialization exact, adapter='postgres' -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set in_place = existing is not none and existing.is_table and not should_full_refresh() -%}
    {%- set dry_run = flags.EMPTY or flags.SAMPLE -%}
    {%- set exact = servicetitan.exact_config() -%}

    {%- set has_hooks = pre_hooks or post_hooks or config.get('grants') -%}
    {%- if not has_hooks and not dry_run and servicetitan.is_unchanged_since_start(exact, in_place) -%}
        {%- do store_raw_result('main', message='nothing new', code='INSERT', rows_affected=0) -%}
    {%- else -%}
        {{ run_hooks(pre_hooks, inside_transaction=False) }}
        {{ run_hooks(pre_hooks, inside_transaction=True) }}
        {%- do servicetitan.write_what_is_new(exact, in_place, dry_run) -%}
        {%- do apply_grants(this, config.get('grants'), should_revoke(this, not in_place)) -%}
        {{ run_hooks(post_hooks, inside_transaction=True) }}
        {%- do adapter.commit() -%}
        {{ run_hooks(post_hooks, inside_transaction=False) }}
    {%- endif -%}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{%- endmaterialization %}


{% macro write_what_is_new(exact, in_place, dry_run) -%}
    {%- set news = servicetitan.what_is_new(exact, in_place, servicetitan.read_state(exact)) -%}
    {%- if news.nothing and not dry_run -%}
        {%- if news.newest > news.state.last_load_number -%}
            {%- do servicetitan.save_newest_load(news) -%}
        {%- endif -%}
        {%- do store_raw_result('main', message='nothing new', code='INSERT', rows_affected=0) -%}
    {%- else -%}
        {#- Another transform may have been at the model meanwhile: look again once the state is ours. -#}
        {%- do servicetitan.lock_model_state() -%}
        {%- set news = servicetitan.what_is_new(exact, in_place, servicetitan.read_state(exact)) -%}
        {%- do servicetitan.note_write(in_place) -%}
        {%- do servicetitan.compute_and_write(exact, news, in_place, dry_run) -%}
    {%- endif -%}
{%- endmacro %}


{% macro compute_and_write(exact, news, in_place, dry_run) -%}
    {%- if news.edited or not in_place -%}
        {%- do servicetitan.change_table_by_table() -%}
    {%- endif -%}
    {%- set target = this if in_place else make_intermediate_relation(this.incorporate(type='table')) -%}
    {%- if in_place and news.edited -%}
        {%- do servicetitan.add_new_columns(exact) -%}
    {%- endif -%}
    {%- if in_place and news.all_rows -%}
        {%- do log(this.identifier ~ ': computing all rows, because ' ~ news.reason, info=true) -%}
    {%- endif -%}

    {%- do get_assert_columns_equivalent(servicetitan.with_local_times(sql, none)) -%}
    {%- if not in_place -%}
        {%- do servicetitan.create_table(exact, target) -%}
        {%- set counted = run_query(servicetitan.fill_table_sql(exact, target)).rows[0] -%}
    {%- else -%}
        {%- if not news.all_rows or dry_run -%}
            {%- do run_query(servicetitan.create_affected_keys(exact, {} if dry_run else news.inputs)) -%}
        {%- endif -%}
        {%- set counted = run_query(
            servicetitan.merge_sql(exact, news, narrowed=not news.all_rows or dry_run)
        ).rows[0] -%}
    {%- endif -%}
    {%- set rows_changed = (counted['written'] + counted['deleted']) | int -%}
    {%- if counted['lost'] and not dry_run -%}
        {%- do exceptions.raise_compiler_error(
            counted['lost'] ~ ' records of ' ~ exact.grain_source ~ ' have no row in '
            ~ this.identifier ~ '. Does an inner join or a filter drop them? Nothing was changed.'
        ) -%}
    {%- endif -%}
    {%- call noop_statement('main', 'INSERT 0 ' ~ rows_changed, 'INSERT', rows_changed) %}{{ sql }}{% endcall -%}

    {%- if news.edited or not in_place -%}
        {%- do servicetitan.apply_constraints_and_indexes(exact, target, in_place) -%}
    {%- endif -%}
    {%- if not in_place -%}
        {%- do servicetitan.swap_relations(target, 'table') -%}
    {%- endif -%}
    {%- do servicetitan.save_watermark(exact, news, rows_changed, in_place, dry_run) -%}
{%- endmacro %}
