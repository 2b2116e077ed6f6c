select
    kpis.tenant_id,
    kpis.month,
    coalesce(technicians.name, 'No technician') as technician,
    kpis.completed_revenue,
    kpis.completed_jobs,
    kpis.total_sales,
    kpis.conversion_rate,
    kpis.average_ticket
from {{ ref('kpi_technician_monthly') }} as kpis
left join {{ ref('st_technicians') }} as technicians
    on kpis.tenant_id = technicians.tenant_id and kpis.technician_id = technicians.st_id
order by kpis.tenant_id asc, kpis.month asc, kpis.completed_revenue desc
