{{ config(unique_key='store_id') }}
select store_id, store_name, company_id, currency from {{ ref('stg_stores') }}
