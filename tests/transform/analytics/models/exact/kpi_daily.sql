{{ config(
    unique_key=['tenant_id', 'day', 'business_unit_id'],
    meta={'inputs': {
        'fct_lines': {'key_expression': ['day', 'business_unit_id']},
        'fct_visits': {'key_expression': ['created_day', 'business_unit_id']},
    }}
) }}

with revenue as (
    select tenant_id, day, business_unit_id, sum(amount) as amount, count(*) as line_count
    from {{ ref('fct_lines') }}
    where {{ servicetitan.is_affected() }}
    group by tenant_id, day, business_unit_id
),

created as (
    select tenant_id, created_day as day, business_unit_id, count(*) as job_count, sum(amount) as booked
    from {{ ref('fct_visits') }}
    where {{ servicetitan.is_affected('tenant_id', 'created_day', 'business_unit_id') }}
    group by tenant_id, created_day, business_unit_id
)

select
    tenant_id,
    day,
    business_unit_id,
    coalesce(revenue.amount, 0) as amount,
    coalesce(revenue.line_count, 0) as line_count,
    coalesce(created.job_count, 0) as job_count,
    coalesce(created.booked, 0) as booked
from revenue
full outer join created using (tenant_id, day, business_unit_id)
where day is not null
