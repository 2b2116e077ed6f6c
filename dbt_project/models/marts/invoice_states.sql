{{ config(materialized='stable_view') }}

with invoices as (
    select * from {{ ref('fct_invoices') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

final as (
    select
        invoices.tenant_id,
        invoices.invoice_id,
        invoices.invoice_number,
        invoices.invoice_kind,
        invoices.invoice_day,
        invoices.due_day,
        invoices.business_unit_id,
        invoices.customer_id,
        invoices.job_id,
        invoices.subtotal,
        invoices.sales_tax,
        invoices.discount_total,
        invoices.total,
        invoices.balance,
        invoices.is_of_canceled_job,
        invoices.invoiced_revenue,
        invoices.job_completed_day,
        invoices.paid_day,
        invoices.days_to_collect,
        invoices.days_from_completion_to_payment,
        invoices.sync_status,
        invoices.batch_id,
        invoices.sent_status,
        invoices.review_status,
        {{ local_day('now()', 'tenants.timezone') }} as as_of_day,
        ({{ local_day('now()', 'tenants.timezone') }} - invoices.invoice_day)::bigint as age_days
    from invoices
    left join tenants
        on invoices.tenant_id = tenants.tenant_id
)

select * from final
