with tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

days as (
    select
        daily.*,
        {{ local_day('now()', 'tenants.timezone') }} as as_of_day
    from {{ ref('kpi_business_unit_daily') }} as daily
    left join tenants
        on daily.tenant_id = tenants.tenant_id
),

counted as (
    select
        *,
        date_trunc('month', day)::date as month,
        unnest(
            array['whole']
            || case when extract(day from day) <= extract(day from as_of_day) then array['to_date'] end
        ) as part
    from days
),

sums as (
    select
        tenant_id,
        business_unit_id,
        month,
        part,
        sum(total_revenue) as total_revenue,
        sum(completed_revenue) as completed_revenue,
        sum(converted_revenue) as converted_revenue,
        sum(total_sales) as total_sales,
        sum(completed_jobs)::bigint as completed_jobs,
        sum(opportunities)::bigint as opportunities,
        sum(converted_jobs)::bigint as converted_jobs,
        sum(sales_opportunities)::bigint as sales_opportunities,
        sum(closed_opportunities)::bigint as closed_opportunities,
        sum(closed_sales) as closed_sales,
        sum(canceled_jobs)::bigint as canceled_jobs,
        sum(canceled_jobs + completed_jobs)::bigint as ended_jobs
    from counted
    group by
        grouping sets ((month, part, tenant_id, business_unit_id), (month, part, tenant_id), (month, part))
),

ratios as (
    select
        *,
        {{ kpi_ratios() }},
        canceled_jobs::numeric / nullif(ended_jobs, 0) as canceled_rate
    from sums
),

final as (
    select
        *,
        {{ average_ticket() }} as average_ticket,
        {{ average_ticket('numerator') }} as average_ticket_revenue,
        {{ average_ticket('denominator') }} as average_ticket_jobs,
        '{{ average_ticket('denominator') }}' as average_ticket_divides_by
    from ratios
)

select * from final
