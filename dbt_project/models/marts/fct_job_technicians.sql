{%- set attribution = kpi_choice('kpi_tech_attribution', ['splits', 'primary', 'equal']) -%}

with jobs as (
    select * from {{ ref('st_jobs') }}
),

{% if attribution == 'splits' -%}
splits as (
    select
        tenant_id,
        job_id,
        coalesce(technician_id, 0) as technician_id,
        sum(split) as split
    from {{ source('servicetitan', 'raw_st_job_splits') }}
    where coalesce(active, true) and deleted_at is null
    group by 1, 2, 3
),

split_sums as (
    select
        tenant_id,
        job_id,
        sum(split) as split
    from splits
    group by 1, 2
),

shares as (
    select
        jobs.tenant_id,
        jobs.st_id as job_id,
        splits.technician_id,
        splits.split / split_sums.split as share
    from jobs
    inner join split_sums
        on jobs.tenant_id = split_sums.tenant_id
        and jobs.st_id = split_sums.job_id
    inner join splits
        on jobs.tenant_id = splits.tenant_id
        and jobs.st_id = splits.job_id
    where split_sums.split <> 0 and splits.split <> 0

    union all

    select
        jobs.tenant_id,
        jobs.st_id,
        coalesce(jobs.primary_technician_id, 0),
        1
    from jobs
    left join split_sums
        on jobs.tenant_id = split_sums.tenant_id
        and jobs.st_id = split_sums.job_id
    where coalesce(split_sums.split, 0) = 0
),
{%- elif attribution == 'primary' -%}
shares as (
    select
        jobs.tenant_id,
        jobs.st_id as job_id,
        coalesce(jobs.primary_technician_id, 0) as technician_id,
        1::numeric as share
    from jobs
),
{%- else -%}
shares as (
    select
        jobs.tenant_id,
        jobs.st_id as job_id,
        crew.technician_id,
        1::numeric / cardinality(jobs.technician_ids) as share
    from jobs
    cross join lateral unnest(jobs.technician_ids) as crew (technician_id)

    union all

    select
        jobs.tenant_id,
        jobs.st_id,
        0,
        1
    from jobs
    where jobs.technician_ids = '{}'
),
{%- endif %}

final as (
    select
        tenant_id,
        job_id,
        technician_id,
        share
    from shares
)

select * from final
