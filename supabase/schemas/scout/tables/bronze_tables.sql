create table scout.bronze_tables (
    model          text primary key,
    table_name     text not null unique,
    company_field  text not null default 'company_id',
    created_at     timestamptz not null default now(),
    company_parent text,
    shared         boolean not null default false,
    constraint bronze_tables_model_is_a_technical_name check (model ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$'),
    constraint bronze_tables_name_fits check (octet_length(table_name) <= 63)
);

comment on table scout.bronze_tables is 'The Odoo models that have a bronze table, and the field that holds a record''s company.';
comment on column scout.bronze_tables.model is 'The Odoo model''s technical name, such as pos.order.';
comment on column scout.bronze_tables.table_name is 'Its table in schema scout: bronze_ and the model''s name with _ for each dot.';
comment on column scout.bronze_tables.company_field is 'The field of the payload that company_id is taken from.';
comment on column scout.bronze_tables.created_at is 'When the table was made.';
comment on column scout.bronze_tables.company_parent is 'The field that points to the record whose company this one has, where it has none of its own; null: there is none such.';
comment on column scout.bronze_tables.shared is 'A record without a company is everyone''s in odoo_raw; else only service_role sees it.';

alter table scout.bronze_tables enable row level security;
create policy service_role_all on scout.bronze_tables to service_role using (true) with check (true);
grant select on scout.bronze_tables to service_role;
