{{ config(
    unique_key=['tenant_id', 'job_id'],
    meta={'inputs': {
        'st_jobs': {'key_expression': 'st_id'},
        'fct_lines': {'key_expression': 'job_id'},
    }},
    indexes=[{'columns': ['tenant_id', 'created_day', 'business_unit_id']}]
) }}

with jobs as (
    select * from {{ ref('st_jobs') }}
    where active and deleted_at is null and {{ servicetitan.is_affected('tenant_id', 'st_id') }}
),

revenue as (
    select tenant_id, job_id, sum(amount) as amount
    from {{ ref('fct_lines') }}
    where {{ servicetitan.is_affected('tenant_id', 'job_id') }}
    group by tenant_id, job_id
)

select
    jobs.tenant_id,
    jobs.st_id as job_id,
    (jobs.st_created_on at time zone 'UTC')::date as created_day,
    coalesce(jobs.business_unit_id, 0) as business_unit_id,
    coalesce(revenue.amount, 0) as amount
from jobs
left join revenue
    on jobs.tenant_id = revenue.tenant_id
    and jobs.st_id = revenue.job_id
