-- Purpose: reconcile: hold the ids and write_dates of bronze against Odoo's, mend what differs, and keep the proof.
-- Reverse: drop the functions below; drop table scout.reconcile_findings, scout.reconciliations;
--
-- A sweep goes through a stream by id, chunk after chunk, under the stream's lease: bronze stands still meanwhile. What it
-- finds is kept here until the whole stream has been seen, because only then can be told whether too much is gone.

create table scout.reconciliations (
    id                 bigint generated always as identity primary key,
    checkpoint_id      text not null references scout.sync_checkpoints (id) on delete cascade,
    stream             text not null,
    deep               boolean not null default false,
    status             text not null default 'sweeping',
    scope              jsonb,
    swept_to_id        bigint not null default 0,
    source_count       bigint not null default 0,
    warehouse_count    bigint not null default 0,
    missing            bigint not null default 0,
    stale              bigint not null default 0,
    extra              bigint not null default 0,
    repaired           bigint not null default 0,
    source_checksum    numeric not null default 0,
    warehouse_checksum numeric,
    message            text,
    started_at         timestamptz not null default clock_timestamp(),
    checked_at         timestamptz,
    constraint reconciliations_status_is_known check (status in ('sweeping', 'equal', 'differs', 'refused', 'abandoned')),
    constraint reconciliations_ended_has_a_time check ((status = 'sweeping') = (checked_at is null)),
    constraint reconciliations_equal_has_equal_sums
        check (status <> 'equal' or (source_checksum = warehouse_checksum and warehouse_checksum is not null))
);
create index reconciliations_checkpoint on scout.reconciliations (checkpoint_id, started_at desc);
create unique index reconciliations_one_sweep_a_stream on scout.reconciliations (checkpoint_id) where status = 'sweeping';
comment on table scout.reconciliations is
    'One row a reconcile of a stream: what Odoo and bronze held, what differed, what was mended. equal: afterwards ids and write_dates were the same.';
comment on column scout.reconciliations.missing is 'Records of Odoo that bronze did not have.';
comment on column scout.reconciliations.stale is 'Records whose write_date in bronze was another than in Odoo.';
comment on column scout.reconciliations.extra is 'Live records of bronze that Odoo did not show.';
comment on column scout.reconciliations.source_checksum is 'Sum of a hash of (id, write_date) over what Odoo showed; warehouse_checksum: over bronze, after mending.';
alter table scout.reconciliations enable row level security;
create policy service_role_all on scout.reconciliations to service_role using (true) with check (true);
grant select, insert, update, delete on scout.reconciliations to service_role;

create table scout.reconcile_findings (
    reconciliation_id bigint not null references scout.reconciliations (id) on delete cascade,
    odoo_id           bigint not null,
    kind              text not null,
    write_date        timestamptz,
    primary key (reconciliation_id, odoo_id),
    constraint reconcile_findings_kind_is_known check (kind in ('missing', 'stale', 'extra'))
);
comment on table scout.reconcile_findings is 'What a sweep has found and nobody has mended yet.';
comment on column scout.reconcile_findings.write_date is 'As Odoo showed it in the sweep: what the record put into source_checksum.';
alter table scout.reconcile_findings enable row level security;
create policy service_role_all on scout.reconcile_findings to service_role using (true) with check (true);
grant select, insert, update, delete on scout.reconcile_findings to service_role;

create function scout.record_checksum(p_odoo_id bigint, p_write_date timestamptz) returns numeric
language sql immutable parallel safe set search_path = '' as $$
    select pg_catalog.hashint8extended(p_odoo_id, coalesce(extract(epoch from p_write_date)::bigint, 0))::numeric
$$;
comment on function scout.record_checksum(bigint, timestamptz) is 'One record''s part of a checksum; the parts are added up, so order does not matter.';
revoke execute on function scout.record_checksum(bigint, timestamptz) from public, anon, authenticated;
grant execute on function scout.record_checksum(bigint, timestamptz) to service_role;

create function scout.begin_reconcile(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_deep boolean, p_scope jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_checkpoint scout.sync_checkpoints;
    v_sweep      scout.reconciliations;
begin
    select * into v_checkpoint from scout.sync_checkpoints
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    -- What was swept with other eyes cannot be gone on with.
    update scout.reconciliations set status = 'abandoned', checked_at = clock_timestamp()
     where checkpoint_id = p_checkpoint_id and status = 'sweeping' and scope is distinct from p_scope;
    select * into v_sweep from scout.reconciliations where checkpoint_id = p_checkpoint_id and status = 'sweeping';
    if not found then
        insert into scout.reconciliations (checkpoint_id, stream, deep, scope)
        values (p_checkpoint_id, v_checkpoint.stream, p_deep, p_scope)
        returning * into v_sweep;
    end if;
    return jsonb_build_object('id', v_sweep.id, 'swept_to_id', v_sweep.swept_to_id);
end;
$$;
comment on function scout.begin_reconcile(text, uuid, bigint, boolean, jsonb) is
    'Begins a sweep of the stream, or goes on with the unfinished one of the same scope. Needs the lease.';
revoke execute on function scout.begin_reconcile(text, uuid, bigint, boolean, jsonb) from public, anon, authenticated;
grant execute on function scout.begin_reconcile(text, uuid, bigint, boolean, jsonb) to service_role;

create function scout.compare_chunk(p_model text, p_after_id bigint, p_to_id bigint, p_ids jsonb, p_write_dates jsonb)
returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '25s' as $$
declare
    v_table  text;
    v_answer jsonb;
begin
    select table_name into strict v_table from scout.bronze_tables where model = p_model;
    execute format($sql$
        with source as materialized (
            select i.value::bigint as odoo_id, (w.value #>> '{}')::timestamptz as write_date
              from jsonb_array_elements($1) with ordinality i (value, place)
              join jsonb_array_elements($2) with ordinality w (value, place) using (place)
        ), warehouse as materialized (
            select odoo_id, write_date from scout.%I where odoo_id > $3 and odoo_id <= $4 and deleted_at is null
        ), found as (
            select odoo_id, s.write_date,
                   case when w.odoo_id is null then 'missing'
                        when s.odoo_id is null then 'extra'
                        when s.write_date is distinct from w.write_date then 'stale' end as kind
              from (select odoo_id, write_date from source) s
              full join (select odoo_id, write_date from warehouse) w using (odoo_id)
        )
        select jsonb_build_object(
            'source_count', (select count(*) from source),
            'warehouse_count', (select count(*) from warehouse),
            'source_checksum', (select coalesce(sum(scout.record_checksum(odoo_id, write_date)), 0) from source),
            'findings', coalesce((select jsonb_agg(jsonb_build_object('odoo_id', odoo_id, 'kind', kind, 'write_date', write_date))
                                    from found where kind is not null), '[]'),
            'missing', (select count(*) from found where kind = 'missing'),
            'stale', (select count(*) from found where kind = 'stale'),
            'extra', (select count(*) from found where kind = 'extra'))
    $sql$, v_table) into v_answer using p_ids, p_write_dates, p_after_id, p_to_id;
    return v_answer;
end;
$$;
comment on function scout.compare_chunk(text, bigint, bigint, jsonb, jsonb) is
    'Holds the live bronze records with an id in (p_after_id, p_to_id] against Odoo''s ids and write_dates (two arrays of one length). Changes nothing.';
revoke execute on function scout.compare_chunk(text, bigint, bigint, jsonb, jsonb) from public, anon, authenticated;
grant execute on function scout.compare_chunk(text, bigint, bigint, jsonb, jsonb) to service_role;

create function scout.sweep_chunk(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_after_id bigint, p_to_id bigint,
    p_ids jsonb, p_write_dates jsonb, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_sweep scout.reconciliations;
    v_found jsonb;
begin
    update scout.sync_checkpoints
       set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    select * into v_sweep from scout.reconciliations where id = p_reconciliation_id and status = 'sweeping';
    if v_sweep.swept_to_id = p_after_id then
        v_found := scout.compare_chunk(v_sweep.stream, p_after_id, p_to_id, p_ids, p_write_dates);
        insert into scout.reconcile_findings (reconciliation_id, odoo_id, kind, write_date)
        select v_sweep.id, odoo_id, kind, write_date
          from jsonb_to_recordset(v_found -> 'findings') as found (odoo_id bigint, kind text, write_date timestamptz);
        update scout.reconciliations
           set swept_to_id = p_to_id,
               source_count = source_count + (v_found ->> 'source_count')::bigint,
               warehouse_count = warehouse_count + (v_found ->> 'warehouse_count')::bigint,
               source_checksum = source_checksum + (v_found ->> 'source_checksum')::numeric,
               missing = missing + (v_found ->> 'missing')::bigint,
               stale = stale + (v_found ->> 'stale')::bigint,
               extra = extra + (v_found ->> 'extra')::bigint
         where id = v_sweep.id
        returning * into v_sweep;
    elsif v_sweep.swept_to_id is distinct from p_to_id then  -- equal: a repeat of the last chunk
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    return jsonb_build_object(
        'source_count', v_sweep.source_count, 'warehouse_count', v_sweep.warehouse_count,
        'missing', v_sweep.missing, 'stale', v_sweep.stale, 'extra', v_sweep.extra);
end;
$$;
comment on function scout.sweep_chunk(text, uuid, bigint, bigint, bigint, bigint, jsonb, jsonb, integer) is
    'One chunk of a sweep, one transaction: findings, place and lease together. Answers the totals so far. A repeat changes nothing.';
revoke execute on function scout.sweep_chunk(text, uuid, bigint, bigint, bigint, bigint, jsonb, jsonb, integer)
  from public, anon, authenticated;
grant execute on function scout.sweep_chunk(text, uuid, bigint, bigint, bigint, bigint, jsonb, jsonb, integer) to service_role;

create function scout.read_findings(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_limit integer) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
    if not exists (select from scout.sync_checkpoints where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence) then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    return coalesce((
        select jsonb_agg(odoo_id order by odoo_id)
          from (select odoo_id from scout.reconcile_findings
                 where reconciliation_id = p_reconciliation_id order by odoo_id limit p_limit) as first_ones), '[]');
end;
$$;
comment on function scout.read_findings(text, uuid, bigint, bigint, integer) is 'The lowest ids found and not yet settled, an array.';
revoke execute on function scout.read_findings(text, uuid, bigint, bigint, integer) from public, anon, authenticated;
grant execute on function scout.read_findings(text, uuid, bigint, bigint, integer) to service_role;

create function scout.tombstone_records(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_ids jsonb, p_lease_seconds integer)
returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_stream  text;
    v_deleted bigint;
begin
    update scout.sync_checkpoints
       set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence
    returning stream into v_stream;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    execute format(
        'update scout.%I set deleted_at = now(), changed_by = $2 where deleted_at is null
            and odoo_id in (select value::bigint from jsonb_array_elements($1))',
        (select table_name from scout.bronze_tables where model = v_stream)) using p_ids, p_run_id;
    get diagnostics v_deleted = row_count;
    update scout.sync_logs set deleted = deleted + v_deleted
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    return jsonb_build_object('deleted', v_deleted);
end;
$$;
comment on function scout.tombstone_records(text, uuid, bigint, jsonb, integer) is
    'Marks records that are gone from Odoo (deleted_at); their triggers take them out of silver. A repeat finds none left to mark.';
revoke execute on function scout.tombstone_records(text, uuid, bigint, jsonb, integer) from public, anon, authenticated;
grant execute on function scout.tombstone_records(text, uuid, bigint, jsonb, integer) to service_role;

create function scout.settle_findings(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_present jsonb, p_gone jsonb,
    p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_sweep   scout.reconciliations;
    v_table   text;
    v_deleted bigint;
    v_settled bigint;
    v_change  numeric;
begin
    -- Takes the checkpoint's row first and checks the lease, as every step does.
    v_deleted := (scout.tombstone_records(p_checkpoint_id, p_run_id, p_fence, p_gone, p_lease_seconds) ->> 'deleted')::bigint;
    select * into strict v_sweep from scout.reconciliations where id = p_reconciliation_id and status = 'sweeping';
    select table_name into strict v_table from scout.bronze_tables where model = v_sweep.stream;
    -- A record that was read again counts in the source's checksum as it was then, no more as it was in the sweep.
    execute format(
        'select coalesce(sum(scout.record_checksum(odoo_id, write_date)), 0) from scout.%I
          where deleted_at is null and odoo_id in (select f.odoo_id from scout.reconcile_findings f
                where f.reconciliation_id = $1 and f.odoo_id in (select value::bigint from jsonb_array_elements($2)))', v_table)
       into v_change using v_sweep.id, p_present;
    with settled as (
        delete from scout.reconcile_findings
         where reconciliation_id = v_sweep.id
           and odoo_id in (select value::bigint from jsonb_array_elements(p_present || p_gone))
        returning odoo_id, kind, write_date
    )
    select count(*), v_change - coalesce(sum(scout.record_checksum(odoo_id, write_date)) filter (where kind <> 'extra'), 0)
      into v_settled, v_change from settled;
    update scout.reconciliations
       set repaired = repaired + v_settled, source_checksum = source_checksum + v_change
     where id = v_sweep.id;
    return jsonb_build_object('deleted', v_deleted, 'settled', v_settled);
end;
$$;
comment on function scout.settle_findings(text, uuid, bigint, bigint, jsonb, jsonb, integer) is
    'Settles findings: p_present were read again and committed, p_gone are tombstoned (deleted_at) here.';
revoke execute on function scout.settle_findings(text, uuid, bigint, bigint, jsonb, jsonb, integer)
  from public, anon, authenticated;
grant execute on function scout.settle_findings(text, uuid, bigint, bigint, jsonb, jsonb, integer) to service_role;

create function scout.end_reconcile(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_refused_because text default null)
returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_sweep    scout.reconciliations;
    v_table    text;
    v_checksum numeric;
begin
    if not exists (select from scout.sync_checkpoints where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence) then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    select * into strict v_sweep from scout.reconciliations where id = p_reconciliation_id;
    if v_sweep.status = 'sweeping' then
        select table_name into strict v_table from scout.bronze_tables where model = v_sweep.stream;
        execute format(
            'select coalesce(sum(scout.record_checksum(odoo_id, write_date)), 0) from scout.%I where deleted_at is null',
            v_table) into v_checksum;
        update scout.reconciliations
           set status = case when p_refused_because is not null then 'refused'
                             when v_checksum = source_checksum then 'equal' else 'differs' end,
               warehouse_checksum = v_checksum, message = p_refused_because, checked_at = clock_timestamp()
         where id = v_sweep.id
        returning * into v_sweep;
        delete from scout.reconcile_findings where reconciliation_id = v_sweep.id;
    end if;
    return to_jsonb(v_sweep) - 'scope';
end;
$$;
comment on function scout.end_reconcile(text, uuid, bigint, bigint, text) is
    'Ends a sweep and stamps it: equal when the checksums of what Odoo showed and of what bronze holds now are the same; differs when Odoo went on changing meanwhile; refused with a reason.';
revoke execute on function scout.end_reconcile(text, uuid, bigint, bigint, text) from public, anon, authenticated;
grant execute on function scout.end_reconcile(text, uuid, bigint, bigint, text) to service_role;

create function scout.changes_of_run(p_run_id uuid) returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '25s' as $$
declare
    v_table   scout.bronze_tables;
    v_changes jsonb;
    v_answer  jsonb := '{}';
begin
    for v_table in select * from scout.bronze_tables order by model loop
        execute format(
            $sql$select jsonb_build_object(
                        'written', coalesce(jsonb_agg(odoo_id order by odoo_id) filter (where deleted_at is null), '[]'),
                        'deleted', coalesce(jsonb_agg(odoo_id order by odoo_id) filter (where deleted_at is not null), '[]'))
                   from scout.%I where changed_by = $1 having count(*) > 0$sql$, v_table.table_name)
           into v_changes using p_run_id;
        if v_changes is not null then
            v_answer := v_answer || jsonb_build_object(v_table.model, v_changes);
        end if;
    end loop;
    return v_answer;
end;
$$;
comment on function scout.changes_of_run(uuid) is
    'The Odoo ids a run wrote and deleted, by stream, as far as no later run changed them again: what to look at and read again after a bad run.';
revoke execute on function scout.changes_of_run(uuid) from public, anon, authenticated;
grant execute on function scout.changes_of_run(uuid) to service_role;

create or replace function scout.sync_status() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'now', clock_timestamp(),
        'streams', coalesce(jsonb_agg(jsonb_build_object(
            'id', c.id, 'stream', c.stream, 'status', c.status, 'last_sync_at', c.last_sync_at,
            'lag_seconds', extract(epoch from clock_timestamp() - c.last_sync_at),
            'window_mode', c.window_mode, 'window_until', c.window_until, 'last_record_id', c.last_record_id,
            'lease_expires_at', c.lease_expires_at, 'lease_holder', c.lease_holder,
            'records_synced', c.records_synced, 'error_message', c.error_message,
            'proven_at', (select max(r.checked_at) from scout.reconciliations r
                           where r.checkpoint_id = c.id and r.status = 'equal'),
            'quarantined', (select count(*) from scout.quarantine q where q.model = c.stream),
            'last_run', (select to_jsonb(l) - 'begin_answer' - 'finish_answer' from scout.sync_logs l
                          where l.checkpoint_id = c.id order by l.started_at desc limit 1)) order by c.id), '[]'))
      from scout.sync_checkpoints c
$$;
comment on function scout.sync_status() is
    'Every stream''s checkpoint, lag in seconds, lease, quarantine, latest run and last proven equality, for people and for health checks.';
