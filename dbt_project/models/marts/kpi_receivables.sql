{{ config(materialized='stable_view') }}

{%- set days = kpi_required_days('kpi_dso_days') -%}

with invoices as (
    select * from {{ ref('invoice_states') }}
),

units as (
    select
        tenant_id,
        as_of_day,
        business_unit_id,
        coalesce(sum(balance), 0) as balance,
        coalesce(sum(invoiced_revenue) filter (where age_days >= 0 and age_days < {{ days }}), 0)
            as recent_invoiced_revenue
    from invoices
    group by tenant_id, as_of_day, business_unit_id
),

final as (
    select
        *,
        balance / nullif(recent_invoiced_revenue, 0) * {{ days }} as days_sales_outstanding
    from units
)

select * from final
