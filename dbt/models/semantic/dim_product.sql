{{ config(unique_key='product_id', meta={'shared': true}) }}
select p.product_id, p.product_template_id, p.company_id, p.product_name, p.default_code, p.category_id, c.category_path, p.product_type, p.uom_name, p.is_active
  from {{ ref('stg_products') }} p
  left join {{ ref('stg_categories') }} c using (category_id)
