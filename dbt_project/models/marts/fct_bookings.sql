{{ config(
    unique_key=['tenant_id', 'booking_id'],
    meta={
        'inputs': {
            'raw_st_bookings': {'key_expression': 'st_id'},
            'st_jobs': {'dependency_columns': 'job_id'},
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[{'columns': ['tenant_id', 'created_day', 'business_unit_id']}]
) }}

with bookings as (
    select * from {{ source('servicetitan', 'raw_st_bookings') }}
    where coalesce(active, true) and deleted_at is null and {{ is_affected('tenant_id', 'st_id') }}
),

jobs as (
    select * from {{ ref('st_jobs') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

final as (
    select
        bookings.tenant_id,
        bookings.st_id as booking_id,
        bookings.status,
        coalesce(bookings.status = 'Converted', false) as is_converted,
        coalesce(bookings.status = 'Dismissed', false) as is_dismissed,
        {{ local_day('bookings.st_created_on', 'tenants.timezone') }} as created_day,
        bookings.source,
        bookings.booking_provider_id,
        coalesce(bookings.business_unit_id, 0) as business_unit_id,
        coalesce(bookings.campaign_id, 0) as campaign_id,
        bookings.job_type_id,
        bookings.job_id,
        case
            when bookings.status = 'Converted'
                then {{ seconds_between('bookings.st_created_on', 'jobs.st_created_on') }}
        end as seconds_to_conversion
    from bookings
    left join jobs
        on bookings.tenant_id = jobs.tenant_id
        and bookings.job_id = jobs.st_id
    left join tenants
        on bookings.tenant_id = tenants.tenant_id
)

select * from final
