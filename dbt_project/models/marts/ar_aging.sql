{{ config(materialized='stable_view') }}

{%- set age_from = kpi_choice('kpi_ar_age_from', ['due_date', 'invoice_date']) -%}

with receivables as (
    select * from {{ ref('fct_receivables') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

aged as (
    select
        receivables.tenant_id,
        receivables.invoice_id,
        receivables.invoice_number,
        receivables.balance,
        receivables.total,
        receivables.invoice_day,
        receivables.due_day,
        receivables.business_unit_id,
        receivables.customer_id,
        receivables.customer_name,
        receivables.job_id,
        {{ local_day('now()', 'tenants.timezone') }} as as_of_day,
        (
            {{ local_day('now()', 'tenants.timezone') }}
            - {{ 'coalesce(receivables.due_day, receivables.invoice_day)'
                if age_from == 'due_date' else 'receivables.invoice_day' }}
        )::bigint as age_days
    from receivables
    left join tenants
        on receivables.tenant_id = tenants.tenant_id
),

final as (
    select
        *,
        case
            when age_days <= 30 then '0-30'
            when age_days <= 60 then '31-60'
            when age_days <= 90 then '61-90'
            when age_days <= 120 then '91-120'
            when age_days > 120 then 'over 120'
        end as bucket
    from aged
)

select * from final
