{{ config(
    meta={
        'grain_source': 'raw_st_custom_field_types',
    },
    unique_key=['tenant_id', 'entity_type', 'st_id']
) }}

with affected_custom_fields as not materialized (
    -- Custom fields that are new or changed.
    {{ affected_keys(source('servicetitan', 'raw_st_custom_field_types')) }}
),

custom_fields as (
    select * from {{ source('servicetitan', 'raw_st_custom_field_types') }}
),

final as (
    select
        custom_fields.tenant_id,
        custom_fields.entity_type,
        custom_fields.st_id,
        custom_fields.name,
        custom_fields.data_type,
        custom_fields.data_type_options,

        custom_fields.deleted_at is null as active,
        custom_fields.deleted_at,
        custom_fields.st_created_on,
        custom_fields.st_modified_on,
        affected_custom_fields.local_created_at,
        now() as local_synced_at,
        custom_fields.full_data
    from affected_custom_fields
    inner join custom_fields
        on affected_custom_fields.tenant_id = custom_fields.tenant_id
        and affected_custom_fields.entity_type = custom_fields.entity_type
        and affected_custom_fields.st_id = custom_fields.st_id
)

select * from final
