{{ config(
    unique_key=['tenant_id', 'payment_id'],
    meta={'inputs': {'st_payments': {'key_expression': 'st_id'}}},
    indexes=[{'columns': ['tenant_id', 'payment_day', 'business_unit_id']}]
) }}

with payments as (
    select * from {{ ref('st_payments') }} as st_payments
    where {{ is_live('st_payments') }} and {{ is_affected('tenant_id', 'st_id') }}
),

final as (
    select
        tenant_id,
        st_id as payment_id,
        {{ written_day('payment_date') }} as payment_day,
        amount,
        unapplied_amount,
        coalesce(business_unit_id, 0) as business_unit_id,
        payment_type,
        customer_id,
        refunded_payment_id,
        sync_status,
        {{ id_or_null(json_id("batch -> 'id'")) }} as batch_id
    from payments
)

select * from final
