-- The list outlives the record in Odoo: whatever brings the record back, from a backup too, meets it here.
create table scout.erasures (
    model      text not null references scout.bronze_tables (model),
    odoo_id    bigint not null,
    reason     text,
    erased_at  timestamptz not null default now(),
    erased_by  text,
    is_counted boolean not null default false,
    write_date timestamptz,
    primary key (model, odoo_id)
);

comment on table scout.erasures is
    'The erasure list: records whose content is kept nowhere, whatever Odoo still shows (invariant 23). Whoever copies data of this warehouse elsewhere leaves them out, and takes out what it has. Put in with scout.forget_record.';
comment on column scout.erasures.model is 'The Odoo model.';
comment on column scout.erasures.odoo_id is 'The record''s id in Odoo.';
comment on column scout.erasures.reason is 'Why, such as the number of the request; not the person''s name.';
comment on column scout.erasures.erased_at is 'When it was first put on the list.';
comment on column scout.erasures.erased_by is 'Who did it.';
comment on column scout.erasures.is_counted is 'Odoo showed it when it was last read, and bronze holds no live row of it: counts and checksums take it from here.';
comment on column scout.erasures.write_date is 'As Odoo last told it: its part of the checksum.';

alter table scout.erasures enable row level security;
create policy service_role_all on scout.erasures to service_role using (true) with check (true);
grant select, insert, update, delete on scout.erasures to service_role;
