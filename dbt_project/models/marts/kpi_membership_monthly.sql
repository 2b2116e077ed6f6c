{{ config(materialized='stable_view') }}

with memberships as (
    select * from {{ ref('fct_memberships') }}
    where start_day is not null
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

-- A suspension lasts from the day of one change until the day before the next.
changes as (
    select
        tenant_id,
        membership_id,
        new_status,
        changed_day,
        lead(changed_day) over (
            partition by tenant_id, membership_id
            order by changed_on, status_change_id
        ) as next_changed_day
    from {{ ref('fct_membership_status_changes') }}
    where changed_day is not null
),

suspensions as (
    select * from changes
    where new_status in ('Suspended', 'Deleted')
),

todays as (
    select
        memberships.tenant_id,
        min(memberships.start_day) as first_day,
        {{ local_day('now()', 'max(tenants.timezone)') }} as today
    from memberships
    left join tenants
        on memberships.tenant_id = tenants.tenant_id
    group by memberships.tenant_id
),

months as (
    select
        tenant_id,
        date_trunc('month', day)::date as first_day,
        least(
            (date_trunc('month', day) + interval '1 month' - interval '1 day')::date, today
        ) as last_day,
        today
    from todays
    cross join lateral generate_series(
        date_trunc('month', first_day), date_trunc('month', today), interval '1 month'
    ) as series (day)
),

-- A membership in each month in which it may be active, or ends.
lived as (
    select
        months.tenant_id,
        months.first_day as month,
        months.first_day,
        months.last_day,
        memberships.membership_id,
        memberships.membership_type_id,
        memberships.business_unit_id,
        memberships.start_day,
        memberships.is_new_sale,
        memberships.is_renewal,
        memberships.canceled_day between months.first_day and months.last_day as is_canceled,
        memberships.end_day between months.first_day and months.last_day
        and (memberships.canceled_day is null or memberships.canceled_day > memberships.end_day)
            as is_expired,
        memberships.renewed_by_id is not null as is_renewed,
        coalesce(memberships.end_day, 'infinity') as end_day,
        coalesce(memberships.canceled_day, 'infinity') as canceled_day
    from months
    inner join memberships
        on months.tenant_id = memberships.tenant_id
        and months.last_day >= memberships.start_day
        and (
            memberships.end_day is null
            or months.first_day <= memberships.end_day
            or months.first_day <= memberships.canceled_day
        )
),

judged as (
    select
        *,
        start_day <= first_day and end_day >= first_day and canceled_day > first_day
        and not exists (
            select from suspensions
            where
                suspensions.tenant_id = lived.tenant_id
                and suspensions.membership_id = lived.membership_id
                and suspensions.changed_day <= lived.first_day
                and (suspensions.next_changed_day is null or suspensions.next_changed_day > lived.first_day)
        ) as is_active_at_start,
        end_day >= last_day and canceled_day > last_day
        and not exists (
            select from suspensions
            where
                suspensions.tenant_id = lived.tenant_id
                and suspensions.membership_id = lived.membership_id
                and suspensions.changed_day <= lived.last_day
                and (suspensions.next_changed_day is null or suspensions.next_changed_day > lived.last_day)
        ) as is_active_at_end
    from lived
),

counted as (
    select
        tenant_id,
        month,
        membership_type_id,
        business_unit_id,
        count(*) filter (where is_active_at_start) as active_at_start,
        count(*) filter (where is_active_at_end) as active_at_end,
        count(*) filter (where start_day >= first_day and is_new_sale) as new_sales,
        count(*) filter (where start_day >= first_day and is_renewal) as renewals,
        count(*) filter (where is_canceled) as canceled,
        count(*) filter (where is_expired) as expired,
        count(*) filter (where is_expired and is_renewed) as expired_and_renewed,
        count(*) filter (where (is_canceled or is_expired) and not is_renewed) as churned
    from judged
    group by tenant_id, month, membership_type_id, business_unit_id
),

final as (
    select
        *,
        churned::numeric / nullif(active_at_start, 0) as churn_rate,
        expired_and_renewed::numeric / nullif(expired, 0) as renewal_rate
    from counted
)

select * from final
