{%- set count_bu = kpi_choice('kpi_count_bu', ['job', 'line']) -%}

with lines as (
    select * from {{ ref('fct_revenue_lines') }}
),

jobs as (
    select * from {{ ref('fct_jobs') }}
),

estimates as (
    select * from {{ ref('fct_estimates') }}
),

-- The unit, or units, for which a completed job counts.
counting_jobs as (
    {% if count_bu == 'job' -%}
    select * from jobs
    {%- else -%}
    select
        jobs.tenant_id,
        jobs.job_id,
        jobs.completed_day,
        coalesce(lines.business_unit_id, jobs.business_unit_id) as business_unit_id,
        jobs.is_completed,
        jobs.no_charge,
        jobs.is_opportunity,
        jobs.is_converted
    from jobs
    left join (
        select distinct
            tenant_id,
            job_id,
            business_unit_id
        from lines
        where invoice_kind = 'job' and day is not null
    ) as lines
        on jobs.tenant_id = lines.tenant_id
        and jobs.job_id = lines.job_id
    {%- endif %}
),

events as (
    select
        tenant_id,
        day,
        business_unit_id,
        invoice_kind as kpi,
        revenue as value
    from lines

    union all

    select
        lines.tenant_id,
        lines.day,
        lines.business_unit_id,
        'converted_revenue',
        lines.revenue
    from lines
    inner join jobs
        on lines.tenant_id = jobs.tenant_id
        and lines.job_id = jobs.job_id
    where lines.invoice_kind = 'job' and jobs.is_converted

    union all

    select
        tenant_id,
        completed_day,
        business_unit_id,
        unnest(
            array['completed_jobs']
            || case when no_charge then array['no_charge_jobs'] end
            || case when is_opportunity then array['opportunities'] end
            || case when is_converted then array['converted_jobs'] end
        ),
        1
    from counting_jobs
    where is_completed

    union all

    select
        tenant_id,
        created_day,
        business_unit_id,
        'jobs_created',
        1
    from jobs

    union all

    select
        tenant_id,
        canceled_day,
        business_unit_id,
        'canceled_jobs',
        1
    from jobs

    union all

    select
        tenant_id,
        sales_opportunity_day,
        business_unit_id,
        'sales_opportunities',
        1
    from jobs

    union all

    select
        tenant_id,
        sales_opportunity_day,
        business_unit_id,
        'closed_opportunities',
        sold_amount
    from jobs
    where is_closed

    union all

    select
        tenant_id,
        completed_day,
        recall_business_unit_id,
        'recalls_caused',
        1
    from jobs
    where recall_charged_to_id is not null

    union all

    select
        tenant_id,
        sold_day,
        business_unit_id,
        'estimates_sold',
        subtotal
    from estimates
),

final as (
    select
        tenant_id,
        day,
        business_unit_id,
        {{ sum_of('job') }} as completed_revenue,
        {{ sum_of('adjustment') }} as adjustment_revenue,
        {{ sum_of('non_job') }} as non_job_revenue,
        coalesce(sum(value) filter (where kpi in ('job', 'adjustment', 'non_job')), 0) as total_revenue,
        {{ sum_of('converted_revenue') }} as converted_revenue,
        {{ count_of('completed_jobs') }} as completed_jobs,
        {{ count_of('no_charge_jobs') }} as no_charge_jobs,
        {{ count_of('opportunities') }} as opportunities,
        {{ count_of('converted_jobs') }} as converted_jobs,
        {{ count_of('jobs_created') }} as jobs_created,
        {{ count_of('canceled_jobs') }} as canceled_jobs,
        {{ count_of('sales_opportunities') }} as sales_opportunities,
        {{ count_of('closed_opportunities') }} as closed_opportunities,
        {{ sum_of('closed_opportunities') }} as closed_sales,
        {{ count_of('recalls_caused') }} as recalls_caused,
        {{ sum_of('estimates_sold') }} as total_sales,
        {{ count_of('estimates_sold') }} as estimates_sold
    from events
    where day is not null
    group by tenant_id, day, business_unit_id
)

select * from final
