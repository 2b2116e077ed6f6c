select
    tenant_id,
    month,
    sum(total_revenue) as total_revenue,
    sum(completed_revenue) as completed_revenue,
    sum(completed_jobs) as completed_jobs
from {{ ref('kpi_business_unit_monthly') }}
group by tenant_id, month
order by tenant_id, month
