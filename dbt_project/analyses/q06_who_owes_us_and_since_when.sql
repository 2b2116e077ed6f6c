select
    tenant_id,
    customer_name,
    bucket,
    count(*) as invoices,
    sum(balance) as balance,
    max(age_days) as oldest_age_days
from {{ ref('ar_aging') }}
group by tenant_id, customer_name, bucket
order by tenant_id asc, balance desc
