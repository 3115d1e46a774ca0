create table scout.personal_models (
    model        text primary key references scout.bronze_tables (model),
    fields       text[] not null,
    person_field text not null default 'partner_id',
    keeps_record boolean not null default false,
    constraint personal_models_has_fields check (cardinality(fields) > 0)
);

comment on table scout.personal_models is 'The models that have personal fields, as their definitions mark them. scout migrate keeps it.';
comment on column scout.personal_models.model is 'The Odoo model.';
comment on column scout.personal_models.fields is 'The fields that say something about a person.';
comment on column scout.personal_models.person_field is 'The link to the partner whom they are about; once that one is forgotten, they are emptied.';
comment on column scout.personal_models.keeps_record is 'The record has amounts that are held against Odoo: when it is forgotten itself, its personal fields alone are emptied.';

alter table scout.personal_models enable row level security;
create policy service_role_all on scout.personal_models to service_role using (true) with check (true);
grant select, insert, update, delete on scout.personal_models to service_role;
