-- Lock order: every step takes the checkpoint's row first, by a conditional update, and holds it to the end of its
-- transaction. Two commits of one stream therefore come one after the other, and the second sees what the first did.
create table scout.sync_checkpoints (
    id               text primary key,
    stream           text not null references scout.bronze_tables (model),
    last_sync_at     timestamptz,
    last_record_id   bigint not null default 0,
    records_synced   bigint not null default 0,
    status           text not null default 'idle',
    error_message    text,
    window_mode      text,
    window_from      timestamptz,
    window_until     timestamptz,
    backfill         jsonb,
    scope            jsonb,
    page_rows        integer,
    fence            bigint not null default 0,
    run_id           uuid,
    lease_holder     text,
    lease_expires_at timestamptz,
    last_page        integer not null default 0,
    last_page_digest text,
    last_page_answer jsonb,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    fields_digest    text,
    constraint sync_checkpoints_status_is_known check (status in ('idle', 'running', 'partial', 'failed')),
    constraint sync_checkpoints_mode_is_known check (window_mode in ('incremental', 'full')),
    constraint sync_checkpoints_window_is_whole check ((window_mode is null) = (window_until is null)),
    constraint sync_checkpoints_incremental_has_a_start check (window_mode <> 'incremental' or window_from is not null),
    constraint sync_checkpoints_lease_is_whole check ((run_id is null) = (lease_expires_at is null))
);

create index sync_checkpoints_stream on scout.sync_checkpoints (stream);

comment on table scout.sync_checkpoints is 'One row a stream: how far it is known to equal Odoo, the window being read, and who holds the lease.';
comment on column scout.sync_checkpoints.id is 'The Odoo model; with SYNC_CHECKPOINT_KEY set, that key and a colon before it.';
comment on column scout.sync_checkpoints.stream is 'The Odoo model.';
comment on column scout.sync_checkpoints.last_sync_at is 'The watermark: everything committed in Odoo before this instant, less the overlap, is here. Moves when a window closes.';
comment on column scout.sync_checkpoints.last_record_id is 'Inside the open window: the highest Odoo id already committed; 0 when no window is open.';
comment on column scout.sync_checkpoints.records_synced is 'Records read in all runs together, unchanged ones too.';
comment on column scout.sync_checkpoints.status is 'idle, running, partial (its time was up, the next run goes on) or failed.';
comment on column scout.sync_checkpoints.error_message is 'Why the last run failed; null when it did not.';
comment on column scout.sync_checkpoints.window_mode is 'incremental or full. Null: no window is open.';
comment on column scout.sync_checkpoints.window_from is 'The open window''s begin, included. Null in a full read.';
comment on column scout.sync_checkpoints.window_until is 'The open window''s end, excluded. Null: no window is open.';
comment on column scout.sync_checkpoints.backfill is 'The place of an unfinished --since/--until read: {since, until, after_id}.';
comment on column scout.sync_checkpoints.scope is 'User, companies, language, fields and domain the data was read with; a change means a full read.';
comment on column scout.sync_checkpoints.page_rows is 'The page size that worked last.';
comment on column scout.sync_checkpoints.fence is 'Fencing token: grows with every lease; a commit under an older one is refused.';
comment on column scout.sync_checkpoints.run_id is 'The run that holds the lease. Null: nobody does.';
comment on column scout.sync_checkpoints.lease_holder is 'Who holds the lease: host and process.';
comment on column scout.sync_checkpoints.lease_expires_at is 'When the lease ends unless it is renewed; each page renews it.';
comment on column scout.sync_checkpoints.last_page is 'The last page committed under this fence; 0: none yet.';
comment on column scout.sync_checkpoints.last_page_digest is 'That page''s digest: a repeat of it is told by this.';
comment on column scout.sync_checkpoints.last_page_answer is 'What that page was answered; a repeat gets it again.';
comment on column scout.sync_checkpoints.created_at is 'When the stream was first read.';
comment on column scout.sync_checkpoints.updated_at is 'When this row last changed.';
comment on column scout.sync_checkpoints.fields_digest is 'Digest of the fields last recorded in scout.stream_fields; or: access lost, model missing.';

alter table scout.sync_checkpoints enable row level security;
create policy service_role_all on scout.sync_checkpoints to service_role using (true) with check (true);
grant select, insert, update, delete on scout.sync_checkpoints to service_role;
