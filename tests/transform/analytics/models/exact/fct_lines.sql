{{ config(
    unique_key=['tenant_id', 'invoice_id', 'line_number'],
    meta={
        'affected_key': ['tenant_id', 'invoice_id'],
        'inputs': {
            'st_invoices': {'key_expression': 'st_id'},
            'st_jobs': {'dependency_columns': 'job_id'},
        },
    },
    indexes=[{'columns': ['tenant_id', 'day', 'business_unit_id']}]
) }}

with invoices as (
    select * from {{ ref('st_invoices') }}
    where active and deleted_at is null and {{ servicetitan.is_affected('tenant_id', 'st_id') }}
),

jobs as (
    select * from {{ ref('st_jobs') }}
)

select
    invoices.tenant_id,
    invoices.st_id as invoice_id,
    lines.line_number,
    invoices.job_id,
    case
        when invoices.job_id is null then invoices.invoice_date
        when jobs.job_status = 'Completed' then (jobs.completed_on at time zone 'UTC')::date
    end as day,
    coalesce(jobs.business_unit_id, invoices.business_unit_id, 0) as business_unit_id,
    {{ servicetitan.json_numeric("lines.item -> 'total'") }} as amount
from invoices
left join jobs
    on invoices.tenant_id = jobs.tenant_id
    and invoices.job_id = jobs.st_id
cross join lateral jsonb_array_elements({{ servicetitan.json_list('invoices.items') }})
with ordinality as lines (item, line_number)
