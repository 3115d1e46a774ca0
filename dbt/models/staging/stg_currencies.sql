select id as currency_id, name as currency, decimal_places::integer as decimal_places, rounding
  from {{ from_odoo('res_currency', {'id': 'bigint', 'name': 'text', 'decimal_places': 'bigint', 'rounding': 'numeric'}) }} as c
