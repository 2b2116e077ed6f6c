{{ config(
    meta={
        'grain_source': 'raw_st_technicians',
        'inputs': {
            'raw_st_business_units': {'dependency_columns': 'business_unit_id'},
            'raw_st_zones': {'dependency_columns': 'main_zone_id'},
        },
    }
) }}

with technicians as (
    select * from {{ source('servicetitan', 'raw_st_technicians') }}
    where {{ is_affected() }}
),

business_units as (
    select * from {{ source('servicetitan', 'raw_st_business_units') }}
),

zones as (
    select * from {{ source('servicetitan', 'raw_st_zones') }}
),

final as (
    select
        technicians.tenant_id,
        technicians.st_id,
        technicians.name,
        technicians.first_name,
        technicians.last_name,
        technicians.email,
        technicians.phone,
        technicians.mobile_phone,
        technicians.outbound_caller_id,
        technicians.home,

        technicians.business_unit_id,
        business_units.name as business_unit_name,
        technicians.main_zone_id,
        zones.name as main_zone_name,
        {{ ids('technicians.zone_ids') }} as zone_ids,
        technicians.team,
        technicians.positions,
        technicians.skills,
        technicians.license_type,
        technicians.is_managed_tech,

        technicians.status,
        technicians.job_id,
        technicians.appoitment_id,
        technicians.location,
        technicians.shift_start,
        technicians.shift_end,
        technicians.job_filter,

        technicians.daily_goal,
        technicians.current_value,
        technicians.hourly_rate,
        technicians.burden_rate,
        technicians.commission_rate,
        technicians.sold_by_rate,
        technicians.payroll_id,
        technicians.payroll_profile_id,
        technicians.start_date,

        technicians.user_id,
        technicians.login_name,
        technicians.aad_user_id,
        technicians.account_locked,
        {{ ids('technicians.role_ids') }} as role_ids,
        technicians.permissions,

        technicians.bio,
        technicians.memo,
        {{ custom_fields('technicians.custom_fields') }} as custom_fields,

        coalesce(technicians.active, true) as active,
        technicians.deleted_at,
        technicians.st_created_on,
        technicians.st_modified_on,
        technicians.full_data
    from technicians
    left join business_units
        on technicians.tenant_id = business_units.tenant_id
        and technicians.business_unit_id = business_units.st_id
    left join zones
        on technicians.tenant_id = zones.tenant_id
        and technicians.main_zone_id = zones.st_id
)

select * from final
