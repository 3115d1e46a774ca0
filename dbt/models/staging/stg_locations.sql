select id as location_id, company_id, name as location_name, coalesce(complete_name, name) as location_path, usage, warehouse_id,
       -- What lies here is the company's own: the meaning Odoo gives it for valuation.
       coalesce(usage = 'internal' or (usage = 'transit' and company_id is not null), false) as is_own_stock
  from {{ from_odoo('stock_location', {'id': 'bigint', 'company_id': 'bigint', 'name': 'text', 'complete_name': 'text', 'usage': 'text', 'warehouse_id': 'bigint'}) }} as l
