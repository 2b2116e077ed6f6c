{#- Documented in _macros.yml. -#}

{% macro postgres__get_columns_in_relation(relation) -%}
    {%- call statement('get_columns_in_relation', fetch_result=True) %}
        select
            attname as column_name,
            format_type(atttypid, atttypmod) as data_type,
            null::int as character_maximum_length,
            null::int as numeric_precision,
            null::int as numeric_scale
        from pg_catalog.pg_attribute
        where attrelid = to_regclass('{{ relation }}')
            and attnum > 0
            and not attisdropped
        order by attnum
    {%- endcall -%}
    {{ return(sql_convert_columns_in_relation(load_result('get_columns_in_relation').table)) }}
{%- endmacro %}
