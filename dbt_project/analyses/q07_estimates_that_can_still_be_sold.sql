select
    estimates.tenant_id,
    customers.name as customer_name,
    estimates.estimate_id,
    estimates.job_id,
    estimates.subtotal,
    estimates.created_day,
    estimates.age_days
from {{ ref('open_estimates') }} as estimates
left join {{ ref('st_customers') }} as customers
    on estimates.tenant_id = customers.tenant_id and estimates.customer_id = customers.st_id
where estimates.is_largest_of_job
order by estimates.tenant_id asc, estimates.subtotal desc
