{{ config(
    meta={
        'grain_source': 'raw_st_appointments',
        'inputs': {
            'raw_st_jobs': {'dependency_columns': 'job_id'},
            'raw_st_job_types': {'dependency_columns': 'job_type_id'},
            'raw_st_business_units': {'dependency_columns': 'business_unit_id'},
            'raw_st_customers': {'dependency_columns': 'customer_id'},
            'raw_st_locations': {'dependency_columns': 'location_id'},
            'raw_st_appointment_assignments': {
                'key_expression': 'appointment_id', 'dependency_columns': 'assignment_ids'
            },
            'raw_st_technicians': {'dependency_columns': 'technician_ids'},
        },
    },
    indexes=[
        {'columns': ['tenant_id', 'start_time']},
        {'columns': ['tenant_id', 'status']},
        {'columns': ['tenant_id', 'st_created_on']},
    ]
) }}

with appointments as (
    select * from {{ source('servicetitan', 'raw_st_appointments') }}
    where {{ is_affected() }}
),

jobs as (
    select * from {{ source('servicetitan', 'raw_st_jobs') }}
),

job_types as (
    select * from {{ source('servicetitan', 'raw_st_job_types') }}
),

business_units as (
    select * from {{ source('servicetitan', 'raw_st_business_units') }}
),

customers as (
    select * from {{ source('servicetitan', 'raw_st_customers') }}
),

locations as (
    select * from {{ source('servicetitan', 'raw_st_locations') }}
),

technicians as (
    select * from {{ source('servicetitan', 'raw_st_technicians') }}
),

active_assignments as (
    select * from {{ source('servicetitan', 'raw_st_appointment_assignments') }}
    where coalesce(active, true) and deleted_at is null
),

crews as (
    select
        tenant_id,
        appointment_id,
        array_agg(st_id order by st_id) as assignment_ids,
        array_agg(distinct technician_id order by technician_id)
        filter (where technician_id is not null) as technician_ids
    from active_assignments
    where {{ is_affected('tenant_id', 'appointment_id') }}
    group by tenant_id, appointment_id
),

appointments_with_job as (
    select
        appointments.*,
        jobs.job_number,
        jobs.job_status,
        jobs.job_type_id,
        jobs.business_unit_id,
        jobs.location_id,
        -- The list of appointments does not always name the customer; the job does.
        coalesce(appointments.customer_id, jobs.customer_id) as known_customer_id
    from appointments
    left join jobs
        on appointments.tenant_id = jobs.tenant_id
        and appointments.job_id = jobs.st_id
),

final as (
    select
        appointments_with_job.tenant_id,
        appointments_with_job.st_id,
        appointments_with_job.appointment_number,
        appointments_with_job.status,
        appointments_with_job.start_time,
        appointments_with_job.end_time,
        appointments_with_job.arrival_window_start,
        appointments_with_job.arrival_window_end,
        appointments_with_job.is_confirmed,
        appointments_with_job.unused,
        appointments_with_job.special_instructions,

        appointments_with_job.job_id,
        appointments_with_job.job_number,
        appointments_with_job.job_status,
        appointments_with_job.job_type_id,
        job_types.name as job_type_name,
        appointments_with_job.business_unit_id,
        business_units.name as business_unit_name,
        appointments_with_job.known_customer_id as customer_id,
        customers.name as customer_name,
        appointments_with_job.location_id,
        locations.name as location_name,

        appointments_with_job.created_by_id,
        appointments_with_job.deleted_at,
        appointments_with_job.st_created_on,

        appointments_with_job.st_modified_on,
        appointments_with_job.full_data,
        coalesce(crews.technician_ids, '{}') as technician_ids,
        array(
            select technicians.name
            from technicians
            where
                technicians.tenant_id = appointments_with_job.tenant_id
                and technicians.st_id = any(crews.technician_ids)
                and technicians.name is not null
            order by technicians.st_id
        ) as technician_names,
        coalesce(crews.assignment_ids, '{}') as assignment_ids,
        coalesce(appointments_with_job.active, true) as active
    from appointments_with_job
    left join job_types
        on appointments_with_job.tenant_id = job_types.tenant_id
        and appointments_with_job.job_type_id = job_types.st_id
    left join business_units
        on appointments_with_job.tenant_id = business_units.tenant_id
        and appointments_with_job.business_unit_id = business_units.st_id
    left join customers
        on appointments_with_job.tenant_id = customers.tenant_id
        and appointments_with_job.known_customer_id = customers.st_id
    left join locations
        on appointments_with_job.tenant_id = locations.tenant_id
        and appointments_with_job.location_id = locations.st_id
    left join crews
        on appointments_with_job.tenant_id = crews.tenant_id
        and appointments_with_job.st_id = crews.appointment_id
)

select * from final
