create table scout.field_changes (
    id            bigint generated always as identity primary key,
    checkpoint_id text not null references scout.sync_checkpoints (id) on delete cascade,
    stream        text not null,
    field         text,
    change        text not null,
    before        jsonb,
    after         jsonb,
    run_id        uuid not null,
    seen_at       timestamptz not null default clock_timestamp(),
    constraint field_changes_change_is_known check (change in (
        'added', 'removed', 'type changed', 'relation changed', 'stored changed', 'company dependence changed',
        'access lost', 'access regained', 'model missing', 'model found')),
    constraint field_changes_names_its_field check (
        (field is null) = (change in ('access lost', 'access regained', 'model missing', 'model found'))),
    constraint field_changes_once_a_run unique nulls not distinct (checkpoint_id, run_id, field, change)
);

comment on table scout.field_changes is
    'Each change of a stream''s fields, or of the right to read it, that a run met. The first sight of a stream is none.';
comment on column scout.field_changes.id is 'A number of its own.';
comment on column scout.field_changes.checkpoint_id is 'The stream''s checkpoint.';
comment on column scout.field_changes.stream is 'The Odoo model.';
comment on column scout.field_changes.field is 'Null where the whole model is meant.';
comment on column scout.field_changes.change is 'What happened: added, removed, type changed, relation changed, stored changed, company dependence changed; of the whole model access lost, access regained, model missing, model found.';
comment on column scout.field_changes.before is 'The field''s description before; null when it was not there.';
comment on column scout.field_changes.after is 'For a removed field that Odoo still has but the stream no longer reads: what it is now.';
comment on column scout.field_changes.run_id is 'The run that met it.';
comment on column scout.field_changes.seen_at is 'When that was.';

alter table scout.field_changes enable row level security;
create policy service_role_all on scout.field_changes to service_role using (true) with check (true);
grant select, insert, update, delete on scout.field_changes to service_role;
