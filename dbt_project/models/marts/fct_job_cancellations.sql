{{ config(
    unique_key=['tenant_id', 'job_id', 'cancellation_id'],
    meta={
        'affected_key': ['tenant_id', 'job_id'],
        'inputs': {
            'raw_st_job_canceled_logs': {
                'key_expression': 'job_id',
                'dependency_columns': 'cancellation_id',
            },
            'raw_st_job_cancel_reasons': {'dependency_columns': 'reason_id'},
            'st_jobs': {'key_expression': 'st_id'},
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[{'columns': ['tenant_id', 'canceled_day', 'reason_id']}]
) }}

with logs as (
    select * from {{ source('servicetitan', 'raw_st_job_canceled_logs') }}
    where
        coalesce(active, true)
        and deleted_at is null
        and job_id is not null
        and {{ is_affected('tenant_id', 'job_id') }}
),

reasons as (
    select * from {{ source('servicetitan', 'raw_st_job_cancel_reasons') }}
),

jobs as (
    select * from {{ ref('st_jobs') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

ordered as (
    select
        *,
        row_number() over (
            partition by tenant_id, job_id
            order by st_created_on desc nulls last, st_id desc
        ) = 1 as is_last
    from logs
),

final as (
    select
        ordered.tenant_id,
        ordered.job_id,
        ordered.st_id as cancellation_id,
        ordered.st_created_on as canceled_on,
        {{ local_day('ordered.st_created_on', 'tenants.timezone') }} as canceled_day,
        ordered.reason_id,
        reasons.name as reason,
        ordered.memo,
        ordered.created_by_id as canceled_by_id,
        coalesce(jobs.business_unit_id, 0) as business_unit_id,
        coalesce(jobs.campaign_id, 0) as campaign_id,
        ordered.is_last,
        ordered.is_last and coalesce(jobs.job_status = 'Canceled', false) as is_still_canceled
    from ordered
    left join reasons
        on ordered.tenant_id = reasons.tenant_id
        and ordered.reason_id = reasons.st_id
    left join jobs
        on ordered.tenant_id = jobs.tenant_id
        and ordered.job_id = jobs.st_id
    left join tenants
        on ordered.tenant_id = tenants.tenant_id
)

select * from final
