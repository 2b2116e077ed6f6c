{#- The model holds a row for each record of its raw table, and no other. If one were missing, a change had
    not reached the model; if one were left over, the raw table had lost a record. -#}
{% test matches_grain_source(model, grain_source, key=['tenant_id', 'st_id']) %}

    with records as (
        select {{ key | join(', ') }}, true as is_record
        from {{ grain_source }}
    ),

    rows_of_model as (
        select {{ key | join(', ') }}, true as is_row
        from {{ model }}
    )

    select *
    from records
    full outer join rows_of_model using ({{ key | join(', ') }})
    where is_record is null or is_row is null

{% endtest %}
