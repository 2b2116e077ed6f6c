{{ config(
    unique_key=['tenant_id', 'invoice_id', 'line_number'],
    meta={
        'affected_key': ['tenant_id', 'invoice_id'],
        'inputs': {
            'st_invoices': {'key_expression': 'st_id'},
            'st_jobs': {'dependency_columns': 'job_id'},
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[{'columns': ['tenant_id', 'day', 'business_unit_id']}]
) }}

with invoices as (
    select * from {{ ref('st_invoices') }} as st_invoices
    where {{ is_live('st_invoices') }} and {{ is_affected('tenant_id', 'st_id') }}
),

jobs as (
    select * from {{ ref('st_jobs') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

lines as (
    select
        invoices.tenant_id,
        invoices.st_id as invoice_id,
        coalesce(listed.position, 0) as line_number,
        listed.item,
        {{ id_or_null('invoices.job_id') }} as job_id,
        {{ id_or_null('invoices.adjustment_to_id') }} as adjustment_to_id,
        {{ invoice_kind('invoices') }} as invoice_kind,
        invoices.invoice_date,
        invoices.subtotal,
        invoices.business_unit_id
    from invoices
    left join
        lateral jsonb_array_elements({{ json_list('invoices.items') }})
        with ordinality as listed (item, position)
        on true
),

judged as (
    select
        lines.tenant_id,
        lines.invoice_id,
        lines.line_number,
        {{ id_or_null(json_id("lines.item -> 'id'")) }} as item_id,
        lines.job_id,
        lines.adjustment_to_id,
        lines.invoice_kind,
        case
            when lines.invoice_kind <> 'job' then lines.invoice_date
            when jobs.job_status = 'Completed' and {{ is_live('jobs') }}
                then {{ local_day('jobs.completed_on', 'tenants.timezone') }}
        end as day,
        coalesce(
            {{ id_or_null(json_id("lines.item -> 'businessUnit' -> 'id'")) }},
            {{ id_or_null('jobs.business_unit_id') }},
            lines.business_unit_id,
            0
        ) as business_unit_id,
        case
            when lines.line_number = 0 then lines.subtotal
            else {{ json_numeric("lines.item -> 'total'") }}
        end as amount,
        case
            when lines.line_number = 0
                then {{ kpi_choice('kpi_empty_invoice_uses_subtotal', [true, false]) | lower }}
            else {{ is_income("(lines.item -> 'generalLedgerAccount')") }}
        end as is_income,
        {{ json_numeric("lines.item -> 'totalCost'") }} as cost,
        {{ json_numeric("lines.item -> 'soldHours'") }} as sold_hours,
        {{ json_text('lines.item', 'type') }} as item_type,
        {{ json_text("(lines.item -> 'generalLedgerAccount')", 'number') }} as account_number,
        {{ json_text("(lines.item -> 'generalLedgerAccount')", 'name') }} as account_name,
        {{ json_text("(lines.item -> 'generalLedgerAccount')", 'type') }} as account_type,
        lines.invoice_date as invoice_day,
        coalesce(jobs.job_status = 'Canceled', false) as is_of_canceled_job
    from lines
    left join jobs
        on lines.tenant_id = jobs.tenant_id
        and lines.job_id = jobs.st_id
    left join tenants
        on lines.tenant_id = tenants.tenant_id
),

final as (
    select
        tenant_id,
        invoice_id,
        line_number,
        item_id,
        job_id,
        adjustment_to_id,
        invoice_kind,
        day,
        business_unit_id,
        amount,
        is_income,
        case when is_income then coalesce(amount, 0) else 0 end as revenue,
        cost,
        sold_hours,
        item_type,
        case when item_type = 'PriceModifier' and amount < 0 then -amount else 0 end as discount,
        account_number,
        account_name,
        account_type,
        invoice_day,
        is_of_canceled_job
    from judged
)

select * from final
