{{ config(
    meta={
        'grain_source': 'raw_st_tag_types',
    }
) }}

with affected_tag_types as not materialized (
    -- Tags that are new or changed.
    {{ affected_keys(source('servicetitan', 'raw_st_tag_types')) }}
),

tag_types as (
    select * from {{ source('servicetitan', 'raw_st_tag_types') }}
),

final as (
    select
        tag_types.tenant_id,
        tag_types.st_id,
        tag_types.name,
        tag_types.code,
        tag_types.color,
        tag_types.importance,
        tag_types.is_conversion_opportunity,
        tag_types.is_visible_on_dispatch_board,
        tag_types.allow_to_use_on_timesheet_activity,

        coalesce(tag_types.active, true) as active,
        tag_types.deleted_at,
        tag_types.st_created_on,
        tag_types.st_modified_on,
        affected_tag_types.local_created_at,
        now() as local_synced_at,
        tag_types.full_data
    from affected_tag_types
    inner join tag_types
        on affected_tag_types.tenant_id = tag_types.tenant_id
        and affected_tag_types.st_id = tag_types.st_id
)

select * from final
