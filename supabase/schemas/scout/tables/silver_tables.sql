create table scout.silver_tables (
    model       text primary key references scout.bronze_tables (model),
    table_name  text not null unique,
    description text not null,
    constraint silver_tables_name_says_so check (table_name ~ '^silver_[a-z_]+$')
);

comment on table scout.silver_tables is 'The Odoo models that have a typed table.';
comment on column scout.silver_tables.model is 'The Odoo model.';
comment on column scout.silver_tables.table_name is 'Its typed table in schema scout.';
comment on column scout.silver_tables.description is 'What one row is.';

alter table scout.silver_tables enable row level security;
create policy service_role_all on scout.silver_tables to service_role using (true) with check (true);
grant select on scout.silver_tables to service_role;
