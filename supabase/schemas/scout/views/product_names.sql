create view scout.product_names as
select p.id as product_id, p.template_id, template.name, coalesce(p.company_id, template.company_id) as company_id,
       template.id is not null as company_is_known, template.category_id, category.name as category_name,
       template.brand_id, brand.name as brand_name
  from scout.silver_products p
  left join scout.silver_product_templates template on template.id = p.template_id
  left join scout.silver_categories category on category.id = template.category_id
  left join scout.silver_brands brand on brand.id = template.brand_id;

comment on view scout.product_names is
    'A product''s name, category, brand and company, which stand on its template. For this schema''s own use; it does not keep companies apart.';
comment on column scout.product_names.product_id is 'product.product.id';
comment on column scout.product_names.template_id is 'product.template.id';
comment on column scout.product_names.name is 'The template''s name; null when the template has not come.';
comment on column scout.product_names.company_id is 'The product''s company, else its template''s.';
comment on column scout.product_names.company_is_known is 'The template is here, so a missing company_id means everyone''s.';
comment on column scout.product_names.category_id is 'product.category.id, by the template.';
comment on column scout.product_names.category_name is 'The category''s own name, without its parents.';
comment on column scout.product_names.brand_id is 'product.brand.id, by the template.';
comment on column scout.product_names.brand_name is 'The brand''s name.';

grant select on scout.product_names to service_role;
