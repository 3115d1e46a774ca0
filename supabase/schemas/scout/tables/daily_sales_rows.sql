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
