-- Rows outlive the view: what is shown today as views over odoo_raw is shown from the mirror tomorrow, and back.
create table cdc.shown_tables (
    table_name text primary key,
    form       text,
    shown_at   timestamptz,
    notice     text,
    constraint shown_tables_form_is_known check (form in ('replicated', 'read'))
);

comment on table cdc.shown_tables is 'The tables of Odoo that schema odoo_mirror shows, and from what.';
comment on column cdc.shown_tables.table_name is 'Odoo''s name of the table.';
comment on column cdc.shown_tables.form is 'replicated: its rows come from Odoo''s own database. read: a view over what was read through Odoo''s API. Null: there is neither yet.';
comment on column cdc.shown_tables.shown_at is 'When the view was last made.';
comment on column cdc.shown_tables.notice is 'Why the view is not as it should be; null: it is.';

alter table cdc.shown_tables enable row level security;
create policy service_role_all on cdc.shown_tables to service_role using (true) with check (true);
grant select, insert, update, delete on cdc.shown_tables to service_role;
