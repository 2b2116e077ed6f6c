{{ config(
    unique_key=['tenant_id', 'status_change_id'],
    meta={
        'inputs': {
            'raw_st_membership_status_changes': {'key_expression': 'st_id'},
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[{'columns': ['tenant_id', 'membership_id', 'changed_on']}]
) }}

with changes as (
    select * from {{ source('servicetitan', 'raw_st_membership_status_changes') }}
    where deleted_at is null and {{ is_affected('tenant_id', 'st_id') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

final as (
    select
        changes.tenant_id,
        changes.st_id as status_change_id,
        changes.membership_id,
        changes.st_created_on as changed_on,
        {{ local_day('changes.st_created_on', 'tenants.timezone') }} as changed_day,
        changes.old_status,
        changes.new_status,
        changes.note
    from changes
    left join tenants
        on changes.tenant_id = tenants.tenant_id
)

select * from final
