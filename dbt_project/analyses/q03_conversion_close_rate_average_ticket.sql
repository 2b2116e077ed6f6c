-- Ratios of sums: the average of the units' ratios would be another number.
select
    tenant_id,
    month,
    sum(converted_jobs) / nullif(sum(opportunities), 0) as conversion_rate,
    sum(closed_opportunities) / nullif(sum(sales_opportunities), 0) as close_rate,
    sum({{ average_ticket('numerator') }})
    / nullif(sum({{ average_ticket('denominator') }}), 0) as average_ticket
from {{ ref('kpi_business_unit_monthly') }}
group by tenant_id, month
order by tenant_id, month
