{{ config(
    unique_key=['tenant_id', 'job_id', 'technician_id'],
    meta={
        'affected_key': ['tenant_id', 'job_id'],
        'inputs': {
            'fct_jobs': {'key_expression': 'job_id'},
            'int_job_shares': {
                'key_expression': 'job_id',
                'dependency_columns': 'recall_charged_to_id',
                'input_key': 'job_id',
            },
        },
    },
    indexes=[{'columns': ['tenant_id', 'completed_day', 'technician_id']}]
) }}

with jobs as (
    select * from {{ ref('fct_jobs') }}
    where {{ is_affected('tenant_id', 'job_id') }}
),

shares as not materialized (
    select * from {{ ref('int_job_shares') }}
),

-- Who worked on the job, and who answers for a recall: the people of the job that it is charged to.
roles as (
    select
        jobs.tenant_id,
        jobs.job_id,
        shares.technician_id,
        shares.share,
        false as caused_recall
    from jobs
    inner join shares
        on jobs.tenant_id = shares.tenant_id
        and jobs.job_id = shares.job_id

    union all

    select
        jobs.tenant_id,
        jobs.job_id,
        coalesce(shares.technician_id, 0) as technician_id,
        0 as share,
        true as caused_recall
    from jobs
    left join shares
        on jobs.tenant_id = shares.tenant_id
        and jobs.recall_charged_to_id = shares.job_id
    where jobs.recall_charged_to_id is not null and coalesce(shares.share, 1) > 0
),

technicians as (
    select
        tenant_id,
        job_id,
        technician_id,
        sum(share) as share,
        bool_or(caused_recall) as caused_recall
    from roles
    group by tenant_id, job_id, technician_id
),

final as (
    select
        technicians.tenant_id,
        technicians.job_id,
        technicians.technician_id,
        technicians.share,
        jobs.completed_day,
        jobs.completed_revenue * technicians.share as completed_revenue,
        jobs.sold_hours * technicians.share as sold_hours,
        technicians.share > 0 and jobs.is_completed as is_completed,
        technicians.share > 0 and jobs.is_opportunity as is_opportunity,
        technicians.share > 0 and jobs.is_converted as is_converted,
        jobs.is_converted as is_converted_job,
        technicians.share > 0 and jobs.is_sales_opportunity and jobs.first_sold_day is null
            as is_unsold_opportunity,
        technicians.caused_recall,
        jobs.recall_charged_to_id
    from technicians
    inner join jobs
        on technicians.tenant_id = jobs.tenant_id
        and technicians.job_id = jobs.job_id
)

select * from final
