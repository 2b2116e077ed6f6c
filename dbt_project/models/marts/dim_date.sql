{{ config(materialized='stable_table') }}

with days as (
    select generate_series('2000-01-01'::date, '2049-12-31'::date, interval '1 day')::date as day
),

final as (
    select
        day,
        extract(year from day)::integer as year,
        extract(quarter from day)::integer as quarter,
        date_trunc('month', day)::date as month,
        day - (extract(isodow from day)::integer - {{ first_weekday() }} + 7) % 7 as week,
        extract(isodow from day)::integer as day_of_week
    from days
)

select * from final
