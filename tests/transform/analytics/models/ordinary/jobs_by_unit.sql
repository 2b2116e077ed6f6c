{{ config(materialized='table', meta={'owner': 'analytics'}) }}
select tenant_id, business_unit_id, count(*) as job_count from {{ ref('st_jobs') }} group by 1, 2
