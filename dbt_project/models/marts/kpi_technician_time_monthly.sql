{{ config(materialized='stable_view') }}

with months as (
    select
        tenant_id,
        date_trunc('month', day)::date as month,
        technician_id,
        sum(shift_hours) as shift_hours,
        sum(on_call_hours) as on_call_hours,
        sum(drive_hours) as drive_hours,
        sum(on_site_hours) as on_site_hours,
        sum(drive_hours + on_site_hours) as job_hours,
        sum(sold_hours) as sold_hours,
        sum(job_timesheets)::bigint as job_timesheets,
        sum(incomplete_timesheets)::bigint as incomplete_timesheets,
        sum(non_job_hours) as non_job_hours
    from {{ ref('fct_technician_time') }}
    group by 1, 2, 3
),

final as (
    select
        *,
        sold_hours / nullif(on_site_hours, 0) as sold_per_on_site_hour,
        sold_hours / nullif(job_hours, 0) as sold_per_job_hour,
        sold_hours / nullif(shift_hours, 0) as sold_per_shift_hour,
        on_site_hours / nullif(shift_hours, 0) as on_site_per_shift_hour,
        {{ kpi_choice('kpi_utilisation', ['job', 'sold']) }}_hours / nullif(shift_hours, 0) as utilisation
    from months
)

select * from final
