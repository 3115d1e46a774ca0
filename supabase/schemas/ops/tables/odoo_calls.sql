-- Functions are stateless, so totals are counted here: from the log of runs, which is kept whole.
create table ops.odoo_calls (
    id       uuid primary key,
    kind     text not null,
    calls    bigint not null,
    ended_at timestamptz not null default now(),
    constraint odoo_calls_kind_is_known check (kind in ('sync', 'outbox')),
    constraint odoo_calls_are_natural check (calls >= 0)
);

comment on table ops.odoo_calls is 'How many requests each run sent to Odoo.';
comment on column ops.odoo_calls.id is 'Made by whoever counts, so that a repeat counts nothing again.';
comment on column ops.odoo_calls.kind is 'sync or outbox.';
comment on column ops.odoo_calls.calls is 'Requests of all kinds, repeats among them.';
comment on column ops.odoo_calls.ended_at is 'When the run ended.';

alter table ops.odoo_calls enable row level security;
create policy service_role_all on ops.odoo_calls to service_role using (true) with check (true);
grant select, insert, update, delete on ops.odoo_calls to service_role;
