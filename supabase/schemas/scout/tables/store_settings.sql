create table scout.store_settings (
    store_id   bigint primary key,
    time_zone  text not null,
    updated_at timestamptz not null default now()
);

comment on table scout.store_settings is 'What differs from scout.settings for one shop. store_id: the id of the pos.config; it may be named before the shop is synced.';
comment on column scout.store_settings.store_id is 'pos.config.id; it may be named before the shop is synced.';
comment on column scout.store_settings.time_zone is 'An IANA name such as Asia/Manila: where this shop''s day begins and ends.';
comment on column scout.store_settings.updated_at is 'When it was last set; kept by a trigger.';

alter table scout.store_settings enable row level security;
create policy service_role_all on scout.store_settings to service_role using (true) with check (true);
grant select, insert, update, delete on scout.store_settings to service_role;

create trigger check_store_setting before insert or update on scout.store_settings
    for each row execute function scout.check_store_setting();

create trigger note_setting after insert or update or delete on scout.store_settings
    for each row execute function scout.note_setting();
create trigger note_truncated after truncate on scout.store_settings
    for each statement execute function scout.note_setting();
