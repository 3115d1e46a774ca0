create table scout.deleted_records (
    model      text not null references scout.bronze_tables (model),
    odoo_id    bigint not null,
    company_id bigint,
    deleted_at timestamptz not null,
    primary key (model, odoo_id)
);

comment on table scout.deleted_records is 'Records that are gone from Odoo, of every model with a typed table. Kept by the triggers that keep the typed tables.';
comment on column scout.deleted_records.model is 'The Odoo model.';
comment on column scout.deleted_records.odoo_id is 'The id it had in Odoo.';
comment on column scout.deleted_records.company_id is 'The company it belonged to; null: none, or not known.';
comment on column scout.deleted_records.deleted_at is 'When it was found gone.';

alter table scout.deleted_records enable row level security;
create policy service_role_all on scout.deleted_records to service_role using (true) with check (true);
grant select, insert, update, delete on scout.deleted_records to service_role;
