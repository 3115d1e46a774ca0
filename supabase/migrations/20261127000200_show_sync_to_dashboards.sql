-- Purpose: a dashboard shows how far behind Odoo each stream is, and how its runs end. What a reader may ask about its own
--          reach (20261127000000) is behind a barrier, as all views are that hide rows.
-- Reverse: drop view scout.v_sync_status, scout.v_sync_runs; alter view scout.companies_in_reach reset (security_barrier);

create view scout.v_sync_status with (security_barrier = true) as
select c.id as checkpoint_id, c.stream, c.status, c.last_sync_at,
       round(extract(epoch from now() - c.last_sync_at) / 60, 1) as lag_minutes,
       c.status = 'failed' as is_failing,
       run.started_at as last_run_at, run.status as last_run_status,
       counted.checked_at as counted_at, counted.differs_since,
       (select max(r.checked_at) from scout.reconciliations r where r.checkpoint_id = c.id and r.status = 'equal') as proven_at,
       (select count(*) from scout.quarantine q where q.model = c.stream) as quarantined
  from scout.sync_checkpoints c
  left join scout.count_proofs counted on counted.checkpoint_id = c.id
  left join lateral (select l.started_at, l.status from scout.sync_logs l
                      where l.checkpoint_id = c.id order by l.started_at desc limit 1) as run on true;

comment on view scout.v_sync_status is
    'Each stream as it is now, for dashboards: all companies together, so it holds no error text and counts no records but those in quarantine. Functions and health read scout.sync_status().';
comment on column scout.v_sync_status.checkpoint_id is 'scout.sync_checkpoints.id';
comment on column scout.v_sync_status.stream is 'The Odoo model.';
comment on column scout.v_sync_status.status is 'idle, running, partial (its time was up, the next run goes on) or failed.';
comment on column scout.v_sync_status.last_sync_at is 'The watermark. Null: no window has closed yet.';
comment on column scout.v_sync_status.lag_minutes is 'Minutes since the watermark.';
comment on column scout.v_sync_status.is_failing is 'Its last run failed.';
comment on column scout.v_sync_status.last_run_at is 'When its last run began.';
comment on column scout.v_sync_status.last_run_status is 'How that run ended; running: it has not.';
comment on column scout.v_sync_status.counted_at is 'When Odoo was last asked for its count.';
comment on column scout.v_sync_status.differs_since is 'Since when the counts differ; null: they are equal, or were never asked for.';
comment on column scout.v_sync_status.proven_at is 'When a whole reconcile last found both sides equal.';
comment on column scout.v_sync_status.quarantined is 'Records in quarantine.';

grant select on scout.v_sync_status to service_role, superset_readonly;

create view scout.v_sync_runs with (security_barrier = true) as
select l.run_id, c.stream, l.mode, l.status, l.started_at, l.completed_at,
       round(extract(epoch from l.completed_at - l.started_at), 1) as duration_seconds,
       l.status in ('failed', 'abandoned') as is_failed
  from scout.sync_logs l
  join scout.sync_checkpoints c on c.id = l.checkpoint_id;

comment on view scout.v_sync_runs is
    'One row a run and stream, for dashboards: all companies together, so it holds no error text and counts no records.';
comment on column scout.v_sync_runs.run_id is 'The run; the same in all streams of one run.';
comment on column scout.v_sync_runs.stream is 'The Odoo model.';
comment on column scout.v_sync_runs.mode is 'incremental or full. Null: it opened no window.';
comment on column scout.v_sync_runs.status is 'running, completed, partial (its time was up), failed or abandoned (its runner vanished).';
comment on column scout.v_sync_runs.started_at is 'When the run took the stream''s lease.';
comment on column scout.v_sync_runs.completed_at is 'When it ended. Null: it has not.';
comment on column scout.v_sync_runs.duration_seconds is 'How long it took. Null: it has not ended.';
comment on column scout.v_sync_runs.is_failed is 'It failed, or its runner vanished.';

grant select on scout.v_sync_runs to service_role, superset_readonly;

alter view scout.companies_in_reach set (security_barrier = true);
