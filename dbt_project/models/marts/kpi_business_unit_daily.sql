{{ config(
    unique_key=['tenant_id', 'day', 'business_unit_id'],
    meta={
        'inputs': {
            'fct_revenue_lines': {'key_expression': ['day', 'business_unit_id']},
            'int_job_business_units': {'key_expression': ['completed_day', 'business_unit_id']},
            'fct_jobs': {
                'key_expression': 'select created_day, business_unit_id'
                ' union all select canceled_day, business_unit_id'
                ' union all select sales_opportunity_day, business_unit_id'
                ' union all select completed_day, recall_business_unit_id',
            },
            'fct_estimates': {'key_expression': ['sold_day', 'business_unit_id']},
        },
    }
) }}

with events as (
    select
        tenant_id,
        day,
        business_unit_id,
        invoice_kind as kpi,
        revenue as value
    from {{ ref('fct_revenue_lines') }}
    where {{ is_affected('tenant_id', 'day', 'business_unit_id') }}

    union all

    select
        tenant_id,
        completed_day as day,
        business_unit_id,
        unnest(
            array['converted_revenue']
            || case when is_completed then array['completed_jobs'] end
            || case when is_no_charge then array['no_charge_jobs'] end
            || case when is_opportunity then array['opportunities'] end
            || case when is_converted then array['converted_jobs'] end
        ) as kpi,
        converted_revenue as value
    from {{ ref('int_job_business_units') }}
    where {{ is_affected('tenant_id', 'completed_day', 'business_unit_id') }}

    union all

    select
        tenant_id,
        created_day as day,
        business_unit_id,
        'jobs_created' as kpi,
        1 as value
    from {{ ref('fct_jobs') }}
    where {{ is_affected('tenant_id', 'created_day', 'business_unit_id') }}

    union all

    select
        tenant_id,
        canceled_day as day,
        business_unit_id,
        'canceled_jobs' as kpi,
        1 as value
    from {{ ref('fct_jobs') }}
    where {{ is_affected('tenant_id', 'canceled_day', 'business_unit_id') }}

    union all

    select
        tenant_id,
        sales_opportunity_day as day,
        business_unit_id,
        unnest(array['sales_opportunities'] || case when is_closed then array['closed_opportunities'] end)
            as kpi,
        sold_amount as value
    from {{ ref('fct_jobs') }}
    where {{ is_affected('tenant_id', 'sales_opportunity_day', 'business_unit_id') }}

    union all

    select
        tenant_id,
        completed_day as day,
        recall_business_unit_id as business_unit_id,
        'recalls_caused' as kpi,
        1 as value
    from {{ ref('fct_jobs') }}
    where
        recall_charged_to_id is not null
        and {{ is_affected('tenant_id', 'completed_day', 'recall_business_unit_id') }}

    union all

    select
        tenant_id,
        sold_day as day,
        business_unit_id,
        'estimates_sold' as kpi,
        subtotal as value
    from {{ ref('fct_estimates') }}
    where {{ is_affected('tenant_id', 'sold_day', 'business_unit_id') }}
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
