select
    states.tenant_id,
    states.scheduled_day,
    jobs.job_number,
    jobs.customer_name,
    jobs.job_type_name,
    jobs.primary_technician_name,
    states.booked_value
from {{ ref('job_states') }} as states
inner join {{ ref('st_jobs') }} as jobs
    on states.tenant_id = jobs.tenant_id and states.job_id = jobs.st_id
where states.is_upcoming
order by states.tenant_id, states.scheduled_day, jobs.job_number
