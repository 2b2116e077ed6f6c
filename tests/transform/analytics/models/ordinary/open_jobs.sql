{{ config(materialized='view') }}
select * from {{ ref('st_jobs') }} where job_status <> 'Completed'
