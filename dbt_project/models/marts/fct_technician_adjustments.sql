{%- set attributed = kpi_choice('kpi_adjustments_on_technicians', [true, false]) -%}

{{ config(
    unique_key=['tenant_id', 'invoice_id', 'technician_id'],
    meta={
        'affected_key': ['tenant_id', 'invoice_id'],
        'inputs': {
            'fct_revenue_lines': {'key_expression': 'invoice_id'},
            'st_invoices': {'dependency_columns': 'adjustment_to_id'},
            'int_job_shares': {'dependency_columns': 'job_id', 'input_key': 'job_id'},
        },
    },
    indexes=[{'columns': ['tenant_id', 'day', 'technician_id']}]
) }}

with adjustments as (
    select
        tenant_id,
        invoice_id,
        day,
        job_id,
        adjustment_to_id,
        sum(revenue) as revenue
    from {{ ref('fct_revenue_lines') }}
    where
        invoice_kind = 'adjustment'
        and {{ attributed | lower }}
        and {{ is_affected('tenant_id', 'invoice_id') }}
    group by tenant_id, invoice_id, day, job_id, adjustment_to_id
),

invoices as (
    select * from {{ ref('st_invoices') }}
),

shares as not materialized (
    select * from {{ ref('int_job_shares') }}
),

-- An adjustment that names no job belongs to the job of the invoice that it adjusts.
with_job as (
    select
        adjustments.tenant_id,
        adjustments.invoice_id,
        adjustments.day,
        coalesce(adjustments.job_id, invoices.job_id) as job_id,
        adjustments.adjustment_to_id,
        adjustments.revenue
    from adjustments
    left join invoices
        on adjustments.tenant_id = invoices.tenant_id
        and adjustments.adjustment_to_id = invoices.st_id
),

final as (
    select
        with_job.tenant_id,
        with_job.invoice_id,
        coalesce(shares.technician_id, 0) as technician_id,
        with_job.day,
        with_job.job_id,
        with_job.adjustment_to_id,
        with_job.revenue * coalesce(shares.share, 1) as adjustment_revenue
    from with_job
    left join shares
        on with_job.tenant_id = shares.tenant_id
        and with_job.job_id = shares.job_id
)

select * from final
