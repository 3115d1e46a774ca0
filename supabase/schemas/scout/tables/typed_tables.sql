create table scout.typed_tables (
    model        text primary key references scout.bronze_tables (model),
    table_name   text not null unique,
    is_due       boolean not null default true,
    refill_after bigint,
    notices      text[] not null default '{}',
    shaped_at    timestamptz
);

comment on table scout.typed_tables is
    'The typed table behind each relation of odoo_raw. Its columns are made from scout.stream_fields and scout.silver_columns, its rows by triggers on bronze.';
comment on column scout.typed_tables.model is 'The Odoo model.';
comment on column scout.typed_tables.table_name is 'Its table in schema scout: typed_ and the model''s name with _ for each dot.';
comment on column scout.typed_tables.is_due is 'The recorded fields changed and the table was not brought up to them yet: the next run does.';
comment on column scout.typed_tables.refill_after is 'Rows behind this id still have to be made from bronze again; null: none.';
comment on column scout.typed_tables.notices is 'What could not be changed when it was last brought up to date, and why.';
comment on column scout.typed_tables.shaped_at is 'When its columns were last compared with the recorded fields.';

alter table scout.typed_tables enable row level security;
create policy service_role_all on scout.typed_tables to service_role using (true) with check (true);
grant select, insert, update, delete on scout.typed_tables to service_role;
