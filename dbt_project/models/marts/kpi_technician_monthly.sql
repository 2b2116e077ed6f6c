{{ config(materialized='stable_view') }}

{{ kpi_monthly(
    ref('kpi_technician_daily'),
    'technician_id',
    {
        'completed_revenue': 'numeric',
        'converted_revenue': 'numeric',
        'completed_jobs': 'bigint',
        'opportunities': 'bigint',
        'converted_jobs': 'bigint',
        'total_sales': 'numeric',
        'sales_opportunities': 'bigint',
        'closed_opportunities': 'bigint',
        'closed_sales': 'numeric',
        'leads_set': 'bigint',
        'recalls_caused': 'bigint',
    }
) }}
