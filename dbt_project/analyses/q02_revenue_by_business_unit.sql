select
    kpis.tenant_id,
    kpis.month,
    coalesce(units.name, 'No business unit') as business_unit,
    kpis.total_revenue,
    kpis.total_sales,
    kpis.completed_jobs
from {{ ref('kpi_business_unit_monthly') }} as kpis
left join {{ ref('st_business_units') }} as units
    on kpis.tenant_id = units.tenant_id and kpis.business_unit_id = units.st_id
order by kpis.tenant_id asc, kpis.month asc, kpis.total_revenue desc
