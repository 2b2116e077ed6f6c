{{ config(
    meta={
        'grain_source': 'raw_st_customers',
        'inputs': {
            'raw_st_customer_contacts': {'key_expression': 'customer_id'},
            'raw_st_locations': {'key_expression': 'customer_id', 'dependency_columns': 'location_ids'},
            'raw_st_location_contacts': {'dependency_columns': 'location_ids', 'input_key': 'location_id'},
            'raw_st_tag_types': {'dependency_columns': 'tag_type_ids'},
        },
    },
    indexes=[
        {'columns': ['tenant_id', 'name']},
        {'columns': ['tenant_id', 'merged_to_id']},
        {'columns': ['tenant_id', 'st_created_on']},
    ]
) }}

with affected_customers as not materialized (
    -- Customers that are new or changed, and customers of whom a contact, a location, a location's
    -- contact or a tag has changed.
    {{ affected_keys(source('servicetitan', 'raw_st_customers')) }}
),

customers as (
    select * from {{ source('servicetitan', 'raw_st_customers') }}
),

tag_types as (
    select * from {{ source('servicetitan', 'raw_st_tag_types') }}
),

-- Inactive ones too: `addresses` lists them.
known_locations as not materialized (
    select * from {{ source('servicetitan', 'raw_st_locations') }}
    where deleted_at is null
),

active_customer_contacts as (
    select * from {{ source('servicetitan', 'raw_st_customer_contacts') }}
    where coalesce(active, true) and deleted_at is null and trim(value) <> ''
),

active_location_contacts as (
    select * from {{ source('servicetitan', 'raw_st_location_contacts') }}
    where coalesce(active, true) and deleted_at is null and trim(value) <> ''
),

own_contacts as (
    select
        affected_customers.tenant_id,
        affected_customers.st_id,
        jsonb_agg(
            jsonb_build_object(
                'contact_id', active_customer_contacts.st_id,
                'type', active_customer_contacts.type,
                'value', active_customer_contacts.value,
                'memo', active_customer_contacts.memo
            ) order by active_customer_contacts.st_id
        ) filter (where active_customer_contacts.type in ('Phone', 'MobilePhone')) as phone_numbers,
        jsonb_agg(
            jsonb_build_object(
                'contact_id', active_customer_contacts.st_id,
                'type', active_customer_contacts.type,
                'value', active_customer_contacts.value,
                'memo', active_customer_contacts.memo
            ) order by active_customer_contacts.st_id
        ) filter (where active_customer_contacts.type = 'Email') as email_addresses,
        {{ primary_phone('active_customer_contacts') }} as primary_phone,
        {{ primary_email('active_customer_contacts') }} as primary_email
    from affected_customers
    inner join active_customer_contacts
        on affected_customers.tenant_id = active_customer_contacts.tenant_id
        and affected_customers.st_id = active_customer_contacts.customer_id
    group by affected_customers.tenant_id, affected_customers.st_id
),

-- Stands in where the customer has no contact of the kind: the location with the lowest id first,
-- then the same rule as above.
contacts_of_locations as (
    select
        affected_customers.tenant_id,
        affected_customers.st_id,
        {{ primary_phone('active_location_contacts', of_first='known_locations.st_id') }} as primary_phone,
        {{ primary_email('active_location_contacts', of_first='known_locations.st_id') }} as primary_email
    from affected_customers
    inner join known_locations
        on affected_customers.tenant_id = known_locations.tenant_id
        and affected_customers.st_id = known_locations.customer_id
    inner join active_location_contacts
        on known_locations.tenant_id = active_location_contacts.tenant_id
        and known_locations.st_id = active_location_contacts.location_id
    where coalesce(known_locations.active, true)
    group by affected_customers.tenant_id, affected_customers.st_id
),

addresses as (
    select
        affected_customers.tenant_id,
        affected_customers.st_id,
        array_agg(known_locations.st_id order by known_locations.st_id) as location_ids,
        count(*) filter (where coalesce(known_locations.active, true)) as location_count,
        jsonb_agg(
            jsonb_build_object(
                'location_id', known_locations.st_id,
                'name', known_locations.name,
                'street', known_locations.address -> 'street',
                'unit', known_locations.address -> 'unit',
                'city', known_locations.address -> 'city',
                'state', known_locations.address -> 'state',
                'zip', known_locations.address -> 'zip',
                'country', known_locations.address -> 'country',
                'latitude', known_locations.address -> 'latitude',
                'longitude', known_locations.address -> 'longitude',
                'active', coalesce(known_locations.active, true)
            ) order by known_locations.st_id
        ) as addresses
    from affected_customers
    inner join known_locations
        on affected_customers.tenant_id = known_locations.tenant_id
        and affected_customers.st_id = known_locations.customer_id
    group by affected_customers.tenant_id, affected_customers.st_id
),

final as (
    select
        customers.tenant_id,
        customers.st_id,
        customers.name,
        customers.type,

        coalesce(own_contacts.primary_phone, contacts_of_locations.primary_phone) as primary_phone,
        coalesce(own_contacts.primary_email, contacts_of_locations.primary_email) as primary_email,
        coalesce(own_contacts.phone_numbers, '[]') as phone_numbers,
        coalesce(own_contacts.email_addresses, '[]') as email_addresses,

        customers.address ->> 'street' as address_line1,
        customers.address ->> 'unit' as address_line2,
        customers.address ->> 'city' as city,
        customers.address ->> 'state' as state,
        customers.address ->> 'zip' as zip,
        customers.address ->> 'country' as country,
        customers.address,
        coalesce(addresses.addresses, '[]') as addresses,
        coalesce(addresses.location_ids, '{}') as location_ids,
        coalesce(addresses.location_count, 0) as location_count,

        customers.balance,
        customers.credit_limit,
        customers.credit_limit_balance,
        customers.payment_term_id,
        customers.tax_exempt,
        customers.do_not_mail,
        customers.do_not_service,
        customers.national_account,
        customers.merged_to_id,

        tags.ids as tag_type_ids,
        tags.names as tag_names,
        {{ custom_fields('customers.custom_fields') }} as custom_fields,
        customers.external_data,
        customers.created_by_id,

        coalesce(customers.active, true) as active,
        customers.deleted_at,
        customers.st_created_on,
        customers.st_modified_on,
        affected_customers.local_created_at,
        now() as local_synced_at,
        customers.full_data
    from affected_customers
    inner join customers
        on affected_customers.tenant_id = customers.tenant_id
        and affected_customers.st_id = customers.st_id
    left join own_contacts
        on affected_customers.tenant_id = own_contacts.tenant_id
        and affected_customers.st_id = own_contacts.st_id
    left join contacts_of_locations
        on affected_customers.tenant_id = contacts_of_locations.tenant_id
        and affected_customers.st_id = contacts_of_locations.st_id
    left join addresses
        on affected_customers.tenant_id = addresses.tenant_id
        and affected_customers.st_id = addresses.st_id
    cross join lateral (
        {{ ids_and_names('customers.tag_type_ids', 'tag_types', 'customers.tenant_id') }}
    ) as tags
)

select * from final
