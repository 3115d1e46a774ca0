create table ops.odoo_keys (
    name       text primary key,
    expires_at timestamptz not null,
    seen_at    timestamptz not null default now()
);

comment on table ops.odoo_keys is 'When the API key of Odoo''s user that ends first expires, as the latest look at the health saw it.';
comment on column ops.odoo_keys.name is 'Always "first to end": Odoo does not tell which of a user''s keys is in use.';
comment on column ops.odoo_keys.expires_at is 'When it expires.';
comment on column ops.odoo_keys.seen_at is 'When that was seen.';

alter table ops.odoo_keys enable row level security;
create policy service_role_all on ops.odoo_keys to service_role using (true) with check (true);
grant select, insert, update, delete on ops.odoo_keys to service_role;
