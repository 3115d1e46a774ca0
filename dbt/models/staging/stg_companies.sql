{{ config(materialized='incremental', incremental_strategy='difference', unique_key='company_id', on_schema_change='sync_all_columns', post_hook='{{ note_zones() }}') }}
select c.id as company_id,
       c.name as company_name,
       currency.name as currency,
       c.parent_id as parent_company_id,
       coalesce(nullif(split_part(c.parent_path, '/', 1), '')::bigint, c.id) as root_company_id,
       coalesce(c.fiscalyear_last_month::integer, 12) as fiscal_year_last_month,
       coalesce(c.fiscalyear_last_day, 31)::integer as fiscal_year_last_day,
       coalesce(
           {%- for company, zone in var('company_time_zones').items() %}
           case when c.id = {{ company }} then '{{ zone }}' end,
           {%- endfor %}
           (select z.name from pg_catalog.pg_timezone_names z where z.name = partner.tz),
           (select value from scout.settings where key = 'time_zone'),
           'UTC') as time_zone
  from {{ from_odoo('res_company', {'id': 'bigint', 'name': 'text', 'currency_id': 'bigint', 'parent_id': 'bigint', 'parent_path': 'text',
                                    'partner_id': 'bigint', 'fiscalyear_last_month': 'text', 'fiscalyear_last_day': 'bigint'}) }} as c
  left join {{ from_odoo('res_currency', {'id': 'bigint', 'name': 'text'}) }} as currency on currency.id = c.currency_id
  left join {{ from_odoo('res_partner', {'id': 'bigint', 'tz': 'text'}) }} as partner on partner.id = c.partner_id
