{{ config(
    unique_key=['tenant_id', 'call_id'],
    meta={
        'inputs': {
            'raw_st_calls_v3': {'key_expression': 'st_id'},
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[{'columns': ['tenant_id', 'received_day', 'campaign_id']}]
) }}

{%- set counts_outbound = kpi_choice('kpi_include_outbound', [true, false]) -%}
{%- set counts_abandoned = kpi_choice('kpi_abandoned_is_unbooked', [true, false]) -%}
{%- set unbooked_types = "'Unbooked', 'Abandoned'" if counts_abandoned else "'Unbooked'" -%}
{%- set least_seconds = kpi_days('kpi_lead_min_seconds') or 0 -%}

with calls as (
    select * from {{ source('servicetitan', 'raw_st_calls_v3') }}
    where
        deleted_at is null
        and lead_call -> 'active' is distinct from 'false'::jsonb
        and {{ is_affected('tenant_id', 'st_id') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

known as (
    select
        calls.tenant_id,
        calls.st_id as call_id,
        {{ json_instant("(calls.lead_call -> 'receivedOn')") }} as received_on,
        {{ json_text('calls.lead_call', 'direction') }} as direction,
        {{ json_text('calls.lead_call', 'callType') }} as call_type,
        {{ json_seconds("(calls.lead_call -> 'duration')") }} as duration_seconds,
        coalesce({{ json_id("calls.lead_call -> 'campaign' -> 'id'") }}, 0) as campaign_id,
        coalesce({{ json_id("calls.business_unit -> 'id'") }}, 0) as business_unit_id,
        {{ id_or_null(json_id("calls.lead_call -> 'agent' -> 'id'")) }} as agent_id,
        {{ json_text("(calls.lead_call -> 'agent')", 'name') }} as agent_name,
        {{ id_or_null(json_id("calls.lead_call -> 'customer' -> 'id'")) }} as customer_id,
        calls.job_number
    from calls
),

classified as (
    select
        *,
        coalesce(direction = 'Inbound', false) as is_inbound,
        {{ 'true' if counts_outbound else "coalesce(direction = 'Inbound', false)" }} as is_rated,
        coalesce(call_type = 'Booked', false) as is_classified_booked,
        coalesce(call_type in ({{ unbooked_types }}), false) as is_classified_unbooked,
        coalesce(call_type = 'Abandoned', false) as is_classified_abandoned
    from known
),

final as (
    select
        classified.tenant_id,
        classified.call_id,
        classified.received_on,
        {{ local_day('classified.received_on', 'tenants.timezone') }} as received_day,
        classified.direction,
        classified.call_type,
        classified.duration_seconds,
        classified.campaign_id,
        classified.business_unit_id,
        classified.agent_id,
        classified.agent_name,
        classified.customer_id,
        classified.job_number,
        classified.is_inbound,
        classified.is_rated and classified.is_classified_booked as is_booked,
        classified.is_rated and classified.is_classified_unbooked as is_unbooked,
        classified.is_inbound and classified.is_classified_abandoned as is_abandoned,
        classified.is_inbound
        and (classified.is_classified_booked or classified.is_classified_unbooked)
        and coalesce(classified.duration_seconds >= {{ least_seconds }}, false) as is_lead
    from classified
    left join tenants
        on classified.tenant_id = tenants.tenant_id
)

select * from final
