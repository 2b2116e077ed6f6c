{{ config(
    unique_key=['tenant_id', 'job_id'],
    meta={'inputs': {
        'fct_jobs': {'key_expression': 'job_id'},
        'fct_revenue_lines': {'key_expression': 'job_id'},
        'int_job_costs': {'key_expression': 'job_id'},
    }}
) }}

with jobs as (
    select * from {{ ref('fct_jobs') }}
    where {{ is_affected('tenant_id', 'job_id') }}
),

lines as (
    select
        tenant_id,
        job_id,
        sum(cost) as material_cost,
        sum(revenue) as revenue
    from {{ ref('fct_revenue_lines') }}
    where invoice_kind = 'job' and {{ is_affected('tenant_id', 'job_id') }}
    group by tenant_id, job_id
),

costs as (
    select
        tenant_id,
        job_id,
        coalesce(sum(amount) filter (where kind = 'labour'), 0) as labour_cost,
        coalesce(sum(amount) filter (where kind = 'payroll_adjustment'), 0) as payroll_adjustments,
        coalesce(sum(amount) filter (where kind = 'purchase'), 0) as purchase_cost,
        coalesce(sum(amount) filter (where kind = 'return'), 0) as return_cost
    from {{ ref('int_job_costs') }}
    where {{ is_affected('tenant_id', 'job_id') }}
    group by tenant_id, job_id
),

final as (
    select
        jobs.tenant_id,
        jobs.job_id,
        jobs.business_unit_id,
        jobs.completed_day,
        jobs.subtotal,
        coalesce(lines.revenue, 0) as income,
        costs.labour_cost,
        costs.payroll_adjustments,
        coalesce(lines.material_cost, 0) as material_cost,
        costs.purchase_cost,
        costs.return_cost,
        costs.labour_cost + costs.payroll_adjustments + coalesce(lines.material_cost, 0)
        + costs.purchase_cost + costs.return_cost as total_cost
    from jobs
    inner join costs
        on jobs.tenant_id = costs.tenant_id
        and jobs.job_id = costs.job_id
    left join lines
        on jobs.tenant_id = lines.tenant_id
        and jobs.job_id = lines.job_id
)

select * from final
