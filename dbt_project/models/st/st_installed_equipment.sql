{{ config(
    meta={
        'grain_source': 'raw_st_installed_equipment',
        'inputs': {
            'raw_st_locations': {'dependency_columns': 'location_id'},
            'raw_st_customers': {'dependency_columns': 'customer_id'},
        },
    },
    indexes=[
        {'columns': ['tenant_id', 'equipment_id']},
        {'columns': ['tenant_id', 'installed_on']},
        {'columns': ['tenant_id', 'under_warranty_until']},
        {'columns': ['tenant_id', 'predicted_replacement_date']},
        {'columns': ['tenant_id', 'st_created_on']},
    ]
) }}

with equipment as (
    select * from {{ source('servicetitan', 'raw_st_installed_equipment') }}
    where {{ is_affected() }}
),

locations as (
    select * from {{ source('servicetitan', 'raw_st_locations') }}
),

customers as (
    select * from {{ source('servicetitan', 'raw_st_customers') }}
),

final as (
    select
        equipment.tenant_id,
        equipment.st_id,
        equipment.name,
        equipment.type,
        equipment.status,
        equipment.manufacturer,
        equipment.model,
        equipment.serial_number,
        equipment.barcode_id,
        equipment.memo,

        equipment.customer_id,
        customers.name as customer_name,
        equipment.location_id,
        locations.name as location_name,
        equipment.equipment_id,
        equipment.invoice_item_id,
        equipment.cost,

        equipment.installed_on,
        equipment.manufacturer_warranty_start,
        equipment.manufacturer_warranty_end,
        equipment.service_warranty_start,
        equipment.service_warranty_end,
        -- Passes over the one that is null.
        greatest(
            equipment.manufacturer_warranty_end, equipment.service_warranty_end
        ) as under_warranty_until,
        equipment.predicted_replacement_months,
        equipment.predicted_replacement_date,
        equipment.actual_replacement_date,

        equipment.tags,

        coalesce(equipment.active, true) as active,
        equipment.deleted_at,
        equipment.st_created_on,
        equipment.st_modified_on,
        equipment.full_data
    from equipment
    left join locations
        on equipment.tenant_id = locations.tenant_id
        and equipment.location_id = locations.st_id
    left join customers
        on equipment.tenant_id = customers.tenant_id
        and equipment.customer_id = customers.st_id
)

select * from final
