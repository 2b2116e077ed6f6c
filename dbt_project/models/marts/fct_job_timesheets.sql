{{ config(
    unique_key=['tenant_id', 'timesheet_id'],
    meta={
        'inputs': {
            'raw_st_job_timesheets': {'key_expression': 'st_id'},
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[
        {'columns': ['tenant_id', 'day', 'technician_id']},
        {'columns': ['tenant_id', 'job_id']},
    ]
) }}

with timesheets as (
    select * from {{ source('servicetitan', 'raw_st_job_timesheets') }}
    where
        coalesce(active, true)
        and deleted_at is null
        and canceled_on is null
        and {{ is_affected('tenant_id', 'st_id') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

timed as (
    select
        timesheets.tenant_id,
        timesheets.st_id as timesheet_id,
        timesheets.job_id,
        timesheets.appointment_id,
        coalesce(timesheets.technician_id, 0) as technician_id,
        {{ local_day('timesheets.dispatched_on', 'tenants.timezone') }} as day,
        timesheets.dispatched_on,
        timesheets.arrived_on,
        timesheets.done_on,
        {{ seconds_between('timesheets.dispatched_on', 'timesheets.arrived_on') }} as drive_seconds,
        {{ seconds_between('timesheets.arrived_on', 'timesheets.done_on') }} as on_site_seconds
    from timesheets
    left join tenants
        on timesheets.tenant_id = tenants.tenant_id
),

final as (
    select
        *,
        drive_seconds is not null and on_site_seconds is not null as is_complete
    from timed
)

select * from final
