create table ops.outbox_kick (
    only_one    boolean primary key default true,
    url         text not null,
    secret_name text not null,
    enabled_at  timestamptz not null default now(),
    constraint outbox_kick_is_one_row check (only_one),
    constraint outbox_kick_url_is_plain check (url ~ '^https?://[^/?#@[:space:]]+(/[^@[:space:]]*)?$'),
    constraint outbox_kick_secret_is_named check (btrim(secret_name) <> '')
);

comment on table ops.outbox_kick is 'Where the outbox''s worker is called when a message was committed; no row: it is not. Written by ops.enable_kick and ops.disable_kick.';
comment on column ops.outbox_kick.only_one is 'Always true: there is one row at most.';
comment on column ops.outbox_kick.url is 'The address of the function outbox_worker.';
comment on column ops.outbox_kick.secret_name is 'The name in vault.decrypted_secrets of what SYNC_SECRET holds.';
comment on column ops.outbox_kick.enabled_at is 'When it was last set.';

alter table ops.outbox_kick enable row level security;
create policy service_role_all on ops.outbox_kick to service_role using (true) with check (true);
-- Not to write: whoever names url and secret here has the secret sent there. ops.enable_kick asks who may.
grant select on ops.outbox_kick to service_role;
