-- Purpose: every run holds the number of records and the sum of their ids against Odoo's, so that a hard delete is found by the
--          next run and not by the next night; and a watermark that a wrong clock left in the future does not stay there.
-- Reverse: drop the triggers count_… on every table named in scout.bronze_tables; drop table scout.count_proofs,
--          scout.bronze_totals; drop function scout.count_rows, scout.create_bronze_counter, scout.bronze_total,
--          scout.read_totals, scout.recount_bronze, scout.finish_sync (with p_counted); create scout.checkpoint_state,
--          scout.create_bronze_table, scout.commit_page, scout.finish_sync, scout.open_window, scout.end_reconcile,
--          scout.sweep_chunk, scout.sync_status, ops.health_of_sync, ops.health_of_silver, ops.health_of_schedules,
--          ops.page_of_streams, scout.begin_reconcile (without p_by_count) again as the migrations before have them; drop the
--          columns by_count and swept_by of scout.reconciliations.
--
-- A count over a table of millions costs seconds; these totals are kept by the statements that change them. They are counted
-- anew at the end of each reconcile, which reads all rows anyway, so nothing that escapes a trigger lasts.

create table scout.bronze_totals (
    model  text primary key references scout.bronze_tables (model) on delete cascade,
    live   bigint not null default 0,
    id_sum numeric not null default 0
);
comment on table scout.bronze_totals is 'How many live records each bronze table holds, and the sum of their ids. Kept by triggers, counted anew by each reconcile.';
comment on column scout.bronze_totals.model is 'The Odoo model.';
comment on column scout.bronze_totals.live is 'Rows without deleted_at.';
comment on column scout.bronze_totals.id_sum is 'Sum of their odoo_id.';
alter table scout.bronze_totals enable row level security;
create policy service_role_all on scout.bronze_totals to service_role using (true) with check (true);
grant select, insert, update, delete on scout.bronze_totals to service_role;

create table scout.count_proofs (
    checkpoint_id    text primary key references scout.sync_checkpoints (id) on delete cascade,
    source_count     bigint not null,
    source_id_sum    numeric not null,
    warehouse_count  bigint not null,
    warehouse_id_sum numeric not null,
    swept            text,
    checked_at       timestamptz not null,
    equal_at         timestamptz,
    differs_since    timestamptz,
    constraint count_proofs_swept_is_known check (swept in ('equal', 'differs', 'refused')),
    constraint count_proofs_equal_has_a_time check ((differs_since is null) = (source_count = warehouse_count and source_id_sum = warehouse_id_sum))
);
comment on table scout.count_proofs is 'One row a stream: the number of records and the sum of their ids, in Odoo and here, as the last run that asked found them.';
comment on column scout.count_proofs.checkpoint_id is 'scout.sync_checkpoints.id';
comment on column scout.count_proofs.source_count is 'Records that Odoo showed.';
comment on column scout.count_proofs.source_id_sum is 'Sum of their ids.';
comment on column scout.count_proofs.warehouse_count is 'Live records of bronze.';
comment on column scout.count_proofs.warehouse_id_sum is 'Sum of their ids.';
comment on column scout.count_proofs.swept is 'How the sweep ended that this very difference remained after; the same difference is not swept again by every run. Null: none was needed, or it is not finished.';
comment on column scout.count_proofs.checked_at is 'When Odoo was last asked.';
comment on column scout.count_proofs.equal_at is 'When both sides were last found equal.';
comment on column scout.count_proofs.differs_since is 'When they were first found to differ; null: they are equal.';
alter table scout.count_proofs enable row level security;
create policy service_role_all on scout.count_proofs to service_role using (true) with check (true);
grant select, insert, update, delete on scout.count_proofs to service_role;

create function scout.count_rows() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_live   bigint;
    v_id_sum numeric;
begin
    -- Each branch names the transition tables that its own event has.
    case tg_op
        when 'INSERT' then
            select count(*), coalesce(sum(odoo_id), 0) into v_live, v_id_sum from new_rows where deleted_at is null;
        when 'DELETE' then
            select -count(*), -coalesce(sum(odoo_id), 0) into v_live, v_id_sum from old_rows where deleted_at is null;
        when 'UPDATE' then
            select coalesce(sum(sign), 0), coalesce(sum(sign * odoo_id), 0) into v_live, v_id_sum
              from (select 1 as sign, odoo_id from new_rows where deleted_at is null
                     union all
                    select -1, odoo_id from old_rows where deleted_at is null) as change;
        when 'TRUNCATE' then
            update scout.bronze_totals set live = 0, id_sum = 0 where model = tg_argv[0];
            return null;
    end case;
    if v_live <> 0 or v_id_sum <> 0 then
        update scout.bronze_totals set live = live + v_live, id_sum = id_sum + v_id_sum where model = tg_argv[0];
    end if;
    return null;
end;
$$;
comment on function scout.count_rows() is 'Trigger on a bronze table, argument: its model. Keeps scout.bronze_totals.';
revoke execute on function scout.count_rows() from public, anon, authenticated;

create function scout.recount_bronze(p_model text) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_table  text;
    v_answer jsonb;
begin
    select table_name into strict v_table from scout.bronze_tables where model = p_model;
    execute format('select jsonb_build_object(''live'', count(*), ''id_sum'', coalesce(sum(odoo_id), 0))
                      from scout.%I where deleted_at is null', v_table) into v_answer;
    update scout.bronze_totals set live = (v_answer ->> 'live')::bigint, id_sum = (v_answer ->> 'id_sum')::numeric
     where model = p_model and (live, id_sum) is distinct from ((v_answer ->> 'live')::bigint, (v_answer ->> 'id_sum')::numeric);
    return v_answer;
end;
$$;
comment on function scout.recount_bronze(text) is 'Counts the live records of a bronze table anew, and answers their number and the sum of their ids.';
revoke execute on function scout.recount_bronze(text) from public, anon, authenticated;
grant execute on function scout.recount_bronze(text) to service_role;

create function scout.create_bronze_counter(p_model text) returns void
language plpgsql set search_path = '' as $$
declare
    v_table text;
begin
    select table_name into strict v_table from scout.bronze_tables where model = p_model;
    insert into scout.bronze_totals (model) values (p_model);
    execute format($ddl$
        create trigger count_inserted after insert on scout.%1$I referencing new table as new_rows
            for each statement execute function scout.count_rows(%2$L);
        create trigger count_updated after update on scout.%1$I referencing old table as old_rows new table as new_rows
            for each statement execute function scout.count_rows(%2$L);
        create trigger count_deleted after delete on scout.%1$I referencing old table as old_rows
            for each statement execute function scout.count_rows(%2$L);
        create trigger count_truncated after truncate on scout.%1$I
            for each statement execute function scout.count_rows(%2$L);
    $ddl$, v_table, p_model);
    perform scout.recount_bronze(p_model);
end;
$$;
comment on function scout.create_bronze_counter(text) is 'Makes a bronze table keep its totals. Run it as the owner of schema scout.';
revoke execute on function scout.create_bronze_counter(text) from public, anon, authenticated;

do $$
begin
    perform scout.create_bronze_counter(model) from scout.bronze_tables;
end;
$$;

create or replace function scout.create_bronze_table(p_model text, p_company_field text default 'company_id') returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_table text := 'bronze_' || replace(p_model, '.', '_');
begin
    if exists (select from scout.bronze_tables where model = p_model) then
        return jsonb_build_object('model', p_model, 'table', v_table, 'created', false);
    end if;
    insert into scout.bronze_tables (model, table_name, company_field) values (p_model, v_table, p_company_field);
    execute format($ddl$
        create table scout.%1$I (
            odoo_id      bigint primary key,
            company_id   bigint,
            write_date   timestamptz,
            payload      jsonb not null,
            payload_hash bytea not null,
            deleted_at   timestamptz,
            synced_at    timestamptz not null default now(),
            changed_by   uuid
        );
        comment on table scout.%1$I is %2$L;
        alter table scout.%1$I enable row level security;
        create policy service_role_all on scout.%1$I to service_role using (true) with check (true);
        grant select, insert, update, delete on scout.%1$I to service_role;
    $ddl$, v_table, 'Bronze: ' || p_model || ' as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.');
    perform scout.create_bronze_watch(v_table);
    perform scout.create_bronze_counter(p_model);
    perform scout.create_bronze_comments(p_model);
    return jsonb_build_object('model', p_model, 'table', v_table, 'created', true);
end;
$$;

create function scout.bronze_total(p_model text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_table   text;
    v_highest bigint;
begin
    select table_name into v_table from scout.bronze_tables where model = p_model;
    if not found then
        return null;
    end if;
    execute format('select max(odoo_id) from scout.%I', v_table) into v_highest;  -- the end of its primary key
    return (select jsonb_build_object('live', live, 'id_sum', id_sum, 'highest_id', coalesce(v_highest, 0))
              from scout.bronze_totals where model = p_model);
end;
$$;
comment on function scout.bronze_total(text) is 'Live records of a bronze table, the sum of their ids, and the highest id of all its rows; null for an unknown model.';
revoke execute on function scout.bronze_total(text) from public, anon, authenticated;
grant execute on function scout.bronze_total(text) to service_role;

create function scout.read_totals(p_stream text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
    perform scout.require_bronze_table(p_stream);
    return scout.bronze_total(p_stream);
end;
$$;
comment on function scout.read_totals(text) is 'scout.bronze_total, for the engine: raises PT404 for a stream without a table.';
revoke execute on function scout.read_totals(text) from public, anon, authenticated;
grant execute on function scout.read_totals(text) to service_role;

create or replace function scout.checkpoint_state(p_checkpoint scout.sync_checkpoints) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'now', clock_timestamp(),
        'last_sync_at', p_checkpoint.last_sync_at, 'last_record_id', p_checkpoint.last_record_id,
        'window_mode', p_checkpoint.window_mode, 'window_from', p_checkpoint.window_from,
        'window_until', p_checkpoint.window_until, 'backfill', p_checkpoint.backfill,
        'scope', p_checkpoint.scope, 'page_rows', p_checkpoint.page_rows, 'fields_digest', p_checkpoint.fields_digest,
        'totals', scout.bronze_total(p_checkpoint.stream),
        'counted', (select to_jsonb(c) from scout.count_proofs c where c.checkpoint_id = p_checkpoint.id),
        'has_rechecks', exists (select from scout.rechecks r where r.stream = p_checkpoint.stream))
$$;
comment on function scout.checkpoint_state(scout.sync_checkpoints) is
    'The part of a checkpoint that the engine plans with; now: this database''s clock; has_rechecks: scout.rechecks holds a note for its stream.';

-- A watermark in the future says nothing: with greatest() it would stay for ever, and no stream would ever be late again.
create function scout.moved_watermark(p_last timestamptz, p_until timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
    select case when p_last > clock_timestamp() + interval '5 minutes' then p_until else greatest(p_last, p_until) end
$$;
comment on function scout.moved_watermark(timestamptz, timestamptz) is
    'The watermark after a window up to p_until was read to its end: it never goes back, unless it stood in the future.';
revoke execute on function scout.moved_watermark(timestamptz, timestamptz) from public, anon, authenticated;
grant execute on function scout.moved_watermark(timestamptz, timestamptz) to service_role;

create or replace function scout.open_window(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_after_page integer,
    p_mode text, p_from timestamptz, p_until timestamptz, p_scope jsonb, p_closes boolean default false) returns jsonb
language plpgsql set search_path = '' as $$
begin
    -- p_closes: the window open until now was read to its end, so the watermark moves before the next one opens. One in the
    -- future is forgotten: the engine reads the stream in full then, and goes on with that however often it is interrupted.
    update scout.sync_checkpoints
       set last_sync_at = case when p_closes then scout.moved_watermark(last_sync_at, window_until)
                               when last_sync_at <= clock_timestamp() + interval '5 minutes' then last_sync_at end,
           window_mode = p_mode, window_from = p_from, window_until = p_until, last_record_id = 0,
           scope = p_scope, updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence and last_page = p_after_page
       and (window_mode, window_until, scope) is distinct from (p_mode, p_until, p_scope);
    if not found and not exists (
        select from scout.sync_checkpoints
         where id = p_checkpoint_id and fence = p_fence and window_mode = p_mode and window_until = p_until and scope = p_scope
    ) then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    update scout.sync_logs set mode = p_mode, window_from = p_from, window_until = p_until
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    return jsonb_build_object('opened', true);
end;
$$;

create or replace function scout.commit_page(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_page integer, p_digest text, p_rows jsonb,
    p_last_record_id bigint, p_page_rows integer, p_lease_seconds integer, p_backfill jsonb default null,
    p_moves_cursor boolean default true) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_checkpoint scout.sync_checkpoints;
    v_answer     jsonb;
begin
    update scout.sync_checkpoints
       set last_page = p_page, last_page_digest = p_digest, page_rows = p_page_rows,
           last_record_id = case when p_moves_cursor then p_last_record_id else last_record_id end,
           backfill = coalesce(p_backfill, backfill),
           records_synced = records_synced + jsonb_array_length(p_rows),
           lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence and last_page = p_page - 1
    returning * into v_checkpoint;
    if not found then
        -- A repeat of the last page gets its answer again, also after the lease was released (invariant 2).
        select last_page_answer into v_answer from scout.sync_checkpoints
         where id = p_checkpoint_id and fence = p_fence and last_page = p_page and last_page_digest = p_digest;
        if not found then
            perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
        end if;
        return v_answer;
    end if;

    v_answer := scout.ingest_rows(v_checkpoint.stream, p_rows, p_run_id);
    v_answer := v_answer || jsonb_build_object('lease_expires_at', v_checkpoint.lease_expires_at,
                                               'totals', scout.bronze_total(v_checkpoint.stream));
    update scout.sync_checkpoints set last_page_answer = v_answer where id = p_checkpoint_id;
    update scout.sync_logs
       set records_processed = records_processed + jsonb_array_length(p_rows), pages = pages + 1,
           inserted = inserted + (v_answer ->> 'inserted')::bigint,
           updated = updated + (v_answer ->> 'updated')::bigint,
           unchanged = unchanged + (v_answer ->> 'unchanged')::bigint,
           quarantined = quarantined + (v_answer ->> 'quarantined')::bigint
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    return v_answer;
end;
$$;

drop function scout.finish_sync(text, uuid, bigint, text, boolean, text, jsonb, boolean);
create function scout.finish_sync(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_status text, p_closes boolean,
    p_error_message text default null, p_notices jsonb default '[]', p_ends_backfill boolean default false,
    p_counted jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_before scout.sync_checkpoints;
    v_answer jsonb;
begin
    select finish_answer into v_answer from scout.sync_logs
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id and finish_answer is not null;
    if found then
        return v_answer;
    end if;
    select * into v_before from scout.sync_checkpoints where id = p_checkpoint_id;
    update scout.sync_checkpoints
       set last_sync_at = case when p_closes then scout.moved_watermark(last_sync_at, window_until) else last_sync_at end,
           last_record_id = case when p_closes then 0 else last_record_id end,
           window_mode = case when p_closes then null else window_mode end,
           window_from = case when p_closes then null else window_from end,
           window_until = case when p_closes then null else window_until end,
           backfill = case when p_ends_backfill then null else backfill end,
           status = case p_status when 'completed' then 'idle' else p_status end, error_message = p_error_message,
           run_id = null, lease_holder = null, lease_expires_at = null, updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence;
    if not found then
        -- A copy of this very call may have come first, between the look above and now.
        select finish_answer into v_answer from scout.sync_logs
         where run_id = p_run_id and checkpoint_id = p_checkpoint_id and finish_answer is not null;
        if not found then
            perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
        end if;
        return v_answer;
    end if;
    if p_counted is not null then
        perform scout.note_count(p_checkpoint_id, p_counted);
    end if;
    if p_closes and v_before.window_mode = 'full' then  -- its end is by Odoo's clock, which may be a little ahead of this one
        perform scout.release_parked(v_before.stream, v_before.window_until - interval '10 minutes');
    end if;
    update scout.sync_logs
       set status = p_status, completed_at = clock_timestamp(), error_message = p_error_message,
           error_count = error_count + (p_error_message is not null)::integer, notices = p_notices,
           finish_answer = (select jsonb_build_object('status', p_status, 'last_sync_at', c.last_sync_at)
                              from scout.sync_checkpoints c where c.id = p_checkpoint_id)
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id
    returning finish_answer into v_answer;
    return v_answer;
end;
$$;
comment on function scout.finish_sync(text, uuid, bigint, text, boolean, text, jsonb, boolean, jsonb) is
    'Ends a run: moves the watermark if the window was read to its end, notes the count that was held against Odoo''s, writes the log, releases the lease.';
revoke execute on function scout.finish_sync(text, uuid, bigint, text, boolean, text, jsonb, boolean, jsonb)
  from public, anon, authenticated;
grant execute on function scout.finish_sync(text, uuid, bigint, text, boolean, text, jsonb, boolean, jsonb) to service_role;

create function scout.note_count(p_checkpoint_id text, p_counted jsonb) returns void
language plpgsql set search_path = '' as $$
declare
    v_now timestamptz := clock_timestamp();
begin
    insert into scout.count_proofs as known (
           checkpoint_id, source_count, source_id_sum, warehouse_count, warehouse_id_sum, swept, checked_at, equal_at, differs_since)
    select p_checkpoint_id, c.source_count, c.source_id_sum, c.warehouse_count, c.warehouse_id_sum, c.swept, v_now,
           case when is_equal then v_now end, case when not is_equal then v_now end
      from jsonb_to_record(p_counted)
               as c (source_count bigint, source_id_sum numeric, warehouse_count bigint, warehouse_id_sum numeric, swept text)
     cross join lateral (select c.source_count = c.warehouse_count and c.source_id_sum = c.warehouse_id_sum as is_equal) as found
        on conflict (checkpoint_id) do update
       set source_count = excluded.source_count, source_id_sum = excluded.source_id_sum,
           warehouse_count = excluded.warehouse_count, warehouse_id_sum = excluded.warehouse_id_sum,
           swept = excluded.swept, checked_at = excluded.checked_at,
           equal_at = coalesce(excluded.equal_at, known.equal_at),
           differs_since = case when excluded.differs_since is not null then coalesce(known.differs_since, excluded.differs_since) end;
end;
$$;
comment on function scout.note_count(text, jsonb) is
    'Keeps a stream''s count: {source_count, source_id_sum, warehouse_count, warehouse_id_sum, swept}. Part of scout.finish_sync.';
revoke execute on function scout.note_count(text, jsonb) from public, anon, authenticated;
grant execute on function scout.note_count(text, jsonb) to service_role;

create or replace function scout.end_reconcile(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_refused_because text default null)
returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_sweep    scout.reconciliations;
    v_table    text;
    v_checksum numeric;
    v_parked   boolean;
begin
    if not exists (select from scout.sync_checkpoints where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence) then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    select * into strict v_sweep from scout.reconciliations where id = p_reconciliation_id;
    if v_sweep.status = 'sweeping' then
        select table_name into strict v_table from scout.bronze_tables where model = v_sweep.stream;
        execute format(
            -- scout.record_checksum's formula itself: with its pinned search_path it would be called once for each record.
            'select coalesce(sum(pg_catalog.hashint8extended(odoo_id, coalesce(extract(epoch from write_date)::bigint, 0))), 0)
               from scout.%I where deleted_at is null', v_table) into v_checksum;
        perform scout.recount_bronze(v_sweep.stream);
        if p_refused_because is null then
            -- Only a deep sweep has read again what is here with the same write_date.
            execute format(
                'delete from scout.quarantine q
                  where q.model = $1 and q.content is not null and q.odoo_id > 0 and q.last_seen_at < $2
                    and ($3 or not exists (select from scout.%I b where b.odoo_id = q.odoo_id and b.deleted_at is null))', v_table)
              using v_sweep.stream, v_sweep.started_at, v_sweep.deep;
        end if;
        v_parked := exists (select from scout.quarantine where model = v_sweep.stream and content is not null and odoo_id > 0);
        update scout.reconciliations
           set status = case when p_refused_because is not null then 'refused'
                             when v_checksum = source_checksum and not v_parked
                              and not exists (select from scout.reconcile_months
                                               where reconciliation_id = v_sweep.id and not is_equal) then 'equal'
                             else 'differs' end,
               warehouse_checksum = v_checksum, message = p_refused_because, checked_at = started_at
         where id = v_sweep.id
        returning * into v_sweep;
        delete from scout.reconcile_findings where reconciliation_id = v_sweep.id;
    end if;
    return to_jsonb(v_sweep) - 'scope';
end;
$$;

comment on function scout.end_reconcile(text, uuid, bigint, bigint, text) is
    'Ends a sweep and stamps it: equal when the checksums of what Odoo showed and of what bronze holds now are the same and no record is parked; refused with a reason.';

alter table scout.reconciliations add column swept_by uuid;
comment on column scout.reconciliations.swept_by is 'The run that swept last.';
create or replace function scout.sweep_chunk(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_after_id bigint, p_to_id bigint,
    p_ids jsonb, p_write_dates jsonb, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
declare
    v_sweep    scout.reconciliations;
    v_found    jsonb;
    v_checksum numeric;
begin
    update scout.sync_checkpoints
       set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    select * into v_sweep from scout.reconciliations where id = p_reconciliation_id and status = 'sweeping';
    if v_sweep.swept_by is distinct from p_run_id then
        if v_sweep.swept_to_id > 0 then
            -- Earlier runs swept up to here. But for the findings it was equal then, and ordinary reads have moved it since.
            execute format(
                'select coalesce(sum(pg_catalog.hashint8extended(odoo_id, coalesce(extract(epoch from write_date)::bigint, 0))), 0)
                   from scout.%I b
                  where deleted_at is null and odoo_id <= $1
                    and not exists (select from scout.reconcile_findings f where f.reconciliation_id = $2 and f.odoo_id = b.odoo_id)',
                (select table_name from scout.bronze_tables where model = v_sweep.stream))
               into v_checksum using v_sweep.swept_to_id, v_sweep.id;
            v_checksum := v_checksum + (select coalesce(sum(scout.record_checksum(odoo_id, write_date)), 0)
                                          from scout.reconcile_findings where reconciliation_id = v_sweep.id and kind <> 'extra');
        end if;
        update scout.reconciliations set swept_by = p_run_id, source_checksum = coalesce(v_checksum, source_checksum)
         where id = v_sweep.id;
    end if;
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
            'counted', (select to_jsonb(counted) - 'checkpoint_id' from scout.count_proofs counted where counted.checkpoint_id = c.id),
            'quarantined', (select count(*) from scout.quarantine q where q.model = c.stream),
            'last_run', (select to_jsonb(l) - 'begin_answer' - 'finish_answer' from scout.sync_logs l
                          where l.checkpoint_id = c.id order by l.started_at desc limit 1)) order by c.id), '[]'))
      from scout.sync_checkpoints c
$$;
comment on function scout.sync_status() is
    'Every stream''s checkpoint, lag in seconds, lease, quarantine, latest run, last proven equality record by record (proven_at) and last count held against Odoo''s (counted), for people and for health checks.';

create or replace function ops.health_of_sync() returns jsonb
language sql stable set search_path = '' as $$
    select scout.sync_status() || jsonb_build_object(
        'proofs', (select coalesce(jsonb_object_agg(c.id, to_jsonb(r)), '{}')
                     from scout.sync_checkpoints c
                    cross join lateral (select p.status, p.checked_at, p.deep, p.message from scout.reconciliations p
                                         where p.checkpoint_id = c.id and p.status in ('equal', 'differs', 'refused')
                                         order by p.started_at desc limit 1) r),
        'totals', (select coalesce(jsonb_object_agg(b.model, scout.bronze_total(b.model)), '{}') from scout.bronze_tables b),
        'rechecks', (select coalesce(jsonb_object_agg(stream, noted), '{}')
                       from (select stream, count(*) as noted from scout.rechecks group by stream) as by_stream))
$$;
comment on function ops.health_of_sync() is
    'scout.sync_status(), for each checkpoint how its latest whole reconcile ended, for each model scout.bronze_total, and for each stream how many notes scout.rechecks holds.';

create or replace function ops.health_of_silver() returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_model      text;
    v_table      text;
    v_count      bigint;
    v_rows       bigint;
    v_quarantine jsonb := '{}';
begin
    for v_model, v_table, v_count in
        select b.model, b.table_name, count(*) from scout.quarantine q join scout.bronze_tables b using (model) group by 1, 2
    loop
        -- Whether it is more than one in a hundred needs no count beyond a hundred times as many.
        execute format('select count(*) from (select from scout.%I where deleted_at is null limit $1) as counted', v_table)
           into v_rows using least(v_count, 100) * 100;
        v_quarantine := v_quarantine || jsonb_build_object(v_model, jsonb_build_object('count', v_count, 'rows_at_least', v_rows));
    end loop;
    return jsonb_build_object(
        'quarantine', v_quarantine,
        'silent_triggers', (
            select coalesce(jsonb_object_agg(bronze, triggers), '{}')
              from (select b.table_name as bronze, jsonb_agg(wanted order by wanted) as triggers
                      from scout.bronze_tables b
                     cross join unnest(array['refine_inserted', 'refine_updated', 'forget_deleted', 'forget_truncated',
                                             'count_inserted', 'count_updated', 'count_deleted', 'count_truncated']) as wanted
                     where (wanted ~ '^count_' or b.model in (select s.model from scout.silver_tables s))
                       and not exists (select from pg_catalog.pg_trigger t
                                        where t.tgrelid = to_regclass('scout.' || quote_ident(b.table_name)) and t.tgname = wanted
                                          and t.tgenabled in ('O', 'A'))
                     group by 1) as silent),
        'companies', (
            select coalesce(jsonb_agg(distinct company_id), '[]')
              from (select company_id from scout.bronze_pos_config where deleted_at is null
                     union all
                    select company_id from scout.bronze_pos_payment_method where deleted_at is null) as here
             where company_id is not null));
end;
$$;

create or replace function ops.page_of_streams(p_since date) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'id', c.id, 'stream', c.stream, 'status', c.status, 'last_sync_at', c.last_sync_at,
               'lag_seconds', extract(epoch from clock_timestamp() - c.last_sync_at),
               'quarantined', (select count(*) from scout.quarantine q where q.model = c.stream),
               'proven_at', greatest(
                   (select max(r.checked_at) from scout.reconciliations r where r.checkpoint_id = c.id and r.status = 'equal'),
                   (select counted.equal_at from scout.count_proofs counted where counted.checkpoint_id = c.id)),
               'last_error', (select jsonb_build_object('at', l.completed_at, 'message', left(coalesce(l.error_message, ''), 500))
                                from scout.sync_logs l
                               where l.checkpoint_id = c.id and l.status = 'failed' and l.started_at >= p_since at time zone 'UTC'
                               order by l.started_at desc limit 1),
               'days', (select coalesce(jsonb_agg(to_jsonb(d) order by d.day), '[]')
                          from (select (l.started_at at time zone 'UTC')::date as day, count(*) as runs,
                                       count(*) filter (where l.status in ('failed', 'abandoned')) as failed,
                                       sum(l.records_processed)::bigint as records
                                  from scout.sync_logs l
                                 where l.checkpoint_id = c.id and l.started_at >= p_since at time zone 'UTC'
                                 group by 1) d)) order by c.id), '[]')
      from scout.sync_checkpoints c
$$;
comment on function ops.page_of_streams(date) is
    'Each checkpoint with its lag, last proof (by count or record by record), latest error since that day, and its runs by day (UTC): runs, failed (abandoned ones too), records.';

-- A sweep that a run made because a count differed is a proof as any other, but no sign that somebody's schedule still reconciles.
alter table scout.reconciliations add column by_count boolean not null default false;
comment on column scout.reconciliations.by_count is 'A run swept the stream by itself, because its count differed; nobody had asked for a reconcile.';
drop function scout.begin_reconcile(text, uuid, bigint, boolean, jsonb);
create function scout.begin_reconcile(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_deep boolean, p_scope jsonb, p_by_count boolean default false) returns jsonb
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
    -- What was swept with other eyes or to another depth cannot be gone on with, nor what says little of today any more. A
    -- schedule of every night may go on once.
    update scout.reconciliations set status = 'abandoned', checked_at = clock_timestamp()
     where checkpoint_id = p_checkpoint_id and status = 'sweeping'
       and (scope is distinct from p_scope or deep is distinct from p_deep
            or started_at < clock_timestamp() - interval '36 hours');
    update scout.reconciliations set by_count = by_count and p_by_count where checkpoint_id = p_checkpoint_id and status = 'sweeping'
    returning * into v_sweep;
    if not found then
        insert into scout.reconciliations (checkpoint_id, stream, deep, scope, started_at, by_count)
        values (p_checkpoint_id, v_checkpoint.stream, p_deep, p_scope, clock_timestamp(), p_by_count)
        returning * into v_sweep;
    end if;
    return jsonb_build_object('id', v_sweep.id, 'swept_to_id', v_sweep.swept_to_id, 'started_at', v_sweep.started_at);
end;
$$;
comment on function scout.begin_reconcile(text, uuid, bigint, boolean, jsonb, boolean) is
    'Begins a sweep of the stream, or goes on with the unfinished one of the same scope and depth, not older than 36 hours. p_by_count: a run does it by itself. Needs the lease.';
revoke execute on function scout.begin_reconcile(text, uuid, bigint, boolean, jsonb, boolean) from public, anon, authenticated;
grant execute on function scout.begin_reconcile(text, uuid, bigint, boolean, jsonb, boolean) to service_role;

create or replace function ops.health_of_schedules() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'sync', (select max(l.started_at) from scout.sync_checkpoints c
                  cross join lateral (select s.started_at from scout.sync_logs s where s.checkpoint_id = c.id
                                       order by s.started_at desc limit 1) l),
        'reconcile', (select max(checked_at) from scout.reconciliations where status in ('equal', 'differs', 'refused') and not by_count),
        'outbox', (select max(started_at) from ops.odoo_sync_runs),
        'gold', (select max(started_at) from scout.gold_refreshes),
        'jobs', ops.scheduled_jobs())
$$;
comment on function ops.health_of_schedules() is
    'When each kind of work was last begun (reconcile: last ended, those that runs make by themselves apart), and pg_cron''s jobs; null: never, or no pg_cron.';
