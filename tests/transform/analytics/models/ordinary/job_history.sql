{{ config(materialized='incremental', unique_key='st_id') }}
select tenant_id, st_id, st_modified_on from {{ ref('open_jobs') }}
{% if is_incremental() %}
where st_modified_on > (select max(this_table.st_modified_on) from {{ this }} as this_table)
{% endif %}
