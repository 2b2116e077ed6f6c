{{ config(
    meta={
        'grain_source': 'raw_st_campaigns',
    }
) }}

with campaigns as (
    select * from {{ source('servicetitan', 'raw_st_campaigns') }}
    where {{ is_affected() }}
),

final as (
    select
        campaigns.tenant_id,
        campaigns.st_id,
        campaigns.name,
        campaigns.category_id,
        {{ json_text('campaigns.category', 'name') }} as category_name,
        campaigns.category,
        campaigns.medium,
        campaigns.other_medium,
        campaigns.source,
        campaigns.other_source,
        campaigns.business_unit,
        campaigns.campaign_phone_numbers,
        campaigns.is_default_campaign,

        coalesce(campaigns.active, true) as active,
        campaigns.deleted_at,
        campaigns.st_created_on,
        campaigns.st_modified_on,
        campaigns.full_data
    from campaigns
)

select * from final
