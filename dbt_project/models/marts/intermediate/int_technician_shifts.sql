{{ config(
    unique_key=['tenant_id', 'shift_id'],
    meta={
        'inputs': {
            'raw_st_technician_shifts': {'key_expression': 'st_id'},
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[{'columns': ['tenant_id', 'day', 'technician_id']}]
) }}

with shifts as (
    select * from {{ source('servicetitan', 'raw_st_technician_shifts') }}
    where
        coalesce(active, true)
        and deleted_at is null
        and technician_id is not null
        and start < "end"
        and {{ is_affected('tenant_id', 'st_id') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

final as (
    select
        shifts.tenant_id,
        shifts.st_id as shift_id,
        shifts.technician_id,
        shifts.shift_type,
        shifts.start as starts_on,
        shifts."end" as ends_on,
        {{ local_day('shifts.start', 'tenants.timezone') }} as day
    from shifts
    left join tenants
        on shifts.tenant_id = tenants.tenant_id
)

select * from final
