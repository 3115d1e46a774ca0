{{ config(unique_key='company_id') }}
select company_id, company_name, currency, parent_company_id, root_company_id, fiscal_year_last_month, fiscal_year_last_day, time_zone
  from {{ ref('stg_companies') }}
