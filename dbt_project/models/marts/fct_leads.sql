{{ config(
    unique_key=['tenant_id', 'lead_id'],
    meta={
        'inputs': {
            'raw_st_leads': {'key_expression': 'st_id'},
            'st_call_reasons': {'dependency_columns': 'call_reason_id'},
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[{'columns': ['tenant_id', 'created_day', 'business_unit_id']}]
) }}

with leads as (
    select * from {{ source('servicetitan', 'raw_st_leads') }}
    where coalesce(active, true) and deleted_at is null and {{ is_affected('tenant_id', 'st_id') }}
),

call_reasons as (
    select * from {{ ref('st_call_reasons') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

final as (
    select
        leads.tenant_id,
        leads.st_id as lead_id,
        leads.status,
        coalesce(leads.status = 'Open', false) as is_open,
        coalesce(leads.status = 'Converted', false) as is_converted,
        coalesce(leads.status = 'Dismissed', false) as is_dismissed,
        {{ local_day('leads.st_created_on', 'tenants.timezone') }} as created_day,
        {{ stamped_day('leads.follow_up_date', 'tenants.timezone') }} as follow_up_day,
        coalesce(leads.business_unit_id, 0) as business_unit_id,
        coalesce(leads.campaign_id, 0) as campaign_id,
        leads.job_type_id,
        leads.call_reason_id,
        call_reasons.name as call_reason,
        leads.customer_id,
        leads.booking_id,
        leads.call_id
    from leads
    left join call_reasons
        on leads.tenant_id = call_reasons.tenant_id
        and leads.call_reason_id = call_reasons.st_id
    left join tenants
        on leads.tenant_id = tenants.tenant_id
)

select * from final
