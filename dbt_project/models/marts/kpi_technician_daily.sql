{{ config(
    unique_key=['tenant_id', 'day', 'technician_id'],
    meta={
        'inputs': {
            'fct_job_technicians': {'key_expression': ['completed_day', 'technician_id']},
            'fct_jobs': {
                'key_expression': 'select created_day, lead_set_by_id'
                ' union all select sales_opportunity_day, first_sold_by_id',
            },
            'fct_estimates': {'key_expression': ['sold_day', 'sold_by_id']},
        },
    }
) }}

with events as (
    select
        tenant_id,
        completed_day as day,
        technician_id,
        unnest(
            case when share <> 0 then array['completed_revenue'] end
            || case when share <> 0 and is_converted_job then array['converted_revenue'] end
            || case when is_completed then array['completed_jobs'] end
            || case when is_opportunity then array['opportunities'] end
            || case when is_converted then array['converted_jobs'] end
            || case when is_unsold_opportunity then array['sales_opportunities'] end
            || case when caused_recall then array['recalls_caused'] end
        ) as kpi,
        completed_revenue as value
    from {{ ref('fct_job_technicians') }}
    where {{ is_affected('tenant_id', 'completed_day', 'technician_id') }}

    union all

    -- What was sold is the chance, and the success, of whoever sold first.
    select
        tenant_id,
        sales_opportunity_day as day,
        first_sold_by_id as technician_id,
        unnest(array['sales_opportunities'] || case when is_closed then array['closed_opportunities'] end)
            as kpi,
        sold_amount as value
    from {{ ref('fct_jobs') }}
    where
        first_sold_day is not null
        and {{ is_affected('tenant_id', 'sales_opportunity_day', 'first_sold_by_id') }}

    union all

    select
        tenant_id,
        created_day as day,
        lead_set_by_id as technician_id,
        'leads_set' as kpi,
        1 as value
    from {{ ref('fct_jobs') }}
    where lead_set_by_id is not null and {{ is_affected('tenant_id', 'created_day', 'lead_set_by_id') }}

    union all

    select
        tenant_id,
        sold_day as day,
        sold_by_id as technician_id,
        'total_sales' as kpi,
        subtotal as value
    from {{ ref('fct_estimates') }}
    where {{ is_affected('tenant_id', 'sold_day', 'sold_by_id') }}
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
