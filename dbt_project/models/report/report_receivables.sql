with final as (
    select
        tenant_id,
        business_unit_id,
        case when grouping(bucket) = 1 then 'all' else coalesce(bucket, 'no date') end as bucket,
        count(*) as invoices,
        sum(balance) as balance,
        coalesce(sum(balance) filter (where age_days > 30), 0) as over_30_days
    from {{ ref('ar_aging') }}
    group by grouping sets (
        (tenant_id, business_unit_id, bucket), (tenant_id, business_unit_id),
        (tenant_id, bucket), (tenant_id),
        (bucket), ()
    )
)

select * from final
