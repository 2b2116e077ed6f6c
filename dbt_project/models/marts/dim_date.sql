{{ config(materialized='incremental', unique_key='day', on_schema_change='append_new_columns') }}

{%- set weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] -%}
{%- set week_start = weekdays.index(kpi_choice('kpi_week_start', weekdays)) + 1 -%}

with days as (
    select generate_series('2000-01-01'::date, '2049-12-31'::date, interval '1 day')::date as day
),

final as (
    select
        day,
        extract(year from day)::integer as year,
        extract(quarter from day)::integer as quarter,
        date_trunc('month', day)::date as month,
        day - (extract(isodow from day)::integer - {{ week_start }} + 7) % 7 as week,
        extract(isodow from day)::integer as day_of_week
    from days
)

-- Only days that differ from the table's: an analyst's views on it stay.
select * from final
{%- if is_incremental() %}
except
select
    day,
    year,
    quarter,
    month,
    week,
    day_of_week
from {{ this }}
{%- endif %}
