{{ config(
    meta={
        'grain_source': 'raw_st_payments',
        'inputs': {
            'raw_st_customers': {'dependency_columns': 'customer_id'},
            'raw_st_invoices': {'dependency_columns': 'invoice_id'},
        },
    },
    indexes=[
        {'columns': ['tenant_id', 'invoice_ids'], 'type': 'gin'},
        {'columns': ['tenant_id', 'business_unit_id']},
        {'columns': ['tenant_id', 'payment_date']},
        {'columns': ['tenant_id', 'st_created_on']},
    ]
) }}

with payments as (
    select * from {{ source('servicetitan', 'raw_st_payments') }}
    where {{ is_affected() }}
),

customers as (
    select * from {{ source('servicetitan', 'raw_st_customers') }}
),

invoices as (
    select * from {{ source('servicetitan', 'raw_st_invoices') }}
),

final as (
    select
        payments.tenant_id,
        payments.st_id,
        payments.payment_date,
        payments.payment_type,
        payments.type_id,
        payments.reference_number,
        payments.check_number,
        payments.auth_code,
        payments.memo,

        payments.customer_id,
        customers.name as customer_name,
        payments.business_unit_id,

        payments.amount,
        payments.unapplied_amount,
        payments.invoice_id,
        invoices.reference_number as invoice_number,
        {{ ids("jsonb_path_query_array(payments.applied_to, '$[*].appliedTo')") }} as invoice_ids,
        payments.applied_to,
        payments.refunded_payment_id,

        {{ custom_fields('payments.custom_fields') }} as custom_fields,

        payments.customer,
        payments.business_unit,
        payments.gl_account,
        payments.batch,
        payments.deposit,
        payments.sync_status,
        payments.created_by,

        coalesce(payments.active, true) as active,
        payments.deleted_at,
        payments.st_created_on,
        payments.st_modified_on,
        payments.full_data
    from payments
    left join customers
        on payments.tenant_id = customers.tenant_id
        and payments.customer_id = customers.st_id
    left join invoices
        on payments.tenant_id = invoices.tenant_id
        and payments.invoice_id = invoices.st_id
)

select * from final
