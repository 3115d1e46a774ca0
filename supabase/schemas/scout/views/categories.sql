create view scout.categories with (security_barrier = true) as
select c.id, c.name, paths.path as full_path, c.parent_id, c.company_id
  from scout.silver_categories c
  join scout.category_paths paths on paths.category_id = c.id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or c.company_id is null
    or c.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);

comment on view scout.categories is 'Product categories with their full path, such as All / Food / Noodles.';
comment on column scout.categories.id is 'product.category.id';
comment on column scout.categories.name is 'The category''s own name.';
comment on column scout.categories.full_path is 'With its parents, such as All / Food / Noodles.';
comment on column scout.categories.parent_id is 'The category above it; null: it is topmost.';
comment on column scout.categories.company_id is 'Whose category it is; null: everyone''s.';

grant select on scout.categories to service_role, superset_readonly;
