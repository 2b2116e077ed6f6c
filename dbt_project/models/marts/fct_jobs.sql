{%- set threshold_basis = kpi_choice('kpi_threshold_basis', ['sum', 'any']) -%}
{%- set zero_readmits = kpi_choice('kpi_zero_threshold_readmits', [true, false]) | lower -%}
{%- set zero_converts = kpi_choice('kpi_zero_threshold_converts', [true, false]) | lower -%}
{%- set closing_needs_threshold = kpi_choice('kpi_closed_requires_threshold', [true, false]) | lower -%}
{%- set required = kpi_choice('kpi_sales_opp_requires', ['nothing', 'estimate_or_amount', 'estimate']) -%}
{%- set sales_unit_ids = kpi_ids('kpi_sales_bu_ids') -%}
{%- set charged_to = kpi_choice('kpi_recall_attribution', ['original', 'performer']) -%}
{%- set recall_days = kpi_days('kpi_recall_days') -%}
{%- set fix_days = kpi_required_days('kpi_first_time_fix_days') -%}

{{ config(
    unique_key=['tenant_id', 'job_id'],
    meta={
        'inputs': {
            'st_jobs': {
                'key_expression': 'select st_id union all select recall_for_id',
                'dependency_columns': 'recall_for_id',
            },
            'st_job_types': {'dependency_columns': 'job_type_id'},
            'st_invoices': {'key_expression': 'job_id'},
            'fct_revenue_lines': {'key_expression': 'job_id'},
            'fct_estimates': {'key_expression': 'job_id'},
            'raw_tenants': {'dependency_columns': 'tenant_id', 'input_key': 'tenant_id'},
        },
    },
    indexes=[
        {'columns': ['tenant_id', 'created_day', 'business_unit_id']},
        {'columns': ['tenant_id', 'canceled_day', 'business_unit_id']},
        {'columns': ['tenant_id', 'sales_opportunity_day', 'business_unit_id']},
        {'columns': ['tenant_id', 'completed_day', 'recall_business_unit_id']},
        {'columns': ['tenant_id', 'created_day', 'campaign_id']},
        {'columns': ['tenant_id', 'completed_day', 'campaign_id']},
        {'columns': ['tenant_id', 'sales_opportunity_day', 'campaign_id']},
        {'columns': ['tenant_id', 'created_day', 'lead_set_by_id']},
        {'columns': ['tenant_id', 'sales_opportunity_day', 'first_sold_by_id']},
    ]
) }}

{%- set sales_unit_ids = kpi_ids('kpi_sales_bu_ids') -%}
{%- set recall_days = kpi_days('kpi_recall_days') -%}
{%- set fix_days = kpi_required_days('kpi_first_time_fix_days') -%}

with jobs as (
    select * from {{ ref('st_jobs') }} as st_jobs
    where {{ is_live('st_jobs') }} and {{ is_affected('tenant_id', 'st_id') }}
),

known_jobs as (
    select * from {{ ref('st_jobs') }}
),

-- Visits that had to be repeated: a canceled recall did not take place.
recalls as (
    select
        st_jobs.tenant_id,
        st_jobs.recall_for_id as job_id,
        min(st_jobs.st_created_on) as first_recalled_on
    from {{ ref('st_jobs') }} as st_jobs
    where
        {{ is_live('st_jobs') }}
        and st_jobs.job_status is distinct from 'Canceled'
        and {{ is_affected('tenant_id', 'recall_for_id') }}
    group by st_jobs.tenant_id, st_jobs.recall_for_id
),

job_types as (
    select * from {{ ref('st_job_types') }}
),

invoices as (
    select * from {{ ref('st_invoices') }} as st_invoices
    where
        {{ is_live('st_invoices') }}
        and {{ invoice_kind('st_invoices') }} = 'job'
        and {{ is_affected('tenant_id', 'job_id') }}
),

lines as (
    select * from {{ ref('fct_revenue_lines') }}
    where invoice_kind = 'job' and day is not null and {{ is_affected('tenant_id', 'job_id') }}
),

estimates as (
    select * from {{ ref('fct_estimates') }}
    where {{ is_affected('tenant_id', 'job_id') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

invoiced as (
    select
        tenant_id,
        job_id,
        sum(subtotal) as subtotal,
        bool_or(invoice_date is null) as has_undated_invoice
    from invoices
    group by tenant_id, job_id
),

earned as (
    select
        tenant_id,
        job_id,
        sum(revenue) as completed_revenue,
        sum(sold_hours) as sold_hours
    from lines
    group by tenant_id, job_id
),

offered as (
    select
        tenant_id,
        job_id,
        coalesce(sum(subtotal) filter (where is_sold), 0) as sold_amount,
        coalesce(max(subtotal) filter (where is_sold), 0) as largest_sale,
        min(sold_day) as first_sold_day,
        bool_or(is_sold) as has_sale,
        (array_agg(sold_by_id order by sold_on, estimate_id) filter (where is_sold))[1] as first_sold_by_id
    from estimates
    group by tenant_id, job_id
),

known as (
    select
        jobs.tenant_id,
        jobs.st_id as job_id,
        jobs.job_number,
        jobs.job_status,
        jobs.customer_id,
        jobs.job_type_id,
        coalesce(jobs.business_unit_id, 0) as business_unit_id,
        coalesce(jobs.campaign_id, 0) as campaign_id,
        {{ local_day('jobs.st_created_on', 'tenants.timezone') }} as created_day,
        case
            when jobs.job_status = 'Completed' then {{ local_day('jobs.completed_on', 'tenants.timezone') }}
        end as completed_day,
        case
            when jobs.job_status = 'Canceled' then {{ local_day('jobs.completed_on', 'tenants.timezone') }}
        end as canceled_day,
        coalesce(invoiced.subtotal, 0) as subtotal,
        coalesce(job_types.sold_threshold, 0) as sold_threshold,
        coalesce(jobs.no_charge, false) as no_charge,
        coalesce(jobs.job_status = 'Completed', false) as is_completed,
        coalesce(earned.completed_revenue, 0) as completed_revenue,
        coalesce(earned.sold_hours, 0) as sold_hours,
        coalesce(offered.sold_amount, 0) as sold_amount,
        coalesce({{ 'offered.sold_amount' if threshold_basis == 'sum' else 'offered.largest_sale' }}, 0)
            as sale_to_compare,
        offered.first_sold_day,
        offered.first_sold_by_id,
        offered.job_id is not null as has_estimate,
        coalesce(offered.has_sale, false) as has_sale,
        {{ id_or_null('jobs.recall_for_id') }} as recall_for_id,
        recalled_jobs.business_unit_id as recalled_business_unit_id,
        case
            when recalled_jobs.job_status = 'Completed'
                then {{ local_day('recalled_jobs.completed_on', 'tenants.timezone') }}
        end as recalled_completed_day,
        {{ lead_set_by('jobs') }} as lead_set_by_id,
        {{ is_tech_lead('jobs') }} as is_tech_lead,
        {{ local_day('jobs.scheduled_start', 'tenants.timezone') }} as scheduled_day,
        jobs.total,
        coalesce(jobs.appointment_count, 0) as appointment_count,
        coalesce(invoiced.has_undated_invoice, false) as has_undated_invoice,
        {{ local_day('recalls.first_recalled_on', 'tenants.timezone') }} as first_recall_day
    from jobs
    left join tenants
        on jobs.tenant_id = tenants.tenant_id
    left join job_types
        on jobs.tenant_id = job_types.tenant_id
        and jobs.job_type_id = job_types.st_id
    left join invoiced
        on jobs.tenant_id = invoiced.tenant_id
        and jobs.st_id = invoiced.job_id
    left join earned
        on jobs.tenant_id = earned.tenant_id
        and jobs.st_id = earned.job_id
    left join offered
        on jobs.tenant_id = offered.tenant_id
        and jobs.st_id = offered.job_id
    left join known_jobs as recalled_jobs
        on jobs.tenant_id = recalled_jobs.tenant_id
        and jobs.recall_for_id = recalled_jobs.st_id
    left join recalls
        on jobs.tenant_id = recalls.tenant_id
        and jobs.st_id = recalls.job_id
),

-- A no-charge job counts as a chance to sell only if it reached its type's threshold.
charged as (
    select
        *,
        subtotal >= sold_threshold as has_reached_threshold,
        not no_charge
        or (subtotal >= sold_threshold and (sold_threshold > 0 or {{ zero_readmits }})) as is_chance,
        coalesce(first_sold_day, completed_day) as first_sold_or_completed_day
    from known
),

judged as (
    select
        *,
        is_completed and is_chance as is_opportunity,
        is_completed and is_chance and has_reached_threshold and (sold_threshold <> 0 or {{ zero_converts }})
            as is_converted,
        is_chance
        and first_sold_or_completed_day is not null
        and case '{{ required }}'
            when 'nothing' then true
            when 'estimate' then has_estimate
            else has_estimate or subtotal <> 0
        end
        and {{ 'business_unit_id in (' ~ sales_unit_ids | join(', ') ~ ')' if sales_unit_ids else 'true' }}
            as is_sales_opportunity,
        -- The job that answers for a recall: null if the recall counts for nobody.
        case
            when
                completed_day is not null
                and {{ 'true' if recall_days is none else
                    'completed_day - recalled_completed_day <= ' ~ recall_days }}
                then recall_for_id
        end as charged_recall_for_id
    from charged
),

final as (
    select
        tenant_id,
        job_id,
        job_number,
        job_status,
        customer_id,
        job_type_id,
        business_unit_id,
        campaign_id,
        created_day,
        completed_day,
        canceled_day,
        subtotal,
        sold_threshold,
        no_charge,
        is_completed,
        is_opportunity,
        is_converted,
        completed_revenue,
        sold_hours,
        sold_amount,
        first_sold_day,
        first_sold_by_id,
        is_sales_opportunity,
        case when is_sales_opportunity then first_sold_or_completed_day end as sales_opportunity_day,
        is_sales_opportunity
        and has_sale
        and (sale_to_compare >= sold_threshold or not {{ closing_needs_threshold }}) as is_closed,
        recall_for_id,
        case
            when charged_recall_for_id is null then null
            when '{{ charged_to }}' = 'original' then recall_for_id
            else job_id
        end as recall_charged_to_id,
        case
            when charged_recall_for_id is null then null
            when '{{ charged_to }}' = 'original' then coalesce(recalled_business_unit_id, 0)
            else business_unit_id
        end as recall_business_unit_id,
        lead_set_by_id,
        is_tech_lead,
        scheduled_day,
        case when has_sale then sold_amount else coalesce(total, 0) end as booked_value,
        appointment_count,
        first_recall_day,
        completed_day is not null
        and appointment_count = 1
        and coalesce(first_recall_day - completed_day > {{ fix_days }}, true) as is_first_time_fix,
        is_completed and (has_undated_invoice or (subtotal = 0 and not no_charge)) as is_not_invoiced
    from judged
)

select * from final
