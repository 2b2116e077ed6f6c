-- From a month's revenue down to the lines of invoices.
select
    revenue_lines.tenant_id,
    revenue_lines.day,
    revenue_lines.invoice_kind,
    invoices.invoice_number,
    invoices.job_number,
    invoices.customer_name,
    revenue_lines.item_type,
    revenue_lines.revenue
from {{ ref('fct_revenue_lines') }} as revenue_lines
inner join {{ ref('st_invoices') }} as invoices
    on revenue_lines.tenant_id = invoices.tenant_id and revenue_lines.invoice_id = invoices.st_id
where revenue_lines.day is not null and revenue_lines.revenue <> 0
order by revenue_lines.tenant_id asc, revenue_lines.day desc, revenue_lines.revenue desc
