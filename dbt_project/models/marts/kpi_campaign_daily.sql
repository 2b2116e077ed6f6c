{{ config(
    unique_key=['tenant_id', 'day', 'campaign_id'],
    meta={
        'inputs': {
            'fct_jobs': {
                'key_expression': 'select created_day, campaign_id'
                ' union all select completed_day, campaign_id'
                ' union all select sales_opportunity_day, campaign_id',
            },
            'fct_estimates': {'key_expression': ['sold_day', 'campaign_id']},
        },
    }
) }}

with events as (
    select
        tenant_id,
        created_day as day,
        campaign_id,
        'jobs_created' as kpi,
        1 as value
    from {{ ref('fct_jobs') }}
    where {{ is_affected('tenant_id', 'created_day', 'campaign_id') }}

    union all

    select
        tenant_id,
        completed_day as day,
        campaign_id,
        unnest(
            array['completed_jobs']
            || case when is_opportunity then array['opportunities'] end
            || case when is_converted then array['converted_jobs'] end
        ) as kpi,
        completed_revenue as value
    from {{ ref('fct_jobs') }}
    where {{ is_affected('tenant_id', 'completed_day', 'campaign_id') }}

    union all

    select
        tenant_id,
        sales_opportunity_day as day,
        campaign_id,
        unnest(array['sales_opportunities'] || case when is_closed then array['closed_opportunities'] end)
            as kpi,
        sold_amount as value
    from {{ ref('fct_jobs') }}
    where {{ is_affected('tenant_id', 'sales_opportunity_day', 'campaign_id') }}

    union all

    select
        tenant_id,
        sold_day as day,
        campaign_id,
        'total_sales' as kpi,
        subtotal as value
    from {{ ref('fct_estimates') }}
    where {{ is_affected('tenant_id', 'sold_day', 'campaign_id') }}
),

final as (
    select
        tenant_id,
        day,
        campaign_id,
        {{ count_of('jobs_created') }} as jobs_created,
        {{ count_of('completed_jobs') }} as completed_jobs,
        {{ sum_of('completed_jobs') }} as completed_revenue,
        {{ sum_of('converted_jobs') }} as converted_revenue,
        {{ count_of('opportunities') }} as opportunities,
        {{ count_of('converted_jobs') }} as converted_jobs,
        {{ count_of('sales_opportunities') }} as sales_opportunities,
        {{ count_of('closed_opportunities') }} as closed_opportunities,
        {{ sum_of('closed_opportunities') }} as closed_sales,
        {{ sum_of('total_sales') }} as total_sales
    from events
    where day is not null
    group by tenant_id, day, campaign_id
)

select * from final
