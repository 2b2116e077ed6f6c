{{ config(
    meta={
        'grain_source': 'raw_st_employees',
        'inputs': {
            'raw_st_business_units': {'dependency_columns': 'business_unit_id'},
        },
    }
) }}

with employees as (
    select * from {{ source('servicetitan', 'raw_st_employees') }}
    where {{ is_affected() }}
),

business_units as (
    select * from {{ source('servicetitan', 'raw_st_business_units') }}
),

final as (
    select
        employees.tenant_id,
        employees.st_id,
        employees.name,
        employees.first_name,
        employees.last_name,
        employees.email,
        employees.phone,
        employees.home,

        employees.business_unit_id,
        business_units.name as business_unit_name,
        employees.manager_id,
        employees.role,
        {{ ids('employees.role_ids') }} as role_ids,
        employees.permissions,

        employees.start_date,
        employees.termination_date,
        employees.hourly_rate,
        employees.overtime_profile_id,

        employees.user_id,
        employees.agent_id,
        employees.login_name,
        employees.aad_user_id,
        employees.account_locked,
        {{ custom_fields('employees.custom_fields') }} as custom_fields,

        coalesce(employees.active, true) as active,
        employees.deleted_at,
        employees.st_created_on,
        employees.st_modified_on,
        employees.full_data
    from employees
    left join business_units
        on employees.tenant_id = business_units.tenant_id
        and employees.business_unit_id = business_units.st_id
)

select * from final
