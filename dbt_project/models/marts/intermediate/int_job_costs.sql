{%- set kinds = ['receipts', 'purchase_orders', 'bills'] -%}
{%- set purchases = {
    'receipts': 'raw_st_receipts',
    'purchase_orders': 'raw_st_purchase_orders',
    'bills': 'raw_st_inventory_bills',
}[kpi_choice('kpi_cost_source', kinds)] -%}
{%- set amount = {
    'raw_st_receipts': 'receipt_amount',
    'raw_st_purchase_orders': 'total',
    'raw_st_inventory_bills': 'bill_amount',
}[purchases] -%}
{%- set tax = 'tax' if purchases == 'raw_st_purchase_orders' else 'tax_amount' -%}
{%- set condition = "coalesce(status, '') <> 'Canceled'" if purchases == 'raw_st_purchase_orders'
    else 'coalesce(active, true)' -%}
{%- set has_tax = kpi_choice('kpi_cost_with_tax', [true, false]) -%}

{{ config(
    unique_key=['tenant_id', 'kind', 'record_id', 'line_number'],
    meta={
        'affected_key': ['tenant_id', 'kind', 'record_id'],
        'inputs': {
            'raw_st_gross_pay_items': {'key_expression': ["'labour'", 'st_id']},
            'raw_st_payroll_adjustments': {'key_expression': ["'payroll_adjustment'", 'st_id']},
            'st_invoices': {'dependency_columns': 'invoice_id'},
            purchases: {'key_expression': ["'purchase'", 'st_id']},
            'raw_st_returns': {'key_expression': ["'return'", 'st_id']},
        },
    },
    indexes=[{'columns': ['tenant_id', 'job_id']}]
) }}

with labour as (
    select * from {{ source('servicetitan', 'raw_st_gross_pay_items') }}
    where deleted_at is null and {{ is_affected('tenant_id', "'labour'", 'st_id') }}
),

adjustments as (
    select * from {{ source('servicetitan', 'raw_st_payroll_adjustments') }}
    where
        coalesce(active, true)
        and deleted_at is null
        and {{ is_affected('tenant_id', "'payroll_adjustment'", 'st_id') }}
),

purchases as (
    select * from {{ source('servicetitan', purchases) }}
    where
        deleted_at is null
        and {{ condition }}
        and {{ is_affected('tenant_id', "'purchase'", 'st_id') }}
),

returns as (
    select * from {{ source('servicetitan', 'raw_st_returns') }}
    where
        coalesce(active, true)
        and deleted_at is null
        and date_canceled is null
        and {{ is_affected('tenant_id', "'return'", 'st_id') }}
),

invoices as (
    select * from {{ ref('st_invoices') }}
),

-- An adjustment of an employee's pay and one of a technician's may have the same id.
numbered as (
    select
        *,
        row_number() over (partition by tenant_id, st_id order by employee_type) as line_number
    from adjustments
),

final as (
    select
        tenant_id,
        'labour' as kind,
        st_id as record_id,
        1::bigint as line_number,
        job_id,
        null::bigint as invoice_id,
        amount
    from labour

    union all

    select
        numbered.tenant_id,
        'payroll_adjustment' as kind,
        numbered.st_id as record_id,
        numbered.line_number,
        invoices.job_id,
        numbered.invoice_id,
        numbered.amount
    from numbered
    left join invoices
        on numbered.tenant_id = invoices.tenant_id
        and numbered.invoice_id = invoices.st_id

    union all

    select
        tenant_id,
        'purchase' as kind,
        st_id as record_id,
        1 as line_number,
        job_id,
        null as invoice_id,
        {{ amount }}{{ '' if has_tax else ' - coalesce(' ~ tax ~ ', 0)' }} as amount
    from purchases

    union all

    select
        tenant_id,
        'return' as kind,
        st_id as record_id,
        1 as line_number,
        job_id,
        null as invoice_id,
        -abs(return_amount{{ '' if has_tax else ' - coalesce(tax_amount, 0)' }}) as amount
    from returns
)

select * from final
