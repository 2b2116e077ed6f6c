{{ config(
    unique_key=['tenant_id', 'timesheet_id'],
    meta={
        'inputs': {
            'raw_st_non_job_timesheets': {'key_expression': 'st_id'},
            'raw_st_timesheet_codes': {'dependency_columns': 'timesheet_code_id'},
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[{'columns': ['tenant_id', 'day', 'technician_id']}]
) }}

with timesheets as (
    select * from {{ source('servicetitan', 'raw_st_non_job_timesheets') }}
    where coalesce(active, true) and deleted_at is null and {{ is_affected('tenant_id', 'st_id') }}
),

codes as (
    select * from {{ source('servicetitan', 'raw_st_timesheet_codes') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

final as (
    select
        timesheets.tenant_id,
        timesheets.st_id as timesheet_id,
        timesheets.employee_type,
        timesheets.employee_id,
        case when timesheets.employee_type = 'Technician' then timesheets.employee_id end as technician_id,
        {{ local_day('timesheets.started_on', 'tenants.timezone') }} as day,
        timesheets.started_on,
        timesheets.ended_on,
        {{ seconds_between('timesheets.started_on', 'timesheets.ended_on') }} as seconds,
        timesheets.timesheet_code_id,
        codes.code as timesheet_code,
        codes.type as timesheet_code_type
    from timesheets
    left join codes
        on timesheets.tenant_id = codes.tenant_id
        and timesheets.timesheet_code_id = codes.st_id
    left join tenants
        on timesheets.tenant_id = tenants.tenant_id
)

select * from final
