{{ config(
    unique_key=['tenant_id', 'estimate_id'],
    meta={
        'inputs': {
            'st_estimates': {'key_expression': 'st_id'},
            'st_jobs': {'dependency_columns': 'job_id'},
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[
        {'columns': ['tenant_id', 'sold_day', 'business_unit_id']},
        {'columns': ['tenant_id', 'sold_day', 'campaign_id']},
        {'columns': ['tenant_id', 'sold_day', 'sold_by_id']},
    ]
) }}

with estimates as (
    select * from {{ ref('st_estimates') }} as st_estimates
    where {{ is_live('st_estimates') }} and {{ is_affected('tenant_id', 'st_id') }}
),

jobs as (
    select * from {{ ref('st_jobs') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

final as (
    select
        estimates.tenant_id,
        estimates.st_id as estimate_id,
        {{ id_or_null('estimates.job_id') }} as job_id,
        estimates.subtotal,
        {{ local_day('estimates.st_created_on', 'tenants.timezone') }} as created_day,
        {{ local_day('estimates.sold_on', 'tenants.timezone') }} as sold_day,
        coalesce(estimates.sold_by, 0) as sold_by_id,
        coalesce(
            {{ id_or_null('jobs.business_unit_id') }}, estimates.business_unit_id, 0
        ) as business_unit_id,
        coalesce(jobs.campaign_id, 0) as campaign_id,
        coalesce(estimates.status = 'Open', false) and estimates.sold_on is null as is_open,
        estimates.sold_on is not null as is_sold,
        estimates.sold_on,
        estimates.customer_id,
        estimates.status,
        coalesce(estimates.is_change_order, false) as is_change_order,
        {{ is_tech_lead('jobs') }} as is_tech_lead,
        {{ lead_set_by('jobs') }} as lead_set_by_id
    from estimates
    left join jobs
        on estimates.tenant_id = jobs.tenant_id
        and estimates.job_id = jobs.st_id
    left join tenants
        on estimates.tenant_id = tenants.tenant_id
)

select * from final
