{{ config(
    meta={
        'grain_source': 'raw_st_invoices',
        'inputs': {
            'raw_st_customers': {'dependency_columns': 'customer_id'},
            'raw_st_locations': {'dependency_columns': 'location_id'},
            'raw_st_jobs': {'dependency_columns': 'job_id'},
            'raw_st_business_units': {'dependency_columns': 'business_unit_id'},
            'raw_st_payments': {
                'key_expression': 'select ' ~ json_id("entry -> 'appliedTo'")
                    ~ ' from jsonb_array_elements(' ~ json_list('applied_to') ~ ') as application (entry)',
                'dependency_columns': 'payment_ids',
            },
        },
    },
    indexes=[
        {'columns': ['tenant_id', 'invoice_number']},
        {'columns': ['tenant_id', 'invoice_date']},
        {'columns': ['tenant_id', 'due_date']},
        {'columns': ['tenant_id', 'paid_on']},
        {'columns': ['tenant_id', 'st_created_on']},
    ]
) }}

with invoices as not materialized (
    select * from {{ source('servicetitan', 'raw_st_invoices') }}
    where {{ is_affected() }}
),

customers as (
    select * from {{ source('servicetitan', 'raw_st_customers') }}
),

locations as (
    select * from {{ source('servicetitan', 'raw_st_locations') }}
),

jobs as (
    select * from {{ source('servicetitan', 'raw_st_jobs') }}
),

business_units as (
    select * from {{ source('servicetitan', 'raw_st_business_units') }}
),

active_payments as (
    select * from {{ source('servicetitan', 'raw_st_payments') }}
    where coalesce(active, true) and deleted_at is null
),

-- One payment can be spread over several invoices, and name one of them more than once.
payment_totals as (
    select
        invoices.tenant_id,
        invoices.st_id,
        array_agg(payments.st_id order by payments.st_id) as payment_ids,
        count(*) as payment_count,
        sum(applied.amount) as paid_amount,
        max(payments.payment_date) as last_payment_date
    from invoices
    -- `offset 0`: an index lookup for each invoice. The planner would join all payments of its tenant.
    inner join
        lateral (
            select * from active_payments
            where
                {{ tenant_in_gin('active_payments', 'invoices') }}
                and active_payments.applied_to @> jsonb_build_array(
                    jsonb_build_object('appliedTo', invoices.st_id)
                )
            offset 0 -- noqa: AM09
        ) as payments
        on invoices.tenant_id = payments.tenant_id
    cross join
        lateral (
            select sum({{ json_numeric("application.entry -> 'appliedAmount'") }}) as amount
            from jsonb_array_elements({{ json_list('payments.applied_to') }}) as application (entry)
            where application.entry -> 'appliedTo' = to_jsonb(invoices.st_id)
        ) as applied
    group by invoices.tenant_id, invoices.st_id
),

final as (
    select
        invoices.tenant_id,
        invoices.st_id,
        invoices.reference_number as invoice_number,
        invoices.reference_number,
        invoices.invoice_type,
        invoices.invoice_date,
        invoices.due_date,
        invoices.summary,

        invoices.customer_id,
        customers.name as customer_name,
        invoices.location_id,
        locations.name as location_name,
        invoices.job_id,
        jobs.job_number,
        invoices.business_unit_id,
        business_units.name as business_unit_name,

        invoices.subtotal,
        invoices.sales_tax,
        invoices.discount_total,
        invoices.total,
        invoices.balance,
        coalesce(payment_totals.paid_amount, 0) as paid_amount,
        coalesce(payment_totals.payment_count, 0) as payment_count,
        payment_totals.last_payment_date,
        coalesce(payment_totals.payment_ids, '{}') as payment_ids,
        invoices.paid_on,
        invoices.deposited_on,

        case
            when jsonb_typeof(invoices.items) = 'array' then jsonb_array_length(invoices.items) else 0
        end as item_count,
        invoices.items,
        {{ custom_fields('invoices.custom_fields') }} as custom_fields,

        invoices.customer,
        invoices.customer_address,
        invoices.location,
        invoices.location_address,
        invoices.job,
        invoices.business_unit,
        invoices.sync_status,
        invoices.sent_status,
        invoices.review_status,
        invoices.assigned_to,
        invoices.created_by,
        invoices.term_name,
        invoices.batch,
        invoices.sales_tax_code,
        invoices.tax_zone_id,
        invoices.royalty,
        invoices.employee_info,
        invoices.commission_eligibility_date,
        invoices.invoice_configuration,
        invoices.adjustment_to_id,
        invoices.project_id,
        invoices.membership_id,
        invoices.budget_code_id,
        invoices.material_sku_id,
        invoices.import_id,
        invoices.export_id,

        coalesce(invoices.active, true) as active,
        invoices.deleted_at,
        invoices.st_created_on,
        invoices.st_modified_on,
        invoices.full_data
    from invoices
    left join customers
        on invoices.tenant_id = customers.tenant_id
        and invoices.customer_id = customers.st_id
    left join locations
        on invoices.tenant_id = locations.tenant_id
        and invoices.location_id = locations.st_id
    left join jobs
        on invoices.tenant_id = jobs.tenant_id
        and invoices.job_id = jobs.st_id
    left join business_units
        on invoices.tenant_id = business_units.tenant_id
        and invoices.business_unit_id = business_units.st_id
    left join payment_totals
        on invoices.tenant_id = payment_totals.tenant_id
        and invoices.st_id = payment_totals.st_id
)

select * from final
