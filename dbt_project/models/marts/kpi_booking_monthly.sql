{{ config(materialized='stable_view') }}

with months as (
    select
        tenant_id,
        date_trunc('month', day)::date as month,
        campaign_id,
        agent_id,
        sum(calls)::bigint as calls,
        sum(inbound_calls)::bigint as inbound_calls,
        sum(booked_calls)::bigint as booked_calls,
        sum(unbooked_calls)::bigint as unbooked_calls,
        sum(abandoned_calls)::bigint as abandoned_calls,
        sum(lead_calls)::bigint as lead_calls,
        sum(call_seconds)::bigint as call_seconds
    from {{ ref('kpi_booking_daily') }}
    group by 1, 2, 3, 4
),

final as (
    select
        *,
        booked_calls::numeric / nullif(booked_calls + unbooked_calls, 0) as booking_rate,
        abandoned_calls::numeric / nullif(inbound_calls, 0) as abandoned_rate
    from months
)

select * from final
