-- Bronze holds such a value by company: "standard_price": {"1": 8.0, "2": 0.0}. Before this release it held one bare number, whose
-- company nobody knows: that gives no row here until the stream is read again, which the next run does by itself.
create table scout.silver_company_tables (
    table_name   text primary key,
    model        text not null references scout.silver_tables (model),
    odoo_field   text not null,
    key_column   text not null,
    value_column text not null,
    unique (model, odoo_field),
    constraint silver_company_tables_name_says_so check (table_name ~ '^silver_[a-z_]+$')
);

comment on table scout.silver_company_tables is
    'Which field that Odoo keeps for each company becomes which typed table: (key_column, company_id, value_column numeric, refined_at), '
    'with primary key (key_column, company_id), and key_column on delete cascade after the model''s silver table, so that values leave with their record.';
comment on column scout.silver_company_tables.table_name is 'The typed table in schema scout.';
comment on column scout.silver_company_tables.model is 'The Odoo model.';
comment on column scout.silver_company_tables.odoo_field is 'In the payload an object of numbers by company id.';
comment on column scout.silver_company_tables.key_column is 'The column that holds the record''s id in Odoo.';
comment on column scout.silver_company_tables.value_column is 'The column that holds the value for a company.';

alter table scout.silver_company_tables enable row level security;
create policy service_role_all on scout.silver_company_tables to service_role using (true) with check (true);
grant select on scout.silver_company_tables to service_role;
