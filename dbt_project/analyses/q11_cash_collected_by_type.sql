select
    payments.tenant_id,
    dates.month,
    coalesce(payments.payment_type, 'Unknown') as payment_type,
    count(*) as payments,
    sum(payments.amount) as amount
from {{ ref('fct_payments') }} as payments
inner join {{ ref('dim_date') }} as dates on payments.payment_day = dates.day
group by payments.tenant_id, dates.month, payments.payment_type
order by payments.tenant_id asc, dates.month asc, amount desc
