select id as category_id, name as category_name, coalesce(complete_name, name) as category_path, parent_id as parent_category_id
  from {{ from_odoo('product_category', {'id': 'bigint', 'name': 'text', 'complete_name': 'text', 'parent_id': 'bigint'}) }} as c
