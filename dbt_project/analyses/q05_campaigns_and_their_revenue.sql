select
    kpis.tenant_id,
    kpis.month,
    coalesce(campaigns.name, 'No campaign') as campaign,
    kpis.jobs_created,
    kpis.completed_jobs,
    kpis.completed_revenue,
    kpis.total_sales
from {{ ref('kpi_campaign_monthly') }} as kpis
left join {{ ref('st_campaigns') }} as campaigns
    on kpis.tenant_id = campaigns.tenant_id and kpis.campaign_id = campaigns.st_id
order by kpis.tenant_id asc, kpis.month asc, kpis.completed_revenue desc
