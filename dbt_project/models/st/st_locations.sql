{{ config(
    meta={
        'grain_source': 'raw_st_locations',
        'inputs': {
            'raw_st_location_contacts': {'key_expression': 'location_id'},
            'raw_st_customers': {'dependency_columns': 'customer_id'},
            'raw_st_zones': {'dependency_columns': 'zone_id'},
            'raw_st_tag_types': {'dependency_columns': 'tag_type_ids'},
        },
    },
    indexes=[
        {'columns': ['tenant_id', 'zip']},
        {'columns': ['tenant_id', 'merged_to_id']},
        {'columns': ['tenant_id', 'st_created_on']},
    ]
) }}

with locations as (
    select * from {{ source('servicetitan', 'raw_st_locations') }}
    where {{ is_affected() }}
),

customers as (
    select * from {{ source('servicetitan', 'raw_st_customers') }}
),

zones as (
    select * from {{ source('servicetitan', 'raw_st_zones') }}
),

tag_types as (
    select * from {{ source('servicetitan', 'raw_st_tag_types') }}
),

active_contacts as (
    select * from {{ source('servicetitan', 'raw_st_location_contacts') }}
    where coalesce(active, true) and deleted_at is null and trim(value) <> ''
),

contacts as (
    select
        active_contacts.tenant_id,
        active_contacts.location_id,
        {{ primary_phone('active_contacts') }} as primary_phone,
        {{ primary_email('active_contacts') }} as primary_email
    from active_contacts
    where {{ is_affected('active_contacts.tenant_id', 'active_contacts.location_id') }}
    group by active_contacts.tenant_id, active_contacts.location_id
),

final as (
    select
        locations.tenant_id,
        locations.st_id,
        locations.name,
        locations.customer_id,
        customers.name as customer_name,

        {{ json_text('locations.address', 'street') }} as street,
        {{ json_text('locations.address', 'unit') }} as unit,
        {{ json_text('locations.address', 'city') }} as city,
        {{ json_text('locations.address', 'state') }} as state,
        {{ json_text('locations.address', 'zip') }} as zip,
        {{ json_text('locations.address', 'country') }} as country,
        case
            when jsonb_typeof(locations.address -> 'latitude') = 'number'
                then (locations.address ->> 'latitude')::numeric
        end as latitude,
        case
            when jsonb_typeof(locations.address -> 'longitude') = 'number'
                then (locations.address ->> 'longitude')::numeric
        end as longitude,
        locations.address,

        contacts.primary_phone,
        contacts.primary_email,

        locations.zone_id,
        zones.name as zone_name,
        locations.tax_zone_id,
        locations.tax_exempt,
        locations.merged_to_id,

        {{ ids('locations.tag_type_ids') }} as tag_type_ids,
        {{ names_of(ids('locations.tag_type_ids'), 'tag_types', 'locations.tenant_id') }} as tag_names,
        {{ custom_fields('locations.custom_fields') }} as custom_fields,
        locations.external_data,
        locations.created_by_id,

        coalesce(locations.active, true) as active,
        locations.deleted_at,
        locations.st_created_on,
        locations.st_modified_on,
        locations.full_data
    from locations
    left join customers
        on locations.tenant_id = customers.tenant_id
        and locations.customer_id = customers.st_id
    left join zones
        on locations.tenant_id = zones.tenant_id
        and locations.zone_id = zones.st_id
    left join contacts
        on locations.tenant_id = contacts.tenant_id
        and locations.st_id = contacts.location_id
)

select * from final
