{#- Shapes of values that several models share. What does not fit is null: a value inside jsonb can be
    anything, and must not stop a model. Documented in _macros.yml. -#}

{% macro json_list(list) -%}
    case when jsonb_typeof({{ list }}) = 'array' then {{ list }} else '[]' end
{%- endmacro %}


{% macro json_text(object, field) -%}
    case
        when jsonb_typeof({{ object }} -> '{{ field }}') not in ('object', 'array')
            then {{ object }} ->> '{{ field }}'
    end
{%- endmacro %}


{% macro json_numeric(value) -%}
    case
        when jsonb_typeof({{ value }}) in ('number', 'string')
            and {{ value }} #>> '{}' ~ '^[+-]?([0-9]{1,100}(\.[0-9]{0,100})?|\.[0-9]{1,100})([eE][+-]?[0-9]{1,2})?$'
            then ({{ value }} #>> '{}')::numeric
    end
{%- endmacro %}


{% macro json_id(value) -%}
    case
        when jsonb_typeof({{ value }}) = 'number' and {{ value }} #>> '{}' ~ '^[0-9]{1,18}(\.0*)?$'
            then ({{ value }})::bigint
    end
{%- endmacro %}


{% macro ids(list) -%}
    array(
        select distinct item.id::bigint
        from jsonb_array_elements_text({{ servicetitan.json_list(list) }}) as item (id)
        where item.id ~ '^[0-9]{1,18}$'
        order by item.id::bigint
    )
{%- endmacro %}


{% macro tenant_in_gin(searched, given) -%}
    array[{{ searched }}.tenant_id] @> array[{{ given }}.tenant_id]
{%- endmacro %}


{% macro names_of(ids, named, tenant_id) -%}
    array(
        select {{ named }}.name
        from {{ named }}
        where
            {{ named }}.tenant_id = {{ tenant_id }}
            and {{ named }}.st_id = any({{ ids }})
            and {{ named }}.name is not null
        order by {{ named }}.st_id
    )
{%- endmacro %}


{% macro custom_fields(list) -%}
    coalesce((
        select
            jsonb_object_agg(
                entry.field ->> 'name', entry.field -> 'value'
                order by entry.place
            )
        from jsonb_array_elements({{ servicetitan.json_list(list) }}) with ordinality as entry (field, place)
        where entry.field ->> 'name' <> ''
    ), '{}')
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
