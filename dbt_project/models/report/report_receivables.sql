-- Once over the invoices; the larger groups are sums of these.
with buckets as (
    select
        tenant_id,
        business_unit_id,
        coalesce(bucket, 'no date') as bucket,
        count(*) as invoices,
        sum(balance) as balance,
        coalesce(sum(balance) filter (where age_days > 30), 0) as over_30_days
    from {{ ref('ar_aging') }}
    group by tenant_id, business_unit_id, coalesce(bucket, 'no date')
),

final as (
    select
        tenant_id,
        business_unit_id,
        coalesce(bucket, 'all') as bucket,
        sum(invoices)::bigint as invoices,
        sum(balance) as balance,
        sum(over_30_days) as over_30_days
    from buckets
    group by grouping sets (
        (tenant_id, business_unit_id, bucket), (tenant_id, business_unit_id),
        (tenant_id, bucket), (tenant_id),
        (bucket), ()
    )
)

select * from final
