with tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

open_estimates as (
    select
        estimates.tenant_id,
        estimates.business_unit_id,
        estimates.subtotal,
        {{ local_day('now()', 'tenants.timezone') }} - estimates.created_day as age_days
    from {{ ref('fct_estimates') }} as estimates
    left join tenants
        on estimates.tenant_id = tenants.tenant_id
    where estimates.is_open
),

aged as (
    select
        *,
        case
            when age_days <= 7 then '0-7'
            when age_days <= 30 then '8-30'
            when age_days <= 90 then '31-90'
            when age_days <= 180 then '91-180'
            when age_days > 180 then 'over 180'
            else 'no date'
        end as bucket
    from open_estimates
),

-- Once over the estimates; the larger groups are sums of these.
buckets as (
    select
        tenant_id,
        business_unit_id,
        bucket,
        count(*) as open_estimates,
        coalesce(sum(subtotal), 0) as open_estimate_value
    from aged
    group by tenant_id, business_unit_id, bucket
),

final as (
    select
        tenant_id,
        business_unit_id,
        bucket,
        sum(open_estimates)::bigint as open_estimates,
        sum(open_estimate_value) as open_estimate_value
    from buckets
    group by grouping sets ((tenant_id, business_unit_id, bucket), (tenant_id, bucket), (bucket))
)

select * from final
