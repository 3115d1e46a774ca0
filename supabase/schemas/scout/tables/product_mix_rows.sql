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
