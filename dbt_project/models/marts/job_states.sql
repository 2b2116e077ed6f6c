{{ config(materialized='stable_view') }}

{%- set fix_days = kpi_required_days('kpi_first_time_fix_days') %}

with jobs as (
    select * from {{ ref('fct_jobs') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

dated as (
    select
        jobs.*,
        {{ local_day('now()', 'tenants.timezone') }} as as_of_day
    from jobs
    left join tenants
        on jobs.tenant_id = tenants.tenant_id
),

final as (
    select
        tenant_id,
        job_id,
        job_number,
        job_status,
        customer_id,
        job_type_id,
        business_unit_id,
        campaign_id,
        created_day,
        scheduled_day,
        completed_day,
        booked_value,
        is_first_time_fix,
        as_of_day,
        (as_of_day - created_day)::bigint as age_days,
        coalesce(
            job_status in ('Scheduled', 'Dispatched', 'InProgress') and scheduled_day >= as_of_day, false
        ) as is_upcoming,
        coalesce(as_of_day - completed_day > {{ fix_days }}, false)
            as is_fix_known
    from dated
)

select * from final
