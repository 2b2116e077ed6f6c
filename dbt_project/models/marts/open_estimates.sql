{{ config(materialized='stable_view') }}

with estimates as (
    select * from {{ ref('fct_estimates') }}
    where is_open
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

final as (
    select
        estimates.tenant_id,
        estimates.estimate_id,
        estimates.job_id,
        estimates.customer_id,
        estimates.business_unit_id,
        estimates.campaign_id,
        estimates.subtotal,
        estimates.created_day,
        {{ local_day('now()', 'tenants.timezone') }} as as_of_day,
        ({{ local_day('now()', 'tenants.timezone') }} - estimates.created_day)::bigint as age_days,
        -- The options of a job exclude each other: its largest stands for them. An estimate without a
        -- job stands for itself.
        row_number() over (
            partition by
                estimates.tenant_id,
                estimates.job_id,
                case when estimates.job_id is null then estimates.estimate_id end
            order by estimates.subtotal desc nulls last, estimates.estimate_id asc
        ) = 1 as is_largest_of_job
    from estimates
    left join tenants
        on estimates.tenant_id = tenants.tenant_id
)

select * from final
