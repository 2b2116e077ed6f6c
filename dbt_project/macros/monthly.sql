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
        {{ servicetitan.kpi_ratios() }}
    from months
),

final as (
    select
        *,
        {{ servicetitan.average_ticket() }} as average_ticket
    from averages
)

select * from final
{%- endmacro %}


{% macro kpi_ratios() -%}
    converted_jobs::numeric / nullif(opportunities, 0) as conversion_rate,
        closed_opportunities::numeric / nullif(sales_opportunities, 0) as close_rate,
        completed_revenue / nullif(opportunities, 0) as opportunity_job_average,
        completed_revenue / nullif(completed_jobs, 0) as completed_job_average,
        converted_revenue / nullif(converted_jobs, 0) as converted_job_average,
        closed_sales / nullif(closed_opportunities, 0) as closed_average_sale
{%- endmacro %}


{% macro average_ticket(part='ratio') -%}
    {#- The column that is the average ticket, or is divided for it, or divides. -#}
    {%- set parts = {
        'opportunity': {'numerator': 'completed_revenue', 'denominator': 'opportunities'},
        'completed': {'numerator': 'completed_revenue', 'denominator': 'completed_jobs'},
        'converted': {'numerator': 'converted_revenue', 'denominator': 'converted_jobs'},
    } -%}
    {%- set choice = servicetitan.kpi_choice('kpi_average_ticket', parts | list) -%}
    {{- parts[choice].get(part, choice ~ '_job_average') -}}
{%- endmacro %}
