{{ config(
    meta={
        'grain_source': 'raw_st_estimates',
        'inputs': {
            'raw_st_jobs': {'dependency_columns': 'job_id'},
            'raw_st_customers': {'dependency_columns': 'customer_id'},
            'raw_st_locations': {'dependency_columns': 'location_id'},
            'raw_st_business_units': {'dependency_columns': 'business_unit_id'},
            'raw_st_employees': {'dependency_columns': 'sold_by'},
            'raw_st_technicians': {'dependency_columns': 'sold_by'},
        },
    },
    indexes=[
        {'columns': ['tenant_id', 'status']},
        {'columns': ['tenant_id', 'sold_on']},
        {'columns': ['tenant_id', 'project_id']},
        {'columns': ['tenant_id', 'st_created_on']},
    ]
) }}

with estimates as (
    select * from {{ source('servicetitan', 'raw_st_estimates') }}
    where {{ is_affected() }}
),

jobs as (
    select * from {{ source('servicetitan', 'raw_st_jobs') }}
),

customers as (
    select * from {{ source('servicetitan', 'raw_st_customers') }}
),

locations as (
    select * from {{ source('servicetitan', 'raw_st_locations') }}
),

business_units as (
    select * from {{ source('servicetitan', 'raw_st_business_units') }}
),

employees as (
    select * from {{ source('servicetitan', 'raw_st_employees') }}
),

technicians as (
    select * from {{ source('servicetitan', 'raw_st_technicians') }}
),

final as (
    select
        estimates.tenant_id,
        estimates.st_id,
        estimates.name,
        estimates.status,
        estimates.review_status,
        estimates.summary,

        estimates.job_id,
        -- Number and name as written on the estimate only where the record itself is not known here:
        -- the estimate does not change when its business unit is renamed.
        coalesce(jobs.job_number, estimates.job_number) as job_number,
        estimates.project_id,
        estimates.customer_id,
        customers.name as customer_name,
        estimates.location_id,
        locations.name as location_name,
        estimates.business_unit_id,
        coalesce(business_units.name, estimates.business_unit_name) as business_unit_name,

        estimates.sold_on,
        estimates.sold_by,
        coalesce(employees.name, technicians.name) as sold_by_name,

        estimates.subtotal,
        estimates.tax,
        estimates.total,

        case
            when jsonb_typeof(estimates.items) = 'array' then jsonb_array_length(estimates.items) else 0
        end as item_count,
        estimates.items,

        estimates.is_recommended,
        estimates.is_change_order,
        estimates.proposal_tag_name,
        estimates.budget_code_id,
        estimates.external_links,

        coalesce(estimates.active, true) as active,
        estimates.deleted_at,
        estimates.st_created_on,
        estimates.st_modified_on,
        estimates.full_data
    from estimates
    left join jobs
        on estimates.tenant_id = jobs.tenant_id
        and estimates.job_id = jobs.st_id
    left join customers
        on estimates.tenant_id = customers.tenant_id
        and estimates.customer_id = customers.st_id
    left join locations
        on estimates.tenant_id = locations.tenant_id
        and estimates.location_id = locations.st_id
    left join business_units
        on estimates.tenant_id = business_units.tenant_id
        and estimates.business_unit_id = business_units.st_id
    left join employees
        on estimates.tenant_id = employees.tenant_id
        and estimates.sold_by = employees.st_id
    left join technicians
        on estimates.tenant_id = technicians.tenant_id
        and estimates.sold_by = technicians.st_id
)

select * from final
