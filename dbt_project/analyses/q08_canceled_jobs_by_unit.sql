select
    tenant_id,
    month,
    business_unit_id,
    canceled_jobs,
    completed_jobs,
    canceled_jobs::numeric / nullif(canceled_jobs + completed_jobs, 0) as canceled_rate
from {{ ref('kpi_business_unit_monthly') }}
where canceled_jobs + completed_jobs > 0
order by tenant_id asc, month asc, canceled_rate desc
