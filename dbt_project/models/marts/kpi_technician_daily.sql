with jobs as (
    select * from {{ ref('fct_jobs') }}
),

shares as (
    select * from {{ ref('fct_job_technicians') }}
),

estimates as (
    select * from {{ ref('fct_estimates') }}
),

work as (
    select
        jobs.tenant_id,
        jobs.job_id,
        jobs.completed_day,
        shares.technician_id,
        shares.share,
        jobs.completed_revenue * shares.share as revenue,
        jobs.is_opportunity,
        jobs.is_converted,
        jobs.is_sales_opportunity and jobs.first_sold_day is null as is_unsold
    from jobs
    inner join shares
        on jobs.tenant_id = shares.tenant_id
        and jobs.job_id = shares.job_id
    where jobs.is_completed
),

events as (
    select
        tenant_id,
        completed_day as day,
        technician_id,
        'completed_revenue' as kpi,
        revenue as value
    from work

    union all

    select
        tenant_id,
        completed_day,
        technician_id,
        'converted_revenue',
        revenue
    from work
    where is_converted

    union all

    select
        tenant_id,
        completed_day,
        technician_id,
        unnest(
            array['completed_jobs']
            || case when is_opportunity then array['opportunities'] end
            || case when is_converted then array['converted_jobs'] end
            || case when is_unsold then array['sales_opportunities'] end
        ),
        1
    from work
    where share > 0

    union all

    select
        tenant_id,
        sales_opportunity_day,
        first_sold_by_id,
        unnest(array['sales_opportunities'] || case when is_closed then array['closed_opportunities'] end),
        sold_amount
    from jobs
    where is_sales_opportunity and first_sold_day is not null

    union all

    select
        tenant_id,
        created_day,
        lead_set_by_id,
        'leads_set',
        1
    from jobs
    where lead_set_by_id is not null

    union all

    select
        jobs.tenant_id,
        jobs.completed_day,
        coalesce(shares.technician_id, 0),
        'recalls_caused',
        1
    from jobs
    left join shares
        on jobs.tenant_id = shares.tenant_id
        and jobs.recall_charged_to_id = shares.job_id
    where jobs.recall_charged_to_id is not null and coalesce(shares.share, 1) > 0

    union all

    select
        tenant_id,
        sold_day,
        sold_by_id,
        'total_sales',
        subtotal
    from estimates
),

final as (
    select
        tenant_id,
        day,
        technician_id,
        {{ sum_of('completed_revenue') }} as completed_revenue,
        {{ sum_of('converted_revenue') }} as converted_revenue,
        {{ count_of('completed_jobs') }} as completed_jobs,
        {{ count_of('opportunities') }} as opportunities,
        {{ count_of('converted_jobs') }} as converted_jobs,
        {{ sum_of('total_sales') }} as total_sales,
        {{ count_of('sales_opportunities') }} as sales_opportunities,
        {{ count_of('closed_opportunities') }} as closed_opportunities,
        {{ sum_of('closed_opportunities') }} as closed_sales,
        {{ count_of('leads_set') }} as leads_set,
        {{ count_of('recalls_caused') }} as recalls_caused
    from events
    where day is not null
    group by tenant_id, day, technician_id
)

select * from final
