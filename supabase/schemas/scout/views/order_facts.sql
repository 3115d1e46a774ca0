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
comment on column scout.order_facts.order_id is 'pos.order.id';
comment on column scout.order_facts.transaction_code is 'The receipt''s number (pos_reference), else the order''s name.';
comment on column scout.order_facts.ordered_at is 'pos.order.date_order';
comment on column scout.order_facts.business_date is 'The day of ordered_at in the shop''s time zone (scout.store_settings, else scout.settings).';
comment on column scout.order_facts.company_id is 'pos.order.company_id';
comment on column scout.order_facts.store_id is 'pos.order.config_id';
comment on column scout.order_facts.store_name is 'The shop''s name.';
comment on column scout.order_facts.customer_id is 'pos.order.partner_id';
comment on column scout.order_facts.currency_id is 'The order''s currency, else its shop''s, else its company''s.';
comment on column scout.order_facts.gross_amount is 'pos.order.amount_total: tax included.';
comment on column scout.order_facts.tax_amount is 'pos.order.amount_tax';
comment on column scout.order_facts.net_amount is 'pos.order.amount_paid: what was paid, not an amount without tax.';
comment on column scout.order_facts.status is 'draft, paid, posted (done), invoiced, cancelled; Odoo''s own word for any other state. Odoo 19 has no state invoiced: there it is a done order with an invoice.';
comment on column scout.order_facts.region_code is 'The order''s x_region_code, else its shop''s.';

grant select on scout.order_facts to service_role;
