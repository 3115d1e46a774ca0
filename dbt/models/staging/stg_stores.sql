select s.id as store_id, s.name as store_name, s.company_id, currency.currency
  from {{ from_odoo('pos_config', {'id': 'bigint', 'name': 'text', 'company_id': 'bigint', 'currency_id': 'bigint'}) }} as s
  left join {{ ref('stg_currencies') }} currency on currency.currency_id = s.currency_id
