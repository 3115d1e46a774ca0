create table scout.silver_columns (
    model       text not null references scout.silver_tables (model),
    position    smallint not null,
    column_name text not null,
    odoo_field  text not null,
    data_type   text not null,
    required    boolean not null default false,
    indexed     boolean not null default false,
    primary key (model, column_name),
    unique (model, position),
    unique (model, odoo_field),
    constraint silver_columns_type_is_known check (data_type in ('bigint', 'numeric', 'text', 'boolean', 'timestamptz', 'date', 'bigint[]')),
    constraint silver_columns_name_is_free
        check (column_name not in ('id', 'refined_at', 'odoo_id', 'bronze_company_id', 'gone', 'reasons'))
);

comment on table scout.silver_columns is 'Which field of an Odoo model becomes which typed column. The tables, their triggers and their rebuild are made from it.';
comment on column scout.silver_columns.model is 'The Odoo model.';
comment on column scout.silver_columns.position is 'The column''s place in its table, from 1 on.';
comment on column scout.silver_columns.column_name is 'The typed column.';
comment on column scout.silver_columns.odoo_field is 'The field of the payload it is made from.';
comment on column scout.silver_columns.data_type is 'The column''s type.';
comment on column scout.silver_columns.required is 'A record without this value goes to scout.quarantine. Only where Odoo itself cannot be without it.';
comment on column scout.silver_columns.indexed is 'Views join or search by this column.';

alter table scout.silver_columns enable row level security;
create policy service_role_all on scout.silver_columns to service_role using (true) with check (true);
grant select on scout.silver_columns to service_role;
