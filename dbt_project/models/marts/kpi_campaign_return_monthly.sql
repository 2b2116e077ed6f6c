{{ config(materialized='stable_view') }}

with costs as (
    select
        tenant_id,
        month,
        campaign_id,
        sum(cost) as cost
    from {{ ref('fct_campaign_costs') }}
    where month is not null
    group by tenant_id, month, campaign_id
),

jobs as (
    select * from {{ ref('kpi_campaign_monthly') }}
),

calls as (
    select
        tenant_id,
        month,
        campaign_id,
        sum(lead_calls)::bigint as lead_calls
    from {{ ref('kpi_booking_monthly') }}
    group by tenant_id, month, campaign_id
),

known as (
    select
        costs.tenant_id,
        costs.month,
        costs.campaign_id,
        costs.cost,
        coalesce(calls.lead_calls, 0) as lead_calls,
        coalesce(jobs.jobs_created, 0) as jobs_created,
        coalesce(jobs.converted_jobs, 0) as converted_jobs,
        coalesce(jobs.completed_revenue, 0) as completed_revenue
    from costs
    left join jobs
        on costs.tenant_id = jobs.tenant_id
        and costs.month = jobs.month
        and costs.campaign_id = jobs.campaign_id
    left join calls
        on costs.tenant_id = calls.tenant_id
        and costs.month = calls.month
        and costs.campaign_id = calls.campaign_id
),

final as (
    select
        *,
        cost / nullif(lead_calls, 0) as cost_per_lead,
        cost / nullif(jobs_created, 0) as cost_per_job_created,
        cost / nullif(converted_jobs, 0) as cost_per_converted_job,
        completed_revenue / nullif(cost, 0) as return_on_ad_spend,
        (completed_revenue - cost) / nullif(cost, 0) as return_on_cost
    from known
)

select * from final
