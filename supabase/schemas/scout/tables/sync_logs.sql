create table scout.sync_logs (
    id                bigint generated always as identity primary key,
    run_id            uuid not null,
    checkpoint_id     text not null references scout.sync_checkpoints (id) on delete cascade,
    fence             bigint not null,
    mode              text,
    window_from       timestamptz,
    window_until      timestamptz,
    started_at        timestamptz not null default clock_timestamp(),
    completed_at      timestamptz,
    records_processed bigint not null default 0,
    inserted          bigint not null default 0,
    updated           bigint not null default 0,
    unchanged         bigint not null default 0,
    deleted           bigint not null default 0,
    quarantined       bigint not null default 0,
    pages             integer not null default 0,
    status            text not null default 'running',
    error_count       integer not null default 0,
    error_message     text,
    notices           jsonb not null default '[]',
    begin_answer      jsonb not null,
    finish_answer     jsonb,
    unique (run_id, checkpoint_id),
    constraint sync_logs_status_is_known check (status in ('running', 'completed', 'partial', 'failed', 'abandoned')),
    constraint sync_logs_ended_has_a_time check ((status = 'running') = (completed_at is null))
);

create index sync_logs_checkpoint on scout.sync_logs (checkpoint_id, started_at desc);

comment on table scout.sync_logs is 'One row a run and stream: what was read, what changed, how it ended. abandoned: its runner vanished.';
comment on column scout.sync_logs.id is 'A number of its own.';
comment on column scout.sync_logs.run_id is 'The run; the same in all streams of one run.';
comment on column scout.sync_logs.checkpoint_id is 'The stream''s checkpoint.';
comment on column scout.sync_logs.fence is 'The fencing token of this run''s lease.';
comment on column scout.sync_logs.mode is 'incremental or full: the last window the run opened. Null: it opened none.';
comment on column scout.sync_logs.window_from is 'That window''s begin, included.';
comment on column scout.sync_logs.window_until is 'That window''s end, excluded.';
comment on column scout.sync_logs.started_at is 'When the run took the stream''s lease.';
comment on column scout.sync_logs.completed_at is 'When it ended. Null: it has not.';
comment on column scout.sync_logs.records_processed is 'Records read from Odoo.';
comment on column scout.sync_logs.inserted is 'Records that bronze did not have.';
comment on column scout.sync_logs.updated is 'Records whose content was another in bronze, or that had been deleted there.';
comment on column scout.sync_logs.unchanged is 'Records that were the same; nothing was written.';
comment on column scout.sync_logs.deleted is 'Records that are gone from Odoo and were marked so here.';
comment on column scout.sync_logs.quarantined is 'Records that were in quarantine after their page; one read twice counts twice.';
comment on column scout.sync_logs.pages is 'Pages committed.';
comment on column scout.sync_logs.status is 'running, completed, partial (its time was up), failed or abandoned (its runner vanished).';
comment on column scout.sync_logs.error_count is '1 when it ended with an error.';
comment on column scout.sync_logs.error_message is 'Why it failed; null when it did not.';
comment on column scout.sync_logs.notices is 'What people should know, an array of sentences.';
comment on column scout.sync_logs.begin_answer is 'What begin_sync answered; a repeat of the call gets it again.';
comment on column scout.sync_logs.finish_answer is 'What finish_sync answered; a repeat of the call gets it again.';

alter table scout.sync_logs enable row level security;
create policy service_role_all on scout.sync_logs to service_role using (true) with check (true);
grant select, insert, update, delete on scout.sync_logs to service_role;
