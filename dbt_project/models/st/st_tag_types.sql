{{ config(
    meta={
        'grain_source': 'raw_st_tag_types',
    }
) }}

with tag_types as (
    select * from {{ source('servicetitan', 'raw_st_tag_types') }}
    where {{ is_affected() }}
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
        tag_types.full_data
    from tag_types
)

select * from final
