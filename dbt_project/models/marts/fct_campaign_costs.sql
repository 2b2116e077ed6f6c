{{ config(
    unique_key=['tenant_id', 'cost_id'],
    meta={'inputs': {'raw_st_costs': {'key_expression': 'st_id'}}},
    indexes=[{'columns': ['tenant_id', 'month', 'campaign_id']}]
) }}

with costs as (
    select * from {{ source('servicetitan', 'raw_st_costs') }}
    where deleted_at is null and {{ is_affected('tenant_id', 'st_id') }}
),

months as (
    select
        tenant_id,
        st_id as cost_id,
        coalesce(campaign_id, 0) as campaign_id,
        case
            when year between 1 and 9998 and month between 1 and 12
                then make_date(year::integer, month::integer, 1)
        end as month,
        daily_cost
    from costs
),

final as (
    select
        tenant_id,
        cost_id,
        campaign_id,
        month,
        daily_cost,
        extract(day from month + interval '1 month' - interval '1 day')::bigint as days,
        daily_cost * extract(day from month + interval '1 month' - interval '1 day') as cost
    from months
)

select * from final
