{{ config(
    unique_key=['tenant_id', 'invoice_id'],
    meta={
        'inputs': {
            'st_invoices': {'key_expression': 'st_id'},
            'st_jobs': {'dependency_columns': 'job_id'},
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[{'columns': ['tenant_id', 'invoice_day', 'business_unit_id']}]
) }}

with invoices as (
    select * from {{ ref('st_invoices') }} as st_invoices
    where {{ is_live('st_invoices') }} and {{ is_affected('tenant_id', 'st_id') }}
),

jobs as (
    select * from {{ ref('st_jobs') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

known as (
    select
        invoices.*,
        {{ invoice_kind('invoices') }} as invoice_kind,
        coalesce(jobs.job_status = 'Canceled', false) as is_of_canceled_job,
        case
            when jobs.job_status = 'Completed' and {{ is_live('jobs') }}
                then {{ local_day('jobs.completed_on', 'tenants.timezone') }}
        end as job_completed_day,
        -- Nobody collects an invoice of nothing, or a credit.
        case
            when invoices.balance = 0 and invoices.total > 0
                then {{ local_day('invoices.paid_on', 'tenants.timezone') }}
        end as paid_day
    from invoices
    left join jobs
        on invoices.tenant_id = jobs.tenant_id
        and invoices.job_id = jobs.st_id
    left join tenants
        on invoices.tenant_id = tenants.tenant_id
),

final as (
    select
        tenant_id,
        st_id as invoice_id,
        invoice_number,
        invoice_kind,
        invoice_date as invoice_day,
        due_date as due_day,
        coalesce(business_unit_id, 0) as business_unit_id,
        {{ id_or_null('customer_id') }} as customer_id,
        {{ id_or_null('job_id') }} as job_id,
        subtotal,
        sales_tax,
        discount_total,
        total,
        balance,
        is_of_canceled_job,
        case when is_of_canceled_job then 0 else coalesce(subtotal, 0) end as invoiced_revenue,
        job_completed_day,
        paid_day,
        (paid_day - invoice_date)::bigint as days_to_collect,
        (paid_day - job_completed_day)::bigint as days_from_completion_to_payment,
        sync_status,
        {{ id_or_null(json_id("batch -> 'id'")) }} as batch_id,
        sent_status,
        review_status
    from known
)

select * from final
