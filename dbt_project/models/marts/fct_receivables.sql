{{ config(
    unique_key=['tenant_id', 'invoice_id'],
    meta={'inputs': {'st_invoices': {'key_expression': 'st_id'}}},
    indexes=[
        {'columns': ['tenant_id', 'customer_id']},
        {'columns': ['tenant_id', 'due_day']},
    ]
) }}

with invoices as (
    select * from {{ ref('st_invoices') }} as st_invoices
    where {{ is_live('st_invoices') }}
        and st_invoices.balance <> 0
        and {{ is_affected('tenant_id', 'st_id') }}
),

final as (
    select
        tenant_id,
        st_id as invoice_id,
        invoice_number,
        balance,
        total,
        invoice_date as invoice_day,
        due_date as due_day,
        coalesce(business_unit_id, 0) as business_unit_id,
        {{ id_or_null('customer_id') }} as customer_id,
        customer_name,
        {{ id_or_null('job_id') }} as job_id
    from invoices
)

select * from final
