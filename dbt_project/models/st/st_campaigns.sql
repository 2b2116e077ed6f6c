{{ config(
    meta={
        'grain_source': 'raw_st_campaigns',
    }
) }}

with affected_campaigns as not materialized (
    -- Campaigns that are new or changed.
    {{ affected_keys(source('servicetitan', 'raw_st_campaigns')) }}
),

campaigns as (
    select * from {{ source('servicetitan', 'raw_st_campaigns') }}
),

final as (
    select
        campaigns.tenant_id,
        campaigns.st_id,
        campaigns.name,
        campaigns.category_id,
        campaigns.category ->> 'name' as category_name,
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
        affected_campaigns.local_created_at,
        now() as local_synced_at,
        campaigns.full_data
    from affected_campaigns
    inner join campaigns
        on affected_campaigns.tenant_id = campaigns.tenant_id
        and affected_campaigns.st_id = campaigns.st_id
)

select * from final
