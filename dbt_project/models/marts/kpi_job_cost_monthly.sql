{{ config(materialized='stable_view') }}

with costs as (
    select
        *,
        completed_day as day
    from {{ ref('fct_job_costs') }}
    where completed_day is not null
),

months as (
    select
        tenant_id,
        date_trunc('month', day)::date as month,
        business_unit_id,
        count(*) as jobs,
        sum(subtotal) as subtotal,
        sum(labour_cost) as labour_cost,
        sum(payroll_adjustments) as payroll_adjustments,
        sum(material_cost) as material_cost,
        sum(purchase_cost) as purchase_cost,
        sum(return_cost) as return_cost,
        sum(total_cost) as total_cost
    from costs
    group by 1, 2, 3
),

final as (
    select
        *,
        coalesce((subtotal - total_cost) / nullif(subtotal, 0), 0) as gross_margin
    from months
)

select * from final
