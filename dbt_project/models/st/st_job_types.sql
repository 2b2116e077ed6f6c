{{ config(
    meta={
        'grain_source': 'raw_st_job_types',
        'inputs': {
            'raw_st_business_units': {'dependency_columns': 'business_unit_ids'},
        },
    }
) }}

with affected_job_types as not materialized (
    -- Job types that are new or changed, and job types of which a business unit has changed.
    {{ affected_keys(source('servicetitan', 'raw_st_job_types')) }}
),

job_types as (
    select * from {{ source('servicetitan', 'raw_st_job_types') }}
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

        units.ids as business_unit_ids,
        units.names as business_unit_names,
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
        affected_job_types.local_created_at,
        now() as local_synced_at,
        job_types.full_data
    from affected_job_types
    inner join job_types
        on affected_job_types.tenant_id = job_types.tenant_id
        and affected_job_types.st_id = job_types.st_id
    cross join lateral (
        {{ ids_and_names('job_types.business_unit_ids', 'business_units', 'job_types.tenant_id') }}
    ) as units
)

select * from final
