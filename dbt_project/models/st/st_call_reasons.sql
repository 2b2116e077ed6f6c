{{ config(
    meta={
        'grain_source': 'raw_st_call_reasons',
    }
) }}

with affected_call_reasons as not materialized (
    -- Call reasons that are new or changed.
    {{ affected_keys(source('servicetitan', 'raw_st_call_reasons')) }}
),

call_reasons as (
    select * from {{ source('servicetitan', 'raw_st_call_reasons') }}
),

final as (
    select
        call_reasons.tenant_id,
        call_reasons.st_id,
        call_reasons.name,
        call_reasons.is_lead,

        coalesce(call_reasons.active, true) as active,
        call_reasons.deleted_at,
        call_reasons.st_created_on,
        call_reasons.st_modified_on,
        affected_call_reasons.local_created_at,
        now() as local_synced_at,
        call_reasons.full_data
    from affected_call_reasons
    inner join call_reasons
        on affected_call_reasons.tenant_id = call_reasons.tenant_id
        and affected_call_reasons.st_id = call_reasons.st_id
)

select * from final
