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


{% macro ids_and_names(list, named, tenant_id) -%}
    select
        coalesce(array_agg(listed.id order by listed.id), '{}') as ids,
        coalesce(
            array_agg({{ named }}.name order by listed.id) filter (where {{ named }}.name is not null), '{}'
        ) as names
    from unnest({{ ids(list) }}) as listed (id)
    left join {{ named }}
        on {{ tenant_id }} = {{ named }}.tenant_id
        and listed.id = {{ named }}.st_id
{%- endmacro %}


{% macro primary_phone(contacts, of_first=none) -%}
    (
        array_agg(
            {{ contacts }}.value
            order by
                {% if of_first %}{{ of_first }},{% endif %}
                {{ contacts }}.type = 'MobilePhone',
                {{ contacts }}.st_id
        ) filter (where {{ contacts }}.type in ('Phone', 'MobilePhone'))
    )[1]
{%- endmacro %}


{% macro primary_email(contacts, of_first=none) -%}
    (
        array_agg(
            {{ contacts }}.value order by {% if of_first %}{{ of_first }},{% endif %} {{ contacts }}.st_id
        ) filter (where {{ contacts }}.type = 'Email')
    )[1]
{%- endmacro %}
