create view scout.category_paths as
with recursive tree as (
    select c.id, c.name as path
      from scout.silver_categories c
     where not exists (select from scout.silver_categories parent where parent.id = c.parent_id)
    union all
    select c.id, tree.path || ' / ' || c.name
      from tree join scout.silver_categories c on c.parent_id = tree.id
)
select c.id as category_id, coalesce(tree.path, c.complete_name, c.name) as path
  from scout.silver_categories c left join tree using (id);

comment on view scout.category_paths is
    'The full path of every category, by its parents as they are now. A loop, which two half-read moves can leave for a while, shows the path Odoo last told.';
comment on column scout.category_paths.category_id is 'product.category.id';
comment on column scout.category_paths.path is 'The names from the topmost parent down, such as All / Food / Noodles.';

grant select on scout.category_paths to service_role;
