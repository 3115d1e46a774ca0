-- Purpose: gold, the sums that dashboards read: sales by day and shop, products by day and shop, refreshed every hour.
-- Reverse: select cron.unschedule('scout-refresh-gold'); drop view scout.v_tx_trends, scout.v_product_mix; drop the materialized views
--          scout.gold_daily_sales, scout.gold_product_mix; drop function scout.refresh_gold(); drop table scout.gold_refreshes;
--
-- Gold holds ids and sums only, names are joined when it is read. Its keys are plain columns that are never null (0: not known), because
-- a concurrent refresh matches rows by a unique index. A materialized view carries no row level security: service_role alone reads it.

create materialized view scout.gold_daily_sales as
select o.business_date,
       coalesce(o.company_id, 0) as company_id,
       coalesce(o.store_id, 0) as store_id,
       coalesce(o.currency_id, 0) as currency_id,
       count(*) as orders,
       count(*) filter (where o.gross_amount < 0) as refunds,
       coalesce(sum(lines.quantity), 0) as quantity,
       sum(o.gross_amount) as gross_amount,
       sum(o.tax_amount) as tax_amount,
       sum(o.net_amount) as net_amount,
       coalesce(sum(o.gross_amount) filter (where o.gross_amount < 0), 0) as refunded_amount
  from scout.order_facts o
  left join (select order_id, sum(quantity) as quantity from scout.present_items group by order_id) as lines using (order_id)
 where o.status in ('paid', 'posted', 'invoiced')
 group by 1, 2, 3, 4;
create unique index gold_daily_sales_key on scout.gold_daily_sales (business_date, company_id, store_id, currency_id);
comment on materialized view scout.gold_daily_sales is 'Paid, posted and invoiced orders by day, company, shop and currency. Read it through scout.v_tx_trends.';
grant select on scout.gold_daily_sales to service_role;

create materialized view scout.gold_product_mix as
select o.business_date,
       coalesce(o.company_id, 0) as company_id,
       coalesce(o.store_id, 0) as store_id,
       coalesce(o.currency_id, 0) as currency_id,
       i.product_id,
       count(distinct i.order_id) as orders,
       sum(i.quantity) as quantity,
       sum(i.line_total) as revenue,
       sum(i.line_total_incl) as revenue_incl
  from scout.order_facts o
  join scout.present_items i using (order_id)
 where o.status in ('paid', 'posted', 'invoiced')
 group by 1, 2, 3, 4, 5;
create unique index gold_product_mix_key on scout.gold_product_mix (business_date, company_id, store_id, currency_id, product_id);
comment on materialized view scout.gold_product_mix is
    'Lines of paid, posted and invoiced orders by day, company, shop, currency and product. Read it through scout.v_product_mix.';
grant select on scout.gold_product_mix to service_role;

create view scout.v_tx_trends with (security_barrier = true) as
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
comment on view scout.v_tx_trends is 'Sales by day and shop as of the last refresh (scout.gold_refreshes), with the trend of seven days.';
comment on column scout.v_tx_trends.average_basket is 'Mean gross amount of the orders that are not refunds; null on a day of refunds only.';
comment on column scout.v_tx_trends.gross_7_day_average is
    'Gross amount a calendar day over this day and the six before it; days without sales count, days before the shop''s first sale do not.';
grant select on scout.v_tx_trends to service_role, superset_readonly;

create view scout.v_product_mix with (security_barrier = true) as
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
comment on view scout.v_product_mix is
    'What sold, by month, company, currency and product, as of the last refresh (scout.gold_refreshes), with names as they are now.';
comment on column scout.v_product_mix.revenue is 'Without tax, in currency; refunds taken off. revenue_incl: tax included.';
comment on column scout.v_product_mix.product_share is
    'Part of the company''s revenue of the month in this currency, from 0 to 1 (refunds can lead beyond); null where that revenue is 0.';
comment on column scout.v_product_mix.category_share is 'The same for all products of this category together; repeated on each of them.';
comment on column scout.v_product_mix.brand_share is 'The same for all products of this brand together; repeated on each of them.';
grant select on scout.v_product_mix to service_role, superset_readonly;

create table scout.gold_refreshes (
    view_name        text primary key,
    started_at       timestamptz not null,
    finished_at      timestamptz not null,
    duration_seconds numeric not null,
    row_count        bigint not null,
    constraint gold_refreshes_ends_after_its_start check (finished_at >= started_at)
);
comment on table scout.gold_refreshes is 'The latest refresh of each gold view: when, how long, how many rows.';
alter table scout.gold_refreshes enable row level security;
create policy service_role_all on scout.gold_refreshes to service_role using (true) with check (true);
grant select on scout.gold_refreshes to service_role;

create function scout.refresh_gold() returns jsonb
language plpgsql security definer set search_path = '' set statement_timeout = '55s' as $$
declare
    v_view    text;
    v_started timestamptz;
    v_rows    bigint;
begin
    -- A second caller waits, then refreshes too: when it returns, gold holds all that was committed before it called.
    perform pg_advisory_xact_lock(hashtextextended('scout.refresh_gold', 0));
    foreach v_view in array array['gold_daily_sales', 'gold_product_mix'] loop
        v_started := clock_timestamp();
        execute format('refresh materialized view concurrently scout.%I', v_view);
        execute format('select count(*) from scout.%I', v_view) into v_rows;
        insert into scout.gold_refreshes (view_name, started_at, finished_at, duration_seconds, row_count)
        select v_view, v_started, finished_at, round(extract(epoch from finished_at - v_started), 3), v_rows
          from (select clock_timestamp() as finished_at) as present
            on conflict (view_name) do update
           set started_at = excluded.started_at, finished_at = excluded.finished_at,
               duration_seconds = excluded.duration_seconds, row_count = excluded.row_count;
    end loop;
    return (select jsonb_object_agg(view_name, to_jsonb(r) - 'view_name') from scout.gold_refreshes r);
end;
$$;
comment on function scout.refresh_gold() is
    'Brings the gold views up to date without locking readers out; answers started_at, finished_at, duration_seconds and row_count by view. Runs as its owner: refreshing is the owner''s right.';
revoke execute on function scout.refresh_gold() from public, anon, authenticated;
grant execute on function scout.refresh_gold() to service_role;

-- pg_cron is Supabase's, not every PostgreSQL's. Where it is missing or not allowed, whoever runs the sync refreshes gold.
do $$
begin
    if not exists (select from pg_catalog.pg_available_extensions where name = 'pg_cron') then
        raise notice 'pg_cron is not available: call scout.refresh_gold() from a schedule of your own.';
        return;
    end if;
    create extension if not exists pg_cron;
    perform cron.schedule('scout-refresh-gold', '5 * * * *', 'select scout.refresh_gold()');
exception when others then
    raise notice 'pg_cron cannot be used (%): call scout.refresh_gold() from a schedule of your own.', sqlerrm;
end;
$$;
