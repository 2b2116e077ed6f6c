{{ config(
    unique_key=['tenant_id', 'day', 'campaign_id', 'agent_id'],
    meta={'inputs': {
        'fct_calls': {'key_expression': ['received_day', 'campaign_id', 'coalesce(agent_id, 0)']},
    }}
) }}

with calls as (
    select
        *,
        received_day as day,
        coalesce(agent_id, 0) as known_agent_id
    from {{ ref('fct_calls') }}
    where {{ is_affected('tenant_id', 'received_day', 'campaign_id', 'coalesce(agent_id, 0)') }}
),

final as (
    select
        tenant_id,
        day,
        campaign_id,
        known_agent_id as agent_id,
        count(*) as calls,
        count(*) filter (where is_inbound) as inbound_calls,
        count(*) filter (where is_booked) as booked_calls,
        count(*) filter (where is_unbooked) as unbooked_calls,
        count(*) filter (where is_abandoned) as abandoned_calls,
        count(*) filter (where is_lead) as lead_calls,
        coalesce(sum(duration_seconds), 0)::bigint as call_seconds
    from calls
    where day is not null
    group by tenant_id, day, campaign_id, known_agent_id
)

select * from final
