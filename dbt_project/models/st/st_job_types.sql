{{ config(
    meta={
        'grain_source': 'raw_st_job_types',
        'inputs': {
            'raw_st_business_units': {'dependency_columns': 'business_unit_ids'},
        },
    }
) }}

with job_types as (
    select * from {{ source('servicetitan', 'raw_st_job_types') }}
    where {{ is_affected() }}
),

business_units as (
    select * from {{ source('servicetitan', 'raw_st_business_units') }}
),

final as (
    select
        job_types.tenant_id,
        job_types.st_id,
        job_types.name,
        job_types.class,
        job_types.priority,
        job_types.duration,
        job_types.summary,

        {{ ids('job_types.business_unit_ids') }} as business_unit_ids,
        {{ names_of(
            ids('job_types.business_unit_ids'), 'business_units', 'job_types.tenant_id'
        ) }} as business_unit_names,
        job_types.skills,
        {{ ids('job_types.tag_type_ids') }} as tag_type_ids,

        job_types.sold_threshold,
        job_types.no_charge,
        job_types.invoice_signatures_required,
        job_types.enforce_recurring_service_event_selection,
        job_types.is_smart_dispatched,
        job_types.external_data,

        coalesce(job_types.active, true) as active,
        job_types.deleted_at,
        job_types.st_created_on,
        job_types.st_modified_on,
        job_types.full_data
    from job_types
)

select * from final
