select p.id as product_id,
       p.product_tmpl_id as product_template_id,
       t.company_id,
       t.name as product_name,
       coalesce(p.default_code, t.default_code) as default_code,
       t.categ_id as category_id,
       t.type as product_type,
       u.name as uom_name,
       coalesce(p.active, true) and coalesce(t.active, true) as is_active,
       p.standard_price as standard_prices
  from {{ from_odoo('product_product', {'id': 'bigint', 'product_tmpl_id': 'bigint', 'default_code': 'text', 'active': 'boolean', 'standard_price': 'jsonb'}) }} as p
  left join {{ from_odoo('product_template', {'id': 'bigint', 'company_id': 'bigint', 'name': 'text', 'default_code': 'text', 'categ_id': 'bigint',
                                              'type': 'text', 'uom_id': 'bigint', 'active': 'boolean'}) }} as t on t.id = p.product_tmpl_id
  left join {{ from_odoo('uom_uom', {'id': 'bigint', 'name': 'text'}) }} as u on u.id = t.uom_id
