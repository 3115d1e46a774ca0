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
