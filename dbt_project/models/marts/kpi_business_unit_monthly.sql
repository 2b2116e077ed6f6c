{{ config(materialized='stable_view') }}

{{ kpi_monthly(
    ref('kpi_business_unit_daily'),
    'business_unit_id',
    {
        'completed_revenue': 'numeric',
        'adjustment_revenue': 'numeric',
        'non_job_revenue': 'numeric',
        'total_revenue': 'numeric',
        'converted_revenue': 'numeric',
        'completed_jobs': 'bigint',
        'no_charge_jobs': 'bigint',
        'opportunities': 'bigint',
        'converted_jobs': 'bigint',
        'jobs_created': 'bigint',
        'canceled_jobs': 'bigint',
        'sales_opportunities': 'bigint',
        'closed_opportunities': 'bigint',
        'closed_sales': 'numeric',
        'recalls_caused': 'bigint',
        'total_sales': 'numeric',
        'estimates_sold': 'bigint',
    }
) }}
