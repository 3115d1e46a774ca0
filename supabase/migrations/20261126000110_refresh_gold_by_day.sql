-- Purpose: scout.refresh_gold sums up the days that changed (scout.changes), not all of them. The gold views keep names, columns and
--          rights; behind them are tables now, where materialized views could only be made anew as a whole.
-- Reverse: drop view scout.v_tx_trends, scout.v_product_mix, scout.gold_daily_sales, scout.gold_product_mix, scout.daily_sales_source,
--          scout.product_mix_source, scout.counted_orders; drop function scout.rebuild_gold, scout.refresh_gold, scout.recompute_gold,
--          scout.changed_gold_days; drop table scout.daily_sales_rows, scout.product_mix_rows, scout.gold_orders; column days_recomputed
--          of scout.gold_refreshes; then gold as 20261121000500_create_gold.sql and ops.health_of_gold as 20261125003000 have it.
--
-- The rows are taken over as they are. The first refresh after this sums up everything, because nobody noted what changed before.

-- What reads the materialized views would have to go with them. Its owner decides about it, not this file.
do $$
declare
    v_names text;
begin
    select string_agg(name, ', ' order by name) into v_names
      from (select coalesce(reader.oid::regclass::text, d.objid::regprocedure::text) as name
              from pg_catalog.pg_depend d
              left join pg_catalog.pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
              left join pg_catalog.pg_class reader on reader.oid = r.ev_class
             where d.refclassid = 'pg_class'::regclass
               and d.refobjid in ('scout.gold_daily_sales'::regclass, 'scout.gold_product_mix'::regclass)
               and (d.classid = 'pg_proc'::regclass
                    or reader.oid not in ('scout.gold_daily_sales'::regclass, 'scout.gold_product_mix'::regclass,
                                          'scout.v_tx_trends'::regclass, 'scout.v_product_mix'::regclass))
             group by 1) as readers;
    if v_names is not null then
        raise exception 'These read scout.gold_daily_sales or scout.gold_product_mix, which stop being materialized views: %.', v_names
            using errcode = '2BP01',
                  hint = 'Keep their definitions (select pg_get_viewdef(''name''::regclass)), drop them, run scout migrate, and create them again: the gold views keep their names and columns.';
    end if;
end;
$$;

-- squawk-ignore renaming-object
alter materialized view scout.gold_daily_sales rename to gold_daily_sales_before;
-- squawk-ignore renaming-object
alter materialized view scout.gold_product_mix rename to gold_product_mix_before;

create table scout.daily_sales_rows (
    business_date   date not null,
    company_id      bigint not null,
    store_id        bigint not null,
    currency_id     bigint not null,
    orders          bigint,
    refunds         bigint,
    quantity        numeric,
    gross_amount    numeric,
    tax_amount      numeric,
    net_amount      numeric,
    refunded_amount numeric,
    primary key (business_date, company_id, store_id, currency_id)
);

comment on table scout.daily_sales_rows is
    'What scout.gold_daily_sales shows: the rows of scout.daily_sales_source as scout.refresh_gold last found them.';
comment on column scout.daily_sales_rows.business_date is 'The day in the shop''s time zone.';
comment on column scout.daily_sales_rows.company_id is 'res.company.id; 0: not known.';
comment on column scout.daily_sales_rows.store_id is 'pos.config.id; 0: not known.';
comment on column scout.daily_sales_rows.currency_id is 'res.currency.id; 0: not known.';
comment on column scout.daily_sales_rows.orders is 'Orders that count, refunds among them.';
comment on column scout.daily_sales_rows.refunds is 'Those of them whose total is below zero.';
comment on column scout.daily_sales_rows.quantity is 'Sum over their lines; refunds are negative.';
comment on column scout.daily_sales_rows.gross_amount is 'Sum with tax, refunds taken off, in the currency.';
comment on column scout.daily_sales_rows.tax_amount is 'The tax in it.';
comment on column scout.daily_sales_rows.net_amount is 'What was paid.';
comment on column scout.daily_sales_rows.refunded_amount is 'The refunds in gross_amount; zero or negative.';

alter table scout.daily_sales_rows enable row level security;
create policy service_role_all on scout.daily_sales_rows to service_role using (true) with check (true);
grant select on scout.daily_sales_rows to service_role;

create table scout.product_mix_rows (
    business_date   date not null,
    company_id      bigint not null,
    store_id        bigint not null,
    currency_id     bigint not null,
    product_id      bigint not null,
    orders          bigint,
    quantity        numeric,
    revenue         numeric,
    revenue_incl    numeric,
    primary key (business_date, company_id, store_id, currency_id, product_id)
);

comment on table scout.product_mix_rows is
    'What scout.gold_product_mix shows: the rows of scout.product_mix_source as scout.refresh_gold last found them.';
comment on column scout.product_mix_rows.business_date is 'The day in the shop''s time zone.';
comment on column scout.product_mix_rows.company_id is 'res.company.id; 0: not known.';
comment on column scout.product_mix_rows.store_id is 'pos.config.id; 0: not known.';
comment on column scout.product_mix_rows.currency_id is 'res.currency.id; 0: not known.';
comment on column scout.product_mix_rows.product_id is 'product.product.id';
comment on column scout.product_mix_rows.orders is 'Orders that hold the product, refunds among them.';
comment on column scout.product_mix_rows.quantity is 'In the product''s unit; refunds are negative.';
comment on column scout.product_mix_rows.revenue is 'Without tax, refunds taken off, in the currency.';
comment on column scout.product_mix_rows.revenue_incl is 'The same with tax.';

alter table scout.product_mix_rows enable row level security;
create policy service_role_all on scout.product_mix_rows to service_role using (true) with check (true);
grant select on scout.product_mix_rows to service_role;

create table scout.gold_orders (
    order_id        bigint not null,
    business_date   date not null,
    company_id      bigint not null,
    store_id        bigint not null,
    currency_id     bigint not null,
    primary key (order_id, business_date)
);
create index gold_orders_business_date on scout.gold_orders (business_date);

comment on table scout.gold_orders is
    'Which orders gold counts, and where: an order that moves has to leave the day it was counted in. Written in the same statement as that day''s sums.';
comment on column scout.gold_orders.order_id is 'pos.order.id';
comment on column scout.gold_orders.business_date is 'The day that counts it.';
comment on column scout.gold_orders.company_id is 'The company that it counts for; 0: not known.';
comment on column scout.gold_orders.store_id is 'The shop that it counts for; 0: not known.';
comment on column scout.gold_orders.currency_id is 'The currency that it counts in; 0: not known.';

alter table scout.gold_orders enable row level security;
create policy service_role_all on scout.gold_orders to service_role using (true) with check (true);
grant select on scout.gold_orders to service_role;

-- A day's sums must not cost a look at every order, and a sum by day takes no condition on the instant. So the instants are named in
-- two settings, which an index on ordered_at can use. Both are empty but inside scout.recompute_gold: then every order is here.
create view scout.counted_orders as
select o.order_id,
       o.business_date,
       coalesce(o.company_id, 0) as company_id,
       coalesce(o.store_id, 0) as store_id,
       coalesce(o.currency_id, 0) as currency_id,
       o.gross_amount,
       o.tax_amount,
       o.net_amount
  from scout.order_facts o
 where o.status in ('paid', 'posted', 'invoiced')
   and o.ordered_at >= coalesce(nullif(current_setting('scout.gold_from', true), ''), '-infinity')::timestamptz
   and o.ordered_at < coalesce(nullif(current_setting('scout.gold_until', true), ''), 'infinity')::timestamptz;

comment on view scout.counted_orders is
    'The orders that gold counts: those that are paid, posted or invoiced. For this schema''s own use; it does not keep companies apart.';
comment on column scout.counted_orders.order_id is 'pos.order.id';
comment on column scout.counted_orders.business_date is 'The day in the shop''s time zone.';
comment on column scout.counted_orders.company_id is 'res.company.id; 0: not known.';
comment on column scout.counted_orders.store_id is 'pos.config.id; 0: not known.';
comment on column scout.counted_orders.currency_id is 'res.currency.id; 0: not known.';
comment on column scout.counted_orders.gross_amount is 'pos.order.amount_total: tax included.';
comment on column scout.counted_orders.tax_amount is 'pos.order.amount_tax';
comment on column scout.counted_orders.net_amount is 'pos.order.amount_paid: what was paid, not an amount without tax.';

grant select on scout.counted_orders to service_role;

create view scout.daily_sales_source as
with parts as (
    select business_date, company_id, store_id, currency_id, 1 as orders, 0::numeric as quantity, gross_amount, tax_amount, net_amount
      from scout.counted_orders
     union all
    select o.business_date, o.company_id, o.store_id, o.currency_id, 0 as orders, i.quantity, null::numeric as gross_amount, null::numeric as tax_amount,
           null::numeric as net_amount
      from scout.counted_orders o join scout.present_items i using (order_id)
)
select business_date, company_id, store_id, currency_id,
       sum(orders) as orders,
       count(*) filter (where gross_amount < 0) as refunds,
       sum(quantity) as quantity,
       sum(gross_amount) as gross_amount,
       sum(tax_amount) as tax_amount,
       sum(net_amount) as net_amount,
       coalesce(sum(gross_amount) filter (where gross_amount < 0), 0) as refunded_amount
  from parts
 group by 1, 2, 3, 4;

comment on view scout.daily_sales_source is
    'Paid, posted and invoiced orders by day, company, shop and currency, summed up when it is read. For scout.refresh_gold, and to check what it keeps.';
comment on column scout.daily_sales_source.business_date is 'The day in the shop''s time zone.';
comment on column scout.daily_sales_source.company_id is 'res.company.id; 0: not known.';
comment on column scout.daily_sales_source.store_id is 'pos.config.id; 0: not known.';
comment on column scout.daily_sales_source.currency_id is 'res.currency.id; 0: not known.';
comment on column scout.daily_sales_source.orders is 'Orders that count, refunds among them.';
comment on column scout.daily_sales_source.refunds is 'Those of them whose total is below zero.';
comment on column scout.daily_sales_source.quantity is 'Sum over their lines; refunds are negative.';
comment on column scout.daily_sales_source.gross_amount is 'Sum with tax, refunds taken off, in the currency.';
comment on column scout.daily_sales_source.tax_amount is 'The tax in it.';
comment on column scout.daily_sales_source.net_amount is 'What was paid.';
comment on column scout.daily_sales_source.refunded_amount is 'The refunds in gross_amount; zero or negative.';

grant select on scout.daily_sales_source to service_role;

create view scout.product_mix_source as
select o.business_date, o.company_id, o.store_id, o.currency_id,
       coalesce(i.product_id, 0) as product_id,
       count(distinct i.order_id) as orders,
       sum(i.quantity) as quantity,
       sum(i.line_total) as revenue,
       sum(i.line_total_incl) as revenue_incl
  from scout.counted_orders o
  join scout.present_items i using (order_id)
 group by 1, 2, 3, 4, 5;

comment on view scout.product_mix_source is
    'Lines of paid, posted and invoiced orders by day, company, shop, currency and product, summed up when it is read. For scout.refresh_gold, and to check what it keeps.';
comment on column scout.product_mix_source.business_date is 'The day in the shop''s time zone.';
comment on column scout.product_mix_source.company_id is 'res.company.id; 0: not known.';
comment on column scout.product_mix_source.store_id is 'pos.config.id; 0: not known.';
comment on column scout.product_mix_source.currency_id is 'res.currency.id; 0: not known.';
comment on column scout.product_mix_source.product_id is 'product.product.id';
comment on column scout.product_mix_source.orders is 'Orders that hold the product, refunds among them.';
comment on column scout.product_mix_source.quantity is 'In the product''s unit; refunds are negative.';
comment on column scout.product_mix_source.revenue is 'Without tax, refunds taken off, in the currency.';
comment on column scout.product_mix_source.revenue_incl is 'The same with tax.';

grant select on scout.product_mix_source to service_role;

create view scout.gold_daily_sales as
select business_date, company_id, store_id, currency_id, orders, refunds, quantity, gross_amount, tax_amount, net_amount, refunded_amount
  from scout.daily_sales_rows;

comment on view scout.gold_daily_sales is
    'Paid, posted and invoiced orders by day, company, shop and currency, as of the last refresh (scout.gold_refreshes). For service_role: all companies. Others read scout.v_tx_trends.';
comment on column scout.gold_daily_sales.business_date is 'The day in the shop''s time zone.';
comment on column scout.gold_daily_sales.company_id is 'res.company.id; 0: not known.';
comment on column scout.gold_daily_sales.store_id is 'pos.config.id; 0: not known.';
comment on column scout.gold_daily_sales.currency_id is 'res.currency.id; 0: not known.';
comment on column scout.gold_daily_sales.orders is 'Orders that count, refunds among them.';
comment on column scout.gold_daily_sales.refunds is 'Those of them whose total is below zero.';
comment on column scout.gold_daily_sales.quantity is 'Sum over their lines; refunds are negative.';
comment on column scout.gold_daily_sales.gross_amount is 'Sum with tax, refunds taken off, in the currency.';
comment on column scout.gold_daily_sales.tax_amount is 'The tax in it.';
comment on column scout.gold_daily_sales.net_amount is 'What was paid.';
comment on column scout.gold_daily_sales.refunded_amount is 'The refunds in gross_amount; zero or negative.';

grant select on scout.gold_daily_sales to service_role;

create view scout.gold_product_mix as
select business_date, company_id, store_id, currency_id, product_id, orders, quantity, revenue, revenue_incl
  from scout.product_mix_rows;

comment on view scout.gold_product_mix is
    'Lines of paid, posted and invoiced orders by day, company, shop, currency and product, as of the last refresh (scout.gold_refreshes). For service_role: all companies. Others read scout.v_product_mix.';
comment on column scout.gold_product_mix.business_date is 'The day in the shop''s time zone.';
comment on column scout.gold_product_mix.company_id is 'res.company.id; 0: not known.';
comment on column scout.gold_product_mix.store_id is 'pos.config.id; 0: not known.';
comment on column scout.gold_product_mix.currency_id is 'res.currency.id; 0: not known.';
comment on column scout.gold_product_mix.product_id is 'product.product.id';
comment on column scout.gold_product_mix.orders is 'Orders that hold the product, refunds among them.';
comment on column scout.gold_product_mix.quantity is 'In the product''s unit; refunds are negative.';
comment on column scout.gold_product_mix.revenue is 'Without tax, refunds taken off, in the currency.';
comment on column scout.gold_product_mix.revenue_incl is 'The same with tax.';

grant select on scout.gold_product_mix to service_role;

create or replace view scout.v_tx_trends with (security_barrier = true) as
select g.business_date,
       nullif(g.company_id, 0) as company_id,
       company.name as company_name,
       nullif(g.store_id, 0) as store_id,
       store.name as store_name,
       currency.name as currency,
       g.orders,
       g.refunds,
       g.quantity,
       g.gross_amount,
       g.tax_amount,
       g.net_amount,
       g.refunded_amount,
       round((g.gross_amount - g.refunded_amount) / nullif(g.orders - g.refunds, 0), 4) as average_basket,
       round(sum(g.orders) over week / least(7, g.business_date - min(g.business_date) over shop + 1), 4) as orders_7_day_average,
       round(sum(g.gross_amount) over week / least(7, g.business_date - min(g.business_date) over shop + 1), 4) as gross_7_day_average
  from scout.gold_daily_sales g
  left join scout.silver_companies company on company.id = g.company_id
  left join scout.silver_stores store on store.id = g.store_id
  left join scout.silver_currencies currency on currency.id = g.currency_id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or g.company_id = 0
    or g.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user)
window shop as (partition by g.company_id, g.store_id, g.currency_id),
       week as (partition by g.company_id, g.store_id, g.currency_id order by g.business_date
                range between interval '6 days' preceding and current row);

create or replace view scout.v_product_mix with (security_barrier = true) as
with sold as (
    select date_trunc('month', g.business_date::timestamp)::date as month, g.company_id, g.currency_id, g.product_id,
           sum(g.orders)::bigint as orders, sum(g.quantity) as quantity, sum(g.revenue) as revenue, sum(g.revenue_incl) as revenue_incl
      from scout.gold_product_mix g
     where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
        or g.company_id = 0
        or g.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user)
     group by 1, 2, 3, 4
), named as (
    select s.*, coalesce(product.name, unknown.label) as product_name,
           coalesce(product.category_name, unknown.label) as product_category, coalesce(product.brand_name, unknown.label) as brand_name
      from sold s
     cross join (select coalesce(max(value), 'Unknown') as label from scout.settings where key = 'unknown_label') as unknown
      left join scout.product_names product using (product_id)
)
select n.month,
       nullif(n.company_id, 0) as company_id,
       company.name as company_name,
       currency.name as currency,
       n.product_category,
       n.brand_name,
       n.product_id,
       n.product_name,
       n.orders,
       n.quantity,
       n.revenue,
       n.revenue_incl,
       round(n.revenue / nullif(sum(n.revenue) over whole, 0), 6) as product_share,
       round(sum(n.revenue) over category / nullif(sum(n.revenue) over whole, 0), 6) as category_share,
       round(sum(n.revenue) over brand / nullif(sum(n.revenue) over whole, 0), 6) as brand_share
  from named n
  left join scout.silver_companies company on company.id = n.company_id
  left join scout.silver_currencies currency on currency.id = n.currency_id
window whole as (partition by n.month, n.company_id, n.currency_id),
       category as (partition by n.month, n.company_id, n.currency_id, n.product_category),
       brand as (partition by n.month, n.company_id, n.currency_id, n.brand_name);

-- Rows, and rights that somebody granted, go over. A materialized view that a restore left unfilled cannot be read.
do $$
declare
    v_view  text;
    v_right record;
begin
    foreach v_view in array array['daily_sales', 'product_mix'] loop
        if (select relispopulated from pg_catalog.pg_class where oid = format('scout.gold_%s_before', v_view)::regclass) then
            execute format('insert into scout.%1$s_rows select * from scout.gold_%1$s_before', v_view);
        end if;
        for v_right in
            select coalesce(nullif(acl.grantee, 0)::regrole::text, 'public') as grantee,
                   case when acl.is_grantable then ' with grant option' else '' end as and_on
              from pg_catalog.pg_class c cross join aclexplode(c.relacl) as acl
             where c.oid = format('scout.gold_%s_before', v_view)::regclass and acl.privilege_type = 'SELECT' and acl.grantee <> c.relowner loop
            execute format('grant select on scout.gold_%s to %s%s', v_view, v_right.grantee, v_right.and_on);
        end loop;
    end loop;
end;
$$;
-- squawk-ignore ban-drop-view
drop materialized view scout.gold_daily_sales_before;
-- squawk-ignore ban-drop-view
drop materialized view scout.gold_product_mix_before;

alter table scout.gold_refreshes add column days_recomputed integer not null default 0;
comment on column scout.gold_refreshes.view_name is 'The view in schema scout.';
comment on column scout.gold_refreshes.days_recomputed is 'Days that were summed up again; both views have the same.';

-- Called without arguments it is the one below.
-- squawk-ignore ban-drop-function
drop function scout.refresh_gold();

create function scout.recompute_gold(p_day date default null) returns jsonb
language plpgsql set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
declare
    v_where  text := case when p_day is null then 'true' else format('business_date = %L::date', p_day) end;
    v_sales  bigint;
    v_mix    bigint;
    v_answer jsonb;
begin
    -- Wherever a shop is, its day begins and ends within these instants.
    perform set_config('scout.gold_from', coalesce((p_day - 1)::text, ''), true),
            set_config('scout.gold_until', coalesce((p_day + 2)::text, ''), true);
    execute format('delete from scout.daily_sales_rows where %s', v_where);
    get diagnostics v_sales = row_count;
    execute format('delete from scout.product_mix_rows where %s', v_where);
    get diagnostics v_mix = row_count;
    -- One statement sees one state: the orders noted as counted are those that the sums count, whatever is committed meanwhile.
    -- Executed as text, so that it is planned for this day.
    execute format($sql$
        with counted as materialized (
            select order_id, business_date, company_id, store_id, currency_id from scout.counted_orders where %1$s
        ), left_it as (
            delete from scout.gold_orders g
             where %1$s and not exists (select from counted c where c.order_id = g.order_id and c.business_date = g.business_date)
        ), entered as (
            insert into scout.gold_orders as known (order_id, business_date, company_id, store_id, currency_id)
            select order_id, business_date, company_id, store_id, currency_id from counted
                on conflict (order_id, business_date) do update
               set company_id = excluded.company_id, store_id = excluded.store_id, currency_id = excluded.currency_id
             where (known.company_id, known.store_id, known.currency_id)
                   is distinct from (excluded.company_id, excluded.store_id, excluded.currency_id)
        ), sales as (
            insert into scout.daily_sales_rows select * from scout.daily_sales_source where %1$s returning 1
        ), mix as (
            insert into scout.product_mix_rows select * from scout.product_mix_source where %1$s returning 1
        )
        select jsonb_build_object('gold_daily_sales', (select count(*) from sales) - $1,
                                  'gold_product_mix', (select count(*) from mix) - $2)
    $sql$, v_where) into v_answer using v_sales, v_mix;
    perform set_config('scout.gold_from', '', true), set_config('scout.gold_until', '', true);
    return v_answer;
end;
$$;
comment on function scout.recompute_gold(date) is
    'Sums up one day of gold again, or all of it; answers how many rows more each view has than before. For scout.refresh_gold, which lets one at a time do it.';
revoke execute on function scout.recompute_gold(date) from public, anon, authenticated;
grant execute on function scout.recompute_gold(date) to service_role;

create function scout.changed_gold_days(p_order_ids bigint[], p_keys_moved boolean) returns date[]
language plpgsql stable set search_path = '' as $$
begin
    return (select coalesce(array_agg(day order by day), '{}')
              from (select business_date from scout.gold_orders where order_id = any (p_order_ids)
                     union
                    select business_date from scout.counted_orders where order_id = any (p_order_ids)
                     union
                    select days.day
                      from scout.counted_orders o
                      full join scout.gold_orders g using (order_id)
                     cross join lateral unnest(array[o.business_date, g.business_date]) as days (day)
                     where p_keys_moved and days.day is not null
                       and (o.business_date, o.company_id, o.store_id, o.currency_id)
                           is distinct from (g.business_date, g.company_id, g.store_id, g.currency_id)) as changed (day));
end;
$$;
comment on function scout.changed_gold_days(bigint[], boolean) is
    'The days of gold that these orders were counted in or belong to now. p_keys_moved: also those of every order that belongs to another day, company, shop or currency than it was counted for.';
revoke execute on function scout.changed_gold_days(bigint[], boolean) from public, anon, authenticated;
grant execute on function scout.changed_gold_days(bigint[], boolean) to service_role;

create function scout.refresh_gold(p_full boolean default false) returns jsonb
language plpgsql security definer set search_path = '' set statement_timeout = '55s' as $$
declare
    -- So many orders are of so many days that looking for these costs more than it spares.
    c_most_orders constant integer := 100000;
    v_started timestamptz;
    v_unread  record;
    v_days    date[];  -- null: all
    v_day     date;
    v_rows    jsonb := '{"gold_daily_sales": 0, "gold_product_mix": 0}';
begin
    -- A second caller waits, then refreshes too: when it returns, gold holds all that was committed before it called.
    perform pg_advisory_xact_lock(hashtextextended('scout.refresh_gold', 0));
    v_started := clock_timestamp();
    -- What is committed after this statement is not in its snapshot, so it is read, and its days summed up, the next time.
    select scout.committed_snapshot() as snapshot,
           coalesce(array_agg(distinct touched.id) filter (where touched.id is not null), '{}') as order_ids,
           coalesce(bool_or(case c.model when 'pos.order' then c.ids is null when 'pos.order.line' then c.parent_ids is null end), false) as any_order,
           coalesce(bool_or(c.model in ('pos.config', 'res.company', 'scout.settings', 'scout.store_settings')), false) as keys_moved
      into v_unread
      from scout.unread_changes c
      left join lateral unnest(case c.model when 'pos.order' then c.ids when 'pos.order.line' then c.parent_ids end) as touched (id) on true
     where c.reader = 'gold';
    if not (p_full or scout.must_rebuild('gold') or v_unread.any_order or cardinality(v_unread.order_ids) > c_most_orders) then
        v_days := scout.changed_gold_days(v_unread.order_ids, v_unread.keys_moved);
        if 2 * cardinality(v_days) > (select count(distinct business_date) from scout.daily_sales_rows) then
            v_days := null;
        end if;
    end if;
    if v_days is null then
        perform scout.recompute_gold();
        v_rows := jsonb_build_object('gold_daily_sales', (select count(*) from scout.daily_sales_rows),
                                      'gold_product_mix', (select count(*) from scout.product_mix_rows));
    else
        foreach v_day in array v_days loop
            v_rows := (select jsonb_object_agg(key, value::bigint + (v_rows ->> key)::bigint) from jsonb_each_text(scout.recompute_gold(v_day)));
        end loop;
    end if;
    perform scout.confirm_changes('gold', v_unread.snapshot::text);
    perform scout.prune_changes();
    insert into scout.gold_refreshes as known (view_name, started_at, finished_at, duration_seconds, row_count, days_recomputed)
    select key, v_started, finished_at, round(extract(epoch from finished_at - v_started), 3), value::bigint,
           coalesce(cardinality(v_days), (select count(distinct business_date) from scout.daily_sales_rows))
      from jsonb_each_text(v_rows) cross join (select clock_timestamp() as finished_at) as present
        on conflict (view_name) do update
       set started_at = excluded.started_at, finished_at = excluded.finished_at, duration_seconds = excluded.duration_seconds,
           row_count = excluded.row_count + case when v_days is null then 0 else known.row_count end, days_recomputed = excluded.days_recomputed;
    return (select jsonb_object_agg(view_name, to_jsonb(r) - 'view_name') from scout.gold_refreshes r);
end;
$$;
comment on function scout.refresh_gold(boolean) is
    'Sums up the days of gold that changed since the last refresh, or all (p_full; also when half of them changed, or nobody knows which), without locking readers out; answers started_at, finished_at, duration_seconds, row_count and days_recomputed by view. Runs as its owner: gold is nobody else''s to write.';
revoke execute on function scout.refresh_gold(boolean) from public, anon, authenticated;
grant execute on function scout.refresh_gold(boolean) to service_role;

create function scout.rebuild_gold() returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
begin
    return scout.refresh_gold(p_full => true);
end;
$$;
comment on function scout.rebuild_gold() is 'Sums up all of gold again, whatever changed; answers what scout.refresh_gold does.';
revoke execute on function scout.rebuild_gold() from public, anon, authenticated;
grant execute on function scout.rebuild_gold() to service_role;

create or replace function ops.health_of_gold() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'views', (select coalesce(jsonb_object_agg(c.relname, jsonb_build_object(
                             'populated', true,  -- an older release asks; a view is never without its rows
                             'refreshed_at', r.started_at, 'rows', r.row_count)), '{}')
                    from pg_catalog.pg_class c
                    left join scout.gold_refreshes r on r.view_name = c.relname
                   where c.relnamespace = 'scout'::regnamespace and c.relkind = 'v' and c.relname like 'gold\_%'),
        -- A refresh sees what was committed before it began.
        'changed_at', (select max(coalesce(l.completed_at, l.started_at))
                         from scout.sync_checkpoints c
                        cross join lateral (select s.started_at, s.completed_at from scout.sync_logs s
                                             where s.checkpoint_id = c.id and s.inserted + s.updated + s.deleted > 0
                                             order by s.started_at desc limit 1) l
                        where c.stream in ('pos.order', 'pos.order.line', 'pos.payment')),
        'zone_is_assumed', scout.time_zone_is_assumed())
$$;
comment on function ops.health_of_gold() is
    'Each gold view, and when its latest refresh began; changed_at: when orders, lines or payments last changed here; zone_is_assumed: nobody said where the shops'' days begin.';
revoke execute on function ops.health_of_gold() from public, anon, authenticated;
grant execute on function ops.health_of_gold() to service_role;
