{%- set sales_unit_ids = kpi_ids('kpi_sales_bu_ids') -%}

with jobs as (
    select * from {{ ref('st_jobs') }} as st_jobs
    where {{ is_live('st_jobs') }}
),

known_jobs as (
    select * from {{ ref('st_jobs') }}
),

job_types as (
    select * from {{ ref('st_job_types') }}
),

invoices as (
    select * from {{ ref('st_invoices') }} as st_invoices
    where {{ is_live('st_invoices') }} and adjustment_to_id is null
),

lines as (
    select * from {{ ref('fct_revenue_lines') }}
    where invoice_kind = 'job' and day is not null
),

estimates as (
    select * from {{ ref('fct_estimates') }}
),

tenants as (
    select * from {{ source('servicetitan', 'raw_tenants') }}
),

invoiced as (
    select
        jobs.tenant_id,
        jobs.st_id,
        sum(invoices.subtotal) as subtotal
    from jobs
    inner join invoices
        on jobs.tenant_id = invoices.tenant_id
        and jobs.st_id = invoices.job_id
    group by jobs.tenant_id, jobs.st_id
),

earned as (
    select
        jobs.tenant_id,
        jobs.st_id,
        sum(lines.revenue) as completed_revenue
    from jobs
    inner join lines
        on jobs.tenant_id = lines.tenant_id
        and jobs.st_id = lines.job_id
    group by jobs.tenant_id, jobs.st_id
),

offered as (
    select
        jobs.tenant_id,
        jobs.st_id,
        coalesce(sum(estimates.subtotal) filter (where estimates.is_sold), 0) as sold_amount,
        coalesce(max(estimates.subtotal) filter (where estimates.is_sold), 0) as largest_sale,
        min(estimates.sold_day) as first_sold_day,
        bool_or(estimates.is_sold) as has_sale,
        (
            array_agg(estimates.sold_by_id order by estimates.sold_on, estimates.estimate_id)
            filter (where estimates.is_sold)
        )[1] as first_sold_by_id
    from jobs
    inner join estimates
        on jobs.tenant_id = estimates.tenant_id
        and jobs.st_id = estimates.job_id
    group by jobs.tenant_id, jobs.st_id
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
        jobs.job_status is not distinct from 'Completed' as is_completed,
        coalesce(earned.completed_revenue, 0) as completed_revenue,
        coalesce(offered.sold_amount, 0) as sold_amount,
        {% if kpi_choice('kpi_threshold_basis', ['sum', 'any']) == 'sum' -%}
            coalesce(offered.sold_amount, 0)
        {%- else -%}
            coalesce(offered.largest_sale, 0)
        {%- endif %} as sale_to_compare,
        offered.first_sold_day,
        offered.first_sold_by_id,
        offered.st_id is not null as has_estimate,
        coalesce(offered.has_sale, false) as has_sale,
        jobs.recall_for_id,
        recalled_jobs.business_unit_id as recalled_business_unit_id,
        case
            when recalled_jobs.job_status = 'Completed'
                then {{ local_day('recalled_jobs.completed_on', 'tenants.timezone') }}
        end as recalled_completed_day,
        {{ json_id("jobs.job_generated_lead_source -> 'employeeId'") }} as lead_set_by_id
    from jobs
    left join tenants
        on jobs.tenant_id = tenants.tenant_id
    left join job_types
        on jobs.tenant_id = job_types.tenant_id
        and jobs.job_type_id = job_types.st_id
    left join invoiced
        on jobs.tenant_id = invoiced.tenant_id
        and jobs.st_id = invoiced.st_id
    left join earned
        on jobs.tenant_id = earned.tenant_id
        and jobs.st_id = earned.st_id
    left join offered
        on jobs.tenant_id = offered.tenant_id
        and jobs.st_id = offered.st_id
    left join known_jobs as recalled_jobs
        on jobs.tenant_id = recalled_jobs.tenant_id
        and jobs.recall_for_id = recalled_jobs.st_id
),

-- A no-charge job counts as a chance to sell only where it reached its type's threshold.
charged as (
    select
        *,
        not no_charge
        or (
            subtotal >= sold_threshold
            {%- if not kpi_choice('kpi_zero_threshold_readmits', [true, false]) %}
            and sold_threshold > 0
            {%- endif %}
        ) as is_chance,
        coalesce(first_sold_day, completed_day) as first_sold_or_completed_day
    from known
),

judged as (
    select
        *,
        is_completed and is_chance as is_opportunity,
        is_completed and is_chance and subtotal >= sold_threshold
        {%- if not kpi_choice('kpi_zero_threshold_converts', [true, false]) %}
        and sold_threshold <> 0
        {%- endif %} as is_converted,
        first_sold_or_completed_day is not null and is_chance
        {%- set required = kpi_choice('kpi_sales_opp_requires', ['nothing', 'estimate_or_amount', 'estimate']) %}
        {%- if required == 'estimate' %}
        and has_estimate
        {%- elif required == 'estimate_or_amount' %}
        and (has_estimate or subtotal <> 0)
        {%- endif %}
        {%- if sales_unit_ids %}
        and business_unit_id in ({{ sales_unit_ids | join(', ') }})
        {%- endif %} as is_sales_opportunity
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
        sold_amount,
        first_sold_day,
        first_sold_by_id,
        is_sales_opportunity,
        case when is_sales_opportunity then first_sold_or_completed_day end as sales_opportunity_day,
        is_sales_opportunity and has_sale
        {%- if kpi_choice('kpi_closed_requires_threshold', [true, false]) %}
        and sale_to_compare >= sold_threshold
        {%- endif %} as is_closed,
        recall_for_id,
        {#- The job that answers for a recall: null where the recall counts for nobody. #}
        case
            when
                recall_for_id is not null and completed_day is not null
                {%- if var('kpi_recall_days') is not none %}
                and completed_day - recalled_completed_day <= {{ var('kpi_recall_days') | int }}
                {%- endif %}
                {%- if kpi_choice('kpi_recall_attribution', ['original', 'performer']) == 'original' %}
                then recall_for_id
                {%- else %}
                then job_id
                {%- endif %}
        end as recall_charged_to_id,
        {%- if kpi_choice('kpi_recall_attribution', ['original', 'performer']) == 'original' %}
        coalesce(recalled_business_unit_id, 0) as recall_business_unit_id,
        {%- else %}
        business_unit_id as recall_business_unit_id,
        {%- endif %}
        lead_set_by_id
    from judged
)

select * from final
