{{ config(
    meta={
        'grain_source': 'raw_st_business_units',
    }
) }}

with business_units as (
    select * from {{ source('servicetitan', 'raw_st_business_units') }}
    where {{ is_affected() }}
),

final as (
    select
        business_units.tenant_id,
        business_units.st_id,
        business_units.name,
        business_units.official_name,
        business_units.trade,
        business_units.division,
        business_units.email,
        business_units.phone,
        business_units.address,

        business_units.currency,
        business_units.default_tax_rate,
        business_units.account_code,
        business_units.quickbooks_class,
        business_units.material_sku,
        business_units.franchise_id,
        business_units.concept_code,
        business_units.corporate_contract_number,
        business_units.tenant,

        business_units.invoice_header,
        business_units.invoice_message,
        business_units.authorization_paragraph,
        business_units.acknowledgement_paragraph,

        {{ ids('business_units.tag_type_ids') }} as tag_type_ids,
        business_units.external_data,

        coalesce(business_units.active, true) as active,
        business_units.deleted_at,
        business_units.st_created_on,
        business_units.st_modified_on,
        business_units.full_data
    from business_units
)

select * from final
