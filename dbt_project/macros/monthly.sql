{#- The monthly views: sums of a daily table, and the ratios of these sums. Documented in _kpi_macros.yml. -#}

{% macro kpi_monthly(daily, id, measures) -%}
with months as (
    select
        tenant_id,
        date_trunc('month', day)::date as month,
        {{ id }},
        {%- for measure, type in measures.items() %}
        sum({{ measure }})::{{ type }} as {{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ daily }}
    group by 1, 2, 3
),

averages as (
    select
        *,
        converted_jobs::numeric / nullif(opportunities, 0) as conversion_rate,
        closed_opportunities::numeric / nullif(sales_opportunities, 0) as close_rate,
        completed_revenue / nullif(opportunities, 0) as opportunity_job_average,
        completed_revenue / nullif(completed_jobs, 0) as completed_job_average,
        converted_revenue / nullif(converted_jobs, 0) as converted_job_average,
        closed_sales / nullif(closed_opportunities, 0) as closed_average_sale
    from months
),

final as (
    select
        *,
        {{ servicetitan.kpi_choice('kpi_average_ticket', ['opportunity', 'completed', 'converted']) }}_job_average as average_ticket
    from averages
)

select * from final
{%- endmacro %}
