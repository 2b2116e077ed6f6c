{{ config(
    meta={
        'grain_source': 'raw_st_call_reasons',
    }
) }}

with call_reasons as (
    select * from {{ source('servicetitan', 'raw_st_call_reasons') }}
    where {{ is_affected() }}
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
        call_reasons.full_data
    from call_reasons
)

select * from final
