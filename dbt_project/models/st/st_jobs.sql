{{ config(
    meta={
        'grain_source': 'raw_st_jobs',
        'inputs': {
            'raw_st_customers': {'dependency_columns': 'customer_id'},
            'raw_st_locations': {'dependency_columns': 'location_id'},
            'raw_st_business_units': {'dependency_columns': 'business_unit_id'},
            'raw_st_job_types': {'dependency_columns': 'job_type_id'},
            'raw_st_campaigns': {'dependency_columns': 'campaign_id'},
            'raw_st_tag_types': {'dependency_columns': 'tag_type_ids'},
            'raw_st_technicians': {'dependency_columns': 'technician_ids'},
            'raw_st_appointments': {'key_expression': 'job_id', 'dependency_columns': 'appointment_ids'},
            'raw_st_appointment_assignments': {'key_expression': 'job_id', 'dependency_columns': 'assignment_ids'},
            'raw_st_invoices': {'key_expression': 'job_id', 'dependency_columns': 'invoice_ids'},
        },
    },
    indexes=[
        {'columns': ['tenant_id', 'job_number']},
        {'columns': ['tenant_id', 'job_status']},
        {'columns': ['tenant_id', 'scheduled_start']},
        {'columns': ['tenant_id', 'completed_on']},
        {'columns': ['tenant_id', 'recall_for_id']},
        {'columns': ['tenant_id', 'st_created_on']},
    ]
) }}

with jobs as (
    select * from {{ source('servicetitan', 'raw_st_jobs') }}
    where {{ is_affected() }}
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

job_types as (
    select * from {{ source('servicetitan', 'raw_st_job_types') }}
),

campaigns as (
    select * from {{ source('servicetitan', 'raw_st_campaigns') }}
),

tag_types as (
    select * from {{ source('servicetitan', 'raw_st_tag_types') }}
),

technicians as not materialized (
    select * from {{ source('servicetitan', 'raw_st_technicians') }}
),

active_appointments as (
    select * from {{ source('servicetitan', 'raw_st_appointments') }}
    where coalesce(active, true) and deleted_at is null
),

-- Whether the appointment itself was canceled does not matter here: the assignment's own state
-- says who is on the job.
active_assignments as (
    select * from {{ source('servicetitan', 'raw_st_appointment_assignments') }}
    where coalesce(active, true) and deleted_at is null
),

active_invoices as (
    select * from {{ source('servicetitan', 'raw_st_invoices') }}
    where coalesce(active, true) and deleted_at is null
),

schedules as (
    select
        tenant_id,
        job_id,
        array_agg(st_id order by st_id) as appointment_ids,
        min(start_time)
        filter (where status is distinct from 'Canceled') as scheduled_start,
        max(end_time)
        filter (where status is distinct from 'Canceled') as scheduled_end
    from active_appointments
    where {{ is_affected('tenant_id', 'job_id') }}
    group by tenant_id, job_id
),

crews as (
    select
        tenant_id,
        job_id,
        array_agg(st_id order by st_id) as assignment_ids,
        array_agg(distinct technician_id order by technician_id)
        filter (where technician_id is not null) as technician_ids,
        -- The earliest assignment's.
        (
            array_agg(
                technician_id
                order by assigned_on, st_id
            ) filter (where technician_id is not null)
        )[1] as primary_technician_id
    from active_assignments
    where {{ is_affected('tenant_id', 'job_id') }}
    group by tenant_id, job_id
),

invoice_totals as (
    select
        tenant_id,
        job_id,
        array_agg(st_id order by st_id) as invoice_ids,
        sum(total) as invoice_total,
        sum(balance) as invoice_balance
    from active_invoices
    where {{ is_affected('tenant_id', 'job_id') }}
    group by tenant_id, job_id
),

final as (
    select
        jobs.tenant_id,
        jobs.st_id,
        jobs.job_number,
        jobs.job_status,
        jobs.summary,
        jobs.priority,

        jobs.customer_id,
        customers.name as customer_name,
        jobs.location_id,
        locations.name as location_name,
        {{ json_text('locations.address', 'city') }} as location_city,
        {{ json_text('locations.address', 'state') }} as location_state,
        {{ json_text('locations.address', 'zip') }} as location_zip,
        jobs.business_unit_id,
        business_units.name as business_unit_name,
        jobs.job_type_id,
        job_types.name as job_type_name,
        jobs.campaign_id,
        campaigns.name as campaign_name,

        schedules.scheduled_start,
        schedules.scheduled_end,
        jobs.completed_on,
        coalesce(schedules.appointment_ids, '{}') as appointment_ids,
        jobs.appointment_count,
        jobs.first_appointment_id,
        jobs.last_appointment_id,

        coalesce(crews.technician_ids, '{}') as technician_ids,
        array(
            select technicians.name
            from technicians
            where
                technicians.tenant_id = jobs.tenant_id
                and technicians.st_id = any(crews.technician_ids)
                and technicians.name is not null
            order by technicians.st_id
        ) as technician_names,
        crews.primary_technician_id,
        primary_technicians.name as primary_technician_name,
        coalesce(crews.assignment_ids, '{}') as assignment_ids,

        jobs.total,
        coalesce(invoice_totals.invoice_total, 0) as invoice_total,
        coalesce(invoice_totals.invoice_balance, 0) as invoice_balance,
        jobs.invoice_id,
        coalesce(invoice_totals.invoice_ids, '{}') as invoice_ids,
        jobs.no_charge,

        {{ ids('jobs.tag_type_ids') }} as tag_type_ids,
        {{ names_of(ids('jobs.tag_type_ids'), 'tag_types', 'jobs.tenant_id') }} as tag_names,
        {{ custom_fields('jobs.custom_fields') }} as custom_fields,

        jobs.project_id,
        jobs.membership_id,
        jobs.recall_for_id,
        jobs.warranty_id,
        jobs.booking_id,
        jobs.lead_call_id,
        jobs.partner_lead_call_id,
        jobs.job_generated_lead_source,
        {{ ids('jobs.estimate_ids') }} as estimate_ids,
        jobs.created_from_estimate_id,
        jobs.sold_by_id,
        jobs.created_by_id,
        jobs.customer_po,
        jobs.notifications_enabled,
        jobs.external_data,

        coalesce(jobs.active, true) as active,
        jobs.deleted_at,
        jobs.st_created_on,
        jobs.st_modified_on,
        jobs.full_data
    from jobs
    left join customers
        on jobs.tenant_id = customers.tenant_id
        and jobs.customer_id = customers.st_id
    left join locations
        on jobs.tenant_id = locations.tenant_id
        and jobs.location_id = locations.st_id
    left join business_units
        on jobs.tenant_id = business_units.tenant_id
        and jobs.business_unit_id = business_units.st_id
    left join job_types
        on jobs.tenant_id = job_types.tenant_id
        and jobs.job_type_id = job_types.st_id
    left join campaigns
        on jobs.tenant_id = campaigns.tenant_id
        and jobs.campaign_id = campaigns.st_id
    left join schedules
        on jobs.tenant_id = schedules.tenant_id
        and jobs.st_id = schedules.job_id
    left join crews
        on jobs.tenant_id = crews.tenant_id
        and jobs.st_id = crews.job_id
    left join technicians as primary_technicians
        on crews.tenant_id = primary_technicians.tenant_id
        and crews.primary_technician_id = primary_technicians.st_id
    left join invoice_totals
        on jobs.tenant_id = invoice_totals.tenant_id
        and jobs.st_id = invoice_totals.job_id
)

select * from final
