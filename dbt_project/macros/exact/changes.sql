{#- How an exact model tells the exact models that read it which of its rows have changed.
    Documented in _macros.yml. -#}

{% macro log_columns(consumers) -%}
    {#- What consumers need of a changed row, as it was and as it is: the columns by which they find
        their own rows. -#}
    {%- set needed = config.get('unique_key') | list -%}
    {%- for consumer in consumers -%}
        {%- set named = [consumer.declared.get('key_expression') or '', consumer.declared.get('input_key') or ''] -%}
        {%- set words = modules.re.findall('\\w+', named | string) -%}
        {%- for column in model.columns if column in words and column not in needed -%}
            {%- do needed.append(column) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(needed) }}
{%- endmacro %}


{% macro is_logged(exact, news) -%}
    {{ return(exact.consumers and not news.all_rows and not news.log_edited) }}
{%- endmacro %}


{% macro image(exact, row) -%}
    {%- set pairs = [] -%}
    {%- for column in exact.log_columns -%}
        {%- do pairs.append("'" ~ column ~ "', " ~ row ~ "." ~ column) -%}
    {%- endfor -%}
    {{ return("jsonb_build_object(" ~ pairs | join(", ") ~ ")") }}
{%- endmacro %}


{% macro changes_between(input, after, until) -%}
    {#- Rows of a changed input, each as it was and as it is, in the shape of its table. -#}
    {%- set changes -%}
(
            select image.*
            from {{ servicetitan.model_changes() }} as change
            cross join lateral (values (change.old_image), (change.new_image)) as version (image)
            cross join lateral jsonb_populate_record(null::{{ input.relation }}, version.image) as image
            where change.producer = '{{ input.state_name }}'
                and change.change_number > {{ after }}
                and change.change_number <= {{ until }}
                and version.image is not null
        ) as input
    {%- endset -%}
    {{ return({'rows': changes, 'condition': 'true'}) }}
{%- endmacro %}


{% macro forget_changes(exact, name) -%}
    {#- What every consumer of the project has seen, or cannot use any more. -#}
    {%- set log = servicetitan.model_changes() -%}
    {%- set state = servicetitan.model_state() -%}
    {{ return(
        "delete from " ~ log ~ " as change using " ~ state ~ " as producer where producer.model_name = '" ~ name
        ~ "' and change.producer = '" ~ name ~ "' and change.change_number <= greatest(producer.log_floor,"
        ~ " (select coalesce(min((seen_changes ->> '" ~ name ~ "')::bigint), producer.last_change_number) from "
        ~ state ~ " where model_name in (" ~ servicetitan.literals(exact.consumers) ~ ")))"
    ) }}
{%- endmacro %}
