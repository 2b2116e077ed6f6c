{{ config(
    unique_key=['tenant_id', 'membership_id'],
    meta={
        'inputs': {
            'raw_st_memberships': {
                'key_expression': 'select st_id union all select renewed_by_id',
                'dependency_columns': 'renewal_of_ids',
            },
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[{'columns': ['tenant_id', 'customer_id']}]
) }}

with memberships as (
    select * from {{ source('servicetitan', 'raw_st_memberships') }}
    where coalesce(active, true) and deleted_at is null and {{ is_affected('tenant_id', 'st_id') }}
),

renewed as (
    select
        tenant_id,
        renewed_by_id,
        array_agg(st_id order by st_id) as renewal_of_ids
    from {{ source('servicetitan', 'raw_st_memberships') }}
    where
        coalesce(active, true)
        and deleted_at is null
        and {{ is_affected('tenant_id', 'renewed_by_id') }}
    group by tenant_id, renewed_by_id
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

final as (
    select
        memberships.tenant_id,
        memberships.st_id as membership_id,
        coalesce(memberships.membership_type_id, 0) as membership_type_id,
        coalesce(memberships.business_unit_id, 0) as business_unit_id,
        memberships.customer_id,
        memberships.location_id,
        coalesce(memberships.sold_by_id, 0) as sold_by_id,
        memberships.status,
        {{ written_day('memberships."from"') }} as start_day,
        {{ written_day('memberships."to"') }} as end_day,
        {{ stamped_day('memberships.cancellation_date', 'tenants.timezone') }} as canceled_day,
        {{ id_or_null('memberships.renewed_by_id') }} as renewed_by_id,
        coalesce(renewed.renewal_of_ids, '{}') as renewal_of_ids,
        renewed.renewal_of_ids is not null as is_renewal,
        renewed.renewal_of_ids is null
        and {{ id_or_null('memberships.activated_from_id') }} is not null as is_new_sale
    from memberships
    left join renewed
        on memberships.tenant_id = renewed.tenant_id
        and memberships.st_id = renewed.renewed_by_id
    left join tenants
        on memberships.tenant_id = tenants.tenant_id
)

select * from final
