{{ config(
    unique_key=['tenant_id', 'day', 'technician_id'],
    meta={'inputs': {
        'int_technician_shifts': {'key_expression': ['day', 'technician_id']},
        'fct_job_timesheets': {'key_expression': ['day', 'technician_id']},
        'fct_non_job_timesheets': {'key_expression': ['day', 'technician_id']},
        'fct_job_technicians': {'key_expression': ['completed_day', 'technician_id']},
    }}
) }}

with periods as (
    select
        tenant_id,
        day,
        technician_id,
        shift_type,
        tstzrange(starts_on, ends_on) as period
    from {{ ref('int_technician_shifts') }}
    where day is not null and {{ is_affected('tenant_id', 'day', 'technician_id') }}
),

shifts as (
    select
        tenant_id,
        day,
        technician_id,
        coalesce(range_agg(period) filter (where shift_type = 'Normal'), '{}') as normal,
        coalesce(range_agg(period) filter (where shift_type = 'OnCall'), '{}') as on_call,
        coalesce(range_agg(period) filter (where shift_type = 'TimeOff'), '{}') as time_off
    from periods
    group by tenant_id, day, technician_id
),

worked as (
    select
        tenant_id,
        day,
        technician_id,
        count(*) as job_timesheets,
        count(*) filter (where not is_complete) as incomplete_timesheets,
        coalesce(sum(drive_seconds) filter (where is_complete), 0) / 3600 as drive_hours,
        coalesce(sum(on_site_seconds) filter (where is_complete), 0) / 3600 as on_site_hours
    from {{ ref('fct_job_timesheets') }}
    where day is not null and {{ is_affected('tenant_id', 'day', 'technician_id') }}
    group by tenant_id, day, technician_id
),

other_work as (
    select
        tenant_id,
        day,
        technician_id,
        coalesce(sum(seconds), 0) / 3600 as non_job_hours
    from {{ ref('fct_non_job_timesheets') }}
    where
        day is not null
        and technician_id is not null
        and {{ is_affected('tenant_id', 'day', 'technician_id') }}
    group by tenant_id, day, technician_id
),

-- Only days of people whose time is known: a day without shift and timesheet has no row.
days as (
    select
        tenant_id,
        day,
        technician_id
    from shifts
    union distinct
    select
        tenant_id,
        day,
        technician_id
    from worked
    union distinct
    select
        tenant_id,
        day,
        technician_id
    from other_work
),

sold as (
    select
        tenant_id,
        completed_day,
        technician_id,
        sum(sold_hours) as sold_hours
    from {{ ref('fct_job_technicians') }}
    where {{ is_affected('tenant_id', 'completed_day', 'technician_id') }}
    group by tenant_id, completed_day, technician_id
),

final as (
    select
        days.tenant_id,
        days.day,
        days.technician_id,
        {{ hours_of('shifts.normal - shifts.time_off') }} as shift_hours,
        {{ hours_of('shifts.on_call - shifts.time_off') }} as on_call_hours,
        coalesce(worked.drive_hours, 0) as drive_hours,
        coalesce(worked.on_site_hours, 0) as on_site_hours,
        coalesce(worked.job_timesheets, 0) as job_timesheets,
        coalesce(worked.incomplete_timesheets, 0) as incomplete_timesheets,
        coalesce(sold.sold_hours, 0) as sold_hours,
        coalesce(other_work.non_job_hours, 0) as non_job_hours
    from days
    left join shifts
        on days.tenant_id = shifts.tenant_id
        and days.day = shifts.day
        and days.technician_id = shifts.technician_id
    left join worked
        on days.tenant_id = worked.tenant_id
        and days.day = worked.day
        and days.technician_id = worked.technician_id
    left join other_work
        on days.tenant_id = other_work.tenant_id
        and days.day = other_work.day
        and days.technician_id = other_work.technician_id
    left join sold
        on days.tenant_id = sold.tenant_id
        and days.day = sold.completed_day
        and days.technician_id = sold.technician_id
)

select * from final
