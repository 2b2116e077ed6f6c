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

with customers as (
    select * from {{ source('servicetitan', 'raw_st_customers') }}
    where {{ is_affected() }}
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
        active_customer_contacts.tenant_id,
        active_customer_contacts.customer_id,
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
    from active_customer_contacts
    where {{ is_affected('active_customer_contacts.tenant_id', 'active_customer_contacts.customer_id') }}
    group by active_customer_contacts.tenant_id, active_customer_contacts.customer_id
),

-- Stands in where the customer has no contact of the kind: the location with the lowest id first,
-- then the same rule as above.
contacts_of_locations as (
    select
        known_locations.tenant_id,
        known_locations.customer_id,
        {{ primary_phone('active_location_contacts', of_first='known_locations.st_id') }} as primary_phone,
        {{ primary_email('active_location_contacts', of_first='known_locations.st_id') }} as primary_email
    from known_locations
    inner join active_location_contacts
        on known_locations.tenant_id = active_location_contacts.tenant_id
        and known_locations.st_id = active_location_contacts.location_id
    where
        coalesce(known_locations.active, true)
        and {{ is_affected('known_locations.tenant_id', 'known_locations.customer_id') }}
    group by known_locations.tenant_id, known_locations.customer_id
),

addresses as (
    select
        tenant_id,
        customer_id,
        array_agg(st_id order by st_id) as location_ids,
        count(*) filter (where coalesce(active, true)) as location_count,
        jsonb_agg(
            jsonb_build_object(
                'location_id', st_id,
                'name', name,
                'street', address -> 'street',
                'unit', address -> 'unit',
                'city', address -> 'city',
                'state', address -> 'state',
                'zip', address -> 'zip',
                'country', address -> 'country',
                'latitude', address -> 'latitude',
                'longitude', address -> 'longitude',
                'active', coalesce(active, true)
            ) order by st_id
        ) as addresses
    from known_locations
    where {{ is_affected('tenant_id', 'customer_id') }}
    group by tenant_id, customer_id
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

        {{ json_text('customers.address', 'street') }} as address_line1,
        {{ json_text('customers.address', 'unit') }} as address_line2,
        {{ json_text('customers.address', 'city') }} as city,
        {{ json_text('customers.address', 'state') }} as state,
        {{ json_text('customers.address', 'zip') }} as zip,
        {{ json_text('customers.address', 'country') }} as country,
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

        {{ ids('customers.tag_type_ids') }} as tag_type_ids,
        {{ names_of(ids('customers.tag_type_ids'), 'tag_types', 'customers.tenant_id') }} as tag_names,
        {{ custom_fields('customers.custom_fields') }} as custom_fields,
        customers.external_data,
        customers.created_by_id,

        coalesce(customers.active, true) as active,
        customers.deleted_at,
        customers.st_created_on,
        customers.st_modified_on,
        customers.full_data
    from customers
    left join own_contacts
        on customers.tenant_id = own_contacts.tenant_id
        and customers.st_id = own_contacts.customer_id
    left join contacts_of_locations
        on customers.tenant_id = contacts_of_locations.tenant_id
        and customers.st_id = contacts_of_locations.customer_id
    left join addresses
        on customers.tenant_id = addresses.tenant_id
        and customers.st_id = addresses.customer_id
)

select * from final
