create table scout.silver_product_costs (
    product_id     bigint not null references scout.silver_products (id) on delete cascade,
    company_id     bigint not null,
    standard_price numeric,
    refined_at     timestamptz not null default now(),
    primary key (product_id, company_id)
);

comment on table scout.silver_product_costs is 'What a product costs each company that Odoo was read for, in that company''s currency.';
comment on column scout.silver_product_costs.product_id is 'product.product.id';
comment on column scout.silver_product_costs.company_id is 'res.company.id: whose value this is.';
comment on column scout.silver_product_costs.standard_price is 'product.product.standard_price as this company sees it; null when Odoo told none.';
comment on column scout.silver_product_costs.refined_at is 'When this row last changed here.';

alter table scout.silver_product_costs enable row level security;
create policy service_role_all on scout.silver_product_costs to service_role using (true) with check (true);
grant select, insert, update, delete on scout.silver_product_costs to service_role;

insert into scout.silver_company_tables (table_name, model, odoo_field, key_column, value_column)
values ('silver_product_costs', 'product.product', 'standard_price', 'product_id', 'standard_price');
