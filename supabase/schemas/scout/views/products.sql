create view scout.products with (security_barrier = true) as
select p.id,
       p.template_id,
       coalesce(named.name, unknown.label) as name,
       coalesce(p.default_code, template.default_code) as default_code,
       p.barcode,
       named.category_id,
       coalesce(named.category_name, unknown.label) as product_category,
       paths.path as category_path,
       named.brand_id,
       coalesce(named.brand_name, unknown.label) as brand_name,
       template.list_price,
       coalesce(p.active, true) and coalesce(template.active, true) as active,
       template.region_code,
       named.company_id
  from scout.silver_products p
 cross join (select coalesce(max(value), 'Unknown') as label from scout.settings where key = 'unknown_label') as unknown
  join scout.product_names named on named.product_id = p.id
  left join scout.silver_product_templates template on template.id = p.template_id
  left join scout.category_paths paths on paths.category_id = named.category_id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or (named.company_id is null and named.company_is_known)
    or named.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);

comment on view scout.products is
    'One row a product variant; name, price, category and brand are its template''s. A product whose template has not come has no known company: for service_role only.';
comment on column scout.products.id is 'product.product.id';
comment on column scout.products.template_id is 'product.template.id';
comment on column scout.products.name is 'The template''s name, else Unknown.';
comment on column scout.products.default_code is 'The variant''s internal reference, else the template''s.';
comment on column scout.products.barcode is 'The variant''s barcode.';
comment on column scout.products.category_id is 'scout.categories.id';
comment on column scout.products.product_category is 'The category''s own name, else Unknown.';
comment on column scout.products.category_path is 'The category with its parents, such as All / Food / Noodles.';
comment on column scout.products.brand_id is 'product.brand.id';
comment on column scout.products.brand_name is 'The brand''s name, else Unknown.';
comment on column scout.products.list_price is 'The template''s sales price, without what a variant adds.';
comment on column scout.products.active is 'Neither variant nor template is archived.';
comment on column scout.products.region_code is 'The template''s x_region_code.';
comment on column scout.products.company_id is 'Whose product it is; null: everyone''s (or not known, see above).';

grant select on scout.products to service_role, superset_readonly;
