{{ config(unique_key='location_id', meta={'shared': true}) }}
select location_id, company_id, location_name, location_path, usage, warehouse_id, is_own_stock from {{ ref('stg_locations') }}
