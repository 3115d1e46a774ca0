-- Purpose: the views people read: names resolved by join, a retail day in the shop's time zone, companies kept apart.
-- Reverse: drop the views below, then scout.store_settings and its function; drop index scout.bronze_pos_order_line_order.
--
-- Every view for dashboards ends in the same condition (invariant 14): whoever has service_role's rights sees all; others see the rows
-- of the companies granted to their role in scout.company_access, and rows without company. The views run with their owner's rights and
-- are security barriers, so no condition of a reader is asked about a row before this one. Each part is evaluated once a query.

create table scout.store_settings (
    store_id   bigint primary key,
    time_zone  text not null,
    updated_at timestamptz not null default now()
);
comment on table scout.store_settings is 'What differs from scout.settings for one shop. store_id: the id of the pos.config; it may be named before the shop is synced.';
comment on column scout.store_settings.time_zone is 'An IANA name such as Asia/Manila: where this shop''s day begins and ends.';
alter table scout.store_settings enable row level security;
create policy service_role_all on scout.store_settings to service_role using (true) with check (true);
grant select, insert, update, delete on scout.store_settings to service_role;

create function scout.check_store_setting() returns trigger
language plpgsql set search_path = '' as $$
begin
    if not exists (select from pg_catalog.pg_timezone_names where name = new.time_zone) then
        raise exception 'The time zone % is not known.', quote_literal(new.time_zone)
            using errcode = '22023', hint = 'Use an IANA name such as Asia/Manila; select name from pg_timezone_names lists them.';
    end if;
    new.updated_at := now();
    return new;
end;
$$;
comment on function scout.check_store_setting() is 'Refuses a shop''s time zone that could not be used later.';
revoke execute on function scout.check_store_setting() from public, anon, authenticated;
create trigger check_store_setting before insert or update on scout.store_settings
    for each row execute function scout.check_store_setting();

-- Views for the views: with their owner's rights too, since what security_invoker views read inside others is asked of the reader.

create view scout.order_facts as
select o.id as order_id,
       coalesce(o.pos_reference, o.name) as transaction_code,
       o.ordered_at,
       (o.ordered_at at time zone coalesce(
           zone.time_zone, (select value from scout.settings where key = 'time_zone'), 'UTC'))::date as business_date,
       o.company_id,
       o.store_id,
       store.name as store_name,
       o.customer_id,
       coalesce(o.currency_id, store.currency_id, company.currency_id) as currency_id,
       o.amount_total as gross_amount,
       o.amount_tax as tax_amount,
       o.amount_paid as net_amount,
       case when o.state = 'cancel' then 'cancelled'
            when o.state = 'done' and o.account_move_id is not null then 'invoiced'
            when o.state = 'done' then 'posted'
            else o.state
       end as status,
       coalesce(o.region_code, store.region_code) as region_code
  from scout.silver_transactions o
  left join scout.silver_stores store on store.id = o.store_id
  left join scout.silver_companies company on company.id = o.company_id
  left join scout.store_settings zone on zone.store_id = o.store_id;
comment on view scout.order_facts is
    'What the views and gold know about an order before names: its day, status and currency. For this schema''s own use; it does not keep companies apart.';
comment on column scout.order_facts.status is
    'draft, paid, posted (done), invoiced, cancelled; Odoo''s own word for any other state. Odoo 19 has no state invoiced: there it is a done order with an invoice.';
grant select on scout.order_facts to service_role;

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
grant select on scout.product_names to service_role;

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
grant select on scout.category_paths to service_role;

create view scout.customer_names as
select c.id, c.name, c.parent_id
  from scout.silver_customers c
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or c.company_id is null
    or c.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);
comment on view scout.customer_names is
    'The customers whose names the asking role may see: an order or a contact of one company can point at a partner of another.';
grant select on scout.customer_names to service_role;

-- What was deleted leaves no trace that an incremental read could see, but the order's list no longer holds it. Lists and children are
-- read by streams that commit in any order, so a child that is not listed is either gone or too new for the list:
--   read before the list                                 it was there, then it was not: gone
--   read after it, written after the order was           new: whatever writes a list stamps its order too
--   read after it, written before, within ten minutes    gone: read while it still was there, committed late. Were it new, the
--                                                        order comes again with the next run, and lists it
--   read after it, written before, later than that       new: a page is not that long on its way; written behind Odoo's back
create view scout.children_after_their_order as
select child.model, child.id, child.order_id
  from (select 'pos.order.line' as model, odoo_id as id, (payload ->> 'order_id')::bigint as order_id, write_date, synced_at
          from scout.bronze_pos_order_line
         union all
        select 'pos.payment', odoo_id, (payload ->> 'pos_order_id')::bigint, write_date, synced_at
          from scout.bronze_pos_payment) as child
  join scout.bronze_pos_order o on o.odoo_id = child.order_id
 where child.synced_at > o.synced_at
   and (child.write_date > o.write_date or child.synced_at > o.synced_at + interval '10 minutes');
comment on view scout.children_after_their_order is
    'Lines and payments read since their order''s list was: they count though it lacks them. To be asked by model and id. For this schema''s own use.';
grant select on scout.children_after_their_order to service_role;

create view scout.present_items as
select i.*
  from scout.silver_transaction_items i
  left join scout.silver_transactions o on o.id = i.order_id
 where o.line_ids is null
    or i.id = any (o.line_ids)
    -- A scalar subquery stays a look-up for the few; exists could be turned into a hash of all.
    or (select true from scout.children_after_their_order late where late.model = 'pos.order.line' and late.id = i.id);
comment on view scout.present_items is
    'The lines that count: those their order lists, those read since it was, all when the order or its list is not here. For this schema''s own use; it does not keep companies apart.';
grant select on scout.present_items to service_role;

create view scout.present_payments as
select p.*
  from scout.silver_payments p
  left join scout.silver_transactions o on o.id = p.order_id
 where o.payment_ids is null
    or p.id = any (o.payment_ids)
    or (select true from scout.children_after_their_order late where late.model = 'pos.payment' and late.id = p.id);
comment on view scout.present_payments is
    'The payments that count, by the rule of scout.present_items. For this schema''s own use; it does not keep companies apart.';
grant select on scout.present_payments to service_role;

create view scout.transactions with (security_barrier = true) as
select 'TX-' || o.order_id as id,
       o.order_id as source_id,
       o.transaction_code,
       o.ordered_at as "timestamp",
       o.business_date,
       o.store_id,
       o.store_name,
       o.customer_id,
       coalesce(customer.name, parent.name) as customer_name,
       o.company_id,
       currency.name as currency,
       coalesce(product.brand_name, unknown.label) as brand_name,
       coalesce(product.category_name, unknown.label) as product_category,
       coalesce(lines.quantity, 0) as quantity,
       o.gross_amount,
       o.tax_amount,
       o.net_amount,
       case when paid.lowest_method_id is null then coalesce((select value from scout.settings where key = 'none_label'), 'None')
            when paid.lowest_method_id <> paid.highest_method_id
            then coalesce((select value from scout.settings where key = 'mixed_label'), 'Mixed')
            else coalesce(method.name, unknown.label)
       end as payment_method,
       o.status,
       o.region_code
  from scout.order_facts o
 cross join (select coalesce(max(value), 'Unknown') as label from scout.settings where key = 'unknown_label') as unknown
  left join scout.silver_currencies currency on currency.id = o.currency_id
  left join scout.customer_names customer on customer.id = o.customer_id
  left join scout.customer_names parent on parent.id = customer.parent_id
  left join lateral (
       select sum(i.quantity) as quantity, min(i.id) as first_item_id
         from scout.present_items i where i.order_id = o.order_id) as lines on true
  left join scout.silver_transaction_items first_item on first_item.id = lines.first_item_id
  left join scout.product_names product on product.product_id = first_item.product_id
  left join lateral (
       select min(p.payment_method_id) as lowest_method_id, max(p.payment_method_id) as highest_method_id
         from scout.present_payments p where p.order_id = o.order_id and p.is_change is not true) as paid on true
  left join scout.silver_payment_methods method on method.id = paid.lowest_method_id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or o.company_id is null
    or o.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);
comment on view scout.transactions is 'One row a point of sale order, names as they are now.';
comment on column scout.transactions.id is 'TX-<source_id>; source_id is the pos.order''s id, and the quicker one to search by.';
comment on column scout.transactions."timestamp" is 'When the order was made.';
comment on column scout.transactions.business_date is 'The day in the shop''s time zone (scout.store_settings, else scout.settings).';
comment on column scout.transactions.gross_amount is 'Tax included, in currency.';
comment on column scout.transactions.net_amount is 'What was paid (amount_paid), in currency.';
comment on column scout.transactions.brand_name is 'Brand of the order''s line with the lowest id; so is product_category.';
comment on column scout.transactions.quantity is 'Sum over the lines; refunds are negative.';
comment on column scout.transactions.payment_method is 'The method''s name; Mixed when several; None without payment. Change given back does not count.';
grant select on scout.transactions to service_role, superset_readonly;

create view scout.transaction_items with (security_barrier = true) as
select 'TI-' || i.id as id,
       'TX-' || i.order_id as transaction_id,
       i.id as source_id,
       i.order_id,
       o.ordered_at as "timestamp",
       o.business_date,
       o.status,
       o.store_id,
       o.store_name,
       coalesce(i.company_id, o.company_id) as company_id,
       currency.name as currency,
       i.product_id,
       coalesce(product.name, i.product_label, unknown.label) as product_name,
       coalesce(product.category_name, unknown.label) as product_category,
       coalesce(product.brand_name, unknown.label) as brand_name,
       i.quantity,
       i.unit_price,
       coalesce(i.discount_percent, 0) as discount_percent,
       i.line_total,
       i.line_total_incl
  from scout.present_items i
 cross join (select coalesce(max(value), 'Unknown') as label from scout.settings where key = 'unknown_label') as unknown
  left join scout.order_facts o on o.order_id = i.order_id
  left join scout.silver_currencies currency on currency.id = o.currency_id
  left join scout.product_names product on product.product_id = i.product_id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or coalesce(i.company_id, o.company_id) in (select a.company_id from scout.company_access a where a.role_name = current_user);
comment on view scout.transaction_items is
    'One row a line of a point of sale order, names as they are now. A line whose company is not known yet (its order has not come) is for service_role only.';
comment on column scout.transaction_items.transaction_id is 'scout.transactions.id; order_id is scout.transactions.source_id.';
comment on column scout.transaction_items.discount_percent is 'From 0 to 100, already taken off line_total.';
comment on column scout.transaction_items.line_total is 'Without tax, in currency; refunds are negative.';
comment on column scout.transaction_items.line_total_incl is 'Tax included, in currency.';
grant select on scout.transaction_items to service_role, superset_readonly;

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
grant select on scout.products to service_role, superset_readonly;

create view scout.categories with (security_barrier = true) as
select c.id, c.name, paths.path as full_path, c.parent_id, c.company_id
  from scout.silver_categories c
  join scout.category_paths paths on paths.category_id = c.id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or c.company_id is null
    or c.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);
comment on view scout.categories is 'Product categories with their full path, such as All / Food / Noodles.';
grant select on scout.categories to service_role, superset_readonly;

create view scout.customers with (security_barrier = true) as
select c.id, coalesce(c.name, parent.name) as name, c.email, c.phone, c.parent_id, parent.name as parent_name,
       coalesce(c.is_company, false) as is_company, coalesce(c.active, true) as active, c.region_code, c.company_id
  from scout.silver_customers c
  left join scout.customer_names parent on parent.id = c.parent_id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or c.company_id is null
    or c.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);
comment on view scout.customers is 'Customers and all other partners. An address without a name shows the name of the partner it belongs to.';
grant select on scout.customers to service_role, superset_readonly;

create view scout.stores with (security_barrier = true) as
select s.id, s.name, s.company_id, company.name as company_name, currency.name as currency,
       coalesce(zone.time_zone, (select value from scout.settings where key = 'time_zone'), 'UTC') as time_zone,
       s.region_code, coalesce(s.active, true) as active
  from scout.silver_stores s
  left join scout.silver_companies company on company.id = s.company_id
  left join scout.silver_currencies currency on currency.id = coalesce(s.currency_id, company.currency_id)
  left join scout.store_settings zone on zone.store_id = s.id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or s.company_id is null
    or s.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);
comment on view scout.stores is 'The shops (points of sale), each with the time zone its days are counted in.';
grant select on scout.stores to service_role, superset_readonly;

create index bronze_pos_order_line_order on scout.bronze_pos_order_line ((payload ->> 'order_id'));

create view scout.bronze_transactions with (security_invoker = true) as
select o.odoo_id as source_id, o.company_id, o.write_date, o.deleted_at, o.synced_at, o.payload as order_payload,
       coalesce((select jsonb_agg(l.payload order by l.odoo_id)
                   from scout.bronze_pos_order_line l
                  where l.payload ->> 'order_id' = o.odoo_id::text and l.deleted_at is null
                    and (jsonb_typeof(o.payload -> 'lines') is distinct from 'array'
                         or o.payload -> 'lines' @> to_jsonb(l.odoo_id)
                         or (select true from scout.children_after_their_order late
                              where late.model = 'pos.order.line' and late.id = l.odoo_id))), '[]') as lines
  from scout.bronze_pos_order o;
comment on view scout.bronze_transactions is 'Point of sale orders as Odoo told them, each with its present lines. deleted_at: gone from Odoo.';
grant select on scout.bronze_transactions to service_role;
