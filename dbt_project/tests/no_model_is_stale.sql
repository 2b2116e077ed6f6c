-- No model is behind by loads that an earlier transform has already seen, more than a day ago. A model
-- that fails each night, or is always left out of the selection, would otherwise go stale unnoticed.

select
    progress.model_name,
    min(loads.numbered_at) as behind_since
from {{ transform_progress() }} as progress
inner join {{ transform_loads() }} as loads
    on coalesce(progress.last_load_number, 0) < loads.load_number
where loads.numbered_at < now() - interval '1 day'
group by progress.model_name
