create table scout.settings (
    key         text primary key,
    value       text not null,
    description text not null,
    updated_at  timestamptz not null default now(),
    constraint settings_value_is_not_blank check (btrim(value) <> '')
);

comment on table scout.settings is 'What people may change without a deployment: one row a setting.';
comment on column scout.settings.key is 'The setting''s name: time_zone, unknown_label, mixed_label, none_label, outbox_open_messages_per_author or tombstone_days.';
comment on column scout.settings.value is 'What it is set to. A time_zone must be one that PostgreSQL knows.';
comment on column scout.settings.description is 'What the setting does.';
comment on column scout.settings.updated_at is 'When it was last set; kept by a trigger.';

alter table scout.settings enable row level security;
create policy service_role_all on scout.settings to service_role using (true) with check (true);
grant select, insert, update, delete on scout.settings to service_role;

create trigger check_setting before insert or update on scout.settings
    for each row execute function scout.check_setting();

create trigger note_setting after insert or update or delete on scout.settings
    for each row execute function scout.note_setting();
create trigger note_truncated after truncate on scout.settings
    for each statement execute function scout.note_setting();
