create table scout.odoo_call_slots (
    source     text primary key,
    holder     uuid,
    held_until timestamptz,
    next_at    timestamptz not null default '-infinity',
    constraint odoo_call_slots_hold_is_whole check ((holder is null) = (held_until is null))
);

comment on table scout.odoo_call_slots is 'The shared brake before a hosted Odoo: one row a host, one call at a time, the next not before next_at.';
comment on column scout.odoo_call_slots.source is 'Odoo''s host name.';
comment on column scout.odoo_call_slots.holder is 'Who makes a call now. Null: nobody.';
comment on column scout.odoo_call_slots.held_until is 'When a holder that vanished is forgotten.';
comment on column scout.odoo_call_slots.next_at is 'No call may begin before.';

alter table scout.odoo_call_slots enable row level security;
create policy service_role_all on scout.odoo_call_slots to service_role using (true) with check (true);
grant select, insert, update, delete on scout.odoo_call_slots to service_role;
