{#- Shapes of values that several models share. Documented in _macros.yml. -#}

{% macro ids(list) -%}
    array(
        select distinct item.id::bigint
        from jsonb_array_elements_text(
            case when jsonb_typeof({{ list }}) = 'array' then {{ list }} else '[]' end
        ) as item (id)
        where item.id ~ '^[0-9]{1,18}$'
        order by item.id::bigint
    )
{%- endmacro %}


{% macro custom_fields(list) -%}
    coalesce((
        select
            jsonb_object_agg(
                entry.field ->> 'name', entry.field -> 'value'
                order by entry.place
            )
        from jsonb_array_elements(
            case when jsonb_typeof({{ list }}) = 'array' then {{ list }} else '[]' end
        ) with ordinality as entry (field, place)
        where entry.field ->> 'name' <> ''
    ), '{}')
{%- endmacro %}
