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
