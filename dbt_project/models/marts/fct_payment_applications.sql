{{ config(
    unique_key=['tenant_id', 'payment_id', 'application_number'],
    meta={
        'affected_key': ['tenant_id', 'payment_id'],
        'inputs': {
            'st_payments': {'key_expression': 'st_id'},
            'st_invoices': {'dependency_columns': 'invoice_id'},
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[
        {'columns': ['tenant_id', 'payment_day', 'business_unit_id']},
        {'columns': ['tenant_id', 'applied_day', 'business_unit_id']},
    ]
) }}

with payments as (
    select * from {{ ref('st_payments') }} as st_payments
    where {{ is_live('st_payments') }} and {{ is_affected('tenant_id', 'st_id') }}
),

invoices as (
    select * from {{ ref('st_invoices') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

applications as (
    select
        payments.tenant_id,
        payments.st_id as payment_id,
        listed.position as application_number,
        {{ id_or_null(json_id("listed.entry -> 'appliedTo'")) }} as invoice_id,
        {{ json_numeric("listed.entry -> 'appliedAmount'") }} as amount,
        {{ written_day('payments.payment_date') }} as payment_day,
        {{ json_instant("(listed.entry -> 'appliedOn')") }} as applied_on,
        payments.payment_type,
        payments.customer_id
    from payments
    cross join
        lateral jsonb_array_elements({{ json_list('payments.applied_to') }})
        with ordinality as listed (entry, position)
),

final as (
    select
        applications.tenant_id,
        applications.payment_id,
        applications.application_number,
        applications.invoice_id,
        applications.amount,
        applications.payment_day,
        {{ local_day('applications.applied_on', 'tenants.timezone') }} as applied_day,
        coalesce(invoices.business_unit_id, 0) as business_unit_id,
        (applications.payment_day - invoices.invoice_date)::bigint as days_after_invoice,
        applications.payment_type,
        applications.customer_id
    from applications
    left join invoices
        on applications.tenant_id = invoices.tenant_id
        and applications.invoice_id = invoices.st_id
    left join tenants
        on applications.tenant_id = tenants.tenant_id
)

select * from final
