{{ config(materialized='stable_view') }}

{{ kpi_monthly(
    ref('kpi_campaign_daily'),
    'campaign_id',
    {
        'jobs_created': 'bigint',
        'completed_jobs': 'bigint',
        'completed_revenue': 'numeric',
        'converted_revenue': 'numeric',
        'opportunities': 'bigint',
        'converted_jobs': 'bigint',
        'sales_opportunities': 'bigint',
        'closed_opportunities': 'bigint',
        'closed_sales': 'numeric',
        'total_sales': 'numeric',
    }
) }}
