{{ config(
    meta={
        'grain_source': 'raw_st_custom_field_types',
    },
    unique_key=['tenant_id', 'entity_type', 'st_id']
) }}

with custom_fields as (
    select * from {{ source('servicetitan', 'raw_st_custom_field_types') }}
    where {{ is_affected() }}
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
        custom_fields.full_data
    from custom_fields
)

select * from final
