{%- set count_bu = kpi_choice('kpi_count_bu', ['job', 'line']) -%}

{{ config(
    unique_key=['tenant_id', 'job_id', 'business_unit_id'],
    meta={
        'affected_key': ['tenant_id', 'job_id'],
        'inputs': {
            'fct_jobs': {'key_expression': 'job_id'},
            'fct_revenue_lines': {'key_expression': 'job_id'},
        },
    },
    indexes=[{'columns': ['tenant_id', 'completed_day', 'business_unit_id']}]
) }}

with jobs as (
    select * from {{ ref('fct_jobs') }}
    where completed_day is not null and {{ is_affected('tenant_id', 'job_id') }}
),

lines as (
    select
        tenant_id,
        job_id,
        business_unit_id,
        sum(revenue) as revenue
    from {{ ref('fct_revenue_lines') }}
    where invoice_kind = 'job' and day is not null and {{ is_affected('tenant_id', 'job_id') }}
    group by tenant_id, job_id, business_unit_id
),

-- Revenue is by the line's unit; the job counts in its own, unless the choice is to count by lines.
units as (
    select
        tenant_id,
        job_id,
        business_unit_id,
        revenue,
        {{ (count_bu == 'line') | lower }} as is_counted
    from lines

    union all

    select
        jobs.tenant_id,
        jobs.job_id,
        jobs.business_unit_id,
        0 as revenue,
        true as is_counted
    from jobs
    {%- if count_bu == 'line' %}
        left join lines
            on jobs.tenant_id = lines.tenant_id
            and jobs.job_id = lines.job_id
        where lines.job_id is null
    {%- endif %}
),

merged as (
    select
        tenant_id,
        job_id,
        business_unit_id,
        sum(revenue) as revenue,
        bool_or(is_counted) as is_counted
    from units
    group by tenant_id, job_id, business_unit_id
),

final as (
    select
        merged.tenant_id,
        merged.job_id,
        merged.business_unit_id,
        jobs.completed_day,
        merged.revenue as completed_revenue,
        case when jobs.is_converted then merged.revenue else 0 end as converted_revenue,
        merged.is_counted as is_completed,
        merged.is_counted and jobs.no_charge as is_no_charge,
        merged.is_counted and jobs.is_opportunity as is_opportunity,
        merged.is_counted and jobs.is_converted as is_converted
    from merged
    inner join jobs
        on merged.tenant_id = jobs.tenant_id
        and merged.job_id = jobs.job_id
)

select * from final
