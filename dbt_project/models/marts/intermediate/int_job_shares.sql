{%- set attribution = kpi_choice('kpi_tech_attribution', ['splits', 'primary', 'equal']) -%}

{{ config(
    unique_key=['tenant_id', 'job_id', 'technician_id'],
    meta={
        'affected_key': ['tenant_id', 'job_id'],
        'inputs': {
            'st_jobs': {'key_expression': 'st_id'},
            'raw_st_job_splits': {'key_expression': 'job_id', 'dependency_columns': 'split_ids'},
        },
    }
) }}

with jobs as (
    select * from {{ ref('st_jobs') }}
    where {{ is_affected('tenant_id', 'st_id') }}
),

splits as (
    select * from {{ source('servicetitan', 'raw_st_job_splits') }}
    where coalesce(active, true) and deleted_at is null and {{ is_affected('tenant_id', 'job_id') }}
),

split_sums as (
    select
        tenant_id,
        job_id,
        sum(split) as weight,
        array_agg(st_id order by st_id) as split_ids
    from splits
    group by tenant_id, job_id
),

weights as (
    {% if attribution == 'splits' -%}
        select
            tenant_id,
            job_id,
            coalesce(technician_id, 0) as technician_id,
            sum(split) as weight
        from splits
        group by tenant_id, job_id, coalesce(technician_id, 0)
    {%- elif attribution == 'equal' -%}
        select
            tenant_id,
            st_id as job_id,
            unnest(technician_ids) as technician_id,
            1::numeric as weight
        from jobs
    {%- else -%}
        select
            tenant_id,
            st_id as job_id,
            primary_technician_id as technician_id,
            1::numeric as weight
        from jobs
        where primary_technician_id is not null
    {%- endif %}
),

weight_sums as (
    select
        tenant_id,
        job_id,
        sum(weight) as weight
    from weights
    group by tenant_id, job_id
),

-- What belongs to nobody by its weights is all the first technician's.
shares as (
    select
        jobs.tenant_id,
        jobs.st_id as job_id,
        weights.technician_id,
        trim_scale(weights.weight / weight_sums.weight) as share
    from jobs
    inner join weight_sums
        on jobs.tenant_id = weight_sums.tenant_id
        and jobs.st_id = weight_sums.job_id
    inner join weights
        on jobs.tenant_id = weights.tenant_id
        and jobs.st_id = weights.job_id
    where weight_sums.weight <> 0 and weights.weight <> 0

    union all

    select
        jobs.tenant_id,
        jobs.st_id as job_id,
        coalesce(jobs.primary_technician_id, 0) as technician_id,
        1 as share
    from jobs
    left join weight_sums
        on jobs.tenant_id = weight_sums.tenant_id
        and jobs.st_id = weight_sums.job_id
    where coalesce(weight_sums.weight, 0) = 0
),

final as (
    select
        shares.tenant_id,
        shares.job_id,
        shares.technician_id,
        shares.share,
        coalesce(split_sums.split_ids, '{}') as split_ids
    from shares
    left join split_sums
        on shares.tenant_id = split_sums.tenant_id
        and shares.job_id = split_sums.job_id
)

select * from final
