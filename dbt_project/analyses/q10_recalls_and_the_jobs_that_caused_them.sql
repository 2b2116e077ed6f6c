select
    recalls.tenant_id,
    recalls.completed_day as recall_day,
    recalls.job_number as recall_job,
    originals.job_number as original_job,
    originals.completed_day as original_day,
    technicians.technician_id
from {{ ref('fct_jobs') }} as recalls
inner join {{ ref('fct_jobs') }} as originals
    on recalls.tenant_id = originals.tenant_id and recalls.recall_for_id = originals.job_id
left join {{ ref('fct_job_technicians') }} as technicians
    on originals.tenant_id = technicians.tenant_id and originals.job_id = technicians.job_id
where recalls.is_completed
order by recalls.tenant_id, recalls.completed_day, recalls.job_number
