{{ config(materialized='stable_view') }}

with leads as (
    select * from {{ ref('fct_leads') }}
    where is_open
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

final as (
    select
        leads.tenant_id,
        leads.lead_id,
        leads.created_day,
        leads.follow_up_day,
        leads.business_unit_id,
        leads.campaign_id,
        leads.call_reason_id,
        leads.call_reason,
        leads.customer_id,
        {{ local_day('now()', 'tenants.timezone') }} as as_of_day,
        ({{ local_day('now()', 'tenants.timezone') }} - leads.created_day)::bigint as age_days
    from leads
    left join tenants
        on leads.tenant_id = tenants.tenant_id
)

select * from final
