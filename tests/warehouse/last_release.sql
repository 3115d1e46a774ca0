-- A warehouse as the release of 22 November 2026 left it (its newest migration is 20261122002900), with a little of everything: a synced
-- and reconciled shop of six orders, a partner deleted in Odoo, an order in quarantine, messages done, parked and waiting, one of them an author's.
-- Made with that release's own code: scout migrate, sync, reconcile, outbox --once, sync, gold, on PostgreSQL 15; then
-- pg_dump --inserts --rows-per-insert=50 --no-owner, without pg_dump's remarks on each object. The texts of the migrations are left out;
-- a literal of scout.children_after_their_order stands as its migration has it, without the type that pg_dump gave it.
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA ops;

COMMENT ON SCHEMA ops IS 'The way back: approved changes on their way into Odoo.';

CREATE SCHEMA scout;

COMMENT ON SCHEMA scout IS 'Odoo''s data as Scout sync keeps it: bronze, silver, gold, the state of every stream, and views for people.';

CREATE SCHEMA supabase_migrations;

CREATE FUNCTION ops.applied_migrations() RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_versions jsonb;
begin
    if to_regclass('supabase_migrations.schema_migrations') is null then
        return null;
    end if;
    execute 'select jsonb_agg(version order by version) from supabase_migrations.schema_migrations' into v_versions;
    return coalesce(v_versions, '[]');
end;
$$;

COMMENT ON FUNCTION ops.applied_migrations() IS 'The versions of the migrations that were applied; null where nobody kept a list. Runs as its owner: the list is not service_role''s to read.';

CREATE FUNCTION ops.begin_outbox_run(p_run_id uuid, p_worker text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    insert into ops.odoo_sync_runs (run_id, worker) values (p_run_id, p_worker) on conflict (run_id) do nothing;
    delete from ops.odoo_sync_runs where started_at < now() - interval '90 days';
    return jsonb_build_object('run_id', p_run_id);
end;
$$;

COMMENT ON FUNCTION ops.begin_outbox_run(p_run_id uuid, p_worker text) IS 'Notes that a worker began, and forgets runs older than 90 days.';

CREATE FUNCTION ops.caller() RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    -- In a function that runs with its owner's rights current_user is the owner; who asked stands in the setting "role".
    select coalesce(nullif(current_setting('role', true), 'none'), session_user::text)
$$;

COMMENT ON FUNCTION ops.caller() IS 'The role that called, also inside functions that run with their owner''s rights.';

CREATE FUNCTION ops.cancel_message(p_id bigint, p_reason text DEFAULT 'cancelled by a person'::text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    update ops.odoo_outbox
       set status = 'skipped', note = p_reason, in_doubt = false, settled_at = clock_timestamp(), updated_at = clock_timestamp()
     where id = p_id and status in ('queued', 'failed', 'dead') and (not in_doubt or doubt_until <= clock_timestamp());
    if not found then
        perform ops.raise_not_possible(p_id, 'cancelled');
    end if;
    return ops.show_message(p_id);
end;
$$;

COMMENT ON FUNCTION ops.cancel_message(p_id bigint, p_reason text) IS 'Skips a message that is not in a worker''s hands; the later ones of its key go on.';

CREATE FUNCTION ops.claim_messages(p_run_id uuid, p_claim integer, p_limit integer, p_lease_seconds integer) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    SET statement_timeout TO '25s'
    AS $$
declare
    c_most_takeovers constant integer := 3;
    v_worker text;
    v_claims integer;
    v_answer jsonb;
begin
    -- A copy of this very call waits here for the first one, then finds what that one claimed (invariant 2).
    select worker, claims into v_worker, v_claims from ops.odoo_sync_runs where run_id = p_run_id and status = 'running' for update;
    if not found or p_claim not in (v_claims, v_claims + 1) then
        perform ops.raise_message_lost(null, null);
    end if;
    if p_claim = v_claims + 1 then
        with parked as (
            update ops.odoo_outbox m
               set status = 'dead', run_id = null, lease_expires_at = null, fence = m.fence + 1, takeovers = m.takeovers + 1,
                   error_kind = 'vanished', updated_at = clock_timestamp(),
                   last_error = format('Its worker vanished %s times with this message in hand.', m.takeovers + 1)
             where m.id in (select left_behind.id from ops.odoo_outbox left_behind
                             where left_behind.status = 'processing' and left_behind.lease_expires_at < clock_timestamp()
                               and (not left_behind.in_doubt or left_behind.doubt_until <= clock_timestamp())
                               and left_behind.takeovers >= c_most_takeovers
                               for update skip locked)
            returning 1
        )
        update ops.odoo_sync_runs set dead = dead + (select count(*) from parked) where run_id = p_run_id;
        with claimed as (
            update ops.odoo_outbox m
               set status = 'processing', takeovers = m.takeovers + (m.status = 'processing')::integer, fence = m.fence + 1,
                   run_id = p_run_id, claim = p_claim, lease_holder = v_worker, updated_at = clock_timestamp(),
                   lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds)
              from jsonb_array_elements(ops.claimable_messages(p_limit)) as claimable (id)
             where m.id = claimable.id::bigint
            returning 1
        )
        update ops.odoo_sync_runs set claims = p_claim, claimed = claimed + (select count(*) from claimed) where run_id = p_run_id;
    end if;
    select coalesce(jsonb_agg(ops.message_for_worker(m) order by (m.waits > 0), m.priority desc, m.id), '[]') into v_answer
      from ops.odoo_outbox m where m.run_id = p_run_id and m.claim = p_claim and m.status = 'processing';
    return v_answer;
end;
$$;

COMMENT ON FUNCTION ops.claim_messages(p_run_id uuid, p_claim integer, p_limit integer, p_lease_seconds integer) IS 'Claims up to p_limit messages, one of each ordering key and company, under new fences. p_claim counts a run''s claims from 1; the last one repeated answers the same messages.';

CREATE FUNCTION ops.claimable_messages(p_limit integer) RETURNS jsonb
    LANGUAGE sql
    SET search_path TO ''
    AS $$
    -- The first open message of each ordering key and company (null: of all), if it is due: new, due again, or left behind by
    -- a worker that vanished.
    -- Of the latter one at a time: if it was this one that its worker died of, no other is counted as taken over again.
    -- What met a wall before comes last: if it alone cannot get through, it ends no run before the others had their turn.
    -- "for update skip locked" leaves what another worker is just claiming to it.
    -- Up to 16 MB at once, and always one: many large ones together would be an answer that nobody can take.
    with left_behind as materialized (
        select m.id from ops.odoo_outbox m
         where m.status = 'processing' and m.lease_expires_at < clock_timestamp()
           and (not m.in_doubt or m.doubt_until <= clock_timestamp())
         order by m.lease_expires_at
         limit 1
           for update skip locked
    ), due as materialized (
        select m.id, m.waits > 0 as waited, m.priority from ops.odoo_outbox m
         where m.status in ('queued', 'failed') and m.next_attempt_at <= clock_timestamp()
           and not exists (select from ops.odoo_outbox earlier
                            where earlier.ordering_key = m.ordering_key and earlier.id < m.id
                              and coalesce(earlier.company_id = m.company_id, true)
                              and earlier.status in ('queued', 'processing', 'failed', 'dead'))
         order by (m.waits > 0), m.priority desc, m.id
         limit case when exists (select from left_behind) then 0 else p_limit end
           for update skip locked
    ), sized as (  -- of these few only: measured in the list above, every message due would be read whole
        select d.id, sum(bytes) over (order by d.waited, d.priority desc, d.id) - bytes as before_it
          from due d
          join ops.odoo_outbox m on m.id = d.id
         cross join lateral (select octet_length(concat(m.payload, m.guard, m.before))) as size (bytes)
    )
    select coalesce(jsonb_agg(id), '[]')
      from (select id from left_behind
            union all
            select id from sized where before_it < 16000000) claimable
$$;

COMMENT ON FUNCTION ops.claimable_messages(p_limit integer) IS 'The ids of messages that may be claimed now, locked for whoever asks: left behind first, then by priority and number, those that had to wait last.';

CREATE FUNCTION ops.disable_kick() RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
    delete from ops.outbox_kick;
    return jsonb_build_object('enabled', false);
end;
$$;

COMMENT ON FUNCTION ops.disable_kick() IS 'Enqueuing calls nobody any more; the schedule alone finds new messages.';

CREATE FUNCTION ops.enable_kick(p_url text, p_secret_name text) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $_$
declare
    v_found boolean;
begin
    if not ops.kick_is_possible() then
        raise exception 'This database lacks pg_net or the vault: the worker cannot be called from here.'
            using errcode = 'PT422', hint = 'On Supabase: create extension pg_net; create extension supabase_vault. Elsewhere the schedule does it.';
    end if;
    if not pg_catalog.has_schema_privilege(ops.caller(), 'vault', 'usage')
       or not pg_catalog.has_table_privilege(ops.caller(), 'vault.decrypted_secrets', 'select') then
        raise exception '% may not have a secret sent that it may not read itself.', ops.caller()
            using errcode = '42501', hint = 'Call ops.enable_kick as the owner of the project, in the SQL editor.';
    end if;
    execute 'select exists (select from vault.decrypted_secrets where name = $1)' into v_found using p_secret_name;
    if not v_found then
        raise exception 'The vault has no secret named %.', quote_literal(p_secret_name)
            using errcode = 'PT422', hint = 'select vault.create_secret(''<what SYNC_SECRET holds>'', ''<its name>'');';
    end if;
    insert into ops.outbox_kick (url, secret_name) values (p_url, p_secret_name)
    on conflict (only_one) do update set url = excluded.url, secret_name = excluded.secret_name, enabled_at = now();
    return jsonb_build_object('enabled', true, 'url', p_url);
end;
$_$;

COMMENT ON FUNCTION ops.enable_kick(p_url text, p_secret_name text) IS 'From now on each transaction that enqueues calls the outbox_worker function at p_url, with the secret of that name in the vault. For those who may read the vault.';

CREATE FUNCTION ops.enqueue_odoo(p_idempotency_key text, p_model text, p_operation text, p_payload jsonb DEFAULT '{}'::jsonb, p_external_id text DEFAULT NULL::text, p_record_id bigint DEFAULT NULL::bigint, p_guard jsonb DEFAULT NULL::jsonb, p_if_unmodified_since timestamp with time zone DEFAULT NULL::timestamp with time zone, p_ordering_key text DEFAULT NULL::text, p_priority smallint DEFAULT 0, p_company_id bigint DEFAULT NULL::bigint, p_requested_by text DEFAULT NULL::text) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_caller   text := ops.caller();
    v_anything boolean := pg_catalog.pg_has_role(v_caller, 'service_role', 'usage');
    v_external text := p_external_id;
    v_ordering text;
    v_hash     bytea;
    v_trouble  text := coalesce('payload ' || ops.unreadable(p_payload), 'guard ' || ops.unreadable(p_guard));
    v_message  ops.odoo_outbox;
begin
    if not v_anything and not exists (
        select from scout.company_access where role_name = v_caller and company_id = p_company_id) then
        raise exception '% may not send messages for company %.', v_caller, coalesce(p_company_id::text, '(none named)')
            using errcode = '42501', hint = 'Name a company with p_company_id; scout.company_access says which are yours.';
    end if;
    if not v_anything and ops.is_technical_model(p_model) then
        raise exception '% may not change %: it belongs to Odoo''s own machinery, and to no company alone.', v_caller, p_model
            using errcode = '42501', hint = 'Authors may change business records, such as res.partner or sale.order; service_role may change anything.';
    end if;
    if v_trouble is not null then
        raise exception 'The message''s % and no worker could read it.', v_trouble
            using errcode = 'PT422', hint = 'Send less in one message; long numbers as text.';
    end if;
    if p_operation = 'upsert' and v_external is null and p_record_id is null then
        v_external := ops.external_id(p_idempotency_key);
    elsif v_external is not null and strpos(v_external, '.') = 0 then
        v_external := ops.external_id(v_external);
    end if;
    v_ordering := coalesce(p_ordering_key, p_model || ' ' || coalesce(v_external, p_record_id::text));
    v_hash := sha256(convert_to(jsonb_build_array(
        p_model, p_operation, p_payload, v_external, p_record_id, p_guard, extract(epoch from p_if_unmodified_since),
        v_ordering, p_company_id)::text, 'UTF8'));

    -- Before the number is drawn, and held to the end of the author's transaction: order is commit order. Shared between
    -- companies, so that none waits for another's transaction; one without a company waits for all.
    if p_company_id is null then
        perform pg_advisory_xact_lock(hashtextextended('ops.odoo_outbox ' || v_ordering, 0));
    else
        perform pg_advisory_xact_lock_shared(hashtextextended('ops.odoo_outbox ' || v_ordering, 0));
        perform pg_advisory_xact_lock(hashtextextended('ops.odoo_outbox of ' || p_company_id || ' ' || v_ordering, 0));
    end if;
    insert into ops.odoo_outbox (
        idempotency_key, content_hash, model, operation, external_id, record_id, payload, guard, if_unmodified_since,
        ordering_key, priority, company_id, requested_by)
    values (p_idempotency_key, v_hash, p_model, p_operation, v_external, p_record_id, p_payload, p_guard,
            p_if_unmodified_since, v_ordering, p_priority, p_company_id, concat_ws(' via ', p_requested_by, v_caller))
    on conflict (idempotency_key) do nothing
    returning * into v_message;
    if not found then
        select * into v_message from ops.odoo_outbox where idempotency_key = p_idempotency_key;
        if v_message.content_hash <> v_hash then
            raise exception 'The key % already stands for another message (%).', quote_literal(p_idempotency_key), v_message.id
                using errcode = 'PT409', hint = 'A new wish needs a new key; the same wish has the same content.';
        end if;
        return jsonb_build_object('id', v_message.id, 'status', v_message.status, 'external_id', v_message.external_id, 'created', false);
    end if;
    return jsonb_build_object('id', v_message.id, 'status', v_message.status, 'external_id', v_message.external_id, 'created', true);
end;
$$;

COMMENT ON FUNCTION ops.enqueue_odoo(p_idempotency_key text, p_model text, p_operation text, p_payload jsonb, p_external_id text, p_record_id bigint, p_guard jsonb, p_if_unmodified_since timestamp with time zone, p_ordering_key text, p_priority smallint, p_company_id bigint, p_requested_by text) IS 'Puts a message to Odoo into the outbox, within the caller''s own transaction. The same key with the same content answers the same message; with other content it is refused.';

CREATE FUNCTION ops.external_id(p_key text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $_$
    -- Odoo refuses blanks in external ids, and a dot or comma would be read as more than a letter.
    select '__outbox__.' || string_agg(
               case when letter ~ '^[A-Za-z0-9_-]$' then letter
                    else regexp_replace(upper(encode(convert_to(letter, 'UTF8'), 'hex')), '(..)', '=\1', 'g') end, '' order by place)
      from string_to_table(p_key, null) with ordinality as letters (letter, place)
$_$;

COMMENT ON FUNCTION ops.external_id(p_key text) IS 'The external id in Odoo of the record that an upsert under this key makes: __outbox__.<key>, letters Odoo refuses as =XX.';

CREATE FUNCTION ops.finish_outbox_run(p_run_id uuid, p_status text, p_error_message text DEFAULT NULL::text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    v_released integer;
    v_run      ops.odoo_sync_runs;
begin
    -- What this run may have sent is left to its lease: it comes back after Odoo's request limit, and Odoo is read first.
    update ops.odoo_outbox
       set status = case when last_error is null then 'queued' else 'failed' end,
           run_id = null, lease_expires_at = null, updated_at = clock_timestamp()
     where run_id = p_run_id and status = 'processing' and (not in_doubt or sent_fence is distinct from fence);
    get diagnostics v_released = row_count;
    update ops.odoo_sync_runs
       set status = p_status, completed_at = coalesce(completed_at, clock_timestamp()), released = released + v_released,
           error_message = p_error_message
     where run_id = p_run_id
    returning * into v_run;
    return to_jsonb(v_run);
end;
$$;

COMMENT ON FUNCTION ops.finish_outbox_run(p_run_id uuid, p_status text, p_error_message text) IS 'Ends a worker''s run and gives back what it claimed and did not begin. A repeat finds nothing left to give back.';

CREATE FUNCTION ops.forget_telling(p_call_id uuid) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    v_forgotten integer;
begin
    update ops.alerts set told_at = null, told_call = null, is_told = false where told_call = p_call_id;
    get diagnostics v_forgotten = row_count;
    update ops.alerts set recovered_at = null, recovered_call = null where recovered_call = p_call_id and is_told;
    return jsonb_build_object('forgotten', v_forgotten);
end;
$$;

COMMENT ON FUNCTION ops.forget_telling(p_call_id uuid) IS 'What this call was given to tell reached nobody: whoever looks next is given it again.';

CREATE FUNCTION ops.health_facts() RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET statement_timeout TO '25s'
    AS $$
declare
    -- Whom row level security shows nothing would take every table for empty, and say so.
    v_sees   boolean := pg_has_role(current_user, 'service_role', 'usage') or not row_security_active('scout.sync_checkpoints');
    v_part   text;
    v_facts  jsonb;
    v_answer jsonb := jsonb_build_object('now', clock_timestamp());
begin
    foreach v_part in array array['server', 'sync', 'silver', 'gold', 'outbox', 'schedules'] loop
        -- A part that cannot be told (a grant or a table is gone) says so and hides no other.
        begin
            if v_sees or v_part = 'server' then
                execute format('select ops.health_of_%s()', v_part) into v_facts;
            else
                v_facts := jsonb_build_object('refused', 'row level security hides all rows from ' || current_user);
            end if;
        exception
            when insufficient_privilege or undefined_table or undefined_column or undefined_function
                or invalid_schema_name or object_not_in_prerequisite_state then
            v_facts := jsonb_build_object('refused', sqlerrm);
        end;
        v_answer := v_answer || jsonb_build_object(v_part, v_facts);
    end loop;
    return v_answer;
end;
$$;

COMMENT ON FUNCTION ops.health_facts() IS 'Everything the warehouse knows about its health, by part (ops.health_of_…), and its clock; {"refused": …} in place of a part that could not be told.';

CREATE FUNCTION ops.health_of_gold() RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select jsonb_build_object(
        'views', (select coalesce(jsonb_object_agg(c.relname, jsonb_build_object(
                             'populated', c.relispopulated, 'refreshed_at', r.started_at, 'rows', r.row_count)), '{}')
                    from pg_catalog.pg_class c
                    left join scout.gold_refreshes r on r.view_name = c.relname
                   where c.relnamespace = 'scout'::regnamespace and c.relkind = 'm'),
        -- A refresh sees what was committed before it began.
        'changed_at', (select max(coalesce(l.completed_at, l.started_at))
                         from scout.sync_checkpoints c
                        cross join lateral (select s.started_at, s.completed_at from scout.sync_logs s
                                             where s.checkpoint_id = c.id and s.inserted + s.updated + s.deleted > 0
                                             order by s.started_at desc limit 1) l
                        where c.stream in ('pos.order', 'pos.order.line', 'pos.payment')))
$$;

COMMENT ON FUNCTION ops.health_of_gold() IS 'Each gold view, and when its latest refresh began; changed_at: when orders, lines or payments last changed here.';

CREATE FUNCTION ops.health_of_outbox() RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select ops.outbox_status() || jsonb_build_object(
        'parked', (select coalesce(jsonb_agg(to_jsonb(m) order by m.id), '[]')
                     from (select id, model, operation, error_kind from ops.odoo_outbox where status = 'dead' order by id limit 3) m))
$$;

COMMENT ON FUNCTION ops.health_of_outbox() IS 'ops.outbox_status(), and the first three parked messages without their content.';

CREATE FUNCTION ops.health_of_schedules() RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select jsonb_build_object(
        'sync', (select max(l.started_at) from scout.sync_checkpoints c
                  cross join lateral (select s.started_at from scout.sync_logs s where s.checkpoint_id = c.id
                                       order by s.started_at desc limit 1) l),
        'reconcile', (select max(checked_at) from scout.reconciliations where status in ('equal', 'differs', 'refused')),
        'outbox', (select max(started_at) from ops.odoo_sync_runs),
        'gold', (select max(started_at) from scout.gold_refreshes),
        'jobs', ops.scheduled_jobs())
$$;

COMMENT ON FUNCTION ops.health_of_schedules() IS 'When each kind of work was last begun (reconcile: last ended), and pg_cron''s jobs; null: never, or no pg_cron.';

CREATE FUNCTION ops.health_of_server() RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    with settings as (
        -- PostgREST takes over what is set for service_role in general; else its own login's limit holds.
        select case when s.setrole = 'service_role'::regrole and s.setdatabase = 0 then 1
                    when r.rolname = 'authenticator' and s.setdatabase <> 0 then 2
                    when r.rolname = 'authenticator' then 3
                    when s.setrole = 0 then 4 end as place,
               ops.milliseconds(split_part(setting, '=', 2)) as milliseconds
          from pg_catalog.pg_db_role_setting s
          left join pg_catalog.pg_roles r on r.oid = s.setrole
         cross join unnest(s.setconfig) as setting
         where setting like 'statement_timeout=%'
           and s.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = current_database()))
    )
    select jsonb_build_object(
        'version', current_setting('server_version'), 'version_number', current_setting('server_version_num')::integer,
        'user', current_user,
        'may_write', has_table_privilege(current_user, 'scout.sync_checkpoints', 'update')
                 and has_function_privilege(current_user,
                     (select oid from pg_catalog.pg_proc
                       where pronamespace = 'scout'::regnamespace and proname = 'begin_sync' limit 1), 'execute'),
        -- The defaults, not this transaction's: the Data API asks a function that only looks in a read-only one.
        'read_only', current_setting('default_transaction_read_only') = 'on' or pg_catalog.pg_is_in_recovery(),
        'extensions', (select coalesce(jsonb_object_agg(name, installed_version is not null), '{}')
                         from pg_catalog.pg_available_extensions where name in ('pg_cron', 'pg_net')),
        'role_timeout', (select milliseconds from settings where place is not null order by place limit 1),
        'function_timeouts', (select coalesce(jsonb_object_agg(oid::regproc::text, ops.milliseconds(split_part(setting, '=', 2))), '{}')
                                from pg_catalog.pg_proc cross join unnest(proconfig) as setting
                               where pronamespace in ('scout'::regnamespace, 'ops'::regnamespace) and setting like 'statement_timeout=%'),
        'migrations', ops.applied_migrations(),
        'missing_grants', ops.missing_grants(),
        'models', (select coalesce(jsonb_agg(model order by model), '[]') from scout.bronze_tables))
$$;

COMMENT ON FUNCTION ops.health_of_server() IS 'Version, user, extensions, time limits in milliseconds (role_timeout: what the Data API runs under where a function sets none), migrations, grants, bronze tables.';

CREATE FUNCTION ops.health_of_silver() RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $_$
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
                      from scout.silver_tables s
                      join scout.bronze_tables b using (model)
                     cross join unnest(array['refine_inserted', 'refine_updated', 'forget_deleted', 'forget_truncated']) as wanted
                     where not exists (select from pg_catalog.pg_trigger t
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
$_$;

COMMENT ON FUNCTION ops.health_of_silver() IS 'Quarantined records by model (rows_at_least: live bronze rows, counted to a hundred times as many), triggers of bronze tables that are off or gone, companies with shops.';

CREATE FUNCTION ops.health_of_sync() RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select scout.sync_status() || jsonb_build_object(
        'proofs', (select coalesce(jsonb_object_agg(c.id, to_jsonb(r)), '{}')
                     from scout.sync_checkpoints c
                    cross join lateral (select p.status, p.checked_at, p.deep, p.message from scout.reconciliations p
                                         where p.checkpoint_id = c.id and p.status in ('equal', 'differs', 'refused')
                                         order by p.started_at desc limit 1) r))
$$;

COMMENT ON FUNCTION ops.health_of_sync() IS 'scout.sync_status(), and for each checkpoint how its latest whole reconcile ended.';

CREATE FUNCTION ops.is_confirmed(p_id bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
    -- With its owner's rights, so that authors need none to look at records; by a message's number, so that it looks at no other.
    select coalesce(case when m.operation = 'unlink' then seen = 'infinity' else seen >= m.result_write_date end, false)
      from ops.odoo_outbox m, ops.seen_write_date(m.model, m.result_id) seen
     where m.id = p_id and m.status = 'done'
       and (pg_catalog.pg_has_role(ops.caller(), 'service_role', 'usage')
            or m.company_id in (select a.company_id from scout.company_access a where a.role_name = ops.caller()))
$$;

COMMENT ON FUNCTION ops.is_confirmed(p_id bigint) IS 'Whether the sync has seen in Odoo what a message did; null of one that is not done, or not the caller''s to see.';

CREATE FUNCTION ops.is_technical_model(p_model text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $_$
    -- Users, rights, automation, connections, texts that Odoo evaluates: they have no company's record rules to keep them apart.
    select p_model ~ ('^(ir|base|bus|iap|fetchmail|studio|res\.(users|groups|company|config)|change\.password|payment\.provider'
                      '|mail\.(alias|template|compose)|sms\.template)(\.|$)|^(auth|base|web)(_[a-z0-9_]+)?(\.|$)')
$_$;

COMMENT ON FUNCTION ops.is_technical_model(p_model text) IS 'Whether a model belongs to Odoo''s own machinery (ir.*, res.users*, base.*, …), which only service_role may have changed.';

CREATE FUNCTION ops.keep_messages(p_run_id uuid, p_lease_seconds integer) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    v_kept integer;
begin
    update ops.odoo_outbox set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds)
     where run_id = p_run_id and status = 'processing' and lease_expires_at > clock_timestamp();
    get diagnostics v_kept = row_count;
    return jsonb_build_object('kept', v_kept);
end;
$$;

COMMENT ON FUNCTION ops.keep_messages(p_run_id uuid, p_lease_seconds integer) IS 'Renews the leases of a worker that is still at work.';

CREATE FUNCTION ops.kick_is_possible() RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select exists (select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                    where n.nspname = 'net' and p.proname = 'http_post')
       and exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = 'vault' and c.relname = 'decrypted_secrets')
$$;

COMMENT ON FUNCTION ops.kick_is_possible() IS 'Whether this database has pg_net and the vault.';

CREATE FUNCTION ops.kick_outbox() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $_$
declare
    v_kick   ops.outbox_kick;
    v_secret text;
begin
    select * into v_kick from ops.outbox_kick;
    -- pg_net sends after the commit, so one call a transaction is enough. A rolled-back savepoint takes call and mark with it.
    if not found or not exists (select from inserted)
       or current_setting('scout.kicked_in', true) is not distinct from pg_current_xact_id()::text then
        return null;
    end if;
    begin
        if not ops.kick_is_possible() then
            return null;
        end if;
        execute 'select decrypted_secret from vault.decrypted_secrets where name = $1' into v_secret using v_kick.secret_name;
        v_secret := btrim(split_part(v_secret, ',', 1));  -- two while one is rotated: the first is the new one
        if coalesce(v_secret, '') = '' then
            raise exception 'the vault has no secret named %', quote_literal(v_kick.secret_name);
        end if;
        execute 'select net.http_post(url => $1, body => $2, params => $3, headers => $4, timeout_milliseconds => $5)'
          using v_kick.url, '{}'::jsonb, '{}'::jsonb,
                jsonb_build_object('Content-Type', 'application/json', 'Authorization', 'Bearer ' || v_secret), 5000;
        perform set_config('scout.kicked_in', pg_current_xact_id()::text, true);
    exception when others then
        raise warning 'The outbox''s worker could not be called (%): its schedule will find the message.', sqlerrm;
    end;
    return null;
end;
$_$;

COMMENT ON FUNCTION ops.kick_outbox() IS 'Calls the outbox_worker function, once a transaction, where ops.enable_kick said so. Whatever fails here, the author''s transaction does not.';

CREATE FUNCTION ops.list_messages(p_status text[] DEFAULT NULL::text[], p_limit integer DEFAULT 50, p_before_id bigint DEFAULT NULL::bigint) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select coalesce(jsonb_agg(to_jsonb(listed) order by listed.id desc), '[]')
      from (select s.* from ops.v_outbox_status s
             where (p_status is null or s.status = any (p_status)) and (p_before_id is null or s.id < p_before_id)
             order by s.id desc limit p_limit) listed
$$;

COMMENT ON FUNCTION ops.list_messages(p_status text[], p_limit integer, p_before_id bigint) IS 'The latest messages as ops.v_outbox_status shows them, an array; p_before_id goes on from there.';

CREATE FUNCTION ops.unreadable(p_value jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $_$
    -- JSON allows what no worker can read: Python ends at 4,300 digits and some thousand levels, a jsonb at 256 MB. One such
    -- message in a claim's answer would stop all the others with it. The depth is asked before anything goes down into it.
    select case when octet_length(p_value::text) > 1000000 then 'is larger than 1 MB'
                when p_value @? 'strict $.**{21 to last}' then 'is nested more than 20 deep'
                when p_value @? 'strict $.** ? (@ >= 1e40 || @ <= -1e40)' then 'has a number of more than 40 digits' end
$_$;

COMMENT ON FUNCTION ops.unreadable(p_value jsonb) IS 'Why no worker could read a payload or a guard, in words that follow its name; null when one can.';

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE ops.odoo_outbox (
    id bigint NOT NULL,
    idempotency_key text NOT NULL,
    content_hash bytea NOT NULL,
    model text NOT NULL,
    operation text NOT NULL,
    external_id text,
    record_id bigint,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    guard jsonb,
    if_unmodified_since timestamp with time zone,
    ordering_key text NOT NULL,
    priority smallint DEFAULT 0 NOT NULL,
    company_id bigint,
    requested_by text NOT NULL,
    status text DEFAULT 'queued'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    waits integer DEFAULT 0 NOT NULL,
    takeovers integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now() NOT NULL,
    fence bigint DEFAULT 0 NOT NULL,
    run_id uuid,
    claim integer,
    lease_holder text,
    lease_expires_at timestamp with time zone,
    sent_at timestamp with time zone,
    sent_fence bigint,
    in_doubt boolean DEFAULT false NOT NULL,
    doubt_until timestamp with time zone,
    before jsonb,
    result_id bigint,
    result_write_date timestamp with time zone,
    note text,
    error_kind text,
    last_error text,
    last_outcome jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    settled_at timestamp with time zone,
    CONSTRAINT odoo_outbox_arguments_are_named CHECK (((operation <> 'call'::text) OR (COALESCE(jsonb_typeof((payload -> 'arguments'::text)), 'object'::text) = 'object'::text))),
    CONSTRAINT odoo_outbox_call_has_a_guard CHECK (((operation <> 'call'::text) OR (guard IS NOT NULL))),
    CONSTRAINT odoo_outbox_call_names_a_method CHECK (((operation <> 'call'::text) OR COALESCE(((payload ->> 'method'::text) ~ '^[a-z][a-z0-9_]*$'::text), false))),
    CONSTRAINT odoo_outbox_counts_are_natural CHECK (((attempts >= 0) AND (waits >= 0) AND (takeovers >= 0))),
    CONSTRAINT odoo_outbox_doubt_has_a_time CHECK (((NOT in_doubt) OR (num_nulls(sent_at, doubt_until, before) = 0))),
    CONSTRAINT odoo_outbox_external_id_is_whole CHECK ((external_id ~ '^[A-Za-z0-9_]+\.[^\s,]+$'::text)),
    CONSTRAINT odoo_outbox_failure_says_why CHECK (((status <> ALL (ARRAY['failed'::text, 'dead'::text])) OR (last_error IS NOT NULL))),
    CONSTRAINT odoo_outbox_guard_is_a_domain CHECK (((jsonb_typeof(guard) = 'array'::text) AND (guard <> '[]'::jsonb))),
    CONSTRAINT odoo_outbox_guard_is_readable CHECK ((ops.unreadable(guard) IS NULL)),
    CONSTRAINT odoo_outbox_key_is_named CHECK (((btrim(idempotency_key) <> ''::text) AND (length(idempotency_key) <= 200))),
    CONSTRAINT odoo_outbox_lease_is_whole CHECK ((((status = 'processing'::text) = (lease_expires_at IS NOT NULL)) AND ((status = 'processing'::text) = (run_id IS NOT NULL)))),
    CONSTRAINT odoo_outbox_model_is_a_technical_name CHECK ((model ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$'::text)),
    CONSTRAINT odoo_outbox_names_one_record CHECK ((num_nonnulls(external_id, record_id) = 1)),
    CONSTRAINT odoo_outbox_operation_is_known CHECK ((operation = ANY (ARRAY['upsert'::text, 'write'::text, 'unlink'::text, 'call'::text]))),
    CONSTRAINT odoo_outbox_ordering_key_is_named CHECK ((btrim(ordering_key) <> ''::text)),
    CONSTRAINT odoo_outbox_payload_is_an_object CHECK ((jsonb_typeof(payload) = 'object'::text)),
    CONSTRAINT odoo_outbox_payload_is_readable CHECK ((ops.unreadable(payload) IS NULL)),
    CONSTRAINT odoo_outbox_record_id_is_positive CHECK ((record_id > 0)),
    CONSTRAINT odoo_outbox_says_what_to_write CHECK (((operation <> ALL (ARRAY['upsert'::text, 'write'::text])) OR (payload <> '{}'::jsonb))),
    CONSTRAINT odoo_outbox_settled_has_a_time CHECK (((status = ANY (ARRAY['done'::text, 'skipped'::text])) = (settled_at IS NOT NULL))),
    CONSTRAINT odoo_outbox_settled_is_certain CHECK (((status <> ALL (ARRAY['done'::text, 'skipped'::text])) OR (NOT in_doubt))),
    CONSTRAINT odoo_outbox_skip_says_why CHECK (((status <> 'skipped'::text) OR (note IS NOT NULL))),
    CONSTRAINT odoo_outbox_status_is_known CHECK ((status = ANY (ARRAY['queued'::text, 'processing'::text, 'done'::text, 'skipped'::text, 'failed'::text, 'dead'::text]))),
    CONSTRAINT odoo_outbox_texts_are_short CHECK ((GREATEST(length(model), length(external_id), length(ordering_key), length(requested_by)) <= 3000)),
    CONSTRAINT odoo_outbox_unlink_writes_nothing CHECK (((operation <> 'unlink'::text) OR (payload = '{}'::jsonb))),
    CONSTRAINT odoo_outbox_unmodified_since_is_a_time CHECK (((if_unmodified_since >= '1970-01-01 00:00:00+00'::timestamp with time zone) AND (if_unmodified_since <= '9999-01-01 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT odoo_outbox_upsert_has_an_external_id CHECK (((operation <> 'upsert'::text) OR (external_id IS NOT NULL)))
);

COMMENT ON TABLE ops.odoo_outbox IS 'Approved changes on their way into Odoo, one row a message. Put in with ops.enqueue_odoo only: it keeps order and refuses doubles.';

COMMENT ON COLUMN ops.odoo_outbox.id IS 'The message''s number; within one ordering_key they follow the commits.';

COMMENT ON COLUMN ops.odoo_outbox.idempotency_key IS 'The author''s own name for this wish: the same wish again is the same message.';

COMMENT ON COLUMN ops.odoo_outbox.content_hash IS 'SHA-256 of all that a message says: tells a repeat from another wish.';

COMMENT ON COLUMN ops.odoo_outbox.model IS 'The Odoo model to change.';

COMMENT ON COLUMN ops.odoo_outbox.operation IS 'upsert: create or update by external id; write: set values; unlink: delete; call: a button, whose guard is false once it worked.';

COMMENT ON COLUMN ops.odoo_outbox.external_id IS 'The record by its external id in Odoo; this or record_id is set.';

COMMENT ON COLUMN ops.odoo_outbox.record_id IS 'The record by its id in Odoo.';

COMMENT ON COLUMN ops.odoo_outbox.payload IS 'What to write, by field; of a call its method and arguments.';

COMMENT ON COLUMN ops.odoo_outbox.guard IS 'An Odoo domain that must still hold for the record; else the message is skipped.';

COMMENT ON COLUMN ops.odoo_outbox.if_unmodified_since IS 'The write_date the author saw; a record changed since is a conflict.';

COMMENT ON COLUMN ops.odoo_outbox.ordering_key IS 'Messages of one key and company are applied in commit order, one at a time; a failed or dead one holds back the later ones. Without a company: in order with those of all.';

COMMENT ON COLUMN ops.odoo_outbox.priority IS 'Higher goes first, between ordering keys.';

COMMENT ON COLUMN ops.odoo_outbox.company_id IS 'The company it is for; also who may see it (scout.company_access).';

COMMENT ON COLUMN ops.odoo_outbox.requested_by IS 'Who asked: the name that the author gave, and the database role that called.';

COMMENT ON COLUMN ops.odoo_outbox.status IS 'queued, processing, done, skipped, failed (tried again by itself) or dead (parked: a person has to look).';

COMMENT ON COLUMN ops.odoo_outbox.attempts IS 'Tries that Odoo answered with something a repeat may mend, or whose answer was lost. After six the message is dead.';

COMMENT ON COLUMN ops.odoo_outbox.waits IS 'Tries that never reached Odoo, since its last answer; they are made again for ever.';

COMMENT ON COLUMN ops.odoo_outbox.takeovers IS 'How often a worker vanished with this message in hand.';

COMMENT ON COLUMN ops.odoo_outbox.next_attempt_at IS 'Not before this instant.';

COMMENT ON COLUMN ops.odoo_outbox.fence IS 'Fencing token: grows with every claim; a step under an older one is refused.';

COMMENT ON COLUMN ops.odoo_outbox.run_id IS 'The run that has it in hand. Null: none.';

COMMENT ON COLUMN ops.odoo_outbox.claim IS 'Which claim of that run took it, counted from 1.';

COMMENT ON COLUMN ops.odoo_outbox.lease_holder IS 'The worker that has it in hand.';

COMMENT ON COLUMN ops.odoo_outbox.lease_expires_at IS 'When that worker counts as vanished.';

COMMENT ON COLUMN ops.odoo_outbox.sent_at IS 'When a call that changes Odoo was last about to be sent.';

COMMENT ON COLUMN ops.odoo_outbox.sent_fence IS 'The fence under which it was.';

COMMENT ON COLUMN ops.odoo_outbox.in_doubt IS 'That call''s outcome is not known: nothing of this key moves before doubt_until, then Odoo is read.';

COMMENT ON COLUMN ops.odoo_outbox.doubt_until IS 'When Odoo must have ended that call one way or the other: its request limit and a margin after sent_at.';

COMMENT ON COLUMN ops.odoo_outbox.before IS 'The record as it was before the call: what a change by someone else is told by.';

COMMENT ON COLUMN ops.odoo_outbox.result_id IS 'The record''s id in Odoo, once known.';

COMMENT ON COLUMN ops.odoo_outbox.result_write_date IS 'The record''s write_date after the call: once it is in bronze, Odoo has confirmed the message.';

COMMENT ON COLUMN ops.odoo_outbox.note IS 'Why it was skipped, or what a person should know.';

COMMENT ON COLUMN ops.odoo_outbox.error_kind IS 'invalid, refused, conflict, gone, no effect, outcome unknown, exhausted, vanished; or of a passing failure: lost answer, busy, unreachable.';

COMMENT ON COLUMN ops.odoo_outbox.last_error IS 'What the last try met.';

COMMENT ON COLUMN ops.odoo_outbox.last_outcome IS 'How the last try was settled; a repeat of that call is told by it.';

COMMENT ON COLUMN ops.odoo_outbox.created_at IS 'When it was put in.';

COMMENT ON COLUMN ops.odoo_outbox.updated_at IS 'When this row last changed.';

COMMENT ON COLUMN ops.odoo_outbox.settled_at IS 'When it was done or skipped.';

CREATE FUNCTION ops.message_for_worker(p_message ops.odoo_outbox) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select jsonb_build_object(
        'id', p_message.id, 'idempotency_key', p_message.idempotency_key, 'model', p_message.model,
        'operation', p_message.operation, 'external_id', p_message.external_id, 'record_id', p_message.record_id,
        'payload', p_message.payload, 'guard', p_message.guard, 'if_unmodified_since', p_message.if_unmodified_since,
        'company_id', p_message.company_id, 'attempts', p_message.attempts, 'fence', p_message.fence,
        'in_doubt', p_message.in_doubt, 'before', p_message.before,
        'sent_seconds_ago', extract(epoch from clock_timestamp() - p_message.sent_at))
$$;

COMMENT ON FUNCTION ops.message_for_worker(p_message ops.odoo_outbox) IS 'A message as its worker needs it.';

CREATE FUNCTION ops.metrics_facts() RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    SET statement_timeout TO '25s'
    AS $$
    select jsonb_build_object(
        'streams', coalesce((
            select jsonb_agg(jsonb_build_object(
                       'stream', c.id,
                       'records_processed', c.records_synced,
                       'records_failed', coalesce(runs.quarantined, 0),
                       'runs_failed', coalesce(runs.failed, 0),
                       'runs', coalesce(runs.ended, 0),
                       'run_seconds', coalesce(runs.seconds, 0),
                       'lag_seconds', extract(epoch from clock_timestamp() - c.last_sync_at),
                       'quarantined', (select count(*) from scout.quarantine q where q.model = c.stream),
                       'proven_at', (select extract(epoch from max(r.checked_at)) from scout.reconciliations r
                                      where r.checkpoint_id = c.id and r.status = 'equal'),
                       'reconciled', (select jsonb_build_object('equal', (r.status = 'equal')::integer, 'missing', r.missing,
                                                                'stale', r.stale, 'extra', r.extra, 'repaired', r.repaired)
                                        from scout.reconciliations r
                                       where r.checkpoint_id = c.id and r.checked_at is not null
                                       order by r.started_at desc limit 1)) order by c.id)
              from scout.sync_checkpoints c
              left join lateral (
                   select sum(l.quarantined) as quarantined, sum(l.error_count) as failed,
                          count(*) filter (where l.completed_at is not null) as ended,
                          sum(extract(epoch from l.completed_at - l.started_at)) as seconds
                     from scout.sync_logs l where l.checkpoint_id = c.id) runs on true), '[]'),
        'odoo_calls', coalesce((select jsonb_object_agg(kind, calls)
                                  from (select kind, sum(calls) as calls from ops.odoo_calls group by kind) totals), '{}'),
        'key_seconds_left', (select extract(epoch from expires_at - clock_timestamp()) from ops.odoo_keys),
        'outbox', ops.outbox_status() - 'last_run',
        'outbox_runs', (select jsonb_build_object('done', coalesce(sum(done), 0), 'skipped', coalesce(sum(skipped), 0),
                                                  'failed', coalesce(sum(failed), 0), 'dead', coalesce(sum(dead), 0))
                          from ops.odoo_sync_runs))
$$;

COMMENT ON FUNCTION ops.metrics_facts() IS 'Per stream: totals since the beginning, lag in seconds, quarantine, the latest reconcile. For the outbox: its depth and what its runs of the last 90 days did.';

CREATE FUNCTION ops.milliseconds(p_setting text) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $_$
    -- A bare number of statement_timeout means milliseconds; as an interval it would mean seconds.
    select case when p_setting ~ '^\d+$' then p_setting::bigint else (extract(epoch from p_setting::interval) * 1000)::bigint end
$_$;

COMMENT ON FUNCTION ops.milliseconds(p_setting text) IS 'A time as PostgreSQL''s settings write it (25s, 2min, 8000) in milliseconds.';

CREATE FUNCTION ops.missing_grants() RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    -- What only the owner does is named create_…; the other lists of tables are the owner's to write too.
    select coalesce(jsonb_agg(missing order by missing), '[]')
      from (select format('usage on schema %I', nspname) as missing
              from pg_catalog.pg_namespace
             where nspname in ('scout', 'ops') and not has_schema_privilege('service_role', oid, 'usage')
             union all
            select format('%s on %s', privilege, c.oid::regclass)
              from pg_catalog.pg_class c
             cross join unnest(array['select', 'insert', 'update', 'delete']) as privilege
             where c.relnamespace in (select oid from pg_catalog.pg_namespace where nspname in ('scout', 'ops'))
               and c.relkind in ('r', 'p', 'v', 'm')
               and (privilege = 'select'
                    or c.relname in (select table_name from scout.bronze_tables union all select table_name from scout.silver_tables
                                      union all select table_name from scout.silver_company_tables)
                    or c.relname in ('sync_checkpoints', 'sync_logs', 'odoo_call_slots', 'reconciliations', 'reconcile_findings',
                                     'quarantine', 'odoo_outbox', 'odoo_sync_runs'))
               and not has_table_privilege('service_role', c.oid, privilege)
             union all
            select format('execute on function %s', oid::regprocedure)
              from pg_catalog.pg_proc
             where pronamespace in (select oid from pg_catalog.pg_namespace where nspname in ('scout', 'ops'))
               and prorettype <> 'trigger'::regtype and proname !~ '^create_'
               and not has_function_privilege('service_role', oid, 'execute')
             order by 1 limit 50) as found
$$;

COMMENT ON FUNCTION ops.missing_grants() IS 'What service_role lacks to do the sync''s work, each as the middle of a grant statement; fifty at most.';

CREATE FUNCTION ops.note_checks(p_call_id uuid, p_failing jsonb, p_passing jsonb, p_repeat_seconds integer) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    v_alerts     jsonb;
    v_recoveries jsonb;
begin
    -- In the order of their names, so that two who look at once wait for each other and do not deadlock.
    insert into ops.alerts as known (cause, message, fix)
    select cause, message, coalesce(fix, '')
      from jsonb_to_recordset(p_failing) as failing (cause text, message text, fix text)
     order by cause
        on conflict (cause) do update
       set message = excluded.message, fix = excluded.fix, last_seen_at = now(),
           since = case when known.recovered_at is null then known.since else now() end,
           is_told = known.is_told and known.recovered_at is null,
           recovered_at = null, recovered_call = null;
    with told as (
        update ops.alerts
           set told_at = now(), told_call = p_call_id, is_told = true
         where cause in (select cause from jsonb_to_recordset(p_failing) as failing (cause text))
           and (told_call = p_call_id or told_at is null or told_at < now() - make_interval(secs => p_repeat_seconds))
        returning *
    )
    select coalesce(jsonb_agg(to_jsonb(told) - array['told_call', 'recovered_call'] order by since, cause), '[]') into v_alerts from told;
    with over as (
        update ops.alerts
           set recovered_at = coalesce(recovered_at, now()), recovered_call = p_call_id
         where cause in (select value from jsonb_array_elements_text(p_passing))
           and (recovered_at is null or recovered_call = p_call_id)
        returning *
    )
    select coalesce(jsonb_agg(to_jsonb(over) - array['told_call', 'recovered_call'] order by since, cause), '[]') into v_recoveries
      from over where is_told;
    return jsonb_build_object('alerts', v_alerts, 'recoveries', v_recoveries);
end;
$$;

COMMENT ON FUNCTION ops.note_checks(p_call_id uuid, p_failing jsonb, p_passing jsonb, p_repeat_seconds integer) IS 'Notes which causes ({cause, message, fix}) fail and which checks pass now; answers what people have to be told: alerts not told within p_repeat_seconds, and ends of those they were told of. Each is given to one caller only; a repeat under the same p_call_id is given the same.';

CREATE FUNCTION ops.note_odoo_calls(p_id uuid, p_kind text, p_calls bigint) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    insert into ops.odoo_calls (id, kind, calls) values (p_id, p_kind, p_calls) on conflict (id) do nothing;
    return jsonb_build_object('noted', true);
end;
$$;

COMMENT ON FUNCTION ops.note_odoo_calls(p_id uuid, p_kind text, p_calls bigint) IS 'Counts the requests a run sent to Odoo. A repeat counts nothing again.';

CREATE FUNCTION ops.note_odoo_key(p_expires_at timestamp with time zone) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    insert into ops.odoo_keys (name, expires_at) values ('first to end', p_expires_at)
        on conflict (name) do update set expires_at = excluded.expires_at, seen_at = now();
    return jsonb_build_object('noted', true);
end;
$$;

COMMENT ON FUNCTION ops.note_odoo_key(p_expires_at timestamp with time zone) IS 'Notes when the API key that ends first expires.';

CREATE FUNCTION ops.note_sending(p_id bigint, p_run_id uuid, p_fence bigint, p_before jsonb, p_lease_seconds integer, p_request_limit_seconds integer) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    -- An expired lease is refused here, though not when settling: who lost it may send nothing, but what it sent is true.
    update ops.odoo_outbox
       set in_doubt = true, sent_at = clock_timestamp(), sent_fence = p_fence, before = p_before, updated_at = clock_timestamp(),
           doubt_until = clock_timestamp() + make_interval(secs => p_request_limit_seconds),
           lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds)
     where id = p_id and run_id = p_run_id and fence = p_fence and status = 'processing' and lease_expires_at > clock_timestamp();
    if not found then
        perform ops.raise_message_lost(p_id, p_fence);
    end if;
    return jsonb_build_object('noted', true);
end;
$$;

COMMENT ON FUNCTION ops.note_sending(p_id bigint, p_run_id uuid, p_fence bigint, p_before jsonb, p_lease_seconds integer, p_request_limit_seconds integer) IS 'Before a call that changes Odoo: from here on its outcome is in doubt until settled. p_before: the record as it is now.';

CREATE FUNCTION ops.open_causes() RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select coalesce(jsonb_agg(cause order by cause), '[]') from ops.alerts where recovered_at is null
$$;

COMMENT ON FUNCTION ops.open_causes() IS 'The causes that are not over: whoever looks at everything tells the end of those it finds no more.';

CREATE FUNCTION ops.outbox_status() RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select jsonb_build_object(
        'now', clock_timestamp(),
        'depth', count(*) filter (where status in ('queued', 'processing', 'failed')),
        'queued', count(*) filter (where status = 'queued'),
        'processing', count(*) filter (where status = 'processing'),
        'failed', count(*) filter (where status = 'failed'),
        'dead', count(*) filter (where status = 'dead'),
        'held_back', count(*) filter (where status = 'queued' and exists (
            select from ops.odoo_outbox earlier
             where earlier.ordering_key = m.ordering_key and earlier.id < m.id and earlier.status in ('failed', 'dead')
               and coalesce(earlier.company_id = m.company_id, true))),
        'oldest_at', min(created_at) filter (where status in ('queued', 'processing', 'failed')),
        'oldest_seconds', extract(epoch from clock_timestamp()
            - min(created_at) filter (where status in ('queued', 'processing', 'failed'))),
        'last_run', (select to_jsonb(r) from ops.odoo_sync_runs r order by r.started_at desc limit 1))
      from ops.odoo_outbox m
     where status in ('queued', 'processing', 'failed', 'dead')
$$;

COMMENT ON FUNCTION ops.outbox_status() IS 'Depth (messages not settled and not parked), age of the oldest in seconds, parked ones, those held back behind another, and the latest run.';

CREATE FUNCTION ops.page_facts() RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    SET statement_timeout TO '25s'
    AS $$
    select jsonb_build_object(
        'now', clock_timestamp(), 'since', since,
        'streams', ops.page_of_streams(since),
        'outbox', ops.page_of_outbox(since),
        'gold', (select coalesce(jsonb_agg(jsonb_build_object('view', g.view_name, 'refreshed_at', g.finished_at,
                                                              'seconds', g.duration_seconds, 'rows', g.row_count) order by g.view_name), '[]')
                   from scout.gold_refreshes g))
      from (select (now() at time zone 'UTC')::date - 13 as since) as days
$$;

COMMENT ON FUNCTION ops.page_facts() IS 'What the status page shows beside the health report, for the last 14 days (UTC): streams, outbox, gold. No record''s content is in it.';

CREATE FUNCTION ops.page_of_outbox(p_since date) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select ops.outbox_status() - 'last_run' || jsonb_build_object(
        'days', (select coalesce(jsonb_agg(to_jsonb(d) order by d.day), '[]')
                   from (select (r.started_at at time zone 'UTC')::date as day, count(*) as runs,
                                count(*) filter (where r.status = 'failed') as failed_runs,
                                sum(r.done + r.skipped) as settled, sum(r.failed) as failed, sum(r.dead) as parked
                           from ops.odoo_sync_runs r
                          where r.started_at >= p_since at time zone 'UTC'
                          group by 1) d),
        'last_error', (select jsonb_build_object('at', r.completed_at, 'message', left(coalesce(r.error_message, ''), 500))
                         from ops.odoo_sync_runs r
                        where r.status = 'failed' and r.started_at >= p_since at time zone 'UTC'
                        order by r.started_at desc limit 1),
        -- Which ones and of what kind; never the payload, nor the error's text, which may quote it.
        'troubled', (select coalesce(jsonb_agg(to_jsonb(m) order by m.at desc), '[]')
                       from (select o.id, o.operation, o.model, o.status, o.error_kind as kind, o.attempts, o.updated_at as at
                               from ops.odoo_outbox o
                              where o.status in ('failed', 'dead')
                              order by o.updated_at desc limit 5) m))
$$;

COMMENT ON FUNCTION ops.page_of_outbox(p_since date) IS 'ops.outbox_status(), what the worker''s runs did by day (UTC), its latest error since that day, and the latest five failed or parked messages without their content.';

CREATE FUNCTION ops.page_of_streams(p_since date) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'id', c.id, 'stream', c.stream, 'status', c.status, 'last_sync_at', c.last_sync_at,
               'lag_seconds', extract(epoch from clock_timestamp() - c.last_sync_at),
               'quarantined', (select count(*) from scout.quarantine q where q.model = c.stream),
               'proven_at', (select max(r.checked_at) from scout.reconciliations r where r.checkpoint_id = c.id and r.status = 'equal'),
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

COMMENT ON FUNCTION ops.page_of_streams(p_since date) IS 'Each checkpoint with its lag, last proof, latest error since that day, and its runs by day (UTC): runs, failed (abandoned ones too), records.';

CREATE FUNCTION ops.preview_messages(p_limit integer) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    -- The very claim, taken back: not even its locks stay (invariant 10).
    raise exception using errcode = 'PT200', message = (
        select coalesce(jsonb_agg(ops.message_for_worker(m) order by (m.waits > 0), m.priority desc, m.id), '[]')
          from jsonb_array_elements(ops.claimable_messages(p_limit)) claimable
          join ops.odoo_outbox m on m.id = claimable.value::bigint)::text;
exception when sqlstate 'PT200' then
    return sqlerrm::jsonb;
end;
$$;

COMMENT ON FUNCTION ops.preview_messages(p_limit integer) IS 'The messages that would be claimed now; nothing is changed.';

CREATE FUNCTION ops.purge_messages(p_older_than interval) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    SET statement_timeout TO '55s'
    AS $$
declare
    v_purged bigint;
begin
    delete from ops.odoo_outbox where status in ('done', 'skipped') and settled_at < clock_timestamp() - p_older_than;
    get diagnostics v_purged = row_count;
    return jsonb_build_object('purged', v_purged);
end;
$$;

COMMENT ON FUNCTION ops.purge_messages(p_older_than interval) IS 'Forgets messages settled longer ago. Their keys are free again: an author who repeats one makes it happen again.';

CREATE FUNCTION ops.raise_message_lost(p_id bigint, p_fence bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    raise exception 'Message % under fence % is no longer in this worker''s hands.', coalesce(p_id::text, '(any)'), coalesce(p_fence::text, '(any)')
        using errcode = 'PT409';
end;
$$;

COMMENT ON FUNCTION ops.raise_message_lost(p_id bigint, p_fence bigint) IS 'The refusal of a step that comes from a worker whose claim is gone.';

CREATE FUNCTION ops.raise_not_possible(p_id bigint, p_wish text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    v_status text;
    v_until  timestamptz;
begin
    select status, case when in_doubt then doubt_until end into v_status, v_until from ops.odoo_outbox where id = p_id;
    if v_status is null then
        raise exception 'There is no message %.', p_id using errcode = 'PT422', hint = 'scout outbox list shows them.';
    elsif v_until > clock_timestamp() then
        raise exception 'Message % may still be under way in Odoo: it cannot be % before % UTC.', p_id, p_wish,
            to_char(v_until at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') using errcode = 'PT422';
    end if;
    raise exception 'Message % is %: it cannot be %.', p_id, v_status, p_wish using errcode = 'PT422';
end;
$$;

COMMENT ON FUNCTION ops.raise_not_possible(p_id bigint, p_wish text) IS 'The refusal of a person''s wish that a message''s status does not allow.';

CREATE FUNCTION ops.retry_delay(p_tries integer) RETURNS interval
    LANGUAGE sql
    SET search_path TO ''
    AS $$
    -- 10, 20, 40, 80, 160 s, and up to a quarter more, so that what failed together does not come back together.
    select make_interval(secs => 10 * 2 ^ (least(greatest(p_tries, 1), 5) - 1) * (1 + random() / 4))
$$;

COMMENT ON FUNCTION ops.retry_delay(p_tries integer) IS 'How long a message waits after its p_tries-th try (from 1).';

CREATE FUNCTION ops.retry_message(p_id bigint, p_send_again boolean DEFAULT false) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    update ops.odoo_outbox
       set status = 'queued', attempts = 0, waits = 0, takeovers = 0, error_kind = null, last_error = null, note = null,
           next_attempt_at = clock_timestamp(), last_outcome = null, updated_at = clock_timestamp(),
           in_doubt = in_doubt and not p_send_again, before = case when p_send_again then null else before end
     where id = p_id and status in ('failed', 'dead') and (not in_doubt or doubt_until <= clock_timestamp());
    if not found then
        perform ops.raise_not_possible(p_id, 'tried again now');
    end if;
    return ops.show_message(p_id);
end;
$$;

COMMENT ON FUNCTION ops.retry_message(p_id bigint, p_send_again boolean) IS 'Puts a parked or failed message back into the queue. p_send_again: a person looked in Odoo and vouches that it did not happen, so what was in doubt is forgotten.';

CREATE FUNCTION ops.scheduled_jobs() RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $_$
declare
    v_jobs jsonb;
begin
    if to_regclass('cron.job') is null or to_regclass('cron.job_run_details') is null then
        return null;
    end if;
    -- Never the command: it may carry a secret for the function it calls. What is quoted in a message may be one too.
    execute $sql$
        select coalesce(jsonb_agg(jsonb_build_object(
                   'name', coalesce(j.jobname, 'job ' || j.jobid), 'schedule', j.schedule, 'active', j.active,
                   'last_status', d.status, 'last_at', d.start_time,
                   'last_message', left(regexp_replace(split_part(d.return_message, E'\n', 1), '["''].*["'']', '"…"'), 200))
                   order by j.jobid), '[]')
          from cron.job j
          left join lateral (select * from cron.job_run_details r
                              where r.jobid = j.jobid and r.status in ('succeeded', 'failed')
                              order by r.runid desc limit 1) d on true
         where j.database = current_database() and (j.jobname like 'scout-%' or j.command ~ '\m(scout|ops)\.')
    $sql$ into v_jobs;
    return v_jobs;
end;
$_$;

COMMENT ON FUNCTION ops.scheduled_jobs() IS 'pg_cron''s jobs of this project with their latest result; null without pg_cron. Runs as its owner: pg_cron shows a job to its owner only.';

CREATE FUNCTION ops.seen_write_date(p_model text, p_odoo_id bigint) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $_$
declare
    v_table text := (select table_name from scout.bronze_tables where model = p_model);
    v_seen  timestamptz;
begin
    if v_table is not null then
        execute format('select case when deleted_at is null then write_date else ''infinity'' end from scout.%I where odoo_id = $1', v_table)
           into v_seen using p_odoo_id;
    end if;
    return v_seen;
end;
$_$;

COMMENT ON FUNCTION ops.seen_write_date(p_model text, p_odoo_id bigint) IS 'The write_date with which the sync last saw a record; infinity when it is gone from Odoo, null when it was never seen.';

CREATE FUNCTION ops.settle_message(p_id bigint, p_run_id uuid, p_fence bigint, p_outcome jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    c_most_attempts constant integer := 6;
    v_message ops.odoo_outbox;
    v_kind    text := p_outcome ->> 'kind';
    v_doubt   boolean := coalesce((p_outcome ->> 'in_doubt')::boolean, false);
    v_status  text;
    v_next    timestamptz;
begin
    select * into v_message from ops.odoo_outbox where id = p_id for update;
    if v_message.status is distinct from 'processing' or v_message.run_id <> p_run_id or v_message.fence <> p_fence then
        if v_message.fence = p_fence and v_message.last_outcome = p_outcome then  -- a repeat of this very call
            return jsonb_build_object('status', v_message.status, 'next_attempt_at', v_message.next_attempt_at);
        end if;
        perform ops.raise_message_lost(p_id, p_fence);
    end if;
    v_message.attempts := v_message.attempts + (p_outcome ->> 'result' = 'retry')::integer;
    v_message.waits := case p_outcome ->> 'result' when 'wait' then v_message.waits + 1 else 0 end;
    v_status := case p_outcome ->> 'result'
        when 'done' then 'done' when 'skipped' then 'skipped' when 'dead' then 'dead' when 'wait' then 'failed'
        when 'retry' then case when v_message.attempts >= c_most_attempts then 'dead' else 'failed' end end;
    v_next := case when v_status = 'failed' then greatest(
        clock_timestamp() + ops.retry_delay(case p_outcome ->> 'result' when 'wait' then v_message.waits else v_message.attempts end),
        case when v_doubt then v_message.doubt_until end)
        else v_message.next_attempt_at end;
    update ops.odoo_outbox
       set status = v_status, attempts = v_message.attempts, waits = v_message.waits, next_attempt_at = v_next,
           in_doubt = v_doubt, last_outcome = p_outcome,
           result_id = coalesce((p_outcome ->> 'odoo_id')::bigint, result_id),
           result_write_date = coalesce((p_outcome ->> 'write_date')::timestamptz, result_write_date),
           note = p_outcome ->> 'note',
           error_kind = case when v_status = 'dead' and p_outcome ->> 'result' = 'retry'
                             then case when v_doubt then 'outcome unknown' else 'exhausted' end else v_kind end,
           last_error = p_outcome ->> 'error',
           run_id = null, lease_expires_at = null, updated_at = clock_timestamp(),
           settled_at = case when v_status in ('done', 'skipped') then clock_timestamp() end
     where id = p_id;
    update ops.odoo_sync_runs
       set done = done + (v_status = 'done')::integer, skipped = skipped + (v_status = 'skipped')::integer,
           failed = failed + (v_status = 'failed')::integer, dead = dead + (v_status = 'dead')::integer
     where run_id = p_run_id;
    return jsonb_build_object('status', v_status, 'next_attempt_at', v_next);
end;
$$;

COMMENT ON FUNCTION ops.settle_message(p_id bigint, p_run_id uuid, p_fence bigint, p_outcome jsonb) IS 'Writes down what became of a message: {"result": "done" | "skipped" | "retry" | "wait" | "dead", …}. Settling late under an unchanged fence is valid.';

CREATE FUNCTION ops.show_message(p_id bigint) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select to_jsonb(m) - 'content_hash' || jsonb_build_object(
               'stage', (select stage from ops.v_outbox_status s where s.id = m.id),
               'waits_for', (select min(earlier.id) from ops.odoo_outbox earlier
                              where earlier.ordering_key = m.ordering_key and earlier.id < m.id
                                and coalesce(earlier.company_id = m.company_id, true)
                                and earlier.status in ('queued', 'processing', 'failed', 'dead')))
      from ops.odoo_outbox m where id = p_id
$$;

COMMENT ON FUNCTION ops.show_message(p_id bigint) IS 'All of one message; null when there is none. waits_for: the message of the same ordering key, and company, that comes first.';

CREATE FUNCTION scout.acquire_call_slot(p_source text, p_holder uuid, p_interval_seconds numeric, p_hold_seconds numeric) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    v_slot scout.odoo_call_slots;
begin
    insert into scout.odoo_call_slots (source) values (p_source) on conflict (source) do nothing;
    update scout.odoo_call_slots
       set holder = p_holder, held_until = clock_timestamp() + make_interval(secs => p_hold_seconds::double precision),
           next_at = clock_timestamp() + make_interval(secs => p_interval_seconds::double precision)
     where source = p_source and next_at <= clock_timestamp()
       and (held_until is null or held_until < clock_timestamp());
    if found then
        return jsonb_build_object('acquired', true, 'wait_seconds', 0);
    end if;
    select * into v_slot from scout.odoo_call_slots where source = p_source;
    return jsonb_build_object(
        'acquired', v_slot.holder is not distinct from p_holder,
        'wait_seconds', greatest(extract(epoch from v_slot.next_at - clock_timestamp()), 0.05));
end;
$$;

COMMENT ON FUNCTION scout.acquire_call_slot(p_source text, p_holder uuid, p_interval_seconds numeric, p_hold_seconds numeric) IS 'Takes the right to make one call to Odoo, or says how long to wait. A holder that vanished is forgotten after p_hold_seconds.';

CREATE FUNCTION scout.begin_reconcile(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_deep boolean, p_scope jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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
    select * into v_sweep from scout.reconciliations where checkpoint_id = p_checkpoint_id and status = 'sweeping';
    if not found then
        insert into scout.reconciliations (checkpoint_id, stream, deep, scope, started_at)
        values (p_checkpoint_id, v_checkpoint.stream, p_deep, p_scope, clock_timestamp())
        returning * into v_sweep;
    end if;
    return jsonb_build_object('id', v_sweep.id, 'swept_to_id', v_sweep.swept_to_id, 'started_at', v_sweep.started_at);
end;
$$;

COMMENT ON FUNCTION scout.begin_reconcile(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_deep boolean, p_scope jsonb) IS 'Begins a sweep of the stream, or goes on with the unfinished one of the same scope and depth, not older than 36 hours. Needs the lease.';

CREATE FUNCTION scout.begin_sync(p_checkpoint_id text, p_stream text, p_run_id uuid, p_lease_seconds integer, p_holder text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    v_checkpoint scout.sync_checkpoints;
    v_answer     jsonb;
begin
    select begin_answer into v_answer from scout.sync_logs where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    if found then
        return v_answer;
    end if;
    perform scout.require_bronze_table(p_stream);

    -- Looked at before it is touched: a busy stream answers at once, also while its holder is committing. (Even an
    -- "on conflict do nothing" would wait for a holder whose commit is under way.)
    select * into v_checkpoint from scout.sync_checkpoints where id = p_checkpoint_id;
    if not found then
        insert into scout.sync_checkpoints (id, stream) values (p_checkpoint_id, p_stream) on conflict (id) do nothing;
        select * into v_checkpoint from scout.sync_checkpoints where id = p_checkpoint_id;
    end if;
    if v_checkpoint.lease_expires_at is null or v_checkpoint.lease_expires_at < clock_timestamp() then
        update scout.sync_checkpoints
           set fence = fence + 1, run_id = p_run_id, lease_holder = p_holder, status = 'running', error_message = null,
               lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds),
               last_page = 0, last_page_digest = null, last_page_answer = null, updated_at = clock_timestamp()
         where id = p_checkpoint_id
           and (lease_expires_at is null or lease_expires_at < clock_timestamp())
        returning * into v_checkpoint;
        if found then
            v_answer := jsonb_build_object(
                'acquired', true, 'fence', v_checkpoint.fence, 'lease_expires_at', v_checkpoint.lease_expires_at,
                'checkpoint', scout.checkpoint_state(v_checkpoint));
            update scout.sync_logs set status = 'abandoned', completed_at = clock_timestamp()
             where checkpoint_id = p_checkpoint_id and status = 'running';
            insert into scout.sync_logs (run_id, checkpoint_id, fence, begin_answer)
            values (p_run_id, p_checkpoint_id, v_checkpoint.fence, v_answer);
            return v_answer;
        end if;
    end if;

    -- Not ours: either another runner's, or a copy of this very call came first.
    select begin_answer into v_answer from scout.sync_logs where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    if found then
        return v_answer;
    end if;
    select * into v_checkpoint from scout.sync_checkpoints where id = p_checkpoint_id;
    return jsonb_build_object('acquired', false, 'holder', v_checkpoint.lease_holder,
                              'lease_expires_at', coalesce(v_checkpoint.lease_expires_at, clock_timestamp()));
end;
$$;

COMMENT ON FUNCTION scout.begin_sync(p_checkpoint_id text, p_stream text, p_run_id uuid, p_lease_seconds integer, p_holder text) IS 'Takes the stream''s lease under a new fence and answers the checkpoint; {"acquired": false, …} when another runner holds it.';

CREATE FUNCTION scout.call_function(p_url text, p_secret_name text, p_body jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    v_secret text;
begin
    select decrypted_secret into v_secret from vault.decrypted_secrets where name = p_secret_name;
    if btrim(coalesce(v_secret, '')) = '' then
        raise exception 'The vault has no secret named %.', quote_literal(p_secret_name)
            using errcode = 'PT422', hint = 'select vault.create_secret(''<what SYNC_SECRET holds>'', ''<its name>'');';
    end if;
    -- pg_net sends after the commit and waits 5 s for an answer. The function goes on without a listener; what became of
    -- it stands in scout.sync_logs and ops.odoo_sync_runs. Two secrets while one is rotated: the first is the new one.
    return jsonb_build_object('request_id', net.http_post(
        url => p_url, body => p_body, params => '{}'::jsonb,
        headers => jsonb_build_object('Content-Type', 'application/json',
                                      'Authorization', 'Bearer ' || btrim(split_part(v_secret, ',', 1))),
        timeout_milliseconds => 5000));
end;
$$;

COMMENT ON FUNCTION scout.call_function(p_url text, p_secret_name text, p_body jsonb) IS 'Sends one POST with the secret of that name in the vault, read now. What a scheduled job runs; answers pg_net''s request id.';

CREATE FUNCTION scout.changes_of_run(p_run_id uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET statement_timeout TO '25s'
    AS $_$
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
$_$;

COMMENT ON FUNCTION scout.changes_of_run(p_run_id uuid) IS 'The Odoo ids a run wrote and deleted, by stream, as far as no later run changed them again: what to look at and read again after a bad run.';

CREATE FUNCTION scout.check_setting() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    if new.key = 'time_zone' and not exists (select from pg_catalog.pg_timezone_names where name = new.value) then
        raise exception 'The time zone % is not known.', quote_literal(new.value)
            using errcode = '22023', hint = 'Use an IANA name such as Asia/Manila; select name from pg_timezone_names lists them.';
    end if;
    new.updated_at := now();
    return new;
end;
$$;

COMMENT ON FUNCTION scout.check_setting() IS 'Refuses a setting that could not be used later.';

CREATE FUNCTION scout.check_store_setting() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    if not exists (select from pg_catalog.pg_timezone_names where name = new.time_zone) then
        raise exception 'The time zone % is not known.', quote_literal(new.time_zone)
            using errcode = '22023', hint = 'Use an IANA name such as Asia/Manila; select name from pg_timezone_names lists them.';
    end if;
    new.updated_at := now();
    return new;
end;
$$;

COMMENT ON FUNCTION scout.check_store_setting() IS 'Refuses a shop''s time zone that could not be used later.';

CREATE TABLE scout.sync_checkpoints (
    id text NOT NULL,
    stream text NOT NULL,
    last_sync_at timestamp with time zone,
    last_record_id bigint DEFAULT 0 NOT NULL,
    records_synced bigint DEFAULT 0 NOT NULL,
    status text DEFAULT 'idle'::text NOT NULL,
    error_message text,
    window_mode text,
    window_from timestamp with time zone,
    window_until timestamp with time zone,
    backfill jsonb,
    scope jsonb,
    page_rows integer,
    fence bigint DEFAULT 0 NOT NULL,
    run_id uuid,
    lease_holder text,
    lease_expires_at timestamp with time zone,
    last_page integer DEFAULT 0 NOT NULL,
    last_page_digest text,
    last_page_answer jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    fields_digest text,
    CONSTRAINT sync_checkpoints_incremental_has_a_start CHECK (((window_mode <> 'incremental'::text) OR (window_from IS NOT NULL))),
    CONSTRAINT sync_checkpoints_lease_is_whole CHECK (((run_id IS NULL) = (lease_expires_at IS NULL))),
    CONSTRAINT sync_checkpoints_mode_is_known CHECK ((window_mode = ANY (ARRAY['incremental'::text, 'full'::text]))),
    CONSTRAINT sync_checkpoints_status_is_known CHECK ((status = ANY (ARRAY['idle'::text, 'running'::text, 'partial'::text, 'failed'::text]))),
    CONSTRAINT sync_checkpoints_window_is_whole CHECK (((window_mode IS NULL) = (window_until IS NULL)))
);

COMMENT ON TABLE scout.sync_checkpoints IS 'One row a stream: how far it is known to equal Odoo, the window being read, and who holds the lease.';

COMMENT ON COLUMN scout.sync_checkpoints.id IS 'The Odoo model; with SYNC_CHECKPOINT_KEY set, that key and a colon before it.';

COMMENT ON COLUMN scout.sync_checkpoints.stream IS 'The Odoo model.';

COMMENT ON COLUMN scout.sync_checkpoints.last_sync_at IS 'The watermark: everything committed in Odoo before this instant, less the overlap, is here. Moves when a window closes.';

COMMENT ON COLUMN scout.sync_checkpoints.last_record_id IS 'Inside the open window: the highest Odoo id already committed; 0 when no window is open.';

COMMENT ON COLUMN scout.sync_checkpoints.records_synced IS 'Records read in all runs together, unchanged ones too.';

COMMENT ON COLUMN scout.sync_checkpoints.status IS 'idle, running, partial (its time was up, the next run goes on) or failed.';

COMMENT ON COLUMN scout.sync_checkpoints.error_message IS 'Why the last run failed; null when it did not.';

COMMENT ON COLUMN scout.sync_checkpoints.window_mode IS 'incremental or full. Null: no window is open.';

COMMENT ON COLUMN scout.sync_checkpoints.window_from IS 'The open window''s begin, included. Null in a full read.';

COMMENT ON COLUMN scout.sync_checkpoints.window_until IS 'The open window''s end, excluded. Null: no window is open.';

COMMENT ON COLUMN scout.sync_checkpoints.backfill IS 'The place of an unfinished --since/--until read: {since, until, after_id}.';

COMMENT ON COLUMN scout.sync_checkpoints.scope IS 'User, companies, language, fields and domain the data was read with; a change means a full read.';

COMMENT ON COLUMN scout.sync_checkpoints.page_rows IS 'The page size that worked last.';

COMMENT ON COLUMN scout.sync_checkpoints.fence IS 'Fencing token: grows with every lease; a commit under an older one is refused.';

COMMENT ON COLUMN scout.sync_checkpoints.run_id IS 'The run that holds the lease. Null: nobody does.';

COMMENT ON COLUMN scout.sync_checkpoints.lease_holder IS 'Who holds the lease: host and process.';

COMMENT ON COLUMN scout.sync_checkpoints.lease_expires_at IS 'When the lease ends unless it is renewed; each page renews it.';

COMMENT ON COLUMN scout.sync_checkpoints.last_page IS 'The last page committed under this fence; 0: none yet.';

COMMENT ON COLUMN scout.sync_checkpoints.last_page_digest IS 'That page''s digest: a repeat of it is told by this.';

COMMENT ON COLUMN scout.sync_checkpoints.last_page_answer IS 'What that page was answered; a repeat gets it again.';

COMMENT ON COLUMN scout.sync_checkpoints.created_at IS 'When the stream was first read.';

COMMENT ON COLUMN scout.sync_checkpoints.updated_at IS 'When this row last changed.';

COMMENT ON COLUMN scout.sync_checkpoints.fields_digest IS 'Digest of the fields last recorded in scout.stream_fields; or: access lost, model missing.';

CREATE FUNCTION scout.checkpoint_state(p_checkpoint scout.sync_checkpoints) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select jsonb_build_object(
        'last_sync_at', p_checkpoint.last_sync_at, 'last_record_id', p_checkpoint.last_record_id,
        'window_mode', p_checkpoint.window_mode, 'window_from', p_checkpoint.window_from,
        'window_until', p_checkpoint.window_until, 'backfill', p_checkpoint.backfill,
        'scope', p_checkpoint.scope, 'page_rows', p_checkpoint.page_rows, 'fields_digest', p_checkpoint.fields_digest)
$$;

COMMENT ON FUNCTION scout.checkpoint_state(p_checkpoint scout.sync_checkpoints) IS 'The part of a checkpoint that the engine plans with.';

CREATE FUNCTION scout.commit_page(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_page integer, p_digest text, p_rows jsonb, p_last_record_id bigint, p_page_rows integer, p_lease_seconds integer, p_backfill jsonb DEFAULT NULL::jsonb, p_moves_cursor boolean DEFAULT true) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    SET statement_timeout TO '25s'
    AS $$
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

    v_answer := scout.ingest_rows(v_checkpoint.stream, p_rows, p_run_id)
             || jsonb_build_object('lease_expires_at', v_checkpoint.lease_expires_at);
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

COMMENT ON FUNCTION scout.commit_page(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_page integer, p_digest text, p_rows jsonb, p_last_record_id bigint, p_page_rows integer, p_lease_seconds integer, p_backfill jsonb, p_moves_cursor boolean) IS 'One page, one transaction: rows, checkpoint, log and lease together. Pages count from 1 within a fence (invariants 1 to 3).';

CREATE TABLE scout.silver_company_tables (
    table_name text NOT NULL,
    model text NOT NULL,
    odoo_field text NOT NULL,
    key_column text NOT NULL,
    value_column text NOT NULL,
    CONSTRAINT silver_company_tables_name_says_so CHECK ((table_name ~ '^silver_[a-z_]+$'::text))
);

COMMENT ON TABLE scout.silver_company_tables IS 'Which field that Odoo keeps for each company becomes which typed table: (key_column, company_id, value_column numeric, refined_at), with primary key (key_column, company_id), and key_column on delete cascade after the model''s silver table, so that values leave with their record.';

COMMENT ON COLUMN scout.silver_company_tables.table_name IS 'The typed table in schema scout.';

COMMENT ON COLUMN scout.silver_company_tables.model IS 'The Odoo model.';

COMMENT ON COLUMN scout.silver_company_tables.odoo_field IS 'In the payload an object of numbers by company id.';

COMMENT ON COLUMN scout.silver_company_tables.key_column IS 'The column that holds the record''s id in Odoo.';

COMMENT ON COLUMN scout.silver_company_tables.value_column IS 'The column that holds the value for a company.';

CREATE FUNCTION scout.company_values_statements(p_table scout.silver_company_tables) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $_$
    select format($sql$, %1$I as materialized (
            select r.odoo_id, by_company.key::bigint as company_id, (by_company.value #>> '{}')::numeric as value
              from refined r
             cross join lateral jsonb_each(case when jsonb_typeof(r.%4$I) = 'object' then r.%4$I end) as by_company
             where not r.gone and r.reasons is null
        ), %2$I as (
            delete from scout.%4$I v
             where v.%5$I = any (array(select odoo_id from refined))
               and not exists (select from %1$I told where told.odoo_id = v.%5$I and told.company_id = v.company_id)
            returning 1
        ), %3$I as (
            insert into scout.%4$I as kept (%5$I, company_id, %6$I)
            select odoo_id, company_id, value from %1$I order by odoo_id, company_id
                on conflict (%5$I, company_id) do update set (%6$I, refined_at) = row(excluded.%6$I, now())
             where kept.%6$I is distinct from excluded.%6$I
            returning 1
        )$sql$, p_table.table_name || '_told', p_table.table_name || '_removed', p_table.table_name || '_written',
        p_table.table_name, p_table.key_column, p_table.value_column)
$_$;

COMMENT ON FUNCTION scout.company_values_statements(p_table scout.silver_company_tables) IS 'The part of scout.refine_statement that brings one table of values by company up to date.';

CREATE FUNCTION scout.company_values_suspicion(p_field text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $_$
    select format($sql$(jsonb_typeof(r.payload -> %1$L) not in ('null', 'number', 'object') or r.payload @? %2$L)$sql$, p_field,
        format('$.%s.keyvalue() ? (!(@.key like_regex "^[1-9][0-9]{0,17}$") || !(@.value.type() == "number" || @.value.type() == "null"))',
               to_json(p_field)))
$_$;

COMMENT ON FUNCTION scout.company_values_suspicion(p_field text) IS 'A quick SQL condition over a bronze record r: true wherever scout.record_problems may find something in this field''s values by company.';

CREATE FUNCTION scout.compare_chunk(p_model text, p_after_id bigint, p_to_id bigint, p_ids jsonb, p_write_dates jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET statement_timeout TO '25s'
    AS $_$
declare
    v_table  text;
    v_answer jsonb;
begin
    select table_name into strict v_table from scout.bronze_tables where model = p_model;
    execute format($sql$
        with source as materialized (
            select id::bigint as odoo_id, write_date::timestamptz as write_date
              from rows from (jsonb_array_elements_text($1), jsonb_array_elements_text($2)) as elements (id, write_date)
        ), held as (
            select odoo_id, s.write_date,
                   case when w.odoo_id is null then 'missing'
                        when s.odoo_id is null then 'extra'
                        when s.write_date is distinct from w.write_date
                          or w.payload_hash = '' then 'stale' end as kind  -- '': changed by hand
              from source s
              full join (select odoo_id, write_date, payload_hash from scout.%I
                          where odoo_id > $3 and odoo_id <= $4 and deleted_at is null) w using (odoo_id)
        )
        select jsonb_build_object(
            'source_count', count(*) filter (where kind is distinct from 'extra'),
            'warehouse_count', count(*) filter (where kind is distinct from 'missing'),
            'source_checksum', coalesce(
                sum(pg_catalog.hashint8extended(odoo_id, coalesce(extract(epoch from write_date)::bigint, 0)))
                    filter (where kind is distinct from 'extra'), 0),
            'findings', coalesce(
                jsonb_agg(jsonb_build_object('odoo_id', odoo_id, 'kind', kind, 'write_date', write_date))
                    filter (where kind is not null), '[]'),
            'missing', count(*) filter (where kind = 'missing'),
            'stale', count(*) filter (where kind = 'stale'),
            'extra', count(*) filter (where kind = 'extra'))
          from held
    $sql$, v_table) into v_answer using p_ids, p_write_dates, p_after_id, p_to_id;
    return v_answer;
end;
$_$;

COMMENT ON FUNCTION scout.compare_chunk(p_model text, p_after_id bigint, p_to_id bigint, p_ids jsonb, p_write_dates jsonb) IS 'Holds the live bronze records with an id in (p_after_id, p_to_id] against Odoo''s ids and write_dates (two arrays of one length). Changes nothing.';

CREATE FUNCTION scout.compare_fields(p_checkpoint_id text, p_digest text, p_fields jsonb DEFAULT NULL::jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
    v_before text;
begin
    if not exists (select from scout.stream_fields where checkpoint_id = p_checkpoint_id) then
        return '[]';
    end if;
    select fields_digest into v_before from scout.sync_checkpoints where id = p_checkpoint_id;
    return coalesce((
        with known as (
            select field, jsonb_build_object('type', type, 'relation', relation, 'stored', stored,
                                             'company_dependent', company_dependent, 'required', required) as before
              from scout.stream_fields where checkpoint_id = p_checkpoint_id and gone_at is null
        ), seen as (
            select key as field, value as after, (value ->> 'read')::boolean as is_read from jsonb_each(p_fields)
        ), found as (
            select field, change, before, after
              from known full join seen using (field)
             cross join lateral (select
                       before ->> 'type' <> after ->> 'type' as type_changed,
                       before ->> 'relation' is distinct from after ->> 'relation' as relation_changed,
                       before ->> 'stored' <> after ->> 'stored' as stored_changed,
                       before ->> 'company_dependent' <> after ->> 'company_dependent' as dependence_changed) as d
             cross join lateral (values
                       ('added', before is null and is_read),
                       ('type changed', type_changed),
                       ('relation changed', relation_changed and not type_changed),
                       ('stored changed', stored_changed),
                       ('company dependence changed', dependence_changed),
                       ('removed', before is not null and (after is null or not (
                            is_read or type_changed or relation_changed or stored_changed or dependence_changed)))
                   ) as c (change, applies)
             where applies and p_fields is not null
            union all
            select null, case when p_fields is null then p_digest
                              when v_before = 'access lost' then 'access regained' else 'model found' end, null, null
             where (p_fields is null or v_before in ('access lost', 'model missing')) and v_before is distinct from p_digest
        )
        select jsonb_agg(jsonb_build_object('field', field, 'change', change, 'before', before, 'after', after)
                         order by field nulls first, change) from found), '[]');
end;
$$;

COMMENT ON FUNCTION scout.compare_fields(p_checkpoint_id text, p_digest text, p_fields jsonb) IS 'What changed since the fields were last recorded, an array of {field, change, before, after}. p_fields: {name: {type, relation, stored, company_dependent, required, read}}; null when p_digest says access lost or model missing. Changes nothing.';

CREATE FUNCTION scout.compare_months(p_stream text, p_measure jsonb, p_source jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET statement_timeout TO '55s'
    AS $$
declare
    v_zone      text := p_measure ->> 'time_zone';
    v_warehouse jsonb := scout.month_sums(p_stream, p_measure);
    v_wrong     text;
    v_months    jsonb;
begin
    -- A zone that Odoo does not know it takes for UTC, with a line in its own log only.
    select s.start into v_wrong from jsonb_to_recordset(p_source) as s (start text)
     where length(s.start) > 10
       and date_trunc('month', s.start::timestamptz at time zone v_zone) at time zone v_zone <> s.start::timestamptz
     limit 1;
    if found then
        raise exception 'Odoo begins a month at %, which is not where one begins in %.', v_wrong, v_zone
            using errcode = 'PT422', hint = 'Set time_zone in scout.settings to a name that Odoo knows, such as Asia/Manila.';
    end if;
    with nothing as (
        select jsonb_object_agg(field, 0) as sums from jsonb_array_elements_text(p_measure -> 'sums') as sums (field)
    ), sides as (
        select true as is_source, s.company_id, s.count,
               case when length(s.start) = 10 then s.start::date
                    else date_trunc('month', s.start::timestamptz at time zone v_zone)::date end as month,
               (select jsonb_object_agg(key, trim_scale(round((value #>> '{}')::numeric, 4))) from jsonb_each(s.sums)) as sums
          from jsonb_to_recordset(p_source) as s (company_id bigint, start text, count bigint, sums jsonb)
        union all
        select false, w.company_id, w.count, w.month, w.sums
          from jsonb_to_recordset(v_warehouse -> 'groups') as w (company_id bigint, month date, count bigint, sums jsonb)
    ), months as (
        select company_id, month,
               coalesce(sum(count) filter (where is_source), 0) as source_count,
               coalesce(sum(count) filter (where not is_source), 0) as warehouse_count,
               coalesce((array_agg(sides.sums) filter (where is_source))[1], (select sums from nothing)) as source_sums,
               coalesce((array_agg(sides.sums) filter (where not is_source))[1], (select sums from nothing)) as warehouse_sums
          from sides group by company_id, month
    )
    select coalesce(jsonb_agg(
               to_jsonb(months)
               || jsonb_build_object('is_equal', source_count = warehouse_count and source_sums = warehouse_sums)
               order by company_id nulls last, month nulls last), '[]')
      into v_months from months;
    return jsonb_build_object('months', v_months, 'orphans', v_warehouse -> 'orphans');
end;
$$;

COMMENT ON FUNCTION scout.compare_months(p_stream text, p_measure jsonb, p_source jsonb) IS 'Holds the months of bronze against Odoo''s groups, [{company_id, start (an instant or a date, null: without date), count, sums}]. Changes nothing.';

CREATE FUNCTION scout.count_quarantined(p_model text, p_rows jsonb) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select case when exists (select from scout.quarantine q where q.model = p_model)
           then (select count(*) from jsonb_array_elements(p_rows) as elements (item)
                   join scout.quarantine q on q.model = p_model and q.odoo_id = (item ->> 'id')::bigint)
           else 0 end
$$;

COMMENT ON FUNCTION scout.count_quarantined(p_model text, p_rows jsonb) IS 'How many records of a page stand in quarantine now.';

CREATE FUNCTION scout.create_bronze_comments(p_model text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    v_table   scout.bronze_tables;
    v_column  text;
    v_comment text;
begin
    select * into strict v_table from scout.bronze_tables where model = p_model;
    for v_column, v_comment in
        select column_name, description
          from (values
                ('odoo_id',      p_model || '.id'),
                ('company_id',   p_model || '.' || v_table.company_field || '. Null: none, or the model has no such field.'),
                ('write_date',   p_model || '.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.'),
                ('payload',      'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.'),
                ('payload_hash', 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.'),
                ('deleted_at',   'When the record was found gone from Odoo. Null: it is there.'),
                ('synced_at',    'When the row last got a new payload here.'),
                ('changed_by',   'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.'))
               as bronze (column_name, description) loop
        execute format('comment on column scout.%I.%I is %L', v_table.table_name, v_column, v_comment);
    end loop;
end;
$$;

COMMENT ON FUNCTION scout.create_bronze_comments(p_model text) IS 'Gives every column of a model''s bronze table its comment. Run it as the owner of schema scout.';

CREATE FUNCTION scout.create_bronze_table(p_model text, p_company_field text DEFAULT 'company_id'::text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
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
    perform scout.create_bronze_comments(p_model);
    return jsonb_build_object('model', p_model, 'table', v_table, 'created', true);
end;
$_$;

COMMENT ON FUNCTION scout.create_bronze_table(p_model text, p_company_field text) IS 'Makes the bronze table of an Odoo model and registers it; does nothing when it is there. Run it as the owner of schema scout.';

CREATE FUNCTION scout.create_bronze_watch(p_table text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
begin
    -- A page that is committed brings content and hash together; a tombstone touches none of these columns.
    execute format($ddl$
        create trigger changed_by_hand before update of payload, company_id, write_date on scout.%I
            for each row when (new.payload_hash = old.payload_hash
                               and (new.payload is distinct from old.payload
                                    or new.company_id is distinct from old.company_id
                                    or new.write_date is distinct from old.write_date))
            execute function scout.forget_payload_hash()
    $ddl$, p_table);
end;
$_$;

COMMENT ON FUNCTION scout.create_bronze_watch(p_table text) IS 'Makes a bronze table notice rows that are changed by hand. Run it as the owner of schema scout.';

CREATE FUNCTION scout.create_silver_table(p_model text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
declare
    v_table  scout.silver_tables;
    v_bronze text;
    v_column scout.silver_columns;
begin
    select * into strict v_table from scout.silver_tables where model = p_model;
    select table_name into strict v_bronze from scout.bronze_tables where model = p_model;
    execute format($ddl$
        create table scout.%1$I (id bigint primary key, %2$s, refined_at timestamptz not null default now());
        comment on table scout.%1$I is %3$L;
        comment on column scout.%1$I.id is %4$L;
        comment on column scout.%1$I.refined_at is 'When this row last changed here.';
        alter table scout.%1$I enable row level security;
        create policy service_role_all on scout.%1$I to service_role using (true) with check (true);
        grant select, insert, update, delete on scout.%1$I to service_role;
        create trigger refine_inserted after insert on scout.%5$I referencing new table as new_rows
            for each statement execute function scout.refine(%6$L);
        create trigger refine_updated after update on scout.%5$I referencing new table as new_rows
            for each statement execute function scout.refine(%6$L);
        create trigger forget_deleted after delete on scout.%5$I
            for each statement execute function scout.forget(%6$L);
        create trigger forget_truncated after truncate on scout.%5$I
            for each statement execute function scout.forget(%6$L);
    $ddl$, v_table.table_name,
        (select string_agg(format('%I %s%s', column_name, data_type, case when required then ' not null' end), ', ' order by position)
           from scout.silver_columns where model = p_model),
        v_table.description, p_model || '.id', v_bronze, p_model);
    for v_column in select * from scout.silver_columns where model = p_model loop
        execute format('comment on column scout.%I.%I is %L',
                       v_table.table_name, v_column.column_name, p_model || '.' || v_column.odoo_field);
        if v_column.indexed then
            execute format('create index %I on scout.%I (%I)',
                           v_table.table_name || '_' || v_column.column_name, v_table.table_name, v_column.column_name);
        end if;
    end loop;
    return scout.rebuild_silver(p_model);
end;
$_$;

COMMENT ON FUNCTION scout.create_silver_table(p_model text) IS 'Makes the typed table declared for a model in scout.silver_tables and scout.silver_columns, its triggers, and fills it from bronze. Run it as the owner of schema scout.';

CREATE FUNCTION scout.end_reconcile(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_refused_because text DEFAULT NULL::text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    SET statement_timeout TO '55s'
    AS $$
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
            -- scout.record_checksum's formula itself: with its pinned search_path it would be called once for each record.
            'select coalesce(sum(pg_catalog.hashint8extended(odoo_id, coalesce(extract(epoch from write_date)::bigint, 0))), 0)
               from scout.%I where deleted_at is null', v_table) into v_checksum;
        update scout.reconciliations
           set status = case when p_refused_because is not null then 'refused'
                             when v_checksum = source_checksum
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

COMMENT ON FUNCTION scout.end_reconcile(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_refused_because text) IS 'Ends a sweep and stamps it: equal when the checksums of what Odoo showed and of what bronze holds now are the same and no month differs; differs otherwise; refused with a reason.';

CREATE FUNCTION scout.field_problem(p_field text, p_type text, p_required boolean, p_value jsonb) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
    v_kind    text := jsonb_typeof(p_value);
    v_text    text := p_value #>> '{}';
    v_integer bigint;
    v_number  numeric;
    v_boolean boolean;
    v_instant timestamptz;
    v_day     date;
begin
    if v_text is null then
        return case when p_required then p_field || ' is missing' end;
    end if;
    case p_type
        when 'text' then
            if v_kind not in ('string', 'number') then
                return format('%s: %s where text is expected', p_field, v_kind);
            end if;
        when 'bigint' then v_integer := v_text;
        when 'bigint[]' then
            if v_kind <> 'array' or exists (select from jsonb_array_elements(p_value) as e (item) where jsonb_typeof(item) <> 'number') then
                return format('%s: %s is not a list of ids', p_field, left(v_text, 100));
            end if;
            v_integer := (select max((item #>> '{}')::bigint) from jsonb_array_elements(p_value) as e (item));
        when 'boolean' then v_boolean := v_text;
        when 'numeric' then
            v_number := v_text;
            if v_number in ('NaN', 'Infinity', '-Infinity') then
                return format('%s: %s is not a finite number', p_field, v_number);
            end if;
        when 'timestamptz', 'date' then
            -- PostgreSQL also reads words here: infinity, and now or today, which would mean another day at each rebuild.
            if v_text !~ '^\d' then
                return format('%s: %s is not a date', p_field, left(v_text, 100));
            end if;
            if p_type = 'date' then v_day := v_text; else v_instant := v_text; end if;
    end case;
    return null;
exception when data_exception then
    return left(format('%s: %s', p_field, sqlerrm), 300);
end;
$$;

COMMENT ON FUNCTION scout.field_problem(p_field text, p_type text, p_required boolean, p_value jsonb) IS 'Why a value cannot become a column of this type; null when it can. Dates are read as the caller''s settings say.';

CREATE FUNCTION scout.field_suspicion(p_field text, p_type text, p_required boolean) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $_$
    select concat_ws(' or ',
        case when p_required then format('x.%I is null', p_field) end,
        case p_type
            when 'numeric' then format('x.%I in (''NaN'', ''Infinity'', ''-Infinity'')', p_field)
            when 'text' then format($sql$x.%I ~ '^([[{]|true$|false$)'$sql$, p_field)
            when 'timestamptz' then format('r.payload ->> %L !~ ''^\d''', p_field)
            when 'date' then format('r.payload ->> %L !~ ''^\d''', p_field)
            -- '{1,2}' in a string and a list of lists would be taken for arrays too.
            when 'bigint[]' then format('r.payload ->> %L !~ ''^\[[0-9, ]*\]$''', p_field)
        end)
$_$;

COMMENT ON FUNCTION scout.field_suspicion(p_field text, p_type text, p_required boolean) IS 'A quick SQL condition over a converted record x: true wherever scout.field_problem may find something, so that it is asked for few.';

CREATE FUNCTION scout.finish_sync(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_status text, p_closes boolean, p_error_message text DEFAULT NULL::text, p_notices jsonb DEFAULT '[]'::jsonb, p_ends_backfill boolean DEFAULT false) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    v_answer jsonb;
begin
    select finish_answer into v_answer from scout.sync_logs
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id and finish_answer is not null;
    if found then
        return v_answer;
    end if;
    update scout.sync_checkpoints
       set last_sync_at = case when p_closes then greatest(last_sync_at, window_until) else last_sync_at end,
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

COMMENT ON FUNCTION scout.finish_sync(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_status text, p_closes boolean, p_error_message text, p_notices jsonb, p_ends_backfill boolean) IS 'Ends a run: moves the watermark if the window was read to its end, writes the log, releases the lease.';

CREATE FUNCTION scout.forget() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    execute format('delete from scout.%I s where not exists (select from scout.%I b where b.odoo_id = s.id)',
                   (select table_name from scout.silver_tables where model = tg_argv[0]), tg_table_name);
    execute format('delete from scout.quarantine q where q.model = %L
                       and not exists (select from scout.%I b where b.odoo_id = q.odoo_id)', tg_argv[0], tg_table_name);
    return null;
end;
$$;

COMMENT ON FUNCTION scout.forget() IS 'Trigger on a bronze table, argument: its model. Rows taken out of bronze by hand leave silver and quarantine too.';

CREATE FUNCTION scout.forget_payload_hash() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    new.payload_hash := '';
    return new;
end;
$$;

COMMENT ON FUNCTION scout.forget_payload_hash() IS 'Trigger: what stands in the row is no longer what its hash says.';

CREATE FUNCTION scout.ingest_rows(p_model text, p_rows jsonb, p_run_id uuid DEFAULT NULL::uuid) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
declare
    v_table   text;
    v_company text;
    v_answer  jsonb;
begin
    select table_name, company_field into v_table, v_company from scout.bronze_tables where model = p_model;
    if not found then
        raise exception 'The warehouse has no bronze table for %.', p_model
            using errcode = 'PT404', hint = 'Run: scout migrate';
    end if;
    -- Known rows are left out before the upsert: an "on conflict … where" would still lock and mark them (invariant 6).
    execute format($sql$
        with incoming as materialized (
            select (item ->> 'id')::bigint as odoo_id,
                   -- A value of another kind stops no page: silver reads the payload and puts the record in quarantine.
                   case when jsonb_typeof(item -> %2$L) = 'number' then (item ->> %2$L)::bigint end as company_id,
                   case when item ->> 'write_date' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$'
                        then (item ->> 'write_date')::timestamptz end as write_date,
                   item as payload,
                   sha256(convert_to(item::text, 'UTF8')) as payload_hash
              from jsonb_array_elements($1) as elements (item)
        ), changed as materialized (
            select incoming.*, known.odoo_id is null as is_new
              from incoming
              left join scout.%1$I known on known.odoo_id = incoming.odoo_id
             where known.odoo_id is null
                or known.payload_hash <> incoming.payload_hash
                or known.deleted_at is not null
        ), written as (
            insert into scout.%1$I (odoo_id, company_id, write_date, payload, payload_hash, changed_by)
            select odoo_id, company_id, write_date, payload, payload_hash, $2 from changed order by odoo_id
                on conflict (odoo_id) do update
               set company_id = excluded.company_id, write_date = excluded.write_date, payload = excluded.payload,
                   payload_hash = excluded.payload_hash, deleted_at = null, synced_at = now(), changed_by = excluded.changed_by
        )
        select jsonb_build_object(
                   'inserted', count(*) filter (where is_new),
                   'updated', count(*) filter (where not is_new),
                   'unchanged', jsonb_array_length($1) - count(*))
          from changed
    $sql$, v_table, v_company) into v_answer using p_rows, p_run_id;
    return v_answer || jsonb_build_object('quarantined', scout.count_quarantined(p_model, p_rows));
end;
$_$;

COMMENT ON FUNCTION scout.ingest_rows(p_model text, p_rows jsonb, p_run_id uuid) IS 'Upserts an array of payloads (each with its Odoo id) into the model''s bronze table and counts inserted, updated, unchanged, quarantined.';

CREATE FUNCTION scout.list_field_changes(p_limit integer DEFAULT 50) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select coalesce(jsonb_agg(to_jsonb(latest) order by latest.id desc), '[]')
      from (select * from scout.field_changes order by id desc limit p_limit) as latest
$$;

COMMENT ON FUNCTION scout.list_field_changes(p_limit integer) IS 'The latest changes of fields and rights, the latest first; for people: scout changes --fields.';

CREATE FUNCTION scout.missing_for_scheduling() RETURNS text[]
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select coalesce(array_agg(needed.extension order by needed.extension), '{}')
      from (values ('pg_cron', 'cron', 'schedule'), ('pg_net', 'net', 'http_post'), ('supabase_vault', 'vault', 'decrypted_secrets'))
           as needed (extension, schema_name, object_name)
     where not exists (select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                        where n.nspname = needed.schema_name and p.proname = needed.object_name)
       and not exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = needed.schema_name and c.relname = needed.object_name)
$$;

COMMENT ON FUNCTION scout.missing_for_scheduling() IS 'The extensions that this database lacks to call functions by itself; an empty array: none.';

CREATE FUNCTION scout.month_sums(p_stream text, p_measure jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET statement_timeout TO '55s'
    AS $_$
declare
    c_date constant text := '^(?!0000)\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|[12]\d))'
                         || '(T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ)?$';
    v_link   text := case when p_measure ->> 'parent' is not null then split_part(p_measure ->> 'date_path', '.', 1) end;
    v_date   text := case when v_link is null then p_measure ->> 'date_path' else split_part(p_measure ->> 'date_path', '.', 2) end;
    v_table  text;
    v_parent text;
    v_sums   text;
    v_answer jsonb;
begin
    select table_name into strict v_table from scout.bronze_tables where model = p_stream;
    if v_link is not null then
        select table_name into v_parent from scout.bronze_tables where model = p_measure ->> 'parent';
        if not found then
            raise exception 'The dates of % stand in %, which no stream brings here.', p_stream, p_measure ->> 'parent'
                using errcode = 'PT404', hint = 'Add a stream for it and run scout migrate, or take the sums off this one.';
        end if;
    end if;
    select string_agg(format(
               '%1$L, trim_scale(round(coalesce(sum(case when jsonb_typeof(payload -> %1$L) = ''number''
                                                    then (payload ->> %1$L)::numeric end), 0), 4))', field), ', ')
      into v_sums from jsonb_array_elements_text(p_measure -> 'sums') as sums (field);
    execute format($sql$
        with live as (
            select case when $1 then r.company_id end as company_id, r.payload, %s as moment, %s as is_orphan
              from scout.%I r %s
             where r.deleted_at is null
               -- Both are text of one form, so neither has to be read as a date.
               and ($2 is null or r.payload ->> 'create_date' is null or (r.payload ->> 'create_date') collate "C"
                    < to_char($2 at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
        ), grouped as (
            -- One date that is none (a thirteenth month, a 30th of February) stops no sum: it counts as no date.
            select company_id,
                   case when moment !~ %s or moment ~ '^\d{4}-02-29' and not (
                             left(moment, 4)::integer %% 4 = 0 and (left(moment, 4)::integer %% 100 <> 0 or left(moment, 4)::integer %% 400 = 0))
                        then null
                        when length(moment) = 10 then date_trunc('month', moment::date)::date
                        else date_trunc('month', moment::timestamptz at time zone $3)::date end as month,
                   count(*) as records, count(*) filter (where is_orphan) as orphans, jsonb_build_object(%s) as sums
              from live group by 1, 2
        )
        select jsonb_build_object(
                   'orphans', coalesce(sum(orphans), 0),
                   'groups', coalesce(jsonb_agg(jsonb_build_object(
                       'company_id', company_id, 'month', month, 'count', records, 'sums', sums)), '[]'))
          from grouped
    $sql$, format(case when v_link is null then 'r.payload ->> %L' else 'parent.payload ->> %L' end, v_date),
           case when v_link is null then 'false' else 'parent.odoo_id is null' end,
           v_table,
           case when v_link is null then '' else format(
               'left join scout.%1$I parent on parent.deleted_at is null and parent.odoo_id =
                    case when jsonb_typeof(r.payload -> %2$L) = ''number'' and r.payload ->> %2$L ~ ''^\d{1,18}$''
                         then (r.payload ->> %2$L)::bigint end', v_parent, v_link) end,
           quote_literal(c_date), v_sums)
       into v_answer
      using (p_measure ->> 'by_company')::boolean, (p_measure ->> 'until')::timestamptz, p_measure ->> 'time_zone';
    return v_answer;
end;
$_$;

COMMENT ON FUNCTION scout.month_sums(p_stream text, p_measure jsonb) IS 'Count and sums of the live bronze records by company and month, for one measure. orphans: records whose parent is not here, so neither is their date.';

CREATE FUNCTION scout.open_window(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_after_page integer, p_mode text, p_from timestamp with time zone, p_until timestamp with time zone, p_scope jsonb, p_closes boolean DEFAULT false) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    -- p_closes: the window open until now was read to its end, so the watermark moves before the next one opens.
    update scout.sync_checkpoints
       set last_sync_at = case when p_closes then greatest(last_sync_at, window_until) else last_sync_at end,
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

COMMENT ON FUNCTION scout.open_window(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_after_page integer, p_mode text, p_from timestamp with time zone, p_until timestamp with time zone, p_scope jsonb, p_closes boolean) IS 'Freezes the window [p_from, p_until) that this and, if it stops midway, the next run reads. A repeat changes nothing.';

CREATE FUNCTION scout.preview_page(p_stream text, p_rows jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    SET statement_timeout TO '25s'
    AS $$
begin
    -- The work is done for real and taken back: the counts are those of the very same code (invariant 10).
    raise exception using errcode = 'PT200', message = scout.ingest_rows(p_stream, p_rows)::text;
exception when sqlstate 'PT200' then
    return sqlerrm::jsonb;
end;
$$;

COMMENT ON FUNCTION scout.preview_page(p_stream text, p_rows jsonb) IS 'What ingest_rows would answer for this page; nothing is kept.';

CREATE FUNCTION scout.raise_lease_lost(p_checkpoint_id text, p_fence bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    -- PT409 and never 40001: before version 16 PostgREST repeats the latter inside the request, for ever.
    raise exception 'The lease on % under fence % is no longer held, or this step was already followed by another.',
        p_checkpoint_id, p_fence using errcode = 'PT409';
end;
$$;

COMMENT ON FUNCTION scout.raise_lease_lost(p_checkpoint_id text, p_fence bigint) IS 'The refusal of a step that comes from a runner whose lease is gone, or out of its order.';

CREATE FUNCTION scout.read_checkpoint(p_checkpoint_id text, p_stream text) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
    v_checkpoint scout.sync_checkpoints;
begin
    perform scout.require_bronze_table(p_stream);
    select * into v_checkpoint from scout.sync_checkpoints where id = p_checkpoint_id;
    return scout.checkpoint_state(v_checkpoint);
end;
$$;

COMMENT ON FUNCTION scout.read_checkpoint(p_checkpoint_id text, p_stream text) IS 'The checkpoint as begin_sync would answer it, without taking the lease; for dry runs. All null before the first run.';

CREATE FUNCTION scout.read_findings(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_limit integer) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

COMMENT ON FUNCTION scout.read_findings(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_limit integer) IS 'The lowest ids found and not yet settled, an array.';

CREATE FUNCTION scout.read_time_zone() RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
    select to_jsonb(value) from scout.settings where key = 'time_zone'
$$;

COMMENT ON FUNCTION scout.read_time_zone() IS 'The shops'' time zone (scout.settings), in which a month begins and ends.';

CREATE FUNCTION scout.rebuild_silver(p_model text DEFAULT NULL::text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    SET statement_timeout TO '55s'
    AS $$
begin
    if p_model is not null and not exists (select from scout.silver_tables where model = p_model) then
        raise exception 'There is no silver table for %.', p_model using errcode = 'PT404', hint = 'scout.silver_tables lists them.';
    end if;
    return (select jsonb_object_agg(t.model, scout.rebuild_silver_table(t.model) order by t.model)
              from scout.silver_tables t where p_model is null or t.model = p_model);
end;
$$;

COMMENT ON FUNCTION scout.rebuild_silver(p_model text) IS 'Makes silver and quarantine of one model, or of all, from bronze again. Rows that are right already are not touched. Answers scout.rebuild_silver_table by model.';

CREATE FUNCTION scout.rebuild_silver_table(p_model text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO, YMD'
    AS $_$
declare
    v_bronze text;
    v_silver text;
    v_slice  text;
    v_after  bigint;
    v_last   bigint;
    v_done   jsonb;
    v_stray  bigint;
    v_answer jsonb := '{"written": 0, "removed": 0, "quarantined": 0, "released": 0}';
begin
    select b.table_name, s.table_name into strict v_bronze, v_silver
      from scout.silver_tables s join scout.bronze_tables b using (model) where model = p_model;
    -- Writers wait: a page committed after our snapshot would be overwritten with what bronze held before it.
    execute format('lock table scout.%I in share mode', v_bronze);
    loop
        -- In slices, so that an unreadable value makes the careful way necessary for its slice only.
        execute format('select max(odoo_id) from (
                            select odoo_id from scout.%I where $1 is null or odoo_id > $1 order by odoo_id limit 10000) as slice',
                       v_bronze) into v_last using v_after;
        exit when v_last is null;
        v_slice := format('(select * from scout.%I where (%2$L::bigint is null or odoo_id > %2$L::bigint) and odoo_id <= %3$s)',
                          v_bronze, v_after, v_last);
        begin
            execute scout.refine_statement(p_model, v_slice, false) into v_done;
        exception when data_exception then
            execute scout.refine_statement(p_model, v_slice, true) into v_done;
        end;
        v_answer := (select jsonb_object_agg(key, value::bigint + (v_answer ->> key)::bigint) from jsonb_each_text(v_done));
        v_after := v_last;
    end loop;
    execute format('delete from scout.%I s where not exists (select from scout.%I b where b.odoo_id = s.id)', v_silver, v_bronze);
    get diagnostics v_stray = row_count;
    execute format('delete from scout.quarantine q where q.model = %L
                       and not exists (select from scout.%I b where b.odoo_id = q.odoo_id)', p_model, v_bronze);
    return v_answer || jsonb_build_object('removed', (v_answer ->> 'removed')::bigint + v_stray);
end;
$_$;

COMMENT ON FUNCTION scout.rebuild_silver_table(p_model text) IS 'Makes silver and quarantine of one model from bronze again; pages of this model wait. Answers what was written, removed, quarantined and released.';

CREATE FUNCTION scout.record_checksum(p_odoo_id bigint, p_write_date timestamp with time zone) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    AS $$
    select pg_catalog.hashint8extended(p_odoo_id, coalesce(extract(epoch from p_write_date)::bigint, 0))::numeric
$$;

COMMENT ON FUNCTION scout.record_checksum(p_odoo_id bigint, p_write_date timestamp with time zone) IS 'One record''s part of a checksum; the parts are added up, so order does not matter.';

CREATE FUNCTION scout.record_fields(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_digest text, p_fields jsonb DEFAULT NULL::jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    v_stream  text;
    v_changes jsonb := scout.compare_fields(p_checkpoint_id, p_digest, p_fields);
begin
    update scout.sync_checkpoints set fields_digest = p_digest, updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence and fields_digest is distinct from p_digest
    returning stream into v_stream;
    if found then
        insert into scout.field_changes (checkpoint_id, stream, field, change, before, after, run_id)
        select p_checkpoint_id, v_stream, field, change, before, after, p_run_id
          from jsonb_to_recordset(v_changes) as c (field text, change text, before jsonb, after jsonb)
            on conflict do nothing;  -- the same loss or return, met twice by one run
        update scout.stream_fields set gone_at = clock_timestamp()
         where checkpoint_id = p_checkpoint_id and gone_at is null and p_fields is not null
           and not coalesce((p_fields -> field ->> 'read')::boolean, false);
        insert into scout.stream_fields as known
               (checkpoint_id, stream, field, type, relation, stored, company_dependent, required)
        select p_checkpoint_id, v_stream, key, f.type, f.relation, f.stored, f.company_dependent, f.required
          from jsonb_each(p_fields)
         cross join lateral jsonb_to_record(value)
                 as f (type text, relation text, stored boolean, company_dependent boolean, required boolean, read boolean)
         where f.read
            on conflict (checkpoint_id, field) do update
           set type = excluded.type, relation = excluded.relation, stored = excluded.stored,
               company_dependent = excluded.company_dependent, required = excluded.required,
               last_seen_at = clock_timestamp(), gone_at = null;
    elsif not exists (
        select from scout.sync_checkpoints where id = p_checkpoint_id and fence = p_fence and fields_digest = p_digest
    ) then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    return coalesce((
        select jsonb_agg(jsonb_build_object('field', field, 'change', change, 'before', before, 'after', after)
                         order by field nulls first, change)
          from scout.field_changes where checkpoint_id = p_checkpoint_id and run_id = p_run_id), '[]');
end;
$$;

COMMENT ON FUNCTION scout.record_fields(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_digest text, p_fields jsonb) IS 'Records a stream''s fields, or the loss of its model (p_fields null), under its lease; answers the changes this run has met. Arguments as scout.compare_fields. A repeat, and fields that did not change, write nothing.';

CREATE FUNCTION scout.record_months(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_measure jsonb, p_source jsonb, p_lease_seconds integer) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    SET statement_timeout TO '55s'
    AS $$
declare
    v_sweep  scout.reconciliations;
    v_answer jsonb;
begin
    update scout.sync_checkpoints
       set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    select * into strict v_sweep from scout.reconciliations
     where id = p_reconciliation_id and checkpoint_id = p_checkpoint_id and status = 'sweeping';
    v_answer := scout.compare_months(v_sweep.stream, p_measure, p_source);
    -- A repeat puts its own answer in the place of the first.
    delete from scout.reconcile_months where reconciliation_id = v_sweep.id;
    insert into scout.reconcile_months (
           reconciliation_id, company_id, month, source_count, warehouse_count, source_sums, warehouse_sums, is_equal, time_zone, as_of)
    select v_sweep.id, company_id, month, source_count, warehouse_count, source_sums, warehouse_sums, is_equal,
           p_measure ->> 'time_zone', (p_measure ->> 'until')::timestamptz
      from jsonb_to_recordset(v_answer -> 'months') as m (
           company_id bigint, month date, source_count bigint, warehouse_count bigint, source_sums jsonb, warehouse_sums jsonb,
           is_equal boolean);
    return v_answer;
end;
$$;

COMMENT ON FUNCTION scout.record_months(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_measure jsonb, p_source jsonb, p_lease_seconds integer) IS 'compare_months under the stream''s lease, kept in scout.reconcile_months. A repeat replaces what it wrote.';

CREATE FUNCTION scout.record_problems(p_model text, p_payload jsonb) RETURNS text[]
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $_$
    select array_agg(problem order by position, field, company)
      from (select c.position, c.odoo_field as field, null as company,
                   scout.field_problem(c.odoo_field, c.data_type, c.required, p_payload -> c.odoo_field) as problem
              from scout.silver_columns c
             where c.model = p_model
             union all
            select null, t.odoo_field, by_company.key,
                   case when by_company.key ~ '^[1-9]\d{0,17}$'
                        then scout.field_problem(t.odoo_field || ' of company ' || by_company.key, 'numeric', false, by_company.value)
                        else format('%s: %s is not the id of a company', t.odoo_field, left(by_company.key, 100)) end
              from scout.silver_company_tables t
             cross join lateral jsonb_each(
                   case when jsonb_typeof(p_payload -> t.odoo_field) = 'object' then p_payload -> t.odoo_field end) as by_company
             where t.model = p_model
             union all
            select null, t.odoo_field, null, scout.field_problem(t.odoo_field, 'numeric', false, p_payload -> t.odoo_field)
              from scout.silver_company_tables t
             where t.model = p_model and jsonb_typeof(p_payload -> t.odoo_field) <> 'object') as fields
     where problem is not null
$_$;

COMMENT ON FUNCTION scout.record_problems(p_model text, p_payload jsonb) IS 'Every reason why a record of the model cannot become silver; null when it can.';

CREATE FUNCTION scout.refine() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO, YMD'
    AS $$
begin
    if not exists (select from new_rows) then
        return null;
    end if;
    begin
        execute scout.refine_statement(tg_argv[0], 'new_rows', false);
    exception when data_exception then
        execute scout.refine_statement(tg_argv[0], 'new_rows', true);
    end;
    return null;
end;
$$;

COMMENT ON FUNCTION scout.refine() IS 'Trigger on a bronze table, argument: its model. Brings silver and quarantine up to date with the rows just written.';

CREATE FUNCTION scout.refine_statement(p_model text, p_source text, p_careful boolean) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $_$
declare
    v_table      text;
    v_fields     text;
    v_converted  text;
    v_suspicion  text;
    v_columns    text;
    v_excluded   text;
    v_kept       text;
    v_told       text;
    v_values     text;
    v_counts     text[];
begin
    select t.table_name,
           string_agg(format('%I %s', c.odoo_field, c.data_type), ', ' order by c.position),
           string_agg(format('x.%I as %I', c.odoo_field, c.column_name), ', ' order by c.position),
           string_agg(nullif(scout.field_suspicion(c.odoo_field, c.data_type, c.required), ''), ' or ' order by c.position),
           string_agg(format('%I', c.column_name), ', ' order by c.position),
           string_agg(format('excluded.%I', c.column_name), ', ' order by c.position),
           string_agg(format('kept.%I', c.column_name), ', ' order by c.position)
      into strict v_table, v_fields, v_converted, v_suspicion, v_columns, v_excluded, v_kept
      from scout.silver_tables t join scout.silver_columns c using (model)
     where t.model = p_model
     group by t.table_name;
    select coalesce(string_agg(format('r.payload -> %L as %I, ', c.odoo_field, c.table_name), '' order by c.table_name), ''),
           coalesce(string_agg(scout.company_values_statements(c), '' order by c.table_name), ''),
           array[coalesce(string_agg(format(' + (select count(*) from %I)', c.table_name || '_written'), ''), ''),
                 coalesce(string_agg(format(' + (select count(*) from %I)', c.table_name || '_removed'), ''), '')],
           concat_ws(' or ', v_suspicion, string_agg(scout.company_values_suspicion(c.odoo_field), ' or '))
      into v_told, v_values, v_counts, v_suspicion
      from scout.silver_company_tables c where c.model = p_model;
    return format($sql$
        with records as %1$s (
            select b.odoo_id, b.company_id, b.deleted_at is not null as gone, b.payload, %2$s as problems
              from %3$s b
        ), refined as materialized (
            select r.odoo_id, r.company_id as bronze_company_id, r.gone, %12$s%4$s,
                   case when r.gone then null
                        when r.problems is not null then r.problems
                        when coalesce(%5$s, false) then scout.record_problems(%6$L, r.payload)
                   end as reasons
              from records r
             cross join lateral jsonb_to_record(
                   case when r.gone or r.problems is not null then '{}'::jsonb else r.payload end) as x (%7$s)
        ), removed as (
            delete from scout.%8$I where id = any (array(select odoo_id from refined where gone or reasons is not null))
            returning 1
        ), written as (
            insert into scout.%8$I as kept (id, %9$s)
            select odoo_id, %9$s from refined where not gone and reasons is null order by odoo_id
                on conflict (id) do update set (%9$s, refined_at) = row(%10$s, now())
             where (%11$s) is distinct from (%10$s)
            returning 1
        ), quarantined as (
            insert into scout.quarantine as known (model, odoo_id, company_id, reasons)
            select %6$L, odoo_id, bronze_company_id, reasons from refined where reasons is not null order by odoo_id
                on conflict (model, odoo_id) do update
               set company_id = excluded.company_id, reasons = excluded.reasons, last_seen_at = now()
            returning 1
        ), released as (
            -- "is true" keeps the list of a whole page in one hash table, asked once for each quarantined row.
            delete from scout.quarantine q
             where q.model = %6$L and (q.odoo_id in (select odoo_id from refined where reasons is null)) is true
            returning 1
        )%13$s
        select jsonb_build_object('written', (select count(*) from written)%14$s, 'removed', (select count(*) from removed)%15$s,
                                  'quarantined', (select count(*) from quarantined),
                                  'released', (select count(*) from released))
    $sql$,
        case when p_careful then 'materialized' else 'not materialized' end,
        case when p_careful then format('case when b.deleted_at is null then scout.record_problems(%L, b.payload) end', p_model)
             else 'null::text[]' end,
        p_source, v_converted, coalesce(nullif(v_suspicion, ''), 'false'), p_model, v_fields, v_table, v_columns, v_excluded, v_kept,
        v_told, v_values, v_counts[1], v_counts[2]);
end;
$_$;

COMMENT ON FUNCTION scout.refine_statement(p_model text, p_source text, p_careful boolean) IS 'The one statement that turns bronze rows of p_source into silver and quarantine. Quick: converts all at once, so one unreadable value stops it (class 22). Careful: looks at every value first, stops at nothing.';

CREATE FUNCTION scout.refresh_gold() RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET statement_timeout TO '55s'
    AS $$
declare
    v_view    text;
    v_started timestamptz;
    v_rows    bigint;
begin
    -- A second caller waits, then refreshes too: when it returns, gold holds all that was committed before it called.
    perform pg_advisory_xact_lock(hashtextextended('scout.refresh_gold', 0));
    foreach v_view in array array['gold_daily_sales', 'gold_product_mix'] loop
        v_started := clock_timestamp();
        execute format('refresh materialized view concurrently scout.%I', v_view);
        execute format('select count(*) from scout.%I', v_view) into v_rows;
        insert into scout.gold_refreshes (view_name, started_at, finished_at, duration_seconds, row_count)
        select v_view, v_started, finished_at, round(extract(epoch from finished_at - v_started), 3), v_rows
          from (select clock_timestamp() as finished_at) as present
            on conflict (view_name) do update
           set started_at = excluded.started_at, finished_at = excluded.finished_at,
               duration_seconds = excluded.duration_seconds, row_count = excluded.row_count;
    end loop;
    return (select jsonb_object_agg(view_name, to_jsonb(r) - 'view_name') from scout.gold_refreshes r);
end;
$$;

COMMENT ON FUNCTION scout.refresh_gold() IS 'Brings the gold views up to date without locking readers out; answers started_at, finished_at, duration_seconds and row_count by view. Runs as its owner: refreshing is the owner''s right.';

CREATE FUNCTION scout.release_call_slot(p_source text, p_holder uuid) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
    update scout.odoo_call_slots set holder = null, held_until = null where source = p_source and holder = p_holder;
    return jsonb_build_object('released', found);
end;
$$;

COMMENT ON FUNCTION scout.release_call_slot(p_source text, p_holder uuid) IS 'Gives the right to call Odoo back.';

CREATE FUNCTION scout.require_bronze_table(p_stream text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
    if not exists (select from scout.bronze_tables where model = p_stream) then
        raise exception 'The warehouse has no bronze table for %.', p_stream
            using errcode = 'PT404', hint = 'Run: scout migrate';
    end if;
end;
$$;

COMMENT ON FUNCTION scout.require_bronze_table(p_stream text) IS 'Raises PT404 when the stream has no table to go to.';

CREATE FUNCTION scout.sample_ids(p_stream text, p_limit integer) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    SET statement_timeout TO '25s'
    AS $_$
declare
    v_table  text;
    v_answer jsonb;
begin
    select table_name into strict v_table from scout.bronze_tables where model = p_stream;
    execute format(
        'select coalesce(jsonb_agg(odoo_id order by odoo_id), ''[]'')
           from (select odoo_id from scout.%I where deleted_at is null order by random() limit $1) as chosen', v_table)
       into v_answer using p_limit;
    return v_answer;
end;
$_$;

COMMENT ON FUNCTION scout.sample_ids(p_stream text, p_limit integer) IS 'The ids of live bronze records chosen at random, in order; all of them when there are no more.';

CREATE FUNCTION scout.schedule_function(p_url text, p_every text, p_secret_name text DEFAULT 'scout_sync_secret'::text, p_body jsonb DEFAULT '{}'::jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
declare
    v_missing text[] := scout.missing_for_scheduling();
    v_name    text;
    v_job_id  bigint;
begin
    if v_missing <> '{}' then
        raise exception 'This database lacks %: it cannot call functions by itself.', array_to_string(v_missing, ', ')
            using errcode = 'PT422',
                  hint = 'On Supabase: create extension ' || array_to_string(v_missing, '; create extension ') || '; elsewhere use another scheduler.';
    end if;
    if coalesce(p_url, '') !~ '^https?://[^/?#@[:space:]]+(/[^@[:space:]]*)?$' then
        raise exception 'The url must be the function''s plain address, without credentials.'
            using errcode = 'PT422', hint = 'Such as https://scout-odoo-sync-abc.a.run.app/';
    end if;
    if jsonb_typeof(p_body) is distinct from 'object' then
        raise exception 'The body must be a JSON object.' using errcode = 'PT422', hint = 'Such as {"mode": "reconcile"}';
    end if;
    if not exists (select from vault.decrypted_secrets where name = p_secret_name) then
        raise exception 'The vault has no secret named %.', quote_literal(p_secret_name)
            using errcode = 'PT422', hint = 'select vault.create_secret(''<what SYNC_SECRET holds>'', ''<its name>'');';
    end if;
    -- One job for each address and body: scheduling it again changes when, and leaves no twin.
    v_name := 'scout ' || p_url || case when p_body = '{}' then '' else ' ' || p_body::text end;
    v_job_id := cron.schedule(v_name, p_every, format('select scout.call_function(%L, %L, %L)', p_url, p_secret_name, p_body));
    return jsonb_build_object('job_id', v_job_id, 'job', v_name, 'every', p_every);
end;
$_$;

COMMENT ON FUNCTION scout.schedule_function(p_url text, p_every text, p_secret_name text, p_body jsonb) IS 'From now on pg_cron calls the function at p_url, p_every a cron expression or ''30 seconds'', with the vault''s secret of that name and that body. The job holds the secret''s name, never the secret. For whoever may use pg_cron, pg_net and the vault: on Supabase the role postgres, in the SQL editor.';

CREATE FUNCTION scout.settle_findings(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_present jsonb, p_gone jsonb, p_lease_seconds integer) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    SET statement_timeout TO '25s'
    AS $_$
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
$_$;

COMMENT ON FUNCTION scout.settle_findings(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_present jsonb, p_gone jsonb, p_lease_seconds integer) IS 'Settles findings: p_present were read again and committed, p_gone are tombstoned (deleted_at) here.';

CREATE FUNCTION scout.sweep_chunk(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_after_id bigint, p_to_id bigint, p_ids jsonb, p_write_dates jsonb, p_lease_seconds integer) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    SET statement_timeout TO '25s'
    AS $$
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

COMMENT ON FUNCTION scout.sweep_chunk(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_after_id bigint, p_to_id bigint, p_ids jsonb, p_write_dates jsonb, p_lease_seconds integer) IS 'One chunk of a sweep, one transaction: findings, place and lease together. Answers the totals so far. A repeat changes nothing.';

CREATE FUNCTION scout.sync_status() RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
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

COMMENT ON FUNCTION scout.sync_status() IS 'Every stream''s checkpoint, lag in seconds, lease, quarantine, latest run and last proven equality, for people and for health checks.';

CREATE FUNCTION scout.tombstone_records(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_ids jsonb, p_lease_seconds integer) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    SET statement_timeout TO '25s'
    AS $_$
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
$_$;

COMMENT ON FUNCTION scout.tombstone_records(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_ids jsonb, p_lease_seconds integer) IS 'Marks records that are gone from Odoo (deleted_at); their triggers take them out of silver. A repeat finds none left to mark.';

CREATE FUNCTION scout.unschedule_function(p_url text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
    v_names text[];
begin
    if 'pg_cron' = any (scout.missing_for_scheduling()) then
        return jsonb_build_object('unscheduled', '[]'::jsonb);
    end if;
    select coalesce(array_agg(jobname::text order by jobname), '{}') into v_names
      from cron.job
     where (jobname = 'scout ' || p_url or starts_with(jobname::text, 'scout ' || p_url || ' '));
    perform cron.unschedule(jobid) from cron.job where jobname::text = any (v_names);
    return jsonb_build_object('unscheduled', to_jsonb(v_names));
end;
$$;

COMMENT ON FUNCTION scout.unschedule_function(p_url text) IS 'Takes away every job that calls the function at p_url, whatever its body; answers their names.';

CREATE TABLE ops.alerts (
    cause text NOT NULL,
    message text NOT NULL,
    fix text DEFAULT ''::text NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    told_at timestamp with time zone,
    told_call uuid,
    is_told boolean DEFAULT false NOT NULL,
    recovered_at timestamp with time zone,
    recovered_call uuid,
    CONSTRAINT alerts_cause_is_named CHECK ((btrim(cause) <> ''::text)),
    CONSTRAINT alerts_told_has_a_time CHECK (((NOT is_told) OR (told_at IS NOT NULL)))
);

COMMENT ON TABLE ops.alerts IS 'Every cause that ever failed a check: since when, whether people were told, when it was over. recovered_at null: it lasts.';

COMMENT ON COLUMN ops.alerts.cause IS 'The check, by group and name.';

COMMENT ON COLUMN ops.alerts.message IS 'What was seen last, in words.';

COMMENT ON COLUMN ops.alerts.fix IS 'What mends it; may be empty.';

COMMENT ON COLUMN ops.alerts.since IS 'When this episode began.';

COMMENT ON COLUMN ops.alerts.last_seen_at IS 'When the check last failed.';

COMMENT ON COLUMN ops.alerts.told_at IS 'When people were last told of this cause, in this episode or an earlier one.';

COMMENT ON COLUMN ops.alerts.told_call IS 'The call that was given this cause to tell; a repeat of that call is given it again.';

COMMENT ON COLUMN ops.alerts.is_told IS 'People know of this episode, so they will hear of its end.';

COMMENT ON COLUMN ops.alerts.recovered_at IS 'When the check passed again. Null: it lasts.';

COMMENT ON COLUMN ops.alerts.recovered_call IS 'The call that was given this end to tell.';

CREATE TABLE ops.odoo_calls (
    id uuid NOT NULL,
    kind text NOT NULL,
    calls bigint NOT NULL,
    ended_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT odoo_calls_are_natural CHECK ((calls >= 0)),
    CONSTRAINT odoo_calls_kind_is_known CHECK ((kind = ANY (ARRAY['sync'::text, 'outbox'::text])))
);

COMMENT ON TABLE ops.odoo_calls IS 'How many requests each run sent to Odoo.';

COMMENT ON COLUMN ops.odoo_calls.id IS 'Made by whoever counts, so that a repeat counts nothing again.';

COMMENT ON COLUMN ops.odoo_calls.kind IS 'sync or outbox.';

COMMENT ON COLUMN ops.odoo_calls.calls IS 'Requests of all kinds, repeats among them.';

COMMENT ON COLUMN ops.odoo_calls.ended_at IS 'When the run ended.';

CREATE TABLE ops.odoo_keys (
    name text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE ops.odoo_keys IS 'When the API key of Odoo''s user that ends first expires, as the latest look at the health saw it.';

COMMENT ON COLUMN ops.odoo_keys.name IS 'Always "first to end": Odoo does not tell which of a user''s keys is in use.';

COMMENT ON COLUMN ops.odoo_keys.expires_at IS 'When it expires.';

COMMENT ON COLUMN ops.odoo_keys.seen_at IS 'When that was seen.';

ALTER TABLE ops.odoo_outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.odoo_outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ops.odoo_sync_runs (
    run_id uuid NOT NULL,
    worker text NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    completed_at timestamp with time zone,
    status text DEFAULT 'running'::text NOT NULL,
    claims integer DEFAULT 0 NOT NULL,
    claimed integer DEFAULT 0 NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    skipped integer DEFAULT 0 NOT NULL,
    failed integer DEFAULT 0 NOT NULL,
    dead integer DEFAULT 0 NOT NULL,
    released integer DEFAULT 0 NOT NULL,
    error_message text,
    CONSTRAINT odoo_sync_runs_ended_has_a_time CHECK (((status = 'running'::text) = (completed_at IS NULL))),
    CONSTRAINT odoo_sync_runs_status_is_known CHECK ((status = ANY (ARRAY['running'::text, 'completed'::text, 'failed'::text, 'stopped'::text])))
);

COMMENT ON TABLE ops.odoo_sync_runs IS 'One row a run of an outbox worker, kept for 90 days. A worker that vanished stays "running".';

COMMENT ON COLUMN ops.odoo_sync_runs.run_id IS 'The run.';

COMMENT ON COLUMN ops.odoo_sync_runs.worker IS 'Who ran: host and process.';

COMMENT ON COLUMN ops.odoo_sync_runs.started_at IS 'When it began.';

COMMENT ON COLUMN ops.odoo_sync_runs.completed_at IS 'When it ended. Null: it has not, or its worker vanished.';

COMMENT ON COLUMN ops.odoo_sync_runs.status IS 'running, completed, failed or stopped.';

COMMENT ON COLUMN ops.odoo_sync_runs.claims IS 'How often it claimed messages.';

COMMENT ON COLUMN ops.odoo_sync_runs.claimed IS 'Messages it had in hand in all.';

COMMENT ON COLUMN ops.odoo_sync_runs.done IS 'Messages after which Odoo was as they want it.';

COMMENT ON COLUMN ops.odoo_sync_runs.skipped IS 'Messages whose guard did not hold any more.';

COMMENT ON COLUMN ops.odoo_sync_runs.failed IS 'Tries that will be made again; one message may count several times.';

COMMENT ON COLUMN ops.odoo_sync_runs.dead IS 'Messages parked for a person.';

COMMENT ON COLUMN ops.odoo_sync_runs.released IS 'Messages given back untouched at its end.';

COMMENT ON COLUMN ops.odoo_sync_runs.error_message IS 'Why it failed.';

CREATE TABLE ops.outbox_kick (
    only_one boolean DEFAULT true NOT NULL,
    url text NOT NULL,
    secret_name text NOT NULL,
    enabled_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT outbox_kick_is_one_row CHECK (only_one),
    CONSTRAINT outbox_kick_secret_is_named CHECK ((btrim(secret_name) <> ''::text)),
    CONSTRAINT outbox_kick_url_is_plain CHECK ((url ~ '^https?://[^/?#@[:space:]]+(/[^@[:space:]]*)?$'::text))
);

COMMENT ON TABLE ops.outbox_kick IS 'Where the outbox''s worker is called when a message was committed; no row: it is not. Written by ops.enable_kick and ops.disable_kick.';

COMMENT ON COLUMN ops.outbox_kick.only_one IS 'Always true: there is one row at most.';

COMMENT ON COLUMN ops.outbox_kick.url IS 'The address of the function outbox_worker.';

COMMENT ON COLUMN ops.outbox_kick.secret_name IS 'The name in vault.decrypted_secrets of what SYNC_SECRET holds.';

COMMENT ON COLUMN ops.outbox_kick.enabled_at IS 'When it was last set.';

CREATE TABLE scout.company_access (
    role_name text NOT NULL,
    company_id bigint NOT NULL,
    granted_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.company_access IS 'Which database role sees which Odoo company in the views (invariant 14). No row: no company.';

COMMENT ON COLUMN scout.company_access.role_name IS 'A database role, as current_user tells it.';

COMMENT ON COLUMN scout.company_access.company_id IS 'res.company.id: what this role may see.';

COMMENT ON COLUMN scout.company_access.granted_at IS 'When this row was put in.';

CREATE VIEW ops.v_outbox_status WITH (security_barrier='true') AS
 SELECT m.id,
    m.idempotency_key,
    m.model,
    m.operation,
    m.company_id,
    m.requested_by,
    m.status,
        CASE
            WHEN ((m.status = 'done'::text) AND ops.is_confirmed(m.id)) THEN 'confirmed'::text
            WHEN (m.status = 'done'::text) THEN 'sent'::text
            WHEN (m.status = 'dead'::text) THEN 'parked'::text
            WHEN (m.status = 'failed'::text) THEN 'waiting'::text
            ELSE m.status
        END AS stage,
    m.attempts,
    m.next_attempt_at,
    m.external_id,
    m.record_id,
    m.result_id AS odoo_id,
    m.result_write_date AS odoo_write_date,
    m.note,
    m.error_kind,
    m.last_error,
    m.created_at,
    m.settled_at
   FROM ops.odoo_outbox m
  WHERE (( SELECT pg_has_role(CURRENT_USER, 'service_role'::name, 'usage'::text) AS pg_has_role) OR (m.company_id IN ( SELECT a.company_id
           FROM scout.company_access a
          WHERE (a.role_name = CURRENT_USER))));

COMMENT ON VIEW ops.v_outbox_status IS 'How each message fares: queued, processing, waiting (for another try), sent, confirmed (seen again by the sync), skipped, parked (a person has to look).';

COMMENT ON COLUMN ops.v_outbox_status.id IS 'The message''s number.';

COMMENT ON COLUMN ops.v_outbox_status.idempotency_key IS 'The author''s own name for this wish.';

COMMENT ON COLUMN ops.v_outbox_status.model IS 'The Odoo model to change.';

COMMENT ON COLUMN ops.v_outbox_status.operation IS 'upsert, write, unlink or call.';

COMMENT ON COLUMN ops.v_outbox_status.company_id IS 'The company it is for.';

COMMENT ON COLUMN ops.v_outbox_status.requested_by IS 'Who asked: the name that the author gave, and the database role that called.';

COMMENT ON COLUMN ops.v_outbox_status.status IS 'As in ops.odoo_outbox: queued, processing, done, skipped, failed or dead.';

COMMENT ON COLUMN ops.v_outbox_status.stage IS 'The same for people: queued, processing, waiting, sent, confirmed, skipped or parked.';

COMMENT ON COLUMN ops.v_outbox_status.attempts IS 'Tries that failed for a reason a repeat may mend. After six the message is parked.';

COMMENT ON COLUMN ops.v_outbox_status.next_attempt_at IS 'Not before this instant.';

COMMENT ON COLUMN ops.v_outbox_status.external_id IS 'The record by its external id in Odoo; this or record_id is set.';

COMMENT ON COLUMN ops.v_outbox_status.record_id IS 'The record by its id in Odoo.';

COMMENT ON COLUMN ops.v_outbox_status.odoo_id IS 'The record''s id in Odoo, once known.';

COMMENT ON COLUMN ops.v_outbox_status.odoo_write_date IS 'The record''s write_date after the change.';

COMMENT ON COLUMN ops.v_outbox_status.note IS 'Why it was skipped, or what a person should know.';

COMMENT ON COLUMN ops.v_outbox_status.error_kind IS 'The kind of last_error, as in ops.odoo_outbox.';

COMMENT ON COLUMN ops.v_outbox_status.last_error IS 'What the last try met.';

COMMENT ON COLUMN ops.v_outbox_status.created_at IS 'When it was put in.';

COMMENT ON COLUMN ops.v_outbox_status.settled_at IS 'When it was done or skipped.';

CREATE TABLE scout.bronze_pos_config (
    odoo_id bigint NOT NULL,
    company_id bigint,
    write_date timestamp with time zone,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL,
    deleted_at timestamp with time zone,
    synced_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid
);

COMMENT ON TABLE scout.bronze_pos_config IS 'Bronze: pos.config as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.';

COMMENT ON COLUMN scout.bronze_pos_config.odoo_id IS 'pos.config.id';

COMMENT ON COLUMN scout.bronze_pos_config.company_id IS 'pos.config.company_id. Null: none, or the model has no such field.';

COMMENT ON COLUMN scout.bronze_pos_config.write_date IS 'pos.config.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.';

COMMENT ON COLUMN scout.bronze_pos_config.payload IS 'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.';

COMMENT ON COLUMN scout.bronze_pos_config.payload_hash IS 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.';

COMMENT ON COLUMN scout.bronze_pos_config.deleted_at IS 'When the record was found gone from Odoo. Null: it is there.';

COMMENT ON COLUMN scout.bronze_pos_config.synced_at IS 'When the row last got a new payload here.';

COMMENT ON COLUMN scout.bronze_pos_config.changed_by IS 'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.';

CREATE TABLE scout.bronze_pos_order (
    odoo_id bigint NOT NULL,
    company_id bigint,
    write_date timestamp with time zone,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL,
    deleted_at timestamp with time zone,
    synced_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid
);

COMMENT ON TABLE scout.bronze_pos_order IS 'Bronze: pos.order as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.';

COMMENT ON COLUMN scout.bronze_pos_order.odoo_id IS 'pos.order.id';

COMMENT ON COLUMN scout.bronze_pos_order.company_id IS 'pos.order.company_id. Null: none, or the model has no such field.';

COMMENT ON COLUMN scout.bronze_pos_order.write_date IS 'pos.order.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.';

COMMENT ON COLUMN scout.bronze_pos_order.payload IS 'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.';

COMMENT ON COLUMN scout.bronze_pos_order.payload_hash IS 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.';

COMMENT ON COLUMN scout.bronze_pos_order.deleted_at IS 'When the record was found gone from Odoo. Null: it is there.';

COMMENT ON COLUMN scout.bronze_pos_order.synced_at IS 'When the row last got a new payload here.';

COMMENT ON COLUMN scout.bronze_pos_order.changed_by IS 'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.';

CREATE TABLE scout.bronze_pos_order_line (
    odoo_id bigint NOT NULL,
    company_id bigint,
    write_date timestamp with time zone,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL,
    deleted_at timestamp with time zone,
    synced_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid
);

COMMENT ON TABLE scout.bronze_pos_order_line IS 'Bronze: pos.order.line as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.';

COMMENT ON COLUMN scout.bronze_pos_order_line.odoo_id IS 'pos.order.line.id';

COMMENT ON COLUMN scout.bronze_pos_order_line.company_id IS 'pos.order.line.company_id. Null: none, or the model has no such field.';

COMMENT ON COLUMN scout.bronze_pos_order_line.write_date IS 'pos.order.line.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.';

COMMENT ON COLUMN scout.bronze_pos_order_line.payload IS 'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.';

COMMENT ON COLUMN scout.bronze_pos_order_line.payload_hash IS 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.';

COMMENT ON COLUMN scout.bronze_pos_order_line.deleted_at IS 'When the record was found gone from Odoo. Null: it is there.';

COMMENT ON COLUMN scout.bronze_pos_order_line.synced_at IS 'When the row last got a new payload here.';

COMMENT ON COLUMN scout.bronze_pos_order_line.changed_by IS 'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.';

CREATE TABLE scout.bronze_pos_payment (
    odoo_id bigint NOT NULL,
    company_id bigint,
    write_date timestamp with time zone,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL,
    deleted_at timestamp with time zone,
    synced_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid
);

COMMENT ON TABLE scout.bronze_pos_payment IS 'Bronze: pos.payment as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.';

COMMENT ON COLUMN scout.bronze_pos_payment.odoo_id IS 'pos.payment.id';

COMMENT ON COLUMN scout.bronze_pos_payment.company_id IS 'pos.payment.company_id. Null: none, or the model has no such field.';

COMMENT ON COLUMN scout.bronze_pos_payment.write_date IS 'pos.payment.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.';

COMMENT ON COLUMN scout.bronze_pos_payment.payload IS 'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.';

COMMENT ON COLUMN scout.bronze_pos_payment.payload_hash IS 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.';

COMMENT ON COLUMN scout.bronze_pos_payment.deleted_at IS 'When the record was found gone from Odoo. Null: it is there.';

COMMENT ON COLUMN scout.bronze_pos_payment.synced_at IS 'When the row last got a new payload here.';

COMMENT ON COLUMN scout.bronze_pos_payment.changed_by IS 'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.';

CREATE TABLE scout.bronze_pos_payment_method (
    odoo_id bigint NOT NULL,
    company_id bigint,
    write_date timestamp with time zone,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL,
    deleted_at timestamp with time zone,
    synced_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid
);

COMMENT ON TABLE scout.bronze_pos_payment_method IS 'Bronze: pos.payment.method as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.';

COMMENT ON COLUMN scout.bronze_pos_payment_method.odoo_id IS 'pos.payment.method.id';

COMMENT ON COLUMN scout.bronze_pos_payment_method.company_id IS 'pos.payment.method.company_id. Null: none, or the model has no such field.';

COMMENT ON COLUMN scout.bronze_pos_payment_method.write_date IS 'pos.payment.method.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.';

COMMENT ON COLUMN scout.bronze_pos_payment_method.payload IS 'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.';

COMMENT ON COLUMN scout.bronze_pos_payment_method.payload_hash IS 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.';

COMMENT ON COLUMN scout.bronze_pos_payment_method.deleted_at IS 'When the record was found gone from Odoo. Null: it is there.';

COMMENT ON COLUMN scout.bronze_pos_payment_method.synced_at IS 'When the row last got a new payload here.';

COMMENT ON COLUMN scout.bronze_pos_payment_method.changed_by IS 'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.';

CREATE TABLE scout.bronze_product_brand (
    odoo_id bigint NOT NULL,
    company_id bigint,
    write_date timestamp with time zone,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL,
    deleted_at timestamp with time zone,
    synced_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid
);

COMMENT ON TABLE scout.bronze_product_brand IS 'Bronze: product.brand as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.';

COMMENT ON COLUMN scout.bronze_product_brand.odoo_id IS 'product.brand.id';

COMMENT ON COLUMN scout.bronze_product_brand.company_id IS 'product.brand.company_id. Null: none, or the model has no such field.';

COMMENT ON COLUMN scout.bronze_product_brand.write_date IS 'product.brand.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.';

COMMENT ON COLUMN scout.bronze_product_brand.payload IS 'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.';

COMMENT ON COLUMN scout.bronze_product_brand.payload_hash IS 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.';

COMMENT ON COLUMN scout.bronze_product_brand.deleted_at IS 'When the record was found gone from Odoo. Null: it is there.';

COMMENT ON COLUMN scout.bronze_product_brand.synced_at IS 'When the row last got a new payload here.';

COMMENT ON COLUMN scout.bronze_product_brand.changed_by IS 'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.';

CREATE TABLE scout.bronze_product_category (
    odoo_id bigint NOT NULL,
    company_id bigint,
    write_date timestamp with time zone,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL,
    deleted_at timestamp with time zone,
    synced_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid
);

COMMENT ON TABLE scout.bronze_product_category IS 'Bronze: product.category as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.';

COMMENT ON COLUMN scout.bronze_product_category.odoo_id IS 'product.category.id';

COMMENT ON COLUMN scout.bronze_product_category.company_id IS 'product.category.company_id. Null: none, or the model has no such field.';

COMMENT ON COLUMN scout.bronze_product_category.write_date IS 'product.category.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.';

COMMENT ON COLUMN scout.bronze_product_category.payload IS 'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.';

COMMENT ON COLUMN scout.bronze_product_category.payload_hash IS 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.';

COMMENT ON COLUMN scout.bronze_product_category.deleted_at IS 'When the record was found gone from Odoo. Null: it is there.';

COMMENT ON COLUMN scout.bronze_product_category.synced_at IS 'When the row last got a new payload here.';

COMMENT ON COLUMN scout.bronze_product_category.changed_by IS 'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.';

CREATE TABLE scout.bronze_product_product (
    odoo_id bigint NOT NULL,
    company_id bigint,
    write_date timestamp with time zone,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL,
    deleted_at timestamp with time zone,
    synced_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid
);

COMMENT ON TABLE scout.bronze_product_product IS 'Bronze: product.product as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.';

COMMENT ON COLUMN scout.bronze_product_product.odoo_id IS 'product.product.id';

COMMENT ON COLUMN scout.bronze_product_product.company_id IS 'product.product.company_id. Null: none, or the model has no such field.';

COMMENT ON COLUMN scout.bronze_product_product.write_date IS 'product.product.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.';

COMMENT ON COLUMN scout.bronze_product_product.payload IS 'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.';

COMMENT ON COLUMN scout.bronze_product_product.payload_hash IS 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.';

COMMENT ON COLUMN scout.bronze_product_product.deleted_at IS 'When the record was found gone from Odoo. Null: it is there.';

COMMENT ON COLUMN scout.bronze_product_product.synced_at IS 'When the row last got a new payload here.';

COMMENT ON COLUMN scout.bronze_product_product.changed_by IS 'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.';

CREATE TABLE scout.bronze_product_template (
    odoo_id bigint NOT NULL,
    company_id bigint,
    write_date timestamp with time zone,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL,
    deleted_at timestamp with time zone,
    synced_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid
);

COMMENT ON TABLE scout.bronze_product_template IS 'Bronze: product.template as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.';

COMMENT ON COLUMN scout.bronze_product_template.odoo_id IS 'product.template.id';

COMMENT ON COLUMN scout.bronze_product_template.company_id IS 'product.template.company_id. Null: none, or the model has no such field.';

COMMENT ON COLUMN scout.bronze_product_template.write_date IS 'product.template.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.';

COMMENT ON COLUMN scout.bronze_product_template.payload IS 'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.';

COMMENT ON COLUMN scout.bronze_product_template.payload_hash IS 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.';

COMMENT ON COLUMN scout.bronze_product_template.deleted_at IS 'When the record was found gone from Odoo. Null: it is there.';

COMMENT ON COLUMN scout.bronze_product_template.synced_at IS 'When the row last got a new payload here.';

COMMENT ON COLUMN scout.bronze_product_template.changed_by IS 'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.';

CREATE TABLE scout.bronze_res_company (
    odoo_id bigint NOT NULL,
    company_id bigint,
    write_date timestamp with time zone,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL,
    deleted_at timestamp with time zone,
    synced_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid
);

COMMENT ON TABLE scout.bronze_res_company IS 'Bronze: res.company as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.';

COMMENT ON COLUMN scout.bronze_res_company.odoo_id IS 'res.company.id';

COMMENT ON COLUMN scout.bronze_res_company.company_id IS 'res.company.id. Null: none, or the model has no such field.';

COMMENT ON COLUMN scout.bronze_res_company.write_date IS 'res.company.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.';

COMMENT ON COLUMN scout.bronze_res_company.payload IS 'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.';

COMMENT ON COLUMN scout.bronze_res_company.payload_hash IS 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.';

COMMENT ON COLUMN scout.bronze_res_company.deleted_at IS 'When the record was found gone from Odoo. Null: it is there.';

COMMENT ON COLUMN scout.bronze_res_company.synced_at IS 'When the row last got a new payload here.';

COMMENT ON COLUMN scout.bronze_res_company.changed_by IS 'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.';

CREATE TABLE scout.bronze_res_currency (
    odoo_id bigint NOT NULL,
    company_id bigint,
    write_date timestamp with time zone,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL,
    deleted_at timestamp with time zone,
    synced_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid
);

COMMENT ON TABLE scout.bronze_res_currency IS 'Bronze: res.currency as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.';

COMMENT ON COLUMN scout.bronze_res_currency.odoo_id IS 'res.currency.id';

COMMENT ON COLUMN scout.bronze_res_currency.company_id IS 'res.currency.company_id. Null: none, or the model has no such field.';

COMMENT ON COLUMN scout.bronze_res_currency.write_date IS 'res.currency.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.';

COMMENT ON COLUMN scout.bronze_res_currency.payload IS 'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.';

COMMENT ON COLUMN scout.bronze_res_currency.payload_hash IS 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.';

COMMENT ON COLUMN scout.bronze_res_currency.deleted_at IS 'When the record was found gone from Odoo. Null: it is there.';

COMMENT ON COLUMN scout.bronze_res_currency.synced_at IS 'When the row last got a new payload here.';

COMMENT ON COLUMN scout.bronze_res_currency.changed_by IS 'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.';

CREATE TABLE scout.bronze_res_partner (
    odoo_id bigint NOT NULL,
    company_id bigint,
    write_date timestamp with time zone,
    payload jsonb NOT NULL,
    payload_hash bytea NOT NULL,
    deleted_at timestamp with time zone,
    synced_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid
);

COMMENT ON TABLE scout.bronze_res_partner IS 'Bronze: res.partner as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.';

COMMENT ON COLUMN scout.bronze_res_partner.odoo_id IS 'res.partner.id';

COMMENT ON COLUMN scout.bronze_res_partner.company_id IS 'res.partner.company_id. Null: none, or the model has no such field.';

COMMENT ON COLUMN scout.bronze_res_partner.write_date IS 'res.partner.write_date: when Odoo''s transaction that last wrote the record began. Null: Odoo told none.';

COMMENT ON COLUMN scout.bronze_res_partner.payload IS 'The record as Odoo last told it, by field; false stands for itself in boolean fields only, else it is null.';

COMMENT ON COLUMN scout.bronze_res_partner.payload_hash IS 'SHA-256 of the payload: an unchanged record is known by it. Empty: the row was changed by hand.';

COMMENT ON COLUMN scout.bronze_res_partner.deleted_at IS 'When the record was found gone from Odoo. Null: it is there.';

COMMENT ON COLUMN scout.bronze_res_partner.synced_at IS 'When the row last got a new payload here.';

COMMENT ON COLUMN scout.bronze_res_partner.changed_by IS 'The run that last changed the row: scout.sync_logs.run_id. Null: none of ours.';

CREATE TABLE scout.bronze_tables (
    model text NOT NULL,
    table_name text NOT NULL,
    company_field text DEFAULT 'company_id'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT bronze_tables_model_is_a_technical_name CHECK ((model ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$'::text)),
    CONSTRAINT bronze_tables_name_fits CHECK ((octet_length(table_name) <= 63))
);

COMMENT ON TABLE scout.bronze_tables IS 'The Odoo models that have a bronze table, and the field that holds a record''s company.';

COMMENT ON COLUMN scout.bronze_tables.model IS 'The Odoo model''s technical name, such as pos.order.';

COMMENT ON COLUMN scout.bronze_tables.table_name IS 'Its table in schema scout: bronze_ and the model''s name with _ for each dot.';

COMMENT ON COLUMN scout.bronze_tables.company_field IS 'The field of the payload that company_id is taken from.';

COMMENT ON COLUMN scout.bronze_tables.created_at IS 'When the table was made.';

CREATE VIEW scout.children_after_their_order AS
 SELECT child.model,
    child.id,
    child.order_id
   FROM (( SELECT 'pos.order.line'::text AS model,
            bronze_pos_order_line.odoo_id AS id,
            ((bronze_pos_order_line.payload ->> 'order_id'::text))::bigint AS order_id,
            bronze_pos_order_line.write_date,
            bronze_pos_order_line.synced_at
           FROM scout.bronze_pos_order_line
        UNION ALL
         SELECT 'pos.payment',
            bronze_pos_payment.odoo_id,
            ((bronze_pos_payment.payload ->> 'pos_order_id'::text))::bigint AS int8,
            bronze_pos_payment.write_date,
            bronze_pos_payment.synced_at
           FROM scout.bronze_pos_payment) child
     JOIN scout.bronze_pos_order o ON ((o.odoo_id = child.order_id)))
  WHERE ((child.synced_at > o.synced_at) AND ((child.write_date > o.write_date) OR (child.synced_at > (o.synced_at + '00:10:00'::interval))));

COMMENT ON VIEW scout.children_after_their_order IS 'Lines and payments read since their order''s list was: they count though it lacks them. To be asked by model and id. For this schema''s own use.';

COMMENT ON COLUMN scout.children_after_their_order.model IS 'pos.order.line or pos.payment.';

COMMENT ON COLUMN scout.children_after_their_order.id IS 'The line''s or payment''s id in Odoo.';

COMMENT ON COLUMN scout.children_after_their_order.order_id IS 'The order it names.';

CREATE VIEW scout.bronze_transactions WITH (security_invoker='true') AS
 SELECT o.odoo_id AS source_id,
    o.company_id,
    o.write_date,
    o.deleted_at,
    o.synced_at,
    o.payload AS order_payload,
    COALESCE(( SELECT jsonb_agg(l.payload ORDER BY l.odoo_id) AS jsonb_agg
           FROM scout.bronze_pos_order_line l
          WHERE (((l.payload ->> 'order_id'::text) = (o.odoo_id)::text) AND (l.deleted_at IS NULL) AND ((jsonb_typeof((o.payload -> 'lines'::text)) IS DISTINCT FROM 'array'::text) OR ((o.payload -> 'lines'::text) @> to_jsonb(l.odoo_id)) OR ( SELECT true
                   FROM scout.children_after_their_order late
                  WHERE ((late.model = 'pos.order.line'::text) AND (late.id = l.odoo_id)))))), '[]'::jsonb) AS lines
   FROM scout.bronze_pos_order o;

COMMENT ON VIEW scout.bronze_transactions IS 'Point of sale orders as Odoo told them, each with its present lines. deleted_at: gone from Odoo.';

COMMENT ON COLUMN scout.bronze_transactions.source_id IS 'pos.order.id';

COMMENT ON COLUMN scout.bronze_transactions.company_id IS 'pos.order.company_id';

COMMENT ON COLUMN scout.bronze_transactions.write_date IS 'When Odoo''s transaction that last wrote the order began.';

COMMENT ON COLUMN scout.bronze_transactions.deleted_at IS 'When the order was found gone from Odoo. Null: it is there.';

COMMENT ON COLUMN scout.bronze_transactions.synced_at IS 'When the order last changed here.';

COMMENT ON COLUMN scout.bronze_transactions.order_payload IS 'The order as Odoo told it, by field.';

COMMENT ON COLUMN scout.bronze_transactions.lines IS 'Its lines as Odoo told them, an array by id; those that count as in scout.present_items.';

CREATE TABLE scout.silver_categories (
    id bigint NOT NULL,
    company_id bigint,
    name text NOT NULL,
    complete_name text,
    parent_id bigint,
    written_at timestamp with time zone,
    refined_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.silver_categories IS 'Product categories, a tree.';

COMMENT ON COLUMN scout.silver_categories.id IS 'product.category.id';

COMMENT ON COLUMN scout.silver_categories.company_id IS 'product.category.company_id';

COMMENT ON COLUMN scout.silver_categories.name IS 'product.category.name';

COMMENT ON COLUMN scout.silver_categories.complete_name IS 'product.category.complete_name';

COMMENT ON COLUMN scout.silver_categories.parent_id IS 'product.category.parent_id';

COMMENT ON COLUMN scout.silver_categories.written_at IS 'product.category.write_date';

COMMENT ON COLUMN scout.silver_categories.refined_at IS 'When this row last changed here.';

CREATE VIEW scout.category_paths AS
 WITH RECURSIVE tree AS (
         SELECT c_1.id,
            c_1.name AS path
           FROM scout.silver_categories c_1
          WHERE (NOT (EXISTS ( SELECT
                   FROM scout.silver_categories parent
                  WHERE (parent.id = c_1.parent_id))))
        UNION ALL
         SELECT c_1.id,
            ((tree_1.path || ' / '::text) || c_1.name)
           FROM (tree tree_1
             JOIN scout.silver_categories c_1 ON ((c_1.parent_id = tree_1.id)))
        )
 SELECT c.id AS category_id,
    COALESCE(tree.path, c.complete_name, c.name) AS path
   FROM (scout.silver_categories c
     LEFT JOIN tree USING (id));

COMMENT ON VIEW scout.category_paths IS 'The full path of every category, by its parents as they are now. A loop, which two half-read moves can leave for a while, shows the path Odoo last told.';

COMMENT ON COLUMN scout.category_paths.category_id IS 'product.category.id';

COMMENT ON COLUMN scout.category_paths.path IS 'The names from the topmost parent down, such as All / Food / Noodles.';

CREATE VIEW scout.categories WITH (security_barrier='true') AS
 SELECT c.id,
    c.name,
    paths.path AS full_path,
    c.parent_id,
    c.company_id
   FROM (scout.silver_categories c
     JOIN scout.category_paths paths ON ((paths.category_id = c.id)))
  WHERE (( SELECT pg_has_role(CURRENT_USER, 'service_role'::name, 'usage'::text) AS pg_has_role) OR (c.company_id IS NULL) OR (c.company_id IN ( SELECT a.company_id
           FROM scout.company_access a
          WHERE (a.role_name = CURRENT_USER))));

COMMENT ON VIEW scout.categories IS 'Product categories with their full path, such as All / Food / Noodles.';

COMMENT ON COLUMN scout.categories.id IS 'product.category.id';

COMMENT ON COLUMN scout.categories.name IS 'The category''s own name.';

COMMENT ON COLUMN scout.categories.full_path IS 'With its parents, such as All / Food / Noodles.';

COMMENT ON COLUMN scout.categories.parent_id IS 'The category above it; null: it is topmost.';

COMMENT ON COLUMN scout.categories.company_id IS 'Whose category it is; null: everyone''s.';

CREATE TABLE scout.silver_customers (
    id bigint NOT NULL,
    company_id bigint,
    name text,
    email text,
    phone text,
    parent_id bigint,
    is_company boolean,
    active boolean,
    region_code text,
    written_at timestamp with time zone,
    refined_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.silver_customers IS 'Customers and all other partners. Address contacts have no name of their own.';

COMMENT ON COLUMN scout.silver_customers.id IS 'res.partner.id';

COMMENT ON COLUMN scout.silver_customers.company_id IS 'res.partner.company_id';

COMMENT ON COLUMN scout.silver_customers.name IS 'res.partner.name';

COMMENT ON COLUMN scout.silver_customers.email IS 'res.partner.email';

COMMENT ON COLUMN scout.silver_customers.phone IS 'res.partner.phone';

COMMENT ON COLUMN scout.silver_customers.parent_id IS 'res.partner.parent_id';

COMMENT ON COLUMN scout.silver_customers.is_company IS 'res.partner.is_company';

COMMENT ON COLUMN scout.silver_customers.active IS 'res.partner.active';

COMMENT ON COLUMN scout.silver_customers.region_code IS 'res.partner.x_region_code';

COMMENT ON COLUMN scout.silver_customers.written_at IS 'res.partner.write_date';

COMMENT ON COLUMN scout.silver_customers.refined_at IS 'When this row last changed here.';

CREATE VIEW scout.customer_names AS
 SELECT c.id,
    c.name,
    c.parent_id
   FROM scout.silver_customers c
  WHERE (( SELECT pg_has_role(CURRENT_USER, 'service_role'::name, 'usage'::text) AS pg_has_role) OR (c.company_id IS NULL) OR (c.company_id IN ( SELECT a.company_id
           FROM scout.company_access a
          WHERE (a.role_name = CURRENT_USER))));

COMMENT ON VIEW scout.customer_names IS 'The customers whose names the asking role may see: an order or a contact of one company can point at a partner of another.';

COMMENT ON COLUMN scout.customer_names.id IS 'res.partner.id';

COMMENT ON COLUMN scout.customer_names.name IS 'res.partner.name';

COMMENT ON COLUMN scout.customer_names.parent_id IS 'res.partner.parent_id';

CREATE VIEW scout.customers WITH (security_barrier='true') AS
 SELECT c.id,
    COALESCE(c.name, parent.name) AS name,
    c.email,
    c.phone,
    c.parent_id,
    parent.name AS parent_name,
    COALESCE(c.is_company, false) AS is_company,
    COALESCE(c.active, true) AS active,
    c.region_code,
    c.company_id
   FROM (scout.silver_customers c
     LEFT JOIN scout.customer_names parent ON ((parent.id = c.parent_id)))
  WHERE (( SELECT pg_has_role(CURRENT_USER, 'service_role'::name, 'usage'::text) AS pg_has_role) OR (c.company_id IS NULL) OR (c.company_id IN ( SELECT a.company_id
           FROM scout.company_access a
          WHERE (a.role_name = CURRENT_USER))));

COMMENT ON VIEW scout.customers IS 'Customers and all other partners. An address without a name shows the name of the partner it belongs to.';

COMMENT ON COLUMN scout.customers.id IS 'res.partner.id';

COMMENT ON COLUMN scout.customers.name IS 'The partner''s name, else its parent''s.';

COMMENT ON COLUMN scout.customers.email IS 'As Odoo holds it.';

COMMENT ON COLUMN scout.customers.phone IS 'As Odoo holds it.';

COMMENT ON COLUMN scout.customers.parent_id IS 'The partner it belongs to, as a contact to a company.';

COMMENT ON COLUMN scout.customers.parent_name IS 'That partner''s name, if the asking role may see it.';

COMMENT ON COLUMN scout.customers.is_company IS 'A company, not a person.';

COMMENT ON COLUMN scout.customers.active IS 'Not archived.';

COMMENT ON COLUMN scout.customers.region_code IS 'The partner''s x_region_code.';

COMMENT ON COLUMN scout.customers.company_id IS 'Whose customer it is; null: everyone''s.';

CREATE TABLE scout.field_changes (
    id bigint NOT NULL,
    checkpoint_id text NOT NULL,
    stream text NOT NULL,
    field text,
    change text NOT NULL,
    before jsonb,
    after jsonb,
    run_id uuid NOT NULL,
    seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT field_changes_change_is_known CHECK ((change = ANY (ARRAY['added'::text, 'removed'::text, 'type changed'::text, 'relation changed'::text, 'stored changed'::text, 'company dependence changed'::text, 'access lost'::text, 'access regained'::text, 'model missing'::text, 'model found'::text]))),
    CONSTRAINT field_changes_names_its_field CHECK (((field IS NULL) = (change = ANY (ARRAY['access lost'::text, 'access regained'::text, 'model missing'::text, 'model found'::text]))))
);

COMMENT ON TABLE scout.field_changes IS 'Each change of a stream''s fields, or of the right to read it, that a run met. The first sight of a stream is none.';

COMMENT ON COLUMN scout.field_changes.id IS 'A number of its own.';

COMMENT ON COLUMN scout.field_changes.checkpoint_id IS 'The stream''s checkpoint.';

COMMENT ON COLUMN scout.field_changes.stream IS 'The Odoo model.';

COMMENT ON COLUMN scout.field_changes.field IS 'Null where the whole model is meant.';

COMMENT ON COLUMN scout.field_changes.change IS 'What happened: added, removed, type changed, relation changed, stored changed, company dependence changed; of the whole model access lost, access regained, model missing, model found.';

COMMENT ON COLUMN scout.field_changes.before IS 'The field''s description before; null when it was not there.';

COMMENT ON COLUMN scout.field_changes.after IS 'For a removed field that Odoo still has but the stream no longer reads: what it is now.';

COMMENT ON COLUMN scout.field_changes.run_id IS 'The run that met it.';

COMMENT ON COLUMN scout.field_changes.seen_at IS 'When that was.';

ALTER TABLE scout.field_changes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME scout.field_changes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE scout.settings (
    key text NOT NULL,
    value text NOT NULL,
    description text NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT settings_value_is_not_blank CHECK ((btrim(value) <> ''::text))
);

COMMENT ON TABLE scout.settings IS 'What people may change without a deployment: one row a setting.';

COMMENT ON COLUMN scout.settings.key IS 'The setting''s name: time_zone, unknown_label, mixed_label or none_label.';

COMMENT ON COLUMN scout.settings.value IS 'What it is set to. A time_zone must be one that PostgreSQL knows.';

COMMENT ON COLUMN scout.settings.description IS 'What the setting does.';

COMMENT ON COLUMN scout.settings.updated_at IS 'When it was last set; kept by a trigger.';

CREATE TABLE scout.silver_companies (
    id bigint NOT NULL,
    company_id bigint NOT NULL,
    name text NOT NULL,
    currency_id bigint NOT NULL,
    active boolean,
    written_at timestamp with time zone,
    refined_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.silver_companies IS 'Companies.';

COMMENT ON COLUMN scout.silver_companies.id IS 'res.company.id';

COMMENT ON COLUMN scout.silver_companies.company_id IS 'res.company.id';

COMMENT ON COLUMN scout.silver_companies.name IS 'res.company.name';

COMMENT ON COLUMN scout.silver_companies.currency_id IS 'res.company.currency_id';

COMMENT ON COLUMN scout.silver_companies.active IS 'res.company.active';

COMMENT ON COLUMN scout.silver_companies.written_at IS 'res.company.write_date';

COMMENT ON COLUMN scout.silver_companies.refined_at IS 'When this row last changed here.';

CREATE TABLE scout.silver_stores (
    id bigint NOT NULL,
    company_id bigint NOT NULL,
    name text NOT NULL,
    currency_id bigint,
    active boolean,
    region_code text,
    written_at timestamp with time zone,
    refined_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.silver_stores IS 'Points of sale: the shops.';

COMMENT ON COLUMN scout.silver_stores.id IS 'pos.config.id';

COMMENT ON COLUMN scout.silver_stores.company_id IS 'pos.config.company_id';

COMMENT ON COLUMN scout.silver_stores.name IS 'pos.config.name';

COMMENT ON COLUMN scout.silver_stores.currency_id IS 'pos.config.currency_id';

COMMENT ON COLUMN scout.silver_stores.active IS 'pos.config.active';

COMMENT ON COLUMN scout.silver_stores.region_code IS 'pos.config.x_region_code';

COMMENT ON COLUMN scout.silver_stores.written_at IS 'pos.config.write_date';

COMMENT ON COLUMN scout.silver_stores.refined_at IS 'When this row last changed here.';

CREATE TABLE scout.silver_transactions (
    id bigint NOT NULL,
    company_id bigint NOT NULL,
    ordered_at timestamp with time zone NOT NULL,
    name text,
    pos_reference text,
    state text NOT NULL,
    amount_total numeric NOT NULL,
    amount_tax numeric NOT NULL,
    amount_paid numeric NOT NULL,
    store_id bigint,
    customer_id bigint,
    currency_id bigint,
    account_move_id bigint,
    region_code text,
    line_ids bigint[],
    payment_ids bigint[],
    written_at timestamp with time zone,
    refined_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.silver_transactions IS 'Point of sale orders: drafts, sales and refunds. Amounts in the order''s own currency.';

COMMENT ON COLUMN scout.silver_transactions.id IS 'pos.order.id';

COMMENT ON COLUMN scout.silver_transactions.company_id IS 'pos.order.company_id';

COMMENT ON COLUMN scout.silver_transactions.ordered_at IS 'pos.order.date_order';

COMMENT ON COLUMN scout.silver_transactions.name IS 'pos.order.name';

COMMENT ON COLUMN scout.silver_transactions.pos_reference IS 'pos.order.pos_reference';

COMMENT ON COLUMN scout.silver_transactions.state IS 'pos.order.state';

COMMENT ON COLUMN scout.silver_transactions.amount_total IS 'pos.order.amount_total';

COMMENT ON COLUMN scout.silver_transactions.amount_tax IS 'pos.order.amount_tax';

COMMENT ON COLUMN scout.silver_transactions.amount_paid IS 'pos.order.amount_paid';

COMMENT ON COLUMN scout.silver_transactions.store_id IS 'pos.order.config_id';

COMMENT ON COLUMN scout.silver_transactions.customer_id IS 'pos.order.partner_id';

COMMENT ON COLUMN scout.silver_transactions.currency_id IS 'pos.order.currency_id';

COMMENT ON COLUMN scout.silver_transactions.account_move_id IS 'pos.order.account_move';

COMMENT ON COLUMN scout.silver_transactions.region_code IS 'pos.order.x_region_code';

COMMENT ON COLUMN scout.silver_transactions.line_ids IS 'pos.order.lines';

COMMENT ON COLUMN scout.silver_transactions.payment_ids IS 'pos.order.payment_ids';

COMMENT ON COLUMN scout.silver_transactions.written_at IS 'pos.order.write_date';

COMMENT ON COLUMN scout.silver_transactions.refined_at IS 'When this row last changed here.';

CREATE TABLE scout.store_settings (
    store_id bigint NOT NULL,
    time_zone text NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.store_settings IS 'What differs from scout.settings for one shop. store_id: the id of the pos.config; it may be named before the shop is synced.';

COMMENT ON COLUMN scout.store_settings.store_id IS 'pos.config.id; it may be named before the shop is synced.';

COMMENT ON COLUMN scout.store_settings.time_zone IS 'An IANA name such as Asia/Manila: where this shop''s day begins and ends.';

COMMENT ON COLUMN scout.store_settings.updated_at IS 'When it was last set; kept by a trigger.';

CREATE VIEW scout.order_facts AS
 SELECT o.id AS order_id,
    COALESCE(o.pos_reference, o.name) AS transaction_code,
    o.ordered_at,
    ((o.ordered_at AT TIME ZONE COALESCE(zone.time_zone, ( SELECT settings.value
           FROM scout.settings
          WHERE (settings.key = 'time_zone'::text)), 'UTC'::text)))::date AS business_date,
    o.company_id,
    o.store_id,
    store.name AS store_name,
    o.customer_id,
    COALESCE(o.currency_id, store.currency_id, company.currency_id) AS currency_id,
    o.amount_total AS gross_amount,
    o.amount_tax AS tax_amount,
    o.amount_paid AS net_amount,
        CASE
            WHEN (o.state = 'cancel'::text) THEN 'cancelled'::text
            WHEN ((o.state = 'done'::text) AND (o.account_move_id IS NOT NULL)) THEN 'invoiced'::text
            WHEN (o.state = 'done'::text) THEN 'posted'::text
            ELSE o.state
        END AS status,
    COALESCE(o.region_code, store.region_code) AS region_code
   FROM (((scout.silver_transactions o
     LEFT JOIN scout.silver_stores store ON ((store.id = o.store_id)))
     LEFT JOIN scout.silver_companies company ON ((company.id = o.company_id)))
     LEFT JOIN scout.store_settings zone ON ((zone.store_id = o.store_id)));

COMMENT ON VIEW scout.order_facts IS 'What the views and gold know about an order before names: its day, status and currency. For this schema''s own use; it does not keep companies apart.';

COMMENT ON COLUMN scout.order_facts.order_id IS 'pos.order.id';

COMMENT ON COLUMN scout.order_facts.transaction_code IS 'The receipt''s number (pos_reference), else the order''s name.';

COMMENT ON COLUMN scout.order_facts.ordered_at IS 'pos.order.date_order';

COMMENT ON COLUMN scout.order_facts.business_date IS 'The day of ordered_at in the shop''s time zone (scout.store_settings, else scout.settings).';

COMMENT ON COLUMN scout.order_facts.company_id IS 'pos.order.company_id';

COMMENT ON COLUMN scout.order_facts.store_id IS 'pos.order.config_id';

COMMENT ON COLUMN scout.order_facts.store_name IS 'The shop''s name.';

COMMENT ON COLUMN scout.order_facts.customer_id IS 'pos.order.partner_id';

COMMENT ON COLUMN scout.order_facts.currency_id IS 'The order''s currency, else its shop''s, else its company''s.';

COMMENT ON COLUMN scout.order_facts.gross_amount IS 'pos.order.amount_total: tax included.';

COMMENT ON COLUMN scout.order_facts.tax_amount IS 'pos.order.amount_tax';

COMMENT ON COLUMN scout.order_facts.net_amount IS 'pos.order.amount_paid: what was paid, not an amount without tax.';

COMMENT ON COLUMN scout.order_facts.status IS 'draft, paid, posted (done), invoiced, cancelled; Odoo''s own word for any other state. Odoo 19 has no state invoiced: there it is a done order with an invoice.';

COMMENT ON COLUMN scout.order_facts.region_code IS 'The order''s x_region_code, else its shop''s.';

CREATE TABLE scout.silver_transaction_items (
    id bigint NOT NULL,
    company_id bigint,
    order_id bigint NOT NULL,
    product_id bigint NOT NULL,
    product_label text,
    quantity numeric NOT NULL,
    unit_price numeric NOT NULL,
    discount_percent numeric,
    line_total numeric NOT NULL,
    line_total_incl numeric NOT NULL,
    written_at timestamp with time zone,
    refined_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.silver_transaction_items IS 'The lines of point of sale orders. Refunds have a negative quantity.';

COMMENT ON COLUMN scout.silver_transaction_items.id IS 'pos.order.line.id';

COMMENT ON COLUMN scout.silver_transaction_items.company_id IS 'pos.order.line.company_id';

COMMENT ON COLUMN scout.silver_transaction_items.order_id IS 'pos.order.line.order_id';

COMMENT ON COLUMN scout.silver_transaction_items.product_id IS 'pos.order.line.product_id';

COMMENT ON COLUMN scout.silver_transaction_items.product_label IS 'pos.order.line.full_product_name';

COMMENT ON COLUMN scout.silver_transaction_items.quantity IS 'pos.order.line.qty';

COMMENT ON COLUMN scout.silver_transaction_items.unit_price IS 'pos.order.line.price_unit';

COMMENT ON COLUMN scout.silver_transaction_items.discount_percent IS 'pos.order.line.discount';

COMMENT ON COLUMN scout.silver_transaction_items.line_total IS 'pos.order.line.price_subtotal';

COMMENT ON COLUMN scout.silver_transaction_items.line_total_incl IS 'pos.order.line.price_subtotal_incl';

COMMENT ON COLUMN scout.silver_transaction_items.written_at IS 'pos.order.line.write_date';

COMMENT ON COLUMN scout.silver_transaction_items.refined_at IS 'When this row last changed here.';

CREATE VIEW scout.present_items AS
 SELECT i.id,
    i.company_id,
    i.order_id,
    i.product_id,
    i.product_label,
    i.quantity,
    i.unit_price,
    i.discount_percent,
    i.line_total,
    i.line_total_incl,
    i.written_at,
    i.refined_at
   FROM (scout.silver_transaction_items i
     LEFT JOIN scout.silver_transactions o ON ((o.id = i.order_id)))
  WHERE ((o.line_ids IS NULL) OR (i.id = ANY (o.line_ids)) OR ( SELECT true
           FROM scout.children_after_their_order late
          WHERE ((late.model = 'pos.order.line'::text) AND (late.id = i.id))));

COMMENT ON VIEW scout.present_items IS 'The lines that count: those their order lists, those read since it was, all when the order or its list is not here. For this schema''s own use; it does not keep companies apart.';

COMMENT ON COLUMN scout.present_items.id IS 'pos.order.line.id';

COMMENT ON COLUMN scout.present_items.company_id IS 'pos.order.line.company_id';

COMMENT ON COLUMN scout.present_items.order_id IS 'pos.order.line.order_id';

COMMENT ON COLUMN scout.present_items.product_id IS 'pos.order.line.product_id';

COMMENT ON COLUMN scout.present_items.product_label IS 'pos.order.line.full_product_name';

COMMENT ON COLUMN scout.present_items.quantity IS 'pos.order.line.qty';

COMMENT ON COLUMN scout.present_items.unit_price IS 'pos.order.line.price_unit';

COMMENT ON COLUMN scout.present_items.discount_percent IS 'pos.order.line.discount';

COMMENT ON COLUMN scout.present_items.line_total IS 'pos.order.line.price_subtotal';

COMMENT ON COLUMN scout.present_items.line_total_incl IS 'pos.order.line.price_subtotal_incl';

COMMENT ON COLUMN scout.present_items.written_at IS 'pos.order.line.write_date';

COMMENT ON COLUMN scout.present_items.refined_at IS 'When the row of scout.silver_transaction_items last changed here.';

CREATE MATERIALIZED VIEW scout.gold_daily_sales AS
 SELECT o.business_date,
    COALESCE(o.company_id, (0)::bigint) AS company_id,
    COALESCE(o.store_id, (0)::bigint) AS store_id,
    COALESCE(o.currency_id, (0)::bigint) AS currency_id,
    count(*) AS orders,
    count(*) FILTER (WHERE (o.gross_amount < (0)::numeric)) AS refunds,
    COALESCE(sum(lines.quantity), (0)::numeric) AS quantity,
    sum(o.gross_amount) AS gross_amount,
    sum(o.tax_amount) AS tax_amount,
    sum(o.net_amount) AS net_amount,
    COALESCE(sum(o.gross_amount) FILTER (WHERE (o.gross_amount < (0)::numeric)), (0)::numeric) AS refunded_amount
   FROM (scout.order_facts o
     LEFT JOIN ( SELECT present_items.order_id,
            sum(present_items.quantity) AS quantity
           FROM scout.present_items
          GROUP BY present_items.order_id) lines USING (order_id))
  WHERE (o.status = ANY (ARRAY['paid'::text, 'posted'::text, 'invoiced'::text]))
  GROUP BY o.business_date, COALESCE(o.company_id, (0)::bigint), COALESCE(o.store_id, (0)::bigint), COALESCE(o.currency_id, (0)::bigint)
  WITH NO DATA;

COMMENT ON MATERIALIZED VIEW scout.gold_daily_sales IS 'Paid, posted and invoiced orders by day, company, shop and currency. Read it through scout.v_tx_trends.';

COMMENT ON COLUMN scout.gold_daily_sales.business_date IS 'The day in the shop''s time zone.';

COMMENT ON COLUMN scout.gold_daily_sales.company_id IS 'res.company.id; 0: not known.';

COMMENT ON COLUMN scout.gold_daily_sales.store_id IS 'pos.config.id; 0: not known.';

COMMENT ON COLUMN scout.gold_daily_sales.currency_id IS 'res.currency.id; 0: not known.';

COMMENT ON COLUMN scout.gold_daily_sales.orders IS 'Orders that count, refunds among them.';

COMMENT ON COLUMN scout.gold_daily_sales.refunds IS 'Those of them whose total is below zero.';

COMMENT ON COLUMN scout.gold_daily_sales.quantity IS 'Sum over their lines; refunds are negative.';

COMMENT ON COLUMN scout.gold_daily_sales.gross_amount IS 'Sum with tax, refunds taken off, in the currency.';

COMMENT ON COLUMN scout.gold_daily_sales.tax_amount IS 'The tax in it.';

COMMENT ON COLUMN scout.gold_daily_sales.net_amount IS 'What was paid.';

COMMENT ON COLUMN scout.gold_daily_sales.refunded_amount IS 'The refunds in gross_amount; zero or negative.';

CREATE MATERIALIZED VIEW scout.gold_product_mix AS
 SELECT o.business_date,
    COALESCE(o.company_id, (0)::bigint) AS company_id,
    COALESCE(o.store_id, (0)::bigint) AS store_id,
    COALESCE(o.currency_id, (0)::bigint) AS currency_id,
    i.product_id,
    count(DISTINCT i.order_id) AS orders,
    sum(i.quantity) AS quantity,
    sum(i.line_total) AS revenue,
    sum(i.line_total_incl) AS revenue_incl
   FROM (scout.order_facts o
     JOIN scout.present_items i USING (order_id))
  WHERE (o.status = ANY (ARRAY['paid'::text, 'posted'::text, 'invoiced'::text]))
  GROUP BY o.business_date, COALESCE(o.company_id, (0)::bigint), COALESCE(o.store_id, (0)::bigint), COALESCE(o.currency_id, (0)::bigint), i.product_id
  WITH NO DATA;

COMMENT ON MATERIALIZED VIEW scout.gold_product_mix IS 'Lines of paid, posted and invoiced orders by day, company, shop, currency and product. Read it through scout.v_product_mix.';

COMMENT ON COLUMN scout.gold_product_mix.business_date IS 'The day in the shop''s time zone.';

COMMENT ON COLUMN scout.gold_product_mix.company_id IS 'res.company.id; 0: not known.';

COMMENT ON COLUMN scout.gold_product_mix.store_id IS 'pos.config.id; 0: not known.';

COMMENT ON COLUMN scout.gold_product_mix.currency_id IS 'res.currency.id; 0: not known.';

COMMENT ON COLUMN scout.gold_product_mix.product_id IS 'product.product.id';

COMMENT ON COLUMN scout.gold_product_mix.orders IS 'Orders that hold the product, refunds among them.';

COMMENT ON COLUMN scout.gold_product_mix.quantity IS 'In the product''s unit; refunds are negative.';

COMMENT ON COLUMN scout.gold_product_mix.revenue IS 'Without tax, refunds taken off, in the currency.';

COMMENT ON COLUMN scout.gold_product_mix.revenue_incl IS 'The same with tax.';

CREATE TABLE scout.gold_refreshes (
    view_name text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone NOT NULL,
    duration_seconds numeric NOT NULL,
    row_count bigint NOT NULL,
    CONSTRAINT gold_refreshes_ends_after_its_start CHECK ((finished_at >= started_at))
);

COMMENT ON TABLE scout.gold_refreshes IS 'The latest refresh of each gold view: when, how long, how many rows.';

COMMENT ON COLUMN scout.gold_refreshes.view_name IS 'The materialized view in schema scout.';

COMMENT ON COLUMN scout.gold_refreshes.started_at IS 'When its latest refresh began: gold shows what was committed before.';

COMMENT ON COLUMN scout.gold_refreshes.finished_at IS 'When it ended.';

COMMENT ON COLUMN scout.gold_refreshes.duration_seconds IS 'How long it took.';

COMMENT ON COLUMN scout.gold_refreshes.row_count IS 'Rows it holds since.';

CREATE TABLE scout.reconcile_months (
    id bigint NOT NULL,
    reconciliation_id bigint NOT NULL,
    company_id bigint,
    month date,
    source_count bigint NOT NULL,
    warehouse_count bigint NOT NULL,
    source_sums jsonb NOT NULL,
    warehouse_sums jsonb NOT NULL,
    is_equal boolean NOT NULL,
    time_zone text NOT NULL,
    as_of timestamp with time zone,
    CONSTRAINT reconcile_months_equal_is_equal CHECK ((is_equal = ((source_count = warehouse_count) AND (source_sums = warehouse_sums)))),
    CONSTRAINT reconcile_months_month_is_its_first_day CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);

COMMENT ON TABLE scout.reconcile_months IS 'What a deep reconcile proved: one row a company and month, with count and sums as Odoo groups them and as bronze holds them.';

COMMENT ON COLUMN scout.reconcile_months.id IS 'A number of its own.';

COMMENT ON COLUMN scout.reconcile_months.reconciliation_id IS 'The reconcile that proved it.';

COMMENT ON COLUMN scout.reconcile_months.company_id IS 'Null: records without company, or a model that has no company of its own.';

COMMENT ON COLUMN scout.reconcile_months.month IS 'Its first day, in time_zone. Null: records without a date.';

COMMENT ON COLUMN scout.reconcile_months.source_count IS 'Records in Odoo.';

COMMENT ON COLUMN scout.reconcile_months.warehouse_count IS 'Records in bronze.';

COMMENT ON COLUMN scout.reconcile_months.source_sums IS 'Odoo''s sums by field, rounded to four decimals.';

COMMENT ON COLUMN scout.reconcile_months.warehouse_sums IS 'Bronze''s sums by field, rounded to four decimals.';

COMMENT ON COLUMN scout.reconcile_months.is_equal IS 'Counts and sums are the same on both sides.';

COMMENT ON COLUMN scout.reconcile_months.time_zone IS 'The zone that months begin in.';

COMMENT ON COLUMN scout.reconcile_months.as_of IS 'Records made in Odoo from this instant on are left out on both sides.';

CREATE TABLE scout.reconciliations (
    id bigint NOT NULL,
    checkpoint_id text NOT NULL,
    stream text NOT NULL,
    deep boolean DEFAULT false NOT NULL,
    status text DEFAULT 'sweeping'::text NOT NULL,
    scope jsonb,
    swept_to_id bigint DEFAULT 0 NOT NULL,
    source_count bigint DEFAULT 0 NOT NULL,
    warehouse_count bigint DEFAULT 0 NOT NULL,
    missing bigint DEFAULT 0 NOT NULL,
    stale bigint DEFAULT 0 NOT NULL,
    extra bigint DEFAULT 0 NOT NULL,
    repaired bigint DEFAULT 0 NOT NULL,
    source_checksum numeric DEFAULT 0 NOT NULL,
    warehouse_checksum numeric,
    message text,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    checked_at timestamp with time zone,
    CONSTRAINT reconciliations_ended_has_a_time CHECK (((status = 'sweeping'::text) = (checked_at IS NULL))),
    CONSTRAINT reconciliations_equal_has_equal_sums CHECK (((status <> 'equal'::text) OR ((source_checksum = warehouse_checksum) AND (warehouse_checksum IS NOT NULL)))),
    CONSTRAINT reconciliations_status_is_known CHECK ((status = ANY (ARRAY['sweeping'::text, 'equal'::text, 'differs'::text, 'refused'::text, 'abandoned'::text])))
);

COMMENT ON TABLE scout.reconciliations IS 'One row a reconcile of a stream: what Odoo and bronze held, what differed, what was mended. equal: afterwards ids and write_dates were the same.';

COMMENT ON COLUMN scout.reconciliations.id IS 'A number of its own.';

COMMENT ON COLUMN scout.reconciliations.checkpoint_id IS 'The stream''s checkpoint.';

COMMENT ON COLUMN scout.reconciliations.stream IS 'The Odoo model.';

COMMENT ON COLUMN scout.reconciliations.deep IS 'All content was read again before the sweep.';

COMMENT ON COLUMN scout.reconciliations.status IS 'sweeping (not at its end yet), equal, differs (Odoo went on changing, or a month differs), refused (so much is gone that it may be rights) or abandoned.';

COMMENT ON COLUMN scout.reconciliations.scope IS 'User, companies, language, fields and domain that the sweep is made with.';

COMMENT ON COLUMN scout.reconciliations.swept_to_id IS 'The highest Odoo id compared so far.';

COMMENT ON COLUMN scout.reconciliations.source_count IS 'Records that Odoo showed.';

COMMENT ON COLUMN scout.reconciliations.warehouse_count IS 'Live records that bronze held in the same ranges of ids.';

COMMENT ON COLUMN scout.reconciliations.missing IS 'Records of Odoo that bronze did not have.';

COMMENT ON COLUMN scout.reconciliations.stale IS 'Records whose write_date in bronze was another than in Odoo, and rows that were changed by hand.';

COMMENT ON COLUMN scout.reconciliations.extra IS 'Live records of bronze that Odoo did not show.';

COMMENT ON COLUMN scout.reconciliations.repaired IS 'Findings read again from Odoo and settled.';

COMMENT ON COLUMN scout.reconciliations.source_checksum IS 'Sum of a hash of (id, write_date) over what Odoo showed; warehouse_checksum: over bronze, after mending.';

COMMENT ON COLUMN scout.reconciliations.warehouse_checksum IS 'The same sum as source_checksum over live bronze at the end. Null: not at its end.';

COMMENT ON COLUMN scout.reconciliations.message IS 'Why it was refused.';

COMMENT ON COLUMN scout.reconciliations.started_at IS 'When the sweep began.';

COMMENT ON COLUMN scout.reconciliations.checked_at IS 'What it speaks for: when the sweep began; of an abandoned one, when it was given up. Null: not at its end.';

CREATE VIEW scout.month_proofs WITH (security_invoker='true') AS
 SELECT r.checkpoint_id,
    r.stream,
    m.company_id,
    (company.payload ->> 'name'::text) AS company_name,
    m.month,
    m.source_count,
    m.warehouse_count,
    m.source_sums,
    m.warehouse_sums,
    m.is_equal,
    m.time_zone,
    m.as_of,
    r.checked_at
   FROM ((scout.reconcile_months m
     JOIN scout.reconciliations r ON ((r.id = m.reconciliation_id)))
     LEFT JOIN scout.bronze_res_company company ON ((company.odoo_id = m.company_id)))
  WHERE (r.id = ( SELECT max(latest.id) AS max
           FROM scout.reconciliations latest
          WHERE ((latest.checkpoint_id = r.checkpoint_id) AND (latest.checked_at IS NOT NULL) AND (EXISTS ( SELECT
                   FROM scout.reconcile_months one
                  WHERE (one.reconciliation_id = latest.id))))));

COMMENT ON VIEW scout.month_proofs IS 'Each stream''s months as its last deep reconcile found them, in Odoo (source) and here (warehouse). For service_role: all companies.';

COMMENT ON COLUMN scout.month_proofs.checkpoint_id IS 'The stream''s checkpoint.';

COMMENT ON COLUMN scout.month_proofs.stream IS 'The Odoo model.';

COMMENT ON COLUMN scout.month_proofs.company_id IS 'Null: records without company, or a model that has no company of its own.';

COMMENT ON COLUMN scout.month_proofs.company_name IS 'That company''s name.';

COMMENT ON COLUMN scout.month_proofs.month IS 'Its first day, in time_zone. Null: records without a date.';

COMMENT ON COLUMN scout.month_proofs.source_count IS 'Records in Odoo.';

COMMENT ON COLUMN scout.month_proofs.warehouse_count IS 'Records in bronze.';

COMMENT ON COLUMN scout.month_proofs.source_sums IS 'Odoo''s sums by field, rounded to four decimals.';

COMMENT ON COLUMN scout.month_proofs.warehouse_sums IS 'Bronze''s sums by field, rounded to four decimals.';

COMMENT ON COLUMN scout.month_proofs.is_equal IS 'Counts and sums are the same on both sides.';

COMMENT ON COLUMN scout.month_proofs.time_zone IS 'The zone that months begin in.';

COMMENT ON COLUMN scout.month_proofs.as_of IS 'Records made in Odoo from this instant on are left out on both sides.';

COMMENT ON COLUMN scout.month_proofs.checked_at IS 'When that reconcile ended.';

CREATE TABLE scout.odoo_call_slots (
    source text NOT NULL,
    holder uuid,
    held_until timestamp with time zone,
    next_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT odoo_call_slots_hold_is_whole CHECK (((holder IS NULL) = (held_until IS NULL)))
);

COMMENT ON TABLE scout.odoo_call_slots IS 'The shared brake before a hosted Odoo: one row a host, one call at a time, the next not before next_at.';

COMMENT ON COLUMN scout.odoo_call_slots.source IS 'Odoo''s host name.';

COMMENT ON COLUMN scout.odoo_call_slots.holder IS 'Who makes a call now. Null: nobody.';

COMMENT ON COLUMN scout.odoo_call_slots.held_until IS 'When a holder that vanished is forgotten.';

COMMENT ON COLUMN scout.odoo_call_slots.next_at IS 'No call may begin before.';

CREATE TABLE scout.silver_payments (
    id bigint NOT NULL,
    company_id bigint,
    order_id bigint NOT NULL,
    payment_method_id bigint NOT NULL,
    amount numeric NOT NULL,
    is_change boolean,
    paid_at timestamp with time zone,
    written_at timestamp with time zone,
    refined_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.silver_payments IS 'Payments of point of sale orders, and the change given back.';

COMMENT ON COLUMN scout.silver_payments.id IS 'pos.payment.id';

COMMENT ON COLUMN scout.silver_payments.company_id IS 'pos.payment.company_id';

COMMENT ON COLUMN scout.silver_payments.order_id IS 'pos.payment.pos_order_id';

COMMENT ON COLUMN scout.silver_payments.payment_method_id IS 'pos.payment.payment_method_id';

COMMENT ON COLUMN scout.silver_payments.amount IS 'pos.payment.amount';

COMMENT ON COLUMN scout.silver_payments.is_change IS 'pos.payment.is_change';

COMMENT ON COLUMN scout.silver_payments.paid_at IS 'pos.payment.payment_date';

COMMENT ON COLUMN scout.silver_payments.written_at IS 'pos.payment.write_date';

COMMENT ON COLUMN scout.silver_payments.refined_at IS 'When this row last changed here.';

CREATE VIEW scout.present_payments AS
 SELECT p.id,
    p.company_id,
    p.order_id,
    p.payment_method_id,
    p.amount,
    p.is_change,
    p.paid_at,
    p.written_at,
    p.refined_at
   FROM (scout.silver_payments p
     LEFT JOIN scout.silver_transactions o ON ((o.id = p.order_id)))
  WHERE ((o.payment_ids IS NULL) OR (p.id = ANY (o.payment_ids)) OR ( SELECT true
           FROM scout.children_after_their_order late
          WHERE ((late.model = 'pos.payment'::text) AND (late.id = p.id))));

COMMENT ON VIEW scout.present_payments IS 'The payments that count, by the rule of scout.present_items. For this schema''s own use; it does not keep companies apart.';

COMMENT ON COLUMN scout.present_payments.id IS 'pos.payment.id';

COMMENT ON COLUMN scout.present_payments.company_id IS 'pos.payment.company_id';

COMMENT ON COLUMN scout.present_payments.order_id IS 'pos.payment.pos_order_id';

COMMENT ON COLUMN scout.present_payments.payment_method_id IS 'pos.payment.payment_method_id';

COMMENT ON COLUMN scout.present_payments.amount IS 'pos.payment.amount';

COMMENT ON COLUMN scout.present_payments.is_change IS 'pos.payment.is_change';

COMMENT ON COLUMN scout.present_payments.paid_at IS 'pos.payment.payment_date';

COMMENT ON COLUMN scout.present_payments.written_at IS 'pos.payment.write_date';

COMMENT ON COLUMN scout.present_payments.refined_at IS 'When the row of scout.silver_payments last changed here.';

CREATE TABLE scout.silver_brands (
    id bigint NOT NULL,
    company_id bigint,
    name text NOT NULL,
    written_at timestamp with time zone,
    refined_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.silver_brands IS 'Product brands (OCA product_brand).';

COMMENT ON COLUMN scout.silver_brands.id IS 'product.brand.id';

COMMENT ON COLUMN scout.silver_brands.company_id IS 'product.brand.company_id';

COMMENT ON COLUMN scout.silver_brands.name IS 'product.brand.name';

COMMENT ON COLUMN scout.silver_brands.written_at IS 'product.brand.write_date';

COMMENT ON COLUMN scout.silver_brands.refined_at IS 'When this row last changed here.';

CREATE TABLE scout.silver_product_templates (
    id bigint NOT NULL,
    company_id bigint,
    name text NOT NULL,
    list_price numeric,
    category_id bigint,
    brand_id bigint,
    default_code text,
    active boolean,
    region_code text,
    written_at timestamp with time zone,
    refined_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.silver_product_templates IS 'What the variants of a product share.';

COMMENT ON COLUMN scout.silver_product_templates.id IS 'product.template.id';

COMMENT ON COLUMN scout.silver_product_templates.company_id IS 'product.template.company_id';

COMMENT ON COLUMN scout.silver_product_templates.name IS 'product.template.name';

COMMENT ON COLUMN scout.silver_product_templates.list_price IS 'product.template.list_price';

COMMENT ON COLUMN scout.silver_product_templates.category_id IS 'product.template.categ_id';

COMMENT ON COLUMN scout.silver_product_templates.brand_id IS 'product.template.product_brand_id';

COMMENT ON COLUMN scout.silver_product_templates.default_code IS 'product.template.default_code';

COMMENT ON COLUMN scout.silver_product_templates.active IS 'product.template.active';

COMMENT ON COLUMN scout.silver_product_templates.region_code IS 'product.template.x_region_code';

COMMENT ON COLUMN scout.silver_product_templates.written_at IS 'product.template.write_date';

COMMENT ON COLUMN scout.silver_product_templates.refined_at IS 'When this row last changed here.';

CREATE TABLE scout.silver_products (
    id bigint NOT NULL,
    company_id bigint,
    template_id bigint NOT NULL,
    default_code text,
    barcode text,
    active boolean,
    written_at timestamp with time zone,
    refined_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.silver_products IS 'Products as they are sold (variants). Name, price and category are their template''s.';

COMMENT ON COLUMN scout.silver_products.id IS 'product.product.id';

COMMENT ON COLUMN scout.silver_products.company_id IS 'product.product.company_id';

COMMENT ON COLUMN scout.silver_products.template_id IS 'product.product.product_tmpl_id';

COMMENT ON COLUMN scout.silver_products.default_code IS 'product.product.default_code';

COMMENT ON COLUMN scout.silver_products.barcode IS 'product.product.barcode';

COMMENT ON COLUMN scout.silver_products.active IS 'product.product.active';

COMMENT ON COLUMN scout.silver_products.written_at IS 'product.product.write_date';

COMMENT ON COLUMN scout.silver_products.refined_at IS 'When this row last changed here.';

CREATE VIEW scout.product_names AS
 SELECT p.id AS product_id,
    p.template_id,
    template.name,
    COALESCE(p.company_id, template.company_id) AS company_id,
    (template.id IS NOT NULL) AS company_is_known,
    template.category_id,
    category.name AS category_name,
    template.brand_id,
    brand.name AS brand_name
   FROM (((scout.silver_products p
     LEFT JOIN scout.silver_product_templates template ON ((template.id = p.template_id)))
     LEFT JOIN scout.silver_categories category ON ((category.id = template.category_id)))
     LEFT JOIN scout.silver_brands brand ON ((brand.id = template.brand_id)));

COMMENT ON VIEW scout.product_names IS 'A product''s name, category, brand and company, which stand on its template. For this schema''s own use; it does not keep companies apart.';

COMMENT ON COLUMN scout.product_names.product_id IS 'product.product.id';

COMMENT ON COLUMN scout.product_names.template_id IS 'product.template.id';

COMMENT ON COLUMN scout.product_names.name IS 'The template''s name; null when the template has not come.';

COMMENT ON COLUMN scout.product_names.company_id IS 'The product''s company, else its template''s.';

COMMENT ON COLUMN scout.product_names.company_is_known IS 'The template is here, so a missing company_id means everyone''s.';

COMMENT ON COLUMN scout.product_names.category_id IS 'product.category.id, by the template.';

COMMENT ON COLUMN scout.product_names.category_name IS 'The category''s own name, without its parents.';

COMMENT ON COLUMN scout.product_names.brand_id IS 'product.brand.id, by the template.';

COMMENT ON COLUMN scout.product_names.brand_name IS 'The brand''s name.';

CREATE TABLE scout.silver_currencies (
    id bigint NOT NULL,
    company_id bigint,
    name text NOT NULL,
    decimal_places bigint,
    active boolean,
    written_at timestamp with time zone,
    refined_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.silver_currencies IS 'Currencies; the name is the ISO 4217 code.';

COMMENT ON COLUMN scout.silver_currencies.id IS 'res.currency.id';

COMMENT ON COLUMN scout.silver_currencies.company_id IS 'res.currency.company_id';

COMMENT ON COLUMN scout.silver_currencies.name IS 'res.currency.name';

COMMENT ON COLUMN scout.silver_currencies.decimal_places IS 'res.currency.decimal_places';

COMMENT ON COLUMN scout.silver_currencies.active IS 'res.currency.active';

COMMENT ON COLUMN scout.silver_currencies.written_at IS 'res.currency.write_date';

COMMENT ON COLUMN scout.silver_currencies.refined_at IS 'When this row last changed here.';

CREATE TABLE scout.silver_product_costs (
    product_id bigint NOT NULL,
    company_id bigint NOT NULL,
    standard_price numeric,
    refined_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.silver_product_costs IS 'What a product costs each company that Odoo was read for, in that company''s currency.';

COMMENT ON COLUMN scout.silver_product_costs.product_id IS 'product.product.id';

COMMENT ON COLUMN scout.silver_product_costs.company_id IS 'res.company.id: whose value this is.';

COMMENT ON COLUMN scout.silver_product_costs.standard_price IS 'product.product.standard_price as this company sees it; null when Odoo told none.';

COMMENT ON COLUMN scout.silver_product_costs.refined_at IS 'When this row last changed here.';

CREATE VIEW scout.product_costs WITH (security_barrier='true') AS
 SELECT cost.product_id,
    COALESCE(named.name, unknown.label) AS product_name,
    cost.company_id,
    company.name AS company_name,
    cost.standard_price,
    currency.name AS currency
   FROM ((((scout.silver_product_costs cost
     CROSS JOIN ( SELECT COALESCE(max(settings.value), 'Unknown'::text) AS label
           FROM scout.settings
          WHERE (settings.key = 'unknown_label'::text)) unknown)
     JOIN scout.product_names named ON ((named.product_id = cost.product_id)))
     LEFT JOIN scout.silver_companies company ON ((company.id = cost.company_id)))
     LEFT JOIN scout.silver_currencies currency ON ((currency.id = company.currency_id)))
  WHERE (( SELECT pg_has_role(CURRENT_USER, 'service_role'::name, 'usage'::text) AS pg_has_role) OR ((cost.company_id IN ( SELECT a.company_id
           FROM scout.company_access a
          WHERE (a.role_name = CURRENT_USER))) AND (((named.company_id IS NULL) AND named.company_is_known) OR (named.company_id IN ( SELECT a.company_id
           FROM scout.company_access a
          WHERE (a.role_name = CURRENT_USER))))));

COMMENT ON VIEW scout.product_costs IS 'One row a product and company: what the product costs that company. For the companies granted to the asking role, and the products it sees in scout.products.';

COMMENT ON COLUMN scout.product_costs.product_id IS 'scout.products.id';

COMMENT ON COLUMN scout.product_costs.product_name IS 'The product''s name, else Unknown.';

COMMENT ON COLUMN scout.product_costs.company_id IS 'Whose value this is, not whose product.';

COMMENT ON COLUMN scout.product_costs.company_name IS 'That company''s name.';

COMMENT ON COLUMN scout.product_costs.standard_price IS 'In currency, the company''s own; null when Odoo told none.';

COMMENT ON COLUMN scout.product_costs.currency IS 'That company''s currency, a code such as EUR.';

CREATE VIEW scout.products WITH (security_barrier='true') AS
 SELECT p.id,
    p.template_id,
    COALESCE(named.name, unknown.label) AS name,
    COALESCE(p.default_code, template.default_code) AS default_code,
    p.barcode,
    named.category_id,
    COALESCE(named.category_name, unknown.label) AS product_category,
    paths.path AS category_path,
    named.brand_id,
    COALESCE(named.brand_name, unknown.label) AS brand_name,
    template.list_price,
    (COALESCE(p.active, true) AND COALESCE(template.active, true)) AS active,
    template.region_code,
    named.company_id
   FROM ((((scout.silver_products p
     CROSS JOIN ( SELECT COALESCE(max(settings.value), 'Unknown'::text) AS label
           FROM scout.settings
          WHERE (settings.key = 'unknown_label'::text)) unknown)
     JOIN scout.product_names named ON ((named.product_id = p.id)))
     LEFT JOIN scout.silver_product_templates template ON ((template.id = p.template_id)))
     LEFT JOIN scout.category_paths paths ON ((paths.category_id = named.category_id)))
  WHERE (( SELECT pg_has_role(CURRENT_USER, 'service_role'::name, 'usage'::text) AS pg_has_role) OR ((named.company_id IS NULL) AND named.company_is_known) OR (named.company_id IN ( SELECT a.company_id
           FROM scout.company_access a
          WHERE (a.role_name = CURRENT_USER))));

COMMENT ON VIEW scout.products IS 'One row a product variant; name, price, category and brand are its template''s. A product whose template has not come has no known company: for service_role only.';

COMMENT ON COLUMN scout.products.id IS 'product.product.id';

COMMENT ON COLUMN scout.products.template_id IS 'product.template.id';

COMMENT ON COLUMN scout.products.name IS 'The template''s name, else Unknown.';

COMMENT ON COLUMN scout.products.default_code IS 'The variant''s internal reference, else the template''s.';

COMMENT ON COLUMN scout.products.barcode IS 'The variant''s barcode.';

COMMENT ON COLUMN scout.products.category_id IS 'scout.categories.id';

COMMENT ON COLUMN scout.products.product_category IS 'The category''s own name, else Unknown.';

COMMENT ON COLUMN scout.products.category_path IS 'The category with its parents, such as All / Food / Noodles.';

COMMENT ON COLUMN scout.products.brand_id IS 'product.brand.id';

COMMENT ON COLUMN scout.products.brand_name IS 'The brand''s name, else Unknown.';

COMMENT ON COLUMN scout.products.list_price IS 'The template''s sales price, without what a variant adds.';

COMMENT ON COLUMN scout.products.active IS 'Neither variant nor template is archived.';

COMMENT ON COLUMN scout.products.region_code IS 'The template''s x_region_code.';

COMMENT ON COLUMN scout.products.company_id IS 'Whose product it is; null: everyone''s (or not known, see above).';

CREATE TABLE scout.quarantine (
    model text NOT NULL,
    odoo_id bigint NOT NULL,
    company_id bigint,
    reasons text[] NOT NULL,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT quarantine_says_why CHECK ((cardinality(reasons) > 0))
);

COMMENT ON TABLE scout.quarantine IS 'Bronze records that cannot become silver, and why. A row leaves by itself when its record is mended in Odoo and read again.';

COMMENT ON COLUMN scout.quarantine.model IS 'The Odoo model.';

COMMENT ON COLUMN scout.quarantine.odoo_id IS 'The record''s id in Odoo.';

COMMENT ON COLUMN scout.quarantine.company_id IS 'The record''s company; null: none, or not known.';

COMMENT ON COLUMN scout.quarantine.reasons IS 'Every reason, one a field, each beginning with the field''s name.';

COMMENT ON COLUMN scout.quarantine.first_seen_at IS 'Since when the record has been in quarantine.';

COMMENT ON COLUMN scout.quarantine.last_seen_at IS 'When the record was last tried.';

CREATE TABLE scout.reconcile_findings (
    reconciliation_id bigint NOT NULL,
    odoo_id bigint NOT NULL,
    kind text NOT NULL,
    write_date timestamp with time zone,
    CONSTRAINT reconcile_findings_kind_is_known CHECK ((kind = ANY (ARRAY['missing'::text, 'stale'::text, 'extra'::text])))
);

COMMENT ON TABLE scout.reconcile_findings IS 'What a sweep has found and nobody has mended yet.';

COMMENT ON COLUMN scout.reconcile_findings.reconciliation_id IS 'The reconcile that found it.';

COMMENT ON COLUMN scout.reconcile_findings.odoo_id IS 'The record''s id in Odoo.';

COMMENT ON COLUMN scout.reconcile_findings.kind IS 'missing: bronze has it not; stale: with another write_date, or changed by hand; extra: Odoo shows it no more.';

COMMENT ON COLUMN scout.reconcile_findings.write_date IS 'As Odoo showed it in the sweep: what the record put into source_checksum.';

ALTER TABLE scout.reconcile_months ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME scout.reconcile_months_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE scout.reconciliations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME scout.reconciliations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE scout.silver_columns (
    model text NOT NULL,
    "position" smallint NOT NULL,
    column_name text NOT NULL,
    odoo_field text NOT NULL,
    data_type text NOT NULL,
    required boolean DEFAULT false NOT NULL,
    indexed boolean DEFAULT false NOT NULL,
    CONSTRAINT silver_columns_name_is_free CHECK ((column_name <> ALL (ARRAY['id'::text, 'refined_at'::text, 'odoo_id'::text, 'bronze_company_id'::text, 'gone'::text, 'reasons'::text]))),
    CONSTRAINT silver_columns_type_is_known CHECK ((data_type = ANY (ARRAY['bigint'::text, 'numeric'::text, 'text'::text, 'boolean'::text, 'timestamptz'::text, 'date'::text, 'bigint[]'::text])))
);

COMMENT ON TABLE scout.silver_columns IS 'Which field of an Odoo model becomes which typed column. The tables, their triggers and their rebuild are made from it.';

COMMENT ON COLUMN scout.silver_columns.model IS 'The Odoo model.';

COMMENT ON COLUMN scout.silver_columns."position" IS 'The column''s place in its table, from 1 on.';

COMMENT ON COLUMN scout.silver_columns.column_name IS 'The typed column.';

COMMENT ON COLUMN scout.silver_columns.odoo_field IS 'The field of the payload it is made from.';

COMMENT ON COLUMN scout.silver_columns.data_type IS 'The column''s type.';

COMMENT ON COLUMN scout.silver_columns.required IS 'A record without this value goes to scout.quarantine. Only where Odoo itself cannot be without it.';

COMMENT ON COLUMN scout.silver_columns.indexed IS 'Views join or search by this column.';

CREATE TABLE scout.silver_payment_methods (
    id bigint NOT NULL,
    company_id bigint,
    name text NOT NULL,
    active boolean,
    written_at timestamp with time zone,
    refined_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE scout.silver_payment_methods IS 'The ways to pay at a point of sale.';

COMMENT ON COLUMN scout.silver_payment_methods.id IS 'pos.payment.method.id';

COMMENT ON COLUMN scout.silver_payment_methods.company_id IS 'pos.payment.method.company_id';

COMMENT ON COLUMN scout.silver_payment_methods.name IS 'pos.payment.method.name';

COMMENT ON COLUMN scout.silver_payment_methods.active IS 'pos.payment.method.active';

COMMENT ON COLUMN scout.silver_payment_methods.written_at IS 'pos.payment.method.write_date';

COMMENT ON COLUMN scout.silver_payment_methods.refined_at IS 'When this row last changed here.';

CREATE TABLE scout.silver_tables (
    model text NOT NULL,
    table_name text NOT NULL,
    description text NOT NULL,
    CONSTRAINT silver_tables_name_says_so CHECK ((table_name ~ '^silver_[a-z_]+$'::text))
);

COMMENT ON TABLE scout.silver_tables IS 'The Odoo models that have a typed table.';

COMMENT ON COLUMN scout.silver_tables.model IS 'The Odoo model.';

COMMENT ON COLUMN scout.silver_tables.table_name IS 'Its typed table in schema scout.';

COMMENT ON COLUMN scout.silver_tables.description IS 'What one row is.';

CREATE VIEW scout.stores WITH (security_barrier='true') AS
 SELECT s.id,
    s.name,
    s.company_id,
    company.name AS company_name,
    currency.name AS currency,
    COALESCE(zone.time_zone, ( SELECT settings.value
           FROM scout.settings
          WHERE (settings.key = 'time_zone'::text)), 'UTC'::text) AS time_zone,
    s.region_code,
    COALESCE(s.active, true) AS active
   FROM (((scout.silver_stores s
     LEFT JOIN scout.silver_companies company ON ((company.id = s.company_id)))
     LEFT JOIN scout.silver_currencies currency ON ((currency.id = COALESCE(s.currency_id, company.currency_id))))
     LEFT JOIN scout.store_settings zone ON ((zone.store_id = s.id)))
  WHERE (( SELECT pg_has_role(CURRENT_USER, 'service_role'::name, 'usage'::text) AS pg_has_role) OR (s.company_id IS NULL) OR (s.company_id IN ( SELECT a.company_id
           FROM scout.company_access a
          WHERE (a.role_name = CURRENT_USER))));

COMMENT ON VIEW scout.stores IS 'The shops (points of sale), each with the time zone its days are counted in.';

COMMENT ON COLUMN scout.stores.id IS 'pos.config.id';

COMMENT ON COLUMN scout.stores.name IS 'The shop''s name.';

COMMENT ON COLUMN scout.stores.company_id IS 'res.company.id';

COMMENT ON COLUMN scout.stores.company_name IS 'That company''s name.';

COMMENT ON COLUMN scout.stores.currency IS 'The shop''s currency, else its company''s; a code such as EUR.';

COMMENT ON COLUMN scout.stores.time_zone IS 'Where the shop''s days begin: scout.store_settings, else scout.settings, else UTC.';

COMMENT ON COLUMN scout.stores.region_code IS 'The shop''s x_region_code.';

COMMENT ON COLUMN scout.stores.active IS 'Not archived.';

CREATE TABLE scout.stream_fields (
    checkpoint_id text NOT NULL,
    field text NOT NULL,
    stream text NOT NULL,
    type text NOT NULL,
    relation text,
    stored boolean NOT NULL,
    company_dependent boolean NOT NULL,
    required boolean NOT NULL,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    gone_at timestamp with time zone
);

COMMENT ON TABLE scout.stream_fields IS 'The fields that each stream reads, as Odoo''s fields_get last described them to its user.';

COMMENT ON COLUMN scout.stream_fields.checkpoint_id IS 'The stream''s checkpoint.';

COMMENT ON COLUMN scout.stream_fields.field IS 'The field''s technical name.';

COMMENT ON COLUMN scout.stream_fields.stream IS 'The Odoo model.';

COMMENT ON COLUMN scout.stream_fields.type IS 'Odoo''s own word for its type, such as many2one.';

COMMENT ON COLUMN scout.stream_fields.relation IS 'The model that a relational field points to.';

COMMENT ON COLUMN scout.stream_fields.stored IS 'Odoo keeps it in the model''s table.';

COMMENT ON COLUMN scout.stream_fields.company_dependent IS 'Odoo keeps one value for each company.';

COMMENT ON COLUMN scout.stream_fields.required IS 'The stream stops without it, whatever Odoo itself requires.';

COMMENT ON COLUMN scout.stream_fields.first_seen_at IS 'When a run first met it.';

COMMENT ON COLUMN scout.stream_fields.last_seen_at IS 'When it was last written down; with gone_at null, nothing about it has changed since.';

COMMENT ON COLUMN scout.stream_fields.gone_at IS 'Since when it is no longer read: gone from Odoo, hidden from its user, or no longer stored.';

CREATE TABLE scout.sync_logs (
    id bigint NOT NULL,
    run_id uuid NOT NULL,
    checkpoint_id text NOT NULL,
    fence bigint NOT NULL,
    mode text,
    window_from timestamp with time zone,
    window_until timestamp with time zone,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    completed_at timestamp with time zone,
    records_processed bigint DEFAULT 0 NOT NULL,
    inserted bigint DEFAULT 0 NOT NULL,
    updated bigint DEFAULT 0 NOT NULL,
    unchanged bigint DEFAULT 0 NOT NULL,
    deleted bigint DEFAULT 0 NOT NULL,
    quarantined bigint DEFAULT 0 NOT NULL,
    pages integer DEFAULT 0 NOT NULL,
    status text DEFAULT 'running'::text NOT NULL,
    error_count integer DEFAULT 0 NOT NULL,
    error_message text,
    notices jsonb DEFAULT '[]'::jsonb NOT NULL,
    begin_answer jsonb NOT NULL,
    finish_answer jsonb,
    CONSTRAINT sync_logs_ended_has_a_time CHECK (((status = 'running'::text) = (completed_at IS NULL))),
    CONSTRAINT sync_logs_status_is_known CHECK ((status = ANY (ARRAY['running'::text, 'completed'::text, 'partial'::text, 'failed'::text, 'abandoned'::text])))
);

COMMENT ON TABLE scout.sync_logs IS 'One row a run and stream: what was read, what changed, how it ended. abandoned: its runner vanished.';

COMMENT ON COLUMN scout.sync_logs.id IS 'A number of its own.';

COMMENT ON COLUMN scout.sync_logs.run_id IS 'The run; the same in all streams of one run.';

COMMENT ON COLUMN scout.sync_logs.checkpoint_id IS 'The stream''s checkpoint.';

COMMENT ON COLUMN scout.sync_logs.fence IS 'The fencing token of this run''s lease.';

COMMENT ON COLUMN scout.sync_logs.mode IS 'incremental or full: the last window the run opened. Null: it opened none.';

COMMENT ON COLUMN scout.sync_logs.window_from IS 'That window''s begin, included.';

COMMENT ON COLUMN scout.sync_logs.window_until IS 'That window''s end, excluded.';

COMMENT ON COLUMN scout.sync_logs.started_at IS 'When the run took the stream''s lease.';

COMMENT ON COLUMN scout.sync_logs.completed_at IS 'When it ended. Null: it has not.';

COMMENT ON COLUMN scout.sync_logs.records_processed IS 'Records read from Odoo.';

COMMENT ON COLUMN scout.sync_logs.inserted IS 'Records that bronze did not have.';

COMMENT ON COLUMN scout.sync_logs.updated IS 'Records whose content was another in bronze, or that had been deleted there.';

COMMENT ON COLUMN scout.sync_logs.unchanged IS 'Records that were the same; nothing was written.';

COMMENT ON COLUMN scout.sync_logs.deleted IS 'Records that are gone from Odoo and were marked so here.';

COMMENT ON COLUMN scout.sync_logs.quarantined IS 'Records that were in quarantine after their page; one read twice counts twice.';

COMMENT ON COLUMN scout.sync_logs.pages IS 'Pages committed.';

COMMENT ON COLUMN scout.sync_logs.status IS 'running, completed, partial (its time was up), failed or abandoned (its runner vanished).';

COMMENT ON COLUMN scout.sync_logs.error_count IS '1 when it ended with an error.';

COMMENT ON COLUMN scout.sync_logs.error_message IS 'Why it failed; null when it did not.';

COMMENT ON COLUMN scout.sync_logs.notices IS 'What people should know, an array of sentences.';

COMMENT ON COLUMN scout.sync_logs.begin_answer IS 'What begin_sync answered; a repeat of the call gets it again.';

COMMENT ON COLUMN scout.sync_logs.finish_answer IS 'What finish_sync answered; a repeat of the call gets it again.';

ALTER TABLE scout.sync_logs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME scout.sync_logs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW scout.transaction_items WITH (security_barrier='true') AS
 SELECT ('TI-'::text || i.id) AS id,
    ('TX-'::text || i.order_id) AS transaction_id,
    i.id AS source_id,
    i.order_id,
    o.ordered_at AS "timestamp",
    o.business_date,
    o.status,
    o.store_id,
    o.store_name,
    COALESCE(i.company_id, o.company_id) AS company_id,
    currency.name AS currency,
    i.product_id,
    COALESCE(product.name, i.product_label, unknown.label) AS product_name,
    COALESCE(product.category_name, unknown.label) AS product_category,
    COALESCE(product.brand_name, unknown.label) AS brand_name,
    i.quantity,
    i.unit_price,
    COALESCE(i.discount_percent, (0)::numeric) AS discount_percent,
    i.line_total,
    i.line_total_incl
   FROM ((((scout.present_items i
     CROSS JOIN ( SELECT COALESCE(max(settings.value), 'Unknown'::text) AS label
           FROM scout.settings
          WHERE (settings.key = 'unknown_label'::text)) unknown)
     LEFT JOIN scout.order_facts o ON ((o.order_id = i.order_id)))
     LEFT JOIN scout.silver_currencies currency ON ((currency.id = o.currency_id)))
     LEFT JOIN scout.product_names product ON ((product.product_id = i.product_id)))
  WHERE (( SELECT pg_has_role(CURRENT_USER, 'service_role'::name, 'usage'::text) AS pg_has_role) OR (COALESCE(i.company_id, o.company_id) IN ( SELECT a.company_id
           FROM scout.company_access a
          WHERE (a.role_name = CURRENT_USER))));

COMMENT ON VIEW scout.transaction_items IS 'One row a line of a point of sale order, names as they are now. A line whose company is not known yet (its order has not come) is for service_role only.';

COMMENT ON COLUMN scout.transaction_items.id IS 'TI-<source_id>';

COMMENT ON COLUMN scout.transaction_items.transaction_id IS 'scout.transactions.id; order_id is scout.transactions.source_id.';

COMMENT ON COLUMN scout.transaction_items.source_id IS 'pos.order.line.id';

COMMENT ON COLUMN scout.transaction_items.order_id IS 'pos.order.id, which is scout.transactions.source_id.';

COMMENT ON COLUMN scout.transaction_items."timestamp" IS 'When the order was made.';

COMMENT ON COLUMN scout.transaction_items.business_date IS 'The order''s day in the shop''s time zone.';

COMMENT ON COLUMN scout.transaction_items.status IS 'The order''s status, as in scout.transactions.';

COMMENT ON COLUMN scout.transaction_items.store_id IS 'scout.stores.id';

COMMENT ON COLUMN scout.transaction_items.store_name IS 'The shop''s name.';

COMMENT ON COLUMN scout.transaction_items.company_id IS 'The line''s company, else its order''s.';

COMMENT ON COLUMN scout.transaction_items.currency IS 'The order''s currency, a code such as EUR.';

COMMENT ON COLUMN scout.transaction_items.product_id IS 'scout.products.id';

COMMENT ON COLUMN scout.transaction_items.product_name IS 'The product''s name, else the line''s own text, else Unknown.';

COMMENT ON COLUMN scout.transaction_items.product_category IS 'The category''s own name, else Unknown.';

COMMENT ON COLUMN scout.transaction_items.brand_name IS 'The brand''s name, else Unknown.';

COMMENT ON COLUMN scout.transaction_items.quantity IS 'In the product''s unit; refunds are negative.';

COMMENT ON COLUMN scout.transaction_items.unit_price IS 'Odoo''s price_unit, before the discount, in currency.';

COMMENT ON COLUMN scout.transaction_items.discount_percent IS 'From 0 to 100, already taken off line_total.';

COMMENT ON COLUMN scout.transaction_items.line_total IS 'Without tax, in currency; refunds are negative.';

COMMENT ON COLUMN scout.transaction_items.line_total_incl IS 'Tax included, in currency.';

CREATE VIEW scout.transactions WITH (security_barrier='true') AS
 SELECT ('TX-'::text || o.order_id) AS id,
    o.order_id AS source_id,
    o.transaction_code,
    o.ordered_at AS "timestamp",
    o.business_date,
    o.store_id,
    o.store_name,
    o.customer_id,
    COALESCE(customer.name, parent.name) AS customer_name,
    o.company_id,
    currency.name AS currency,
    COALESCE(product.brand_name, unknown.label) AS brand_name,
    COALESCE(product.category_name, unknown.label) AS product_category,
    COALESCE(lines.quantity, (0)::numeric) AS quantity,
    o.gross_amount,
    o.tax_amount,
    o.net_amount,
        CASE
            WHEN (paid.lowest_method_id IS NULL) THEN COALESCE(( SELECT settings.value
               FROM scout.settings
              WHERE (settings.key = 'none_label'::text)), 'None'::text)
            WHEN (paid.lowest_method_id <> paid.highest_method_id) THEN COALESCE(( SELECT settings.value
               FROM scout.settings
              WHERE (settings.key = 'mixed_label'::text)), 'Mixed'::text)
            ELSE COALESCE(method.name, unknown.label)
        END AS payment_method,
    o.status,
    o.region_code
   FROM (((((((((scout.order_facts o
     CROSS JOIN ( SELECT COALESCE(max(settings.value), 'Unknown'::text) AS label
           FROM scout.settings
          WHERE (settings.key = 'unknown_label'::text)) unknown)
     LEFT JOIN scout.silver_currencies currency ON ((currency.id = o.currency_id)))
     LEFT JOIN scout.customer_names customer ON ((customer.id = o.customer_id)))
     LEFT JOIN scout.customer_names parent ON ((parent.id = customer.parent_id)))
     LEFT JOIN LATERAL ( SELECT sum(i.quantity) AS quantity,
            min(i.id) AS first_item_id
           FROM scout.present_items i
          WHERE (i.order_id = o.order_id)) lines ON (true))
     LEFT JOIN scout.silver_transaction_items first_item ON ((first_item.id = lines.first_item_id)))
     LEFT JOIN scout.product_names product ON ((product.product_id = first_item.product_id)))
     LEFT JOIN LATERAL ( SELECT min(p.payment_method_id) AS lowest_method_id,
            max(p.payment_method_id) AS highest_method_id
           FROM scout.present_payments p
          WHERE ((p.order_id = o.order_id) AND (p.is_change IS NOT TRUE))) paid ON (true))
     LEFT JOIN scout.silver_payment_methods method ON ((method.id = paid.lowest_method_id)))
  WHERE (( SELECT pg_has_role(CURRENT_USER, 'service_role'::name, 'usage'::text) AS pg_has_role) OR (o.company_id IS NULL) OR (o.company_id IN ( SELECT a.company_id
           FROM scout.company_access a
          WHERE (a.role_name = CURRENT_USER))));

COMMENT ON VIEW scout.transactions IS 'One row a point of sale order, names as they are now.';

COMMENT ON COLUMN scout.transactions.id IS 'TX-<source_id>; source_id is the pos.order''s id, and the quicker one to search by.';

COMMENT ON COLUMN scout.transactions.source_id IS 'pos.order.id';

COMMENT ON COLUMN scout.transactions.transaction_code IS 'The receipt''s number (pos_reference), else the order''s name.';

COMMENT ON COLUMN scout.transactions."timestamp" IS 'When the order was made.';

COMMENT ON COLUMN scout.transactions.business_date IS 'The day in the shop''s time zone (scout.store_settings, else scout.settings).';

COMMENT ON COLUMN scout.transactions.store_id IS 'scout.stores.id';

COMMENT ON COLUMN scout.transactions.store_name IS 'The shop''s name.';

COMMENT ON COLUMN scout.transactions.customer_id IS 'scout.customers.id; null: nobody was named.';

COMMENT ON COLUMN scout.transactions.customer_name IS 'The customer''s name, else its parent''s; null when the asking role may not see it.';

COMMENT ON COLUMN scout.transactions.company_id IS 'res.company.id';

COMMENT ON COLUMN scout.transactions.currency IS 'The order''s currency, else its shop''s, else its company''s; a code such as EUR.';

COMMENT ON COLUMN scout.transactions.brand_name IS 'Brand of the order''s line with the lowest id; so is product_category.';

COMMENT ON COLUMN scout.transactions.product_category IS 'Category of the order''s line with the lowest id; Unknown when there is none.';

COMMENT ON COLUMN scout.transactions.quantity IS 'Sum over the lines; refunds are negative.';

COMMENT ON COLUMN scout.transactions.gross_amount IS 'Tax included, in currency.';

COMMENT ON COLUMN scout.transactions.tax_amount IS 'The tax in gross_amount, in currency.';

COMMENT ON COLUMN scout.transactions.net_amount IS 'What was paid (amount_paid), in currency.';

COMMENT ON COLUMN scout.transactions.payment_method IS 'The method''s name; Mixed when several; None without payment. Change given back does not count.';

COMMENT ON COLUMN scout.transactions.status IS 'draft, paid, posted, invoiced or cancelled; Odoo''s own word for any other state. Gold counts paid, posted and invoiced.';

COMMENT ON COLUMN scout.transactions.region_code IS 'The order''s x_region_code, else its shop''s.';

CREATE VIEW scout.v_product_mix WITH (security_barrier='true') AS
 WITH sold AS (
         SELECT (date_trunc('month'::text, (g.business_date)::timestamp without time zone))::date AS month,
            g.company_id,
            g.currency_id,
            g.product_id,
            (sum(g.orders))::bigint AS orders,
            sum(g.quantity) AS quantity,
            sum(g.revenue) AS revenue,
            sum(g.revenue_incl) AS revenue_incl
           FROM scout.gold_product_mix g
          WHERE (( SELECT pg_has_role(CURRENT_USER, 'service_role'::name, 'usage'::text) AS pg_has_role) OR (g.company_id = 0) OR (g.company_id IN ( SELECT a.company_id
                   FROM scout.company_access a
                  WHERE (a.role_name = CURRENT_USER))))
          GROUP BY ((date_trunc('month'::text, (g.business_date)::timestamp without time zone))::date), g.company_id, g.currency_id, g.product_id
        ), named AS (
         SELECT s.month,
            s.company_id,
            s.currency_id,
            s.product_id,
            s.orders,
            s.quantity,
            s.revenue,
            s.revenue_incl,
            COALESCE(product.name, unknown.label) AS product_name,
            COALESCE(product.category_name, unknown.label) AS product_category,
            COALESCE(product.brand_name, unknown.label) AS brand_name
           FROM ((sold s
             CROSS JOIN ( SELECT COALESCE(max(settings.value), 'Unknown'::text) AS label
                   FROM scout.settings
                  WHERE (settings.key = 'unknown_label'::text)) unknown)
             LEFT JOIN scout.product_names product USING (product_id))
        )
 SELECT n.month,
    NULLIF(n.company_id, 0) AS company_id,
    company.name AS company_name,
    currency.name AS currency,
    n.product_category,
    n.brand_name,
    n.product_id,
    n.product_name,
    n.orders,
    n.quantity,
    n.revenue,
    n.revenue_incl,
    round((n.revenue / NULLIF(sum(n.revenue) OVER whole, (0)::numeric)), 6) AS product_share,
    round((sum(n.revenue) OVER category / NULLIF(sum(n.revenue) OVER whole, (0)::numeric)), 6) AS category_share,
    round((sum(n.revenue) OVER brand / NULLIF(sum(n.revenue) OVER whole, (0)::numeric)), 6) AS brand_share
   FROM ((named n
     LEFT JOIN scout.silver_companies company ON ((company.id = n.company_id)))
     LEFT JOIN scout.silver_currencies currency ON ((currency.id = n.currency_id)))
  WINDOW whole AS (PARTITION BY n.month, n.company_id, n.currency_id), category AS (PARTITION BY n.month, n.company_id, n.currency_id, n.product_category), brand AS (PARTITION BY n.month, n.company_id, n.currency_id, n.brand_name);

COMMENT ON VIEW scout.v_product_mix IS 'What sold, by month, company, currency and product, as of the last refresh (scout.gold_refreshes), with names as they are now.';

COMMENT ON COLUMN scout.v_product_mix.month IS 'Its first day, by the shops'' own days.';

COMMENT ON COLUMN scout.v_product_mix.company_id IS 'res.company.id; null: not known.';

COMMENT ON COLUMN scout.v_product_mix.company_name IS 'That company''s name.';

COMMENT ON COLUMN scout.v_product_mix.currency IS 'A code such as EUR; each currency has rows of its own.';

COMMENT ON COLUMN scout.v_product_mix.product_category IS 'The category''s own name, else Unknown.';

COMMENT ON COLUMN scout.v_product_mix.brand_name IS 'The brand''s name, else Unknown.';

COMMENT ON COLUMN scout.v_product_mix.product_id IS 'scout.products.id';

COMMENT ON COLUMN scout.v_product_mix.product_name IS 'The product''s name, else Unknown.';

COMMENT ON COLUMN scout.v_product_mix.orders IS 'Orders that hold the product; an order counts once for each day, shop and product.';

COMMENT ON COLUMN scout.v_product_mix.quantity IS 'In the product''s unit; refunds are negative.';

COMMENT ON COLUMN scout.v_product_mix.revenue IS 'Without tax, in currency; refunds taken off. revenue_incl: tax included.';

COMMENT ON COLUMN scout.v_product_mix.revenue_incl IS 'With tax, in currency; refunds taken off.';

COMMENT ON COLUMN scout.v_product_mix.product_share IS 'Part of the company''s revenue of the month in this currency, from 0 to 1 (refunds can lead beyond); null where that revenue is 0.';

COMMENT ON COLUMN scout.v_product_mix.category_share IS 'The same for all products of this category together; repeated on each of them.';

COMMENT ON COLUMN scout.v_product_mix.brand_share IS 'The same for all products of this brand together; repeated on each of them.';

CREATE VIEW scout.v_tx_trends WITH (security_barrier='true') AS
 SELECT g.business_date,
    NULLIF(g.company_id, 0) AS company_id,
    company.name AS company_name,
    NULLIF(g.store_id, 0) AS store_id,
    store.name AS store_name,
    currency.name AS currency,
    g.orders,
    g.refunds,
    g.quantity,
    g.gross_amount,
    g.tax_amount,
    g.net_amount,
    g.refunded_amount,
    round(((g.gross_amount - g.refunded_amount) / (NULLIF((g.orders - g.refunds), 0))::numeric), 4) AS average_basket,
    round((sum(g.orders) OVER week / (LEAST(7, ((g.business_date - min(g.business_date) OVER shop) + 1)))::numeric), 4) AS orders_7_day_average,
    round((sum(g.gross_amount) OVER week / (LEAST(7, ((g.business_date - min(g.business_date) OVER shop) + 1)))::numeric), 4) AS gross_7_day_average
   FROM (((scout.gold_daily_sales g
     LEFT JOIN scout.silver_companies company ON ((company.id = g.company_id)))
     LEFT JOIN scout.silver_stores store ON ((store.id = g.store_id)))
     LEFT JOIN scout.silver_currencies currency ON ((currency.id = g.currency_id)))
  WHERE (( SELECT pg_has_role(CURRENT_USER, 'service_role'::name, 'usage'::text) AS pg_has_role) OR (g.company_id = 0) OR (g.company_id IN ( SELECT a.company_id
           FROM scout.company_access a
          WHERE (a.role_name = CURRENT_USER))))
  WINDOW shop AS (PARTITION BY g.company_id, g.store_id, g.currency_id), week AS (PARTITION BY g.company_id, g.store_id, g.currency_id ORDER BY g.business_date RANGE BETWEEN '6 days'::interval PRECEDING AND CURRENT ROW);

COMMENT ON VIEW scout.v_tx_trends IS 'Sales by day and shop as of the last refresh (scout.gold_refreshes), with the trend of seven days.';

COMMENT ON COLUMN scout.v_tx_trends.business_date IS 'The day in the shop''s time zone. A day without sales has no row.';

COMMENT ON COLUMN scout.v_tx_trends.company_id IS 'res.company.id; null: not known.';

COMMENT ON COLUMN scout.v_tx_trends.company_name IS 'That company''s name.';

COMMENT ON COLUMN scout.v_tx_trends.store_id IS 'scout.stores.id; null: not known.';

COMMENT ON COLUMN scout.v_tx_trends.store_name IS 'The shop''s name.';

COMMENT ON COLUMN scout.v_tx_trends.currency IS 'A code such as EUR; each currency has rows of its own.';

COMMENT ON COLUMN scout.v_tx_trends.orders IS 'Paid, posted and invoiced orders, refunds among them.';

COMMENT ON COLUMN scout.v_tx_trends.refunds IS 'Those of them whose total is below zero.';

COMMENT ON COLUMN scout.v_tx_trends.quantity IS 'Sum over their lines; refunds are negative.';

COMMENT ON COLUMN scout.v_tx_trends.gross_amount IS 'Sum with tax, refunds taken off, in currency.';

COMMENT ON COLUMN scout.v_tx_trends.tax_amount IS 'The tax in it.';

COMMENT ON COLUMN scout.v_tx_trends.net_amount IS 'What was paid.';

COMMENT ON COLUMN scout.v_tx_trends.refunded_amount IS 'The refunds in gross_amount; zero or negative.';

COMMENT ON COLUMN scout.v_tx_trends.average_basket IS 'Mean gross amount of the orders that are not refunds; null on a day of refunds only.';

COMMENT ON COLUMN scout.v_tx_trends.orders_7_day_average IS 'Orders a calendar day, over the same days as gross_7_day_average.';

COMMENT ON COLUMN scout.v_tx_trends.gross_7_day_average IS 'Gross amount a calendar day over this day and the six before it; days without sales count, days before the shop''s first sale do not.';

CREATE TABLE supabase_migrations.schema_migrations (
    version text NOT NULL,
    statements text[],
    name text
);

INSERT INTO ops.odoo_calls VALUES
	('7fee9e8b-c894-44ca-9a17-5a609801bbc5', 'sync', 42, '2026-11-25 00:47:30.676753+00'),
	('634462f1-f2d2-474a-a910-62d9dcca1693', 'sync', 53, '2026-11-25 00:47:34.709823+00'),
	('3569f20d-76f2-4500-80f5-ee0ca3abda05', 'outbox', 7, '2026-11-25 00:47:38.491719+00'),
	('e927d13c-93e7-4be2-aecc-b17535b5e23e', 'sync', 28, '2026-11-25 00:47:41.818807+00');

INSERT INTO ops.odoo_outbox OVERRIDING SYSTEM VALUE VALUES
	(1, 'ann', '\x5b6f1e7a5b37cdd6b0d4b8d70c2235e832f553b8a9e5bef7113a6d6808ef3445', 'res.partner', 'upsert', '__outbox__.ann', NULL, '{"name": "Ann"}', NULL, NULL, 'res.partner __outbox__.ann', 0, 1, 'approvals via postgres', 'done', 0, 0, 0, '2026-11-25 00:47:35.650192+00', 1, NULL, 1, 'vm:12447', NULL, '2026-11-25 00:47:38.482938+00', 1, false, '2026-11-25 00:50:18.482938+00', '{"id": null, "values": {}, "read_at": null, "readable": true, "write_date": null}', 15, '2026-11-25 00:47:38+00', NULL, NULL, NULL, '{"result": "done", "odoo_id": 15, "in_doubt": false, "write_date": "2026-11-25T00:47:38Z"}', '2026-11-25 00:47:35.650192+00', '2026-11-25 00:47:38.487442+00', '2026-11-25 00:47:38.487442+00'),
	(2, 'bad', '\x104346393544cb241452f4619f5d46f4a77748f2c2fd82e4db77700c7ee03bcc', 'res.partner', 'write', NULL, 999999, '{"no_such_field": 1}', NULL, NULL, 'res.partner 999999', 0, 1, 'postgres', 'dead', 0, 0, 0, '2026-11-25 00:47:35.667843+00', 1, NULL, 1, 'vm:12447', NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, 'invalid', 'no_such_field: res.partner has no such field, or its user may not see it', '{"kind": "invalid", "error": "no_such_field: res.partner has no such field, or its user may not see it", "result": "dead", "in_doubt": false}', '2026-11-25 00:47:35.667843+00', '2026-11-25 00:47:38.488722+00', NULL),
	(3, 'ben', '\x647b4e28fe16882f0445bb11f5b4064b2017d9daf09720f812e816ad5ca0476e', 'res.partner', 'upsert', '__outbox__.ben', NULL, '{"name": "Ben"}', NULL, NULL, 'res.partner __outbox__.ben', 0, 1, 'outbox_author', 'queued', 0, 0, 0, '2026-11-25 00:47:39.387242+00', 0, NULL, NULL, NULL, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-25 00:47:39.387242+00', '2026-11-25 00:47:39.387242+00', NULL),
	(4, 'cleo', '\x72bd1ee83b240ce31b38eaba6d1ddb3bd39e1f3074115c272bb090954cba72fb', 'res.partner', 'upsert', '__outbox__.cleo', NULL, '{"name": "Cleo"}', NULL, NULL, 'res.partner __outbox__.cleo', 0, NULL, 'postgres', 'queued', 0, 0, 0, '2026-11-25 00:47:39.389171+00', 0, NULL, NULL, NULL, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-25 00:47:39.389171+00', '2026-11-25 00:47:39.389171+00', NULL);

INSERT INTO ops.odoo_sync_runs VALUES
	('217daf28-778b-4567-81f6-1ab019e01282', 'shop:1', '2026-11-25 00:47:38.42531+00', '2026-11-25 00:47:38.491351+00', 'completed', 2, 2, 1, 0, 0, 1, 0, NULL);

INSERT INTO scout.bronze_pos_config VALUES
	(1, 1, '2026-11-22 00:47:24+00', '{"id": 1, "name": "Brussels Dansaert", "uuid": null, "active": true, "proxy_ip": null, "is_posbox": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "currency_id": 2, "cash_rounding": false, "x_region_code": "BE-BRU", "receipt_footer": null, "receipt_header": null, "iface_cashdrawer": true, "last_data_change": null, "iface_tax_included": "total", "module_pos_restaurant": false, "amount_authorized_diff": 0.0}', '\x97cd97d2020d160db1520d0a5614e651c7995e4aa64395d6ee634a2e75807a5f', NULL, '2026-11-25 00:47:30.185917+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(2, 1, '2026-11-22 00:47:24+00', '{"id": 2, "name": "Antwerp Meir", "uuid": null, "active": true, "proxy_ip": null, "is_posbox": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "currency_id": 2, "cash_rounding": false, "x_region_code": "BE-VAN", "receipt_footer": null, "receipt_header": null, "iface_cashdrawer": true, "last_data_change": null, "iface_tax_included": "total", "module_pos_restaurant": false, "amount_authorized_diff": 0.0}', '\x77c8953b19e57d9e286e5f9de63afb817e250a022b8b8ad88ef3c91e438d0c08', NULL, '2026-11-25 00:47:30.185917+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(3, 1, '2026-11-22 00:47:24+00', '{"id": 3, "name": "Ghent Veldstraat", "uuid": null, "active": true, "proxy_ip": null, "is_posbox": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "currency_id": 2, "cash_rounding": false, "x_region_code": "BE-VOV", "receipt_footer": null, "receipt_header": null, "iface_cashdrawer": true, "last_data_change": null, "iface_tax_included": "total", "module_pos_restaurant": false, "amount_authorized_diff": 0.0}', '\x2bb55050ca15170154629cce2ea10480c4c1669e791038068cdf2337af6937ff', NULL, '2026-11-25 00:47:30.185917+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(4, 1, '2026-11-22 00:47:24+00', '{"id": 4, "name": "Liège Opéra", "uuid": null, "active": true, "proxy_ip": null, "is_posbox": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "currency_id": 2, "cash_rounding": false, "x_region_code": "BE-WLG", "receipt_footer": null, "receipt_header": null, "iface_cashdrawer": true, "last_data_change": null, "iface_tax_included": "total", "module_pos_restaurant": false, "amount_authorized_diff": 0.0}', '\xadf689ee2673fd6a46501e68b49003a989c1f59c58318dc3887d5682a5251fe1', NULL, '2026-11-25 00:47:30.185917+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(5, 2, '2026-11-22 00:47:24+00', '{"id": 5, "name": "London Borough", "uuid": null, "active": true, "proxy_ip": null, "is_posbox": false, "write_uid": 2, "company_id": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "currency_id": 3, "cash_rounding": false, "x_region_code": "GB-LND", "receipt_footer": null, "receipt_header": null, "iface_cashdrawer": true, "last_data_change": null, "iface_tax_included": "total", "module_pos_restaurant": false, "amount_authorized_diff": 0.0}', '\x17c577750de8c2e8e35a69cf73e03dc13a0e0cf76be1811691ff577c97bead19', NULL, '2026-11-25 00:47:30.185917+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe');

INSERT INTO scout.bronze_pos_order VALUES
	(2, 1, '2026-11-23 17:30:07+00', '{"id": 2, "name": "Antwerp Meir/000002", "uuid": "ad1b72db-a7ab-41c2-9e1a-8ef4f341e07a", "email": null, "lines": [3, 4], "state": "done", "mobile": null, "cashier": null, "user_id": 2, "nb_print": 0, "config_id": 2, "is_refund": false, "is_tipped": false, "write_uid": 2, "amount_tax": 2.41, "company_id": 1, "create_uid": 2, "date_order": "2026-11-23T12:45:24Z", "partner_id": null, "session_id": 2, "tip_amount": 0.0, "to_invoice": false, "write_date": "2026-11-23T17:30:07Z", "amount_paid": 17.9, "create_date": "2026-11-23T12:45:24Z", "payment_ids": [2], "ticket_code": null, "account_move": null, "amount_total": 17.9, "pricelist_id": null, "amount_return": 0.0, "currency_rate": 1.0, "internal_note": null, "pos_reference": "26327-2-000002", "shipping_date": null, "sequence_number": 2, "tracking_number": "2", "has_deleted_line": false, "amount_difference": 0.0, "floating_order_name": null, "general_customer_note": null}', '\xe5dde35238fe2a4b1912a49cbc6955e964c042555b3cff59d648989f3f477398', NULL, '2026-11-25 00:47:30.574176+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(3, 2, '2026-11-23 19:30:28+00', '{"id": 3, "name": "London Borough/000003", "uuid": "5d158a2f-f2ee-4e45-99f9-919c895fd7b3", "email": null, "lines": [5], "state": "done", "mobile": null, "cashier": null, "user_id": 2, "nb_print": 0, "config_id": 5, "is_refund": false, "is_tipped": false, "write_uid": 2, "amount_tax": 0.0, "company_id": 2, "create_uid": 2, "date_order": "2026-11-23T14:29:04Z", "partner_id": 7, "session_id": 3, "tip_amount": 0.0, "to_invoice": false, "write_date": "2026-11-23T19:30:28Z", "amount_paid": 7.2, "create_date": "2026-11-23T14:29:04Z", "payment_ids": [3], "ticket_code": null, "account_move": null, "amount_total": 7.2, "pricelist_id": null, "amount_return": 0.0, "currency_rate": 1.0, "internal_note": null, "pos_reference": "26327-5-000003", "shipping_date": null, "sequence_number": 3, "tracking_number": "3", "has_deleted_line": false, "amount_difference": 0.0, "floating_order_name": null, "general_customer_note": null}', '\x0bffce11e65842cf33377b9451a7fdc773fad9a02e366d8db7331f2251146857', NULL, '2026-11-25 00:47:30.574176+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(4, 2, '2026-11-24 08:29:22+00', '{"id": 4, "name": "London Borough/000004", "uuid": "d42fddbb-7a86-47a2-83c7-1b9abd87a865", "email": null, "lines": [6], "state": "paid", "mobile": null, "cashier": null, "user_id": 2, "nb_print": 0, "config_id": 5, "is_refund": false, "is_tipped": false, "write_uid": 2, "amount_tax": 10.55, "company_id": 2, "create_uid": 2, "date_order": "2026-11-24T08:29:22Z", "partner_id": null, "session_id": 4, "tip_amount": 0.0, "to_invoice": false, "write_date": "2026-11-24T08:29:22Z", "amount_paid": 63.3, "create_date": "2026-11-24T08:29:22Z", "payment_ids": [4], "ticket_code": null, "account_move": null, "amount_total": 63.3, "pricelist_id": null, "amount_return": 0.0, "currency_rate": 1.0, "internal_note": null, "pos_reference": "26328-5-000004", "shipping_date": null, "sequence_number": 4, "tracking_number": "4", "has_deleted_line": false, "amount_difference": 0.0, "floating_order_name": null, "general_customer_note": null}', '\x63efaa328ac65b6118d6f9228f8cc6ca2546c01cb1fad6d89e3623407ee6302f', NULL, '2026-11-25 00:47:30.574176+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(5, 1, '2026-11-24 12:22:38+00', '{"id": 5, "name": "Brussels Dansaert/000005", "uuid": "31f51707-da45-418a-8221-6b02fc241d0b", "email": null, "lines": [7, 8, 9], "state": "paid", "mobile": null, "cashier": null, "user_id": 2, "nb_print": 0, "config_id": 1, "is_refund": false, "is_tipped": false, "write_uid": 2, "amount_tax": 3.57, "company_id": 1, "create_uid": 2, "date_order": "2026-11-24T12:22:38Z", "partner_id": 7, "session_id": 5, "tip_amount": 0.0, "to_invoice": false, "write_date": "2026-11-24T12:22:38Z", "amount_paid": 24.85, "create_date": "2026-11-24T12:22:38Z", "payment_ids": [5], "ticket_code": null, "account_move": null, "amount_total": 24.85, "pricelist_id": null, "amount_return": 0.0, "currency_rate": 1.0, "internal_note": null, "pos_reference": "26328-1-000005", "shipping_date": null, "sequence_number": 5, "tracking_number": "5", "has_deleted_line": false, "amount_difference": 0.0, "floating_order_name": null, "general_customer_note": null}', '\xa95252ae9f2dc1b91296d89d78fb454452bf33f33c7403fd14b07e6e361daa4a', NULL, '2026-11-25 00:47:30.574176+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(6, 1, '2026-11-24 14:03:46+00', '{"id": 6, "name": "Antwerp Meir/000006", "uuid": "b6246771-c845-4070-a377-1407e8e72789", "email": null, "lines": [10, 11, 12, 13], "state": "paid", "mobile": null, "cashier": null, "user_id": 2, "nb_print": 0, "config_id": 2, "is_refund": false, "is_tipped": false, "write_uid": 2, "amount_tax": 1.45, "company_id": 1, "create_uid": 2, "date_order": "2026-11-24T14:03:46Z", "partner_id": null, "session_id": 6, "tip_amount": 0.0, "to_invoice": false, "write_date": "2026-11-24T14:03:46Z", "amount_paid": 16.3, "create_date": "2026-11-24T14:03:46Z", "payment_ids": [6], "ticket_code": null, "account_move": null, "amount_total": 16.3, "pricelist_id": null, "amount_return": 0.0, "currency_rate": 1.0, "internal_note": null, "pos_reference": "26328-2-000006", "shipping_date": null, "sequence_number": 6, "tracking_number": "6", "has_deleted_line": false, "amount_difference": 0.0, "floating_order_name": null, "general_customer_note": null}', '\xd15d1ed28f9ed92508b035bc1acb249bb3f535f440927ebe37ff9a8ce5d5b41e', NULL, '2026-11-25 00:47:30.574176+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(1, 1, '2026-11-23 18:30:00+00', '{"id": 1, "name": "Brussels Dansaert/000001", "uuid": "8cdb305f-dd2e-4609-ae36-aab0d1bc52d9", "email": null, "lines": [1, 2], "state": "done", "mobile": null, "cashier": null, "user_id": 2, "nb_print": 0, "config_id": 1, "is_refund": false, "is_tipped": false, "write_uid": 2, "amount_tax": 0.86, "company_id": 1, "create_uid": 2, "date_order": "2026-11-23T11:36:43Z", "partner_id": null, "session_id": 1, "tip_amount": 0.0, "to_invoice": false, "write_date": "2026-11-23T18:30:00Z", "amount_paid": 15.25, "create_date": "2026-11-23T11:36:43Z", "payment_ids": [1], "ticket_code": null, "account_move": null, "amount_total": "a lot", "pricelist_id": null, "amount_return": 0.0, "currency_rate": 1.0, "internal_note": null, "pos_reference": "26327-1-000001", "shipping_date": null, "sequence_number": 1, "tracking_number": "1", "has_deleted_line": false, "amount_difference": 0.0, "floating_order_name": null, "general_customer_note": null}', '\x00', NULL, '2026-11-25 00:47:30.574176+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe');

INSERT INTO scout.bronze_pos_order_line VALUES
	(1, 1, '2026-11-23 11:36:43+00', '{"id": 1, "qty": 1.0, "name": "000001", "note": null, "uuid": "616499c9-e25a-4605-aec6-f0245bd86d40", "notice": null, "discount": 0.0, "order_id": 1, "is_edited": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "price_type": "original", "price_unit": 3.4, "product_id": 11, "total_cost": 0.0, "write_date": "2026-11-23T11:36:43Z", "create_date": "2026-11-23T11:36:43Z", "price_extra": 0.0, "customer_note": null, "qty_delivered": 0.0, "extra_tax_data": null, "price_subtotal": 3.21, "full_product_name": "Spelt pasta", "price_subtotal_incl": 3.4, "refunded_orderline_id": null, "is_total_cost_computed": false}', '\xa57e36bcf6ad84d754e9a752f49f5b92dee341635240e506049df06fa8ed02a8', NULL, '2026-11-25 00:47:30.633659+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(2, 1, '2026-11-23 11:36:43+00', '{"id": 2, "qty": 3.0, "name": "000002", "note": null, "uuid": "153e7c2a-26a2-40bd-bb12-87fff52ddf5d", "notice": null, "discount": 0.0, "order_id": 1, "is_edited": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "price_type": "original", "price_unit": 3.95, "product_id": 15, "total_cost": 0.0, "write_date": "2026-11-23T11:36:43Z", "create_date": "2026-11-23T11:36:43Z", "price_extra": 0.0, "customer_note": null, "qty_delivered": 0.0, "extra_tax_data": null, "price_subtotal": 11.18, "full_product_name": "Dark chocolate 70%", "price_subtotal_incl": 11.85, "refunded_orderline_id": null, "is_total_cost_computed": false}', '\xcd1c0b784500c7bca8749f7a211218a6dc2838e6feb338569c373289150ec669', NULL, '2026-11-25 00:47:30.633659+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(3, 1, '2026-11-23 12:45:24+00', '{"id": 3, "qty": 1.0, "name": "000001", "note": null, "uuid": "dfe01893-f3ae-40b6-87ac-1491def88334", "notice": null, "discount": 0.0, "order_id": 2, "is_edited": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "price_type": "original", "price_unit": 12.0, "product_id": 40, "total_cost": 0.0, "write_date": "2026-11-23T12:45:24Z", "create_date": "2026-11-23T12:45:24Z", "price_extra": 0.0, "customer_note": null, "qty_delivered": 0.0, "extra_tax_data": null, "price_subtotal": 9.92, "full_product_name": "Hand cream", "price_subtotal_incl": 12.0, "refunded_orderline_id": null, "is_total_cost_computed": false}', '\x05a2c03e029b0fb2ef5fea04153dbc55e9a41e3e051ca93134e81e8e660f74c2', NULL, '2026-11-25 00:47:30.633659+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(4, 1, '2026-11-23 12:45:24+00', '{"id": 4, "qty": 2.0, "name": "000002", "note": null, "uuid": "6472f1a3-8f2c-4ec8-8c41-69a3ae3a2b7f", "notice": null, "discount": 0.0, "order_id": 2, "is_edited": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "price_type": "original", "price_unit": 2.95, "product_id": 13, "total_cost": 0.0, "write_date": "2026-11-23T12:45:24Z", "create_date": "2026-11-23T12:45:24Z", "price_extra": 0.0, "customer_note": null, "qty_delivered": 0.0, "extra_tax_data": null, "price_subtotal": 5.57, "full_product_name": "Tomato passata", "price_subtotal_incl": 5.9, "refunded_orderline_id": null, "is_total_cost_computed": false}', '\xae0e0dd6aed662621074dc2a568abaa208ed1617d5cd978aff36033fa0aa6bc7', NULL, '2026-11-25 00:47:30.633659+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(5, 2, '2026-11-23 14:29:04+00', '{"id": 5, "qty": 1.0, "name": "000001", "note": null, "uuid": "a268aa87-2607-479d-a050-914a9d33a01c", "notice": null, "discount": 0.0, "order_id": 3, "is_edited": false, "write_uid": 2, "company_id": 2, "create_uid": 2, "price_type": "original", "price_unit": 7.2, "product_id": 9, "total_cost": 0.0, "write_date": "2026-11-23T14:29:04Z", "create_date": "2026-11-23T14:29:04Z", "price_extra": 0.0, "customer_note": null, "qty_delivered": 0.0, "extra_tax_data": null, "price_subtotal": 7.2, "full_product_name": "Heather honey", "price_subtotal_incl": 7.2, "refunded_orderline_id": null, "is_total_cost_computed": false}', '\x650c9e6f95c4b8916548ff6610cd01dc5332c6c2002d1a4adb2930730d2d0e41', NULL, '2026-11-25 00:47:30.633659+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(6, 2, '2026-11-24 08:29:22+00', '{"id": 6, "qty": 3.0, "name": "000001", "note": null, "uuid": "873be078-f3b7-450d-b373-ca533488f876", "notice": null, "discount": 0.0, "order_id": 4, "is_edited": false, "write_uid": 2, "company_id": 2, "create_uid": 2, "price_type": "original", "price_unit": 21.1, "product_id": 56, "total_cost": 0.0, "write_date": "2026-11-24T08:29:22Z", "create_date": "2026-11-24T08:29:22Z", "price_extra": 0.0, "customer_note": null, "qty_delivered": 0.0, "extra_tax_data": null, "price_subtotal": 52.75, "full_product_name": "Wool beanie", "price_subtotal_incl": 63.3, "refunded_orderline_id": null, "is_total_cost_computed": false}', '\x836a0bfe204a97fafad841e0a31e33347ccccefe224179c4a2c11c522d1c21d4', NULL, '2026-11-25 00:47:30.633659+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(7, 1, '2026-11-24 12:22:38+00', '{"id": 7, "qty": 1.0, "name": "000001", "note": null, "uuid": "5b06258e-7e26-436a-8483-f8b8332dd331", "notice": null, "discount": 0.0, "order_id": 5, "is_edited": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "price_type": "original", "price_unit": 3.95, "product_id": 15, "total_cost": 0.0, "write_date": "2026-11-24T12:22:38Z", "create_date": "2026-11-24T12:22:38Z", "price_extra": 0.0, "customer_note": null, "qty_delivered": 0.0, "extra_tax_data": null, "price_subtotal": 3.73, "full_product_name": "Dark chocolate 70%", "price_subtotal_incl": 3.95, "refunded_orderline_id": null, "is_total_cost_computed": false}', '\x07f41d37fb952e2ce59cb92326ce0c291f313e69b7235a8916d028a9edba21da', NULL, '2026-11-25 00:47:30.633659+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(8, 1, '2026-11-24 12:22:38+00', '{"id": 8, "qty": 1.0, "name": "000002", "note": null, "uuid": "0726e25c-fd56-4926-876b-3e36bb2313f5", "notice": null, "discount": 0.0, "order_id": 5, "is_edited": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "price_type": "original", "price_unit": 18.5, "product_id": 45, "total_cost": 0.0, "write_date": "2026-11-24T12:22:38Z", "create_date": "2026-11-24T12:22:38Z", "price_extra": 0.0, "customer_note": null, "qty_delivered": 0.0, "extra_tax_data": null, "price_subtotal": 15.29, "full_product_name": "Soy candle (Cedar)", "price_subtotal_incl": 18.5, "refunded_orderline_id": null, "is_total_cost_computed": false}', '\xb9d44c8982f54fce4f79f1d949c398d56fd8460dc24930de2f816f4a0e50280d', NULL, '2026-11-25 00:47:30.633659+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(9, 1, '2026-11-24 12:22:38+00', '{"id": 9, "qty": 1.0, "name": "000003", "note": null, "uuid": "42594052-78e4-498d-8787-f93bca44eb86", "notice": null, "discount": 0.0, "order_id": 5, "is_edited": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "price_type": "original", "price_unit": 2.4, "product_id": 4, "total_cost": 0.0, "write_date": "2026-11-24T12:22:38Z", "create_date": "2026-11-24T12:22:38Z", "price_extra": 0.0, "customer_note": null, "qty_delivered": 0.0, "extra_tax_data": null, "price_subtotal": 2.26, "full_product_name": "Cinnamon roll", "price_subtotal_incl": 2.4, "refunded_orderline_id": null, "is_total_cost_computed": false}', '\x2f6c79aef425ae9b2281fd565b4e475bf513b3ba38e6f22455f252725e632af4', NULL, '2026-11-25 00:47:30.633659+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(10, 1, '2026-11-24 14:03:46+00', '{"id": 10, "qty": 1.0, "name": "000001", "note": null, "uuid": "a2c68e45-ca04-479f-af15-b6ad2db3997f", "notice": null, "discount": 0.0, "order_id": 6, "is_edited": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "price_type": "original", "price_unit": 4.2, "product_id": 51, "total_cost": 0.0, "write_date": "2026-11-24T14:03:46Z", "create_date": "2026-11-24T14:03:46Z", "price_extra": 0.0, "customer_note": null, "qty_delivered": 0.0, "extra_tax_data": null, "price_subtotal": 3.47, "full_product_name": "Wrapping paper", "price_subtotal_incl": 4.2, "refunded_orderline_id": null, "is_total_cost_computed": false}', '\x3cbd71263ff38a81d1bf29e429a9eab2189a7acf9331909ac0b3e84794329352', NULL, '2026-11-25 00:47:30.633659+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(11, 1, '2026-11-24 14:03:46+00', '{"id": 11, "qty": 1.0, "name": "000002", "note": null, "uuid": "f237e45a-cd02-45e1-9635-3d03551fd8f9", "notice": null, "discount": 0.0, "order_id": 6, "is_edited": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "price_type": "original", "price_unit": 9.4, "product_id": 18, "total_cost": 0.0, "write_date": "2026-11-24T14:03:46Z", "create_date": "2026-11-24T14:03:46Z", "price_extra": 0.0, "customer_note": null, "qty_delivered": 0.0, "extra_tax_data": null, "price_subtotal": 8.87, "full_product_name": "Decaf 250 g", "price_subtotal_incl": 9.4, "refunded_orderline_id": null, "is_total_cost_computed": false}', '\x698d1970550e638a7b94e341a777272e95b657144428742be4803bdca0c03703', NULL, '2026-11-25 00:47:30.633659+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(12, 1, '2026-11-24 14:03:46+00', '{"id": 12, "qty": 3.0, "name": "000003", "note": null, "uuid": "7691b06f-6555-4bfe-b8c9-817af8be8831", "notice": null, "discount": 0.0, "order_id": 6, "is_edited": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "price_type": "original", "price_unit": 0.1, "product_id": 78, "total_cost": 0.0, "write_date": "2026-11-24T14:03:46Z", "create_date": "2026-11-24T14:03:46Z", "price_extra": 0.0, "customer_note": null, "qty_delivered": 0.0, "extra_tax_data": null, "price_subtotal": 0.25, "full_product_name": "Paper bag", "price_subtotal_incl": 0.3, "refunded_orderline_id": null, "is_total_cost_computed": false}', '\x7a0d02eeb602bca8b047b1dbb77033e29280d1b64e0e0fd46e5b4a7228e04d41', NULL, '2026-11-25 00:47:30.633659+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(13, 1, '2026-11-24 14:03:46+00', '{"id": 13, "qty": 1.0, "name": "000004", "note": null, "uuid": "15bd448f-f261-49ed-be4c-5ce666c1494e", "notice": null, "discount": 0.0, "order_id": 6, "is_edited": false, "write_uid": 2, "company_id": 1, "create_uid": 2, "price_type": "original", "price_unit": 2.4, "product_id": 4, "total_cost": 0.0, "write_date": "2026-11-24T14:03:46Z", "create_date": "2026-11-24T14:03:46Z", "price_extra": 0.0, "customer_note": null, "qty_delivered": 0.0, "extra_tax_data": null, "price_subtotal": 2.26, "full_product_name": "Cinnamon roll", "price_subtotal_incl": 2.4, "refunded_orderline_id": null, "is_total_cost_computed": false}', '\xd65e3bd0c60efc2b58108ee1e68122eb49dcf4d6788318482e999b0f566a88f8', NULL, '2026-11-25 00:47:30.633659+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe');

INSERT INTO scout.bronze_pos_payment VALUES
	(1, 1, '2026-11-23 11:36:43+00', '{"id": 1, "name": null, "uuid": "a8948c89-3b61-4676-a6bb-7dbd2d1c9af0", "amount": 15.25, "card_no": null, "card_type": null, "is_change": false, "write_uid": 2, "card_brand": null, "company_id": 1, "create_uid": 2, "session_id": 1, "write_date": "2026-11-23T11:36:43Z", "create_date": "2026-11-23T11:36:43Z", "payment_date": "2026-11-23T11:36:43Z", "pos_order_id": 1, "payment_status": null, "transaction_id": null, "account_move_id": null, "cardholder_name": null, "payment_method_id": 2}', '\x8d7ae0f49e9a590bea7c3d0522ed64b9c66da6bcdf95b447e9e0be07237ba598', NULL, '2026-11-25 00:47:30.632063+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(2, 1, '2026-11-23 12:45:24+00', '{"id": 2, "name": null, "uuid": "1a81682c-64e5-4cad-a623-7a0465e7e423", "amount": 17.9, "card_no": null, "card_type": null, "is_change": false, "write_uid": 2, "card_brand": null, "company_id": 1, "create_uid": 2, "session_id": 2, "write_date": "2026-11-23T12:45:24Z", "create_date": "2026-11-23T12:45:24Z", "payment_date": "2026-11-23T12:45:24Z", "pos_order_id": 2, "payment_status": null, "transaction_id": null, "account_move_id": null, "cardholder_name": null, "payment_method_id": 2}', '\xe55b978985bea78b92bc476686d489c64f65022e1a8b7aa8fdae2e6b46f58740', NULL, '2026-11-25 00:47:30.632063+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(3, 2, '2026-11-23 14:29:04+00', '{"id": 3, "name": null, "uuid": "9a2ef80f-58ee-4571-b499-8d7c4093f6de", "amount": 7.2, "card_no": null, "card_type": null, "is_change": false, "write_uid": 2, "card_brand": null, "company_id": 2, "create_uid": 2, "session_id": 3, "write_date": "2026-11-23T14:29:04Z", "create_date": "2026-11-23T14:29:04Z", "payment_date": "2026-11-23T14:29:04Z", "pos_order_id": 3, "payment_status": null, "transaction_id": null, "account_move_id": null, "cardholder_name": null, "payment_method_id": 5}', '\x8943cafdfd5a75e7ec59759190c0ef33777d6ee8b9d3984cde14a277a8fadabe', NULL, '2026-11-25 00:47:30.632063+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(4, 2, '2026-11-24 08:29:22+00', '{"id": 4, "name": null, "uuid": "8b0d590b-b0a8-44e5-a587-be6b5c9bcf35", "amount": 63.3, "card_no": null, "card_type": null, "is_change": false, "write_uid": 2, "card_brand": null, "company_id": 2, "create_uid": 2, "session_id": 4, "write_date": "2026-11-24T08:29:22Z", "create_date": "2026-11-24T08:29:22Z", "payment_date": "2026-11-24T08:29:22Z", "pos_order_id": 4, "payment_status": null, "transaction_id": null, "account_move_id": null, "cardholder_name": null, "payment_method_id": 5}', '\x902c18f5f7e56521117e2a36f902c898c1a7bbaa5aadb4779afdb26d6f29ba28', NULL, '2026-11-25 00:47:30.632063+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(5, 1, '2026-11-24 12:22:38+00', '{"id": 5, "name": null, "uuid": "f4de2c08-9aea-4429-b149-1e243192b704", "amount": 24.85, "card_no": null, "card_type": null, "is_change": false, "write_uid": 2, "card_brand": null, "company_id": 1, "create_uid": 2, "session_id": 5, "write_date": "2026-11-24T12:22:38Z", "create_date": "2026-11-24T12:22:38Z", "payment_date": "2026-11-24T12:22:38Z", "pos_order_id": 5, "payment_status": null, "transaction_id": null, "account_move_id": null, "cardholder_name": null, "payment_method_id": 2}', '\x79b3690456e4c9cf58a90cf3c05f031934aceea8e7d6ce87ead6959bd061a8e7', NULL, '2026-11-25 00:47:30.632063+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(6, 1, '2026-11-24 14:03:46+00', '{"id": 6, "name": null, "uuid": "fe3c9c8f-2b85-4c1f-a8aa-ca51b98c67c2", "amount": 16.3, "card_no": null, "card_type": null, "is_change": false, "write_uid": 2, "card_brand": null, "company_id": 1, "create_uid": 2, "session_id": 6, "write_date": "2026-11-24T14:03:46Z", "create_date": "2026-11-24T14:03:46Z", "payment_date": "2026-11-24T14:03:46Z", "pos_order_id": 6, "payment_status": null, "transaction_id": null, "account_move_id": null, "cardholder_name": null, "payment_method_id": 1}', '\xf7e5cd1a3d10a8a0832cfe1bc3abe8da5629ac2b12cf596f99c9b0e17b775ae6', NULL, '2026-11-25 00:47:30.632063+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe');

INSERT INTO scout.bronze_pos_payment_method VALUES
	(1, 1, '2026-11-22 00:47:24+00', '{"id": 1, "name": "Cash", "active": true, "sequence": 1, "write_uid": 2, "company_id": 1, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_cash_count": true, "split_transactions": false, "payment_method_type": "none"}', '\xa5f9948c8ed86bac115c1de797bfdbbdda65cb9f72b91894bc49b9c90636fffd', NULL, '2026-11-25 00:47:30.469036+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(2, 1, '2026-11-22 00:47:24+00', '{"id": 2, "name": "Card", "active": true, "sequence": 2, "write_uid": 2, "company_id": 1, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_cash_count": false, "split_transactions": false, "payment_method_type": "terminal"}', '\x0f77c901a899bd7a825818e1543e2d709d27654d6f76a9999c27c27c27395dc2', NULL, '2026-11-25 00:47:30.469036+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(3, 1, '2026-11-22 00:47:24+00', '{"id": 3, "name": "Gift card", "active": true, "sequence": 3, "write_uid": 2, "company_id": 1, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_cash_count": false, "split_transactions": false, "payment_method_type": "none"}', '\x15944825eedcc763d8f6c6052aa726ccbff7a46fb85f0868499ccdc49c8b594b', NULL, '2026-11-25 00:47:30.469036+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(4, 2, '2026-11-22 00:47:24+00', '{"id": 4, "name": "Cash", "active": true, "sequence": 1, "write_uid": 2, "company_id": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_cash_count": true, "split_transactions": false, "payment_method_type": "none"}', '\x11b4bc98f6cb499adfa28a724946970f9e53c1b7ffce67d06077b530d4292276', NULL, '2026-11-25 00:47:30.469036+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(5, 2, '2026-11-22 00:47:24+00', '{"id": 5, "name": "Card", "active": true, "sequence": 2, "write_uid": 2, "company_id": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_cash_count": false, "split_transactions": false, "payment_method_type": "terminal"}', '\x7fc251bfd5a81d675a9be27686da194c5acfe2709f05bd30f862dc353baabb75', NULL, '2026-11-25 00:47:30.469036+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe');

INSERT INTO scout.bronze_product_brand VALUES
	(1, NULL, '2026-11-22 00:47:24+00', '{"id": 1, "name": "Moulin Blanc", "write_uid": 2, "create_uid": 2, "partner_id": null, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null}', '\xc5cf9dc0c6ce1f3eb4919c2bbb2a0d072ecc948efec03ea50b1ca8964fb16dcc', NULL, '2026-11-25 00:47:30.397204+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(2, NULL, '2026-11-22 00:47:24+00', '{"id": 2, "name": "Kaap Koffie", "write_uid": 2, "create_uid": 2, "partner_id": null, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null}', '\x5fe2b96a8982d93008628707a7f8af205049204de0dddf078b184e172464b955', NULL, '2026-11-25 00:47:30.397204+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(3, NULL, '2026-11-22 00:47:24+00', '{"id": 3, "name": "Noordzee", "write_uid": 2, "create_uid": 2, "partner_id": null, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null}', '\x2cbc82b745f9e2a73db215bbab5ac04d85a4633d52efaddcd540090129449ec4', NULL, '2026-11-25 00:47:30.397204+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(4, NULL, '2026-11-22 00:47:24+00', '{"id": 4, "name": "Lis & Laine", "write_uid": 2, "create_uid": 2, "partner_id": null, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null}', '\xeb560f78d1fc196bae9be7b69dfe08e291b724a18c81dfebba26743e6b52bd04', NULL, '2026-11-25 00:47:30.397204+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(5, NULL, '2026-11-22 00:47:24+00', '{"id": 5, "name": "Atelier Onze", "write_uid": 2, "create_uid": 2, "partner_id": null, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null}', '\x86c6c21650f6d2db8c1cea2d92ace12ea3028eba2c77da1f6bab8d73041c1a8e', NULL, '2026-11-25 00:47:30.397204+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(6, NULL, '2026-11-22 00:47:24+00', '{"id": 6, "name": "Grove", "write_uid": 2, "create_uid": 2, "partner_id": null, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null}', '\x4f71ad43f39ff3fa177dc1b32aa3079aeafaa66c14918fc9394fc9ef925f37a9', NULL, '2026-11-25 00:47:30.397204+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(7, NULL, '2026-11-22 00:47:24+00', '{"id": 7, "name": "Papeterie Sud", "write_uid": 2, "create_uid": 2, "partner_id": null, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null}', '\x1f7a930c59a9736905782f33e3c08c9557f07a753b4abba5ffe8e6cc4da88d54', NULL, '2026-11-25 00:47:30.397204+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(8, NULL, '2026-11-22 00:47:24+00', '{"id": 8, "name": "Terra Cotta", "write_uid": 2, "create_uid": 2, "partner_id": null, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null}', '\x535537ee6caa0ae24ccc58579773ec4d9cf7805ce03b6258cdbe191f5c3e9d45', NULL, '2026-11-25 00:47:30.397204+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe');

INSERT INTO scout.bronze_product_category VALUES
	(1, NULL, '2026-11-22 00:47:24+00', '{"id": 1, "name": "Food", "parent_id": null, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "parent_path": "1/", "complete_name": "Food", "property_valuation": {"1": null, "2": null}}', '\x79811c10b87c329f49a1c969060cdbe30818aa87046b5e2cac4aff9438c042bb', NULL, '2026-11-25 00:47:30.468191+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(2, NULL, '2026-11-22 00:47:24+00', '{"id": 2, "name": "Bakery", "parent_id": 1, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "parent_path": "1/2/", "complete_name": "Food / Bakery", "property_valuation": {"1": null, "2": null}}', '\x4601bd77cc851196bce44d2dfa1a8ad11d3045b088c5fddee6350286175ce3df', NULL, '2026-11-25 00:47:30.468191+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(3, NULL, '2026-11-22 00:47:24+00', '{"id": 3, "name": "Pantry", "parent_id": 1, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "parent_path": "1/3/", "complete_name": "Food / Pantry", "property_valuation": {"1": null, "2": null}}', '\x6cbf96584fbb48070b3690c7560d84ea764b4eba680ce8c3eb76c35d78224c18', NULL, '2026-11-25 00:47:30.468191+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(4, NULL, '2026-11-22 00:47:24+00', '{"id": 4, "name": "Coffee & Tea", "parent_id": 1, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "parent_path": "1/4/", "complete_name": "Food / Coffee & Tea", "property_valuation": {"1": null, "2": null}}', '\xad25877d3092a0994362ab05d7b71c5a49f3c4c8dfb3fe55dababae7df8d8f50', NULL, '2026-11-25 00:47:30.468191+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(5, NULL, '2026-11-22 00:47:24+00', '{"id": 5, "name": "Drinks", "parent_id": null, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "parent_path": "5/", "complete_name": "Drinks", "property_valuation": {"1": null, "2": null}}', '\x6cdad3d55c43986ad5f7a5fb9395440c30654daaf233aba01d693ac0084f0326', NULL, '2026-11-25 00:47:30.468191+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(6, NULL, '2026-11-22 00:47:24+00', '{"id": 6, "name": "Home", "parent_id": null, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "parent_path": "6/", "complete_name": "Home", "property_valuation": {"1": null, "2": null}}', '\xc3ce9385e35b1b7c2ab236c9dd22e9104d5d4c6a19cc37f46ac530e364667c3e', NULL, '2026-11-25 00:47:30.468191+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(7, NULL, '2026-11-22 00:47:24+00', '{"id": 7, "name": "Kitchen", "parent_id": 6, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "parent_path": "6/7/", "complete_name": "Home / Kitchen", "property_valuation": {"1": null, "2": null}}', '\x7011c13b43a46cee6a742c7f82166532ea31303f1a76f507c92adedeb9c7b0bf', NULL, '2026-11-25 00:47:30.468191+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(8, NULL, '2026-11-22 00:47:24+00', '{"id": 8, "name": "Bath", "parent_id": 6, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "parent_path": "6/8/", "complete_name": "Home / Bath", "property_valuation": {"1": null, "2": null}}', '\x7f8ea7929d4444b35f88cf854e10cee901e4548472e1a2200e8e4837f69bdb89', NULL, '2026-11-25 00:47:30.468191+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(9, NULL, '2026-11-22 00:47:24+00', '{"id": 9, "name": "Stationery", "parent_id": 6, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "parent_path": "6/9/", "complete_name": "Home / Stationery", "property_valuation": {"1": null, "2": null}}', '\x63c4cffb3efa199f7af8ed721a3659bbe229a80d7c9693729d57559db3c55c76', NULL, '2026-11-25 00:47:30.468191+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(10, NULL, '2026-11-22 00:47:24+00', '{"id": 10, "name": "Clothing", "parent_id": null, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "parent_path": "10/", "complete_name": "Clothing", "property_valuation": {"1": null, "2": null}}', '\xd8549e8f5b054f533f39a97edc019a0b060470e447859b02be0b95a1268b2836', NULL, '2026-11-25 00:47:30.468191+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(11, NULL, '2026-11-22 00:47:24+00', '{"id": 11, "name": "Knitwear", "parent_id": 10, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "parent_path": "10/11/", "complete_name": "Clothing / Knitwear", "property_valuation": {"1": null, "2": null}}', '\x0334637dde20497bdeae8b0f8278ccc4804c1b98088dc04b9bafe90a8cc45c59', NULL, '2026-11-25 00:47:30.468191+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(12, NULL, '2026-11-22 00:47:24+00', '{"id": 12, "name": "Basics", "parent_id": 10, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "parent_path": "10/12/", "complete_name": "Clothing / Basics", "property_valuation": {"1": null, "2": null}}', '\xf487653cbb65fe798c6057b617d76ad0765c148e4348cd5aafed2cae34ec3bd3', NULL, '2026-11-25 00:47:30.468191+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(13, NULL, '2026-11-22 00:47:24+00', '{"id": 13, "name": "Garden", "parent_id": null, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "parent_path": "13/", "complete_name": "Garden", "property_valuation": {"1": null, "2": null}}', '\xad52809ded0a51fa8b43379491af82c3ebafb382d2416f096bd30c8acf59497f', NULL, '2026-11-25 00:47:30.468191+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe');

INSERT INTO scout.bronze_product_product VALUES
	(4, NULL, '2026-11-22 00:47:24+00', '{"id": 4, "active": true, "volume": 0.0, "weight": 0.0, "barcode": "5400003979227", "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_favorite": false, "default_code": "BAK-004", "standard_price": {"1": 1.08, "2": 0.0}, "product_tmpl_id": 4, "combination_indices": null}', '\x06006916f1f823b5df05f4eddf971cf59368892b6ee31bbc7b71237a56118c18', NULL, '2026-11-25 00:47:30.526189+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(9, NULL, '2026-11-22 00:47:24+00', '{"id": 9, "active": true, "volume": 0.0, "weight": 0.0, "barcode": "5400004138795", "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_favorite": false, "default_code": "PAN-003", "standard_price": {"1": 3.69, "2": 0.0}, "product_tmpl_id": 9, "combination_indices": null}', '\x01e2ddb2047ac97ddc72edc78ab293b18c622435c876f6a5a51869a58649337d', NULL, '2026-11-25 00:47:30.526189+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(11, NULL, '2026-11-22 00:47:24+00', '{"id": 11, "active": true, "volume": 0.0, "weight": 0.0, "barcode": "5400004158741", "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_favorite": false, "default_code": "PAN-005", "standard_price": {"1": 1.53, "2": 0.0}, "product_tmpl_id": 11, "combination_indices": null}', '\xd82eff2b2c48f0ca3883181d5a477a1dd47ff69f12599c7a8f1766a61f98e94f', NULL, '2026-11-25 00:47:30.526189+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(13, NULL, '2026-11-22 00:47:24+00', '{"id": 13, "active": true, "volume": 0.0, "weight": 0.0, "barcode": "5400004178687", "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_favorite": false, "default_code": "PAN-007", "standard_price": {"1": 1.33, "2": 0.0}, "product_tmpl_id": 13, "combination_indices": null}', '\x8fed7fe41d7ea621e8004f927e5b821fadc2a99116ec7d38c6b9b8a67b995318', NULL, '2026-11-25 00:47:30.526189+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(15, NULL, '2026-11-22 00:47:24+00', '{"id": 15, "active": true, "volume": 0.0, "weight": 0.0, "barcode": "5400004198633", "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_favorite": false, "default_code": "PAN-009", "standard_price": {"1": 1.78, "2": 0.0}, "product_tmpl_id": 15, "combination_indices": null}', '\x154082a7467ae32400c5e51507415b761744433439d12140c1f07b843fcca7b7', NULL, '2026-11-25 00:47:30.526189+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(18, NULL, '2026-11-22 00:47:24+00', '{"id": 18, "active": true, "volume": 0.0, "weight": 0.0, "barcode": "5400004068984", "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_favorite": false, "default_code": "COF-003", "standard_price": {"1": 4.23, "2": 0.0}, "product_tmpl_id": 18, "combination_indices": null}', '\xc94df88c34b45a500806b191a9b3dba4c1db9b480a0bf2cf3d8c4a5702772484', NULL, '2026-11-25 00:47:30.526189+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(40, NULL, '2026-11-22 00:47:24+00', '{"id": 40, "active": true, "volume": 0.0, "weight": 0.0, "barcode": "5400004118849", "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_favorite": false, "default_code": "BTH-002", "standard_price": {"1": 5.4, "2": 0.0}, "product_tmpl_id": 36, "combination_indices": null}', '\x6fbb8a4f207ecf7a41d71ef3230549dc4bc119fdb39caeeacf5aabb610f08bdb', NULL, '2026-11-25 00:47:30.526189+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(45, NULL, '2026-11-22 00:47:24+00', '{"id": 45, "active": true, "volume": 0.0, "weight": 0.0, "barcode": "5400008925835", "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_favorite": false, "default_code": "BTH-005-CEDAR", "standard_price": {"1": 8.33, "2": 0.0}, "product_tmpl_id": 39, "combination_indices": "Cedar"}', '\x6b4669ebd84a2c5a439c60e8242049fbea017998c4717b4b0e71afeeec98ab1b', NULL, '2026-11-25 00:47:30.526189+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(51, NULL, '2026-11-22 00:47:24+00', '{"id": 51, "active": true, "volume": 0.0, "weight": 0.0, "barcode": "5400004228552", "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_favorite": false, "default_code": "STA-003", "standard_price": {"1": 1.89, "2": 0.0}, "product_tmpl_id": 42, "combination_indices": null}', '\x59bb40c212750c2d608ba8673015b317089c3850e75b301dc0b9858376e724e7', NULL, '2026-11-25 00:47:30.526189+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(56, NULL, '2026-11-22 00:47:24+00', '{"id": 56, "active": true, "volume": 0.0, "weight": 0.0, "barcode": "5400004158741", "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_favorite": false, "default_code": "KNI-002", "standard_price": {"1": 10.8, "2": 0.0}, "product_tmpl_id": 46, "combination_indices": null}', '\x3ee53600c9e80e362f270d1b5fa9532812e5915156f0062e45e8560327c6c1ac', NULL, '2026-11-25 00:47:30.526189+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(78, NULL, '2026-11-22 00:47:24+00', '{"id": 78, "active": true, "volume": 0.0, "weight": 0.0, "barcode": "5400004148768", "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "is_favorite": false, "default_code": "GFT-002", "standard_price": {"1": 0.05, "2": 0.0}, "product_tmpl_id": 60, "combination_indices": null}', '\x458af72b0e5c77add8627286f4c5c28ce7eaf02b00730944989861280faa64e6', NULL, '2026-11-25 00:47:30.526189+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe');

INSERT INTO scout.bronze_product_template VALUES
	(4, NULL, '2026-11-22 00:47:24+00', '{"id": 4, "name": "Cinnamon roll", "type": "consu", "color": 0, "active": true, "volume": 0.0, "weight": 0.0, "sale_ok": true, "categ_id": 2, "sequence": 0, "to_weight": false, "write_uid": 2, "company_id": null, "create_uid": 2, "list_price": 2.4, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null, "is_favorite": false, "purchase_ok": false, "default_code": "BAK-004", "pos_sequence": 0, "available_in_pos": true, "description_sale": null, "product_brand_id": null}', '\xb8cca6a494aee9d6a417ed95de11cdf16c18b564149e5ab570b6c9f1f9c6b595', NULL, '2026-11-25 00:47:30.505074+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(9, NULL, '2026-11-22 00:47:24+00', '{"id": 9, "name": "Heather honey", "type": "consu", "color": 0, "active": true, "volume": 0.0, "weight": 0.0, "sale_ok": true, "categ_id": 3, "sequence": 0, "to_weight": false, "write_uid": 2, "company_id": null, "create_uid": 2, "list_price": 8.2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null, "is_favorite": false, "purchase_ok": false, "default_code": "PAN-003", "pos_sequence": 0, "available_in_pos": true, "description_sale": null, "product_brand_id": 6}', '\x0c1ec7293fc6b475a60e4407c96766523b230b9290f81a877509f34bac91119f', NULL, '2026-11-25 00:47:30.505074+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(11, NULL, '2026-11-22 00:47:24+00', '{"id": 11, "name": "Spelt pasta", "type": "consu", "color": 0, "active": true, "volume": 0.0, "weight": 0.0, "sale_ok": true, "categ_id": 3, "sequence": 0, "to_weight": false, "write_uid": 2, "company_id": null, "create_uid": 2, "list_price": 3.4, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null, "is_favorite": false, "purchase_ok": false, "default_code": "PAN-005", "pos_sequence": 0, "available_in_pos": true, "description_sale": null, "product_brand_id": 6}', '\x8d244c7a1e56d7dd22a0a416320c7b8c497f75fde62ed848d61d2a36c48fef63', NULL, '2026-11-25 00:47:30.505074+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(13, NULL, '2026-11-22 00:47:24+00', '{"id": 13, "name": "Tomato passata", "type": "consu", "color": 0, "active": true, "volume": 0.0, "weight": 0.0, "sale_ok": true, "categ_id": 3, "sequence": 0, "to_weight": false, "write_uid": 2, "company_id": null, "create_uid": 2, "list_price": 2.95, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null, "is_favorite": false, "purchase_ok": false, "default_code": "PAN-007", "pos_sequence": 0, "available_in_pos": true, "description_sale": null, "product_brand_id": 6}', '\xe541e54897cba07d059d1589d2eb75e1590612319396e3ed36a36b43ce360998', NULL, '2026-11-25 00:47:30.505074+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(15, NULL, '2026-11-22 00:47:24+00', '{"id": 15, "name": "Dark chocolate 70%", "type": "consu", "color": 0, "active": true, "volume": 0.0, "weight": 0.0, "sale_ok": true, "categ_id": 3, "sequence": 0, "to_weight": false, "write_uid": 2, "company_id": null, "create_uid": 2, "list_price": 3.95, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null, "is_favorite": false, "purchase_ok": false, "default_code": "PAN-009", "pos_sequence": 0, "available_in_pos": true, "description_sale": null, "product_brand_id": null}', '\x344dc63a71f5f5999a8d6b90a9977481024c42d505f7e1c91ef4fe852526df5b', NULL, '2026-11-25 00:47:30.505074+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(18, NULL, '2026-11-22 00:47:24+00', '{"id": 18, "name": "Decaf 250 g", "type": "consu", "color": 0, "active": true, "volume": 0.0, "weight": 0.0, "sale_ok": true, "categ_id": 4, "sequence": 0, "to_weight": false, "write_uid": 2, "company_id": null, "create_uid": 2, "list_price": 9.4, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null, "is_favorite": false, "purchase_ok": false, "default_code": "COF-003", "pos_sequence": 0, "available_in_pos": true, "description_sale": null, "product_brand_id": 2}', '\x1258dde1089b8c7e871844fdf77890777f6434992f8de1af25604a941856d2da', NULL, '2026-11-25 00:47:30.505074+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(36, NULL, '2026-11-22 00:47:24+00', '{"id": 36, "name": "Hand cream", "type": "consu", "color": 0, "active": true, "volume": 0.0, "weight": 0.0, "sale_ok": true, "categ_id": 8, "sequence": 0, "to_weight": false, "write_uid": 2, "company_id": null, "create_uid": 2, "list_price": 12.0, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null, "is_favorite": false, "purchase_ok": false, "default_code": "BTH-002", "pos_sequence": 0, "available_in_pos": true, "description_sale": null, "product_brand_id": 3}', '\x7bb98c3f80dd3d321c9c5a79b49f78c40c9e7cfd7c26424b892fb27e83647d10', NULL, '2026-11-25 00:47:30.505074+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(39, NULL, '2026-11-22 00:47:24+00', '{"id": 39, "name": "Soy candle", "type": "consu", "color": 0, "active": true, "volume": 0.0, "weight": 0.0, "sale_ok": true, "categ_id": 8, "sequence": 0, "to_weight": false, "write_uid": 2, "company_id": null, "create_uid": 2, "list_price": 18.5, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null, "is_favorite": false, "purchase_ok": false, "default_code": null, "pos_sequence": 0, "available_in_pos": true, "description_sale": null, "product_brand_id": 5}', '\xb12d682fb8c19693c19fa777256cde762fd5cd2a6134ddb155217b18d61c0de8', NULL, '2026-11-25 00:47:30.505074+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(42, NULL, '2026-11-22 00:47:24+00', '{"id": 42, "name": "Wrapping paper", "type": "consu", "color": 0, "active": true, "volume": 0.0, "weight": 0.0, "sale_ok": true, "categ_id": 9, "sequence": 0, "to_weight": false, "write_uid": 2, "company_id": null, "create_uid": 2, "list_price": 4.2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null, "is_favorite": false, "purchase_ok": false, "default_code": "STA-003", "pos_sequence": 0, "available_in_pos": true, "description_sale": null, "product_brand_id": 7}', '\xb53289915d8dd537328b4e1c85aa3c28e47c818c6569d2726ec28986997a12ab', NULL, '2026-11-25 00:47:30.505074+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(46, NULL, '2026-11-22 00:47:24+00', '{"id": 46, "name": "Wool beanie", "type": "consu", "color": 0, "active": true, "volume": 0.0, "weight": 0.0, "sale_ok": true, "categ_id": 11, "sequence": 0, "to_weight": false, "write_uid": 2, "company_id": null, "create_uid": 2, "list_price": 24.0, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null, "is_favorite": false, "purchase_ok": false, "default_code": "KNI-002", "pos_sequence": 0, "available_in_pos": true, "description_sale": null, "product_brand_id": 4}', '\x096f53c4d9bd4e0177a286a5b8c5586ae35e0851a76f92d61f02168f88719abd', NULL, '2026-11-25 00:47:30.505074+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(60, NULL, '2026-11-22 00:47:24+00', '{"id": 60, "name": "Paper bag", "type": "consu", "color": 0, "active": true, "volume": 0.0, "weight": 0.0, "sale_ok": true, "categ_id": 6, "sequence": 0, "to_weight": false, "write_uid": 2, "company_id": null, "create_uid": 2, "list_price": 0.1, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "description": null, "is_favorite": false, "purchase_ok": false, "default_code": "GFT-002", "pos_sequence": 0, "available_in_pos": true, "description_sale": null, "product_brand_id": null}', '\x5558e03188ea33e7f24224835a6cf1e738ab5f2a1e0df820186178e2a1ba268b', NULL, '2026-11-25 00:47:30.505074+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe');

INSERT INTO scout.bronze_res_company VALUES
	(1, 1, '2026-11-22 00:47:24+00', '{"id": 1, "name": "Harbour & Hill", "email": "shop@harbour-hill.example", "phone": null, "active": true, "sequence": 10, "parent_id": null, "write_uid": 2, "create_uid": 2, "partner_id": 1, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-25T00:47:24Z", "currency_id": 2, "parent_path": null, "primary_color": null, "report_footer": null, "fiscalyear_last_day": 0, "point_of_sale_use_ticket_qr_code": false}', '\xcc7df5dd27b107ced70698e4e43bc2134d14fec76788834c065f38f0c0d39ace', NULL, '2026-11-25 00:47:30.179346+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(2, 2, '2026-11-22 00:47:24+00', '{"id": 2, "name": "Harbour & Hill UK", "email": null, "phone": null, "active": true, "sequence": 20, "parent_id": null, "write_uid": 2, "create_uid": 2, "partner_id": 3, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "currency_id": 3, "parent_path": null, "primary_color": null, "report_footer": null, "fiscalyear_last_day": 0, "point_of_sale_use_ticket_qr_code": false}', '\xe1d9c0a18f5a83c9851654b60ba9d350e195151fe82bfea0d7e30f2e789f40e2', NULL, '2026-11-25 00:47:30.179346+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe');

INSERT INTO scout.bronze_res_currency VALUES
	(1, NULL, '2026-11-22 00:47:24+00', '{"id": 1, "name": "USD", "active": false, "symbol": "$", "position": "before", "rounding": 0.01, "full_name": null, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-25T00:47:24Z", "iso_numeric": 0, "decimal_places": 2, "currency_unit_label": null, "currency_subunit_label": null}', '\x4f9ca30723da02bcc6019b7a857f6a8d38f9c88b461167c17a17b1f09bbf826f', NULL, '2026-11-25 00:47:30.185814+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(2, NULL, '2026-11-22 00:47:24+00', '{"id": 2, "name": "EUR", "active": true, "symbol": "€", "position": "after", "rounding": 0.01, "full_name": null, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "iso_numeric": 0, "decimal_places": 2, "currency_unit_label": null, "currency_subunit_label": null}', '\xf1f864a42f975db52abec1eaef9b3d2054e15ea8792ff262af070e4bf2dfec17', NULL, '2026-11-25 00:47:30.185814+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(3, NULL, '2026-11-22 00:47:24+00', '{"id": 3, "name": "GBP", "active": true, "symbol": "£", "position": "before", "rounding": 0.01, "full_name": null, "write_uid": 2, "create_uid": 2, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "iso_numeric": 0, "decimal_places": 2, "currency_unit_label": null, "currency_subunit_label": null}', '\xc8464891ac160dd5e246ecc58b64a84b6c595631ff38da9b229ebd9ce520b2f8', NULL, '2026-11-25 00:47:30.185814+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe');

INSERT INTO scout.bronze_res_partner VALUES
	(1, NULL, '2026-11-22 00:47:24+00', '{"id": 1, "ref": null, "vat": null, "zip": null, "city": null, "lang": null, "name": "Harbour & Hill", "type": null, "color": 0, "email": null, "phone": null, "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": true, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-25T00:47:24Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Harbour & Hill", "customer_rank": 0, "partner_share": false, "supplier_rank": 0, "x_region_code": null, "message_bounce": 0, "email_normalized": null, "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\x81ae3202789b0d446d6ac64ef2f685612b4b31d53fa7e405674f138144016cf6', NULL, '2026-11-25 00:47:30.529109+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(2, NULL, '2026-11-25 00:47:24+00', '{"id": 2, "ref": null, "vat": null, "zip": null, "city": null, "lang": null, "name": "Administrator", "type": null, "color": 0, "email": "admin@example.com", "phone": null, "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": true, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": false, "write_date": "2026-11-25T00:47:24Z", "create_date": "2026-11-25T00:47:24Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Administrator", "customer_rank": 0, "partner_share": false, "supplier_rank": 0, "x_region_code": null, "message_bounce": 0, "email_normalized": "admin@example.com", "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\x350a7343ea3b520fbc872b68764e68fbe95eccda8288c39bfc88e9ac09f8ec4c', NULL, '2026-11-25 00:47:30.529109+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(3, NULL, '2026-11-22 00:47:24+00', '{"id": 3, "ref": null, "vat": null, "zip": null, "city": null, "lang": null, "name": "Harbour & Hill UK", "type": null, "color": 0, "email": null, "phone": null, "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": true, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Harbour & Hill UK", "customer_rank": 0, "partner_share": false, "supplier_rank": 0, "x_region_code": null, "message_bounce": 0, "email_normalized": null, "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\xab42bee8241247fa4395dd1b7712eb5a87dcf0182e72f51d1ecdb65f3eff62a2', NULL, '2026-11-25 00:47:30.529109+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(4, NULL, '2026-11-22 00:47:24+00', '{"id": 4, "ref": null, "vat": null, "zip": null, "city": "Bruxelles", "lang": "en_US", "name": "Juliette Lefèvre", "type": "contact", "color": 0, "email": "juliette.lefèvre0@example.com", "phone": "+32 470 14 21 65", "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": false, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Juliette Lefèvre", "customer_rank": 1, "partner_share": false, "supplier_rank": 0, "x_region_code": "BE-BRU", "message_bounce": 0, "email_normalized": "juliette.lefèvre0@example.com", "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\x2e33c33b4bc6ebdac4ee6b67cc9cce1ede668469d387988c2b965da374709bb7', NULL, '2026-11-25 00:47:30.529109+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(5, NULL, '2026-11-22 00:47:24+00', '{"id": 5, "ref": null, "vat": null, "zip": null, "city": "Bruxelles", "lang": "en_US", "name": "Elise Maes", "type": "contact", "color": 0, "email": "elise.maes1@example.com", "phone": "+32 470 17 82 25", "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": false, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Elise Maes", "customer_rank": 1, "partner_share": false, "supplier_rank": 0, "x_region_code": "BE-BRU", "message_bounce": 0, "email_normalized": "elise.maes1@example.com", "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\x241d452ce802dc8e124068d9e3d064bd7de49dfa587b50583eb77210eec916b0', NULL, '2026-11-25 00:47:30.529109+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(6, NULL, '2026-11-22 00:47:24+00', '{"id": 6, "ref": null, "vat": null, "zip": null, "city": "Gent", "lang": "en_US", "name": "Jules Okafor", "type": "contact", "color": 0, "email": null, "phone": "+32 470 83 84 60", "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": false, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Jules Okafor", "customer_rank": 1, "partner_share": false, "supplier_rank": 0, "x_region_code": "BE-VOV", "message_bounce": 0, "email_normalized": null, "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\xcaf5f9729aa986e0844b43b79a13ce82b7b2e06a32fb81e8b5e90989d3f1d0f0', NULL, '2026-11-25 00:47:30.529109+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(7, NULL, '2026-11-22 00:47:24+00', '{"id": 7, "ref": null, "vat": null, "zip": null, "city": "Bruxelles", "lang": "en_US", "name": "Louis Goossens", "type": "contact", "color": 0, "email": "louis.goossens3@example.com", "phone": "+32 470 47 63 28", "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": false, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Louis Goossens", "customer_rank": 1, "partner_share": false, "supplier_rank": 0, "x_region_code": "BE-BRU", "message_bounce": 0, "email_normalized": "louis.goossens3@example.com", "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\x7b7431b120943b37ede90beee31a066d832f8a57c82a54361b43ba013b34c043', NULL, '2026-11-25 00:47:30.529109+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(8, NULL, '2026-11-22 00:47:24+00', '{"id": 8, "ref": null, "vat": null, "zip": null, "city": "Gent", "lang": "en_US", "name": "Chloé Jacobs", "type": "contact", "color": 0, "email": "chloé.jacobs4@example.com", "phone": "+32 470 97 33 23", "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": false, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Chloé Jacobs", "customer_rank": 1, "partner_share": false, "supplier_rank": 0, "x_region_code": "BE-VOV", "message_bounce": 0, "email_normalized": "chloé.jacobs4@example.com", "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\x401c1c05da43de4abf26ad92d3b58024682ee6ac31849c461fdd7e97c1c3c553', NULL, '2026-11-25 00:47:30.529109+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(9, NULL, '2026-11-22 00:47:24+00', '{"id": 9, "ref": null, "vat": null, "zip": null, "city": "Gent", "lang": "en_US", "name": "Finn Lefèvre", "type": "contact", "color": 0, "email": "finn.lefèvre5@example.com", "phone": "+32 470 80 18 82", "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": false, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Finn Lefèvre", "customer_rank": 1, "partner_share": false, "supplier_rank": 0, "x_region_code": "BE-VOV", "message_bounce": 0, "email_normalized": "finn.lefèvre5@example.com", "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\x31b3607f970e2b1c74250669b378883ae66ed59914257227ed34203205f0a9ee', NULL, '2026-11-25 00:47:30.529109+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(10, NULL, '2026-11-22 00:47:24+00', '{"id": 10, "ref": null, "vat": null, "zip": null, "city": "Bruxelles", "lang": "en_US", "name": "Louis Fontaine", "type": "contact", "color": 0, "email": "louis.fontaine6@example.com", "phone": "+32 470 64 50 69", "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": false, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Louis Fontaine", "customer_rank": 1, "partner_share": false, "supplier_rank": 0, "x_region_code": "BE-BRU", "message_bounce": 0, "email_normalized": "louis.fontaine6@example.com", "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\x5319564f3144a8fc726c9046e48e958d6f1b98483a4327aa4c11230e43bdaeb8', NULL, '2026-11-25 00:47:30.529109+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(11, NULL, '2026-11-22 00:47:24+00', '{"id": 11, "ref": null, "vat": null, "zip": null, "city": "Antwerpen", "lang": "en_US", "name": "Finn Simon", "type": "contact", "color": 0, "email": "finn.simon7@example.com", "phone": "+32 470 33 99 41", "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": false, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Finn Simon", "customer_rank": 1, "partner_share": false, "supplier_rank": 0, "x_region_code": "BE-VAN", "message_bounce": 0, "email_normalized": "finn.simon7@example.com", "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\x3cb56760853eba33477add1dd5741e445c6ac8b5fa50c22539a42ca8c2e1b517', NULL, '2026-11-25 00:47:30.529109+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(12, NULL, '2026-11-22 00:47:24+00', '{"id": 12, "ref": null, "vat": null, "zip": null, "city": "Bruxelles", "lang": "en_US", "name": "Olivia Lefèvre", "type": "contact", "color": 0, "email": "olivia.lefèvre8@example.com", "phone": "+32 470 53 67 46", "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": false, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Olivia Lefèvre", "customer_rank": 1, "partner_share": false, "supplier_rank": 0, "x_region_code": "BE-BRU", "message_bounce": 0, "email_normalized": "olivia.lefèvre8@example.com", "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\xa73f592e58bc1c4ad54fd9b5900e4aa029d094c6ecd667a3aa587724b894a4f0', NULL, '2026-11-25 00:47:30.529109+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(13, NULL, '2026-11-22 00:47:24+00', '{"id": 13, "ref": null, "vat": null, "zip": null, "city": "Bruxelles", "lang": "en_US", "name": "Anaïs Maes", "type": "contact", "color": 0, "email": "anaïs.maes9@example.com", "phone": "+32 470 53 29 72", "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": false, "write_date": "2026-11-22T00:47:24Z", "create_date": "2026-11-22T00:47:24Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Anaïs Maes", "customer_rank": 1, "partner_share": false, "supplier_rank": 0, "x_region_code": "BE-BRU", "message_bounce": 0, "email_normalized": "anaïs.maes9@example.com", "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\x6ffc9232483f78e8286fa6aafd54654fc9dcbc803e0ee83209a3b3a039ec98f4', NULL, '2026-11-25 00:47:30.529109+00', 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe'),
	(14, NULL, '2026-11-25 00:47:28+00', '{"id": 14, "ref": null, "vat": null, "zip": null, "city": null, "lang": null, "name": "Dora", "type": null, "color": 0, "email": null, "phone": null, "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": false, "write_date": "2026-11-25T00:47:28Z", "create_date": "2026-11-25T00:47:28Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Dora", "customer_rank": 0, "partner_share": false, "supplier_rank": 0, "x_region_code": null, "message_bounce": 0, "email_normalized": null, "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\xf511aba373dad65c2693e7ea10a9bb25861fb50214758341d335cb8ea70cb6d2', '2026-11-25 00:47:34.67726+00', '2026-11-25 00:47:30.529109+00', 'af9de0ae-3402-49e3-aa70-d287cbe645f5'),
	(15, NULL, '2026-11-25 00:47:38+00', '{"id": 15, "ref": null, "vat": null, "zip": null, "city": null, "lang": null, "name": "Ann", "type": null, "color": 0, "email": null, "phone": null, "active": true, "street": null, "barcode": {"1": null, "2": null}, "comment": null, "street2": null, "user_id": null, "website": null, "employee": false, "function": null, "parent_id": null, "write_uid": 2, "company_id": null, "create_uid": 2, "is_company": false, "write_date": "2026-11-25T00:47:38Z", "create_date": "2026-11-25T00:47:38Z", "signup_type": null, "company_name": null, "credit_limit": {"1": 0.0, "2": 0.0}, "complete_name": "Ann", "customer_rank": 0, "partner_share": false, "supplier_rank": 0, "x_region_code": null, "message_bounce": 0, "email_normalized": null, "partner_latitude": 0.0, "partner_longitude": 0.0, "commercial_partner_id": null, "commercial_company_name": null}', '\xf07180a227de5e228ecae2de276907bea20441bcf82b297bbee09c5e9fd41705', NULL, '2026-11-25 00:47:41.798982+00', 'aba7efd6-e945-4023-9e13-c1a6b2cf2c9a');

INSERT INTO scout.bronze_tables VALUES
	('res.company', 'bronze_res_company', 'id', '2026-11-25 00:47:25.687026+00'),
	('res.currency', 'bronze_res_currency', 'company_id', '2026-11-25 00:47:25.687026+00'),
	('pos.config', 'bronze_pos_config', 'company_id', '2026-11-25 00:47:25.687026+00'),
	('pos.payment.method', 'bronze_pos_payment_method', 'company_id', '2026-11-25 00:47:25.687026+00'),
	('product.category', 'bronze_product_category', 'company_id', '2026-11-25 00:47:25.687026+00'),
	('product.brand', 'bronze_product_brand', 'company_id', '2026-11-25 00:47:25.687026+00'),
	('product.template', 'bronze_product_template', 'company_id', '2026-11-25 00:47:25.687026+00'),
	('product.product', 'bronze_product_product', 'company_id', '2026-11-25 00:47:25.687026+00'),
	('res.partner', 'bronze_res_partner', 'company_id', '2026-11-25 00:47:25.687026+00'),
	('pos.order', 'bronze_pos_order', 'company_id', '2026-11-25 00:47:25.687026+00'),
	('pos.order.line', 'bronze_pos_order_line', 'company_id', '2026-11-25 00:47:25.687026+00'),
	('pos.payment', 'bronze_pos_payment', 'company_id', '2026-11-25 00:47:25.687026+00');

INSERT INTO scout.company_access VALUES
	('outbox_author', 1, '2026-11-25 00:47:28.026297+00'),
	('superset_readonly', 1, '2026-11-25 00:47:28.026297+00');

INSERT INTO scout.gold_refreshes VALUES
	('gold_daily_sales', '2026-11-25 00:47:44.40068+00', '2026-11-25 00:47:44.425758+00', 0.025, 6),
	('gold_product_mix', '2026-11-25 00:47:44.425857+00', '2026-11-25 00:47:44.444082+00', 0.018, 13);

INSERT INTO scout.quarantine VALUES
	('pos.order', 1, 1, '{"amount_total: invalid input syntax for type numeric: \"a lot\""}', '2026-11-25 00:47:45.27139+00', '2026-11-25 00:47:45.27139+00');

INSERT INTO scout.reconciliations OVERRIDING SYSTEM VALUE VALUES
	(11, 'pos.order.line', 'pos.order.line', false, 'equal', '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "qty": "float", "name": "char", "note": "char", "uuid": "char", "notice": "char", "discount": "float", "order_id": "many2one pos.order", "is_edited": "boolean", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "price_type": "selection", "price_unit": "float", "product_id": "many2one product.product", "total_cost": "float", "write_date": "datetime", "create_date": "datetime", "price_extra": "float", "customer_note": "char", "qty_delivered": "float", "extra_tax_data": "json", "price_subtotal": "monetary", "full_product_name": "char", "price_subtotal_incl": "monetary", "refunded_orderline_id": "many2one pos.order.line", "is_total_cost_computed": "boolean"}, "language": "en_US", "companies": [1, 2]}', 9223372036854775807, 13, 13, 0, 0, 0, 0, 1345089522336586951, 1345089522336586951, NULL, '2026-11-25 00:47:34.583118+00', '2026-11-25 00:47:34.583118+00'),
	(1, 'res.currency', 'res.currency', false, 'equal', '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "active": "boolean", "symbol": "char", "position": "selection", "rounding": "float", "full_name": "char", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "iso_numeric": "integer", "decimal_places": "integer", "currency_unit_label": "char", "currency_subunit_label": "char"}, "language": "en_US", "companies": [1, 2]}', 9223372036854775807, 3, 3, 0, 0, 0, 0, 11846607323577989554, 11846607323577989554, NULL, '2026-11-25 00:47:34.267912+00', '2026-11-25 00:47:34.267912+00'),
	(2, 'pos.config', 'pos.config', false, 'equal', '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "uuid": "char", "active": "boolean", "proxy_ip": "char", "is_posbox": "boolean", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "currency_id": "many2one res.currency", "cash_rounding": "boolean", "x_region_code": "char", "receipt_footer": "text", "receipt_header": "text", "iface_cashdrawer": "boolean", "last_data_change": "datetime", "iface_tax_included": "selection", "module_pos_restaurant": "boolean", "amount_authorized_diff": "float"}, "language": "en_US", "companies": [1, 2]}', 9223372036854775807, 5, 5, 0, 0, 0, 0, 15481449432016566476, 15481449432016566476, NULL, '2026-11-25 00:47:34.268391+00', '2026-11-25 00:47:34.268391+00'),
	(3, 'res.company', 'res.company', false, 'equal', '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "email": "char", "phone": "char", "active": "boolean", "sequence": "integer", "parent_id": "many2one res.company", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "partner_id": "many2one res.partner", "write_date": "datetime", "create_date": "datetime", "currency_id": "many2one res.currency", "parent_path": "char", "primary_color": "char", "report_footer": "html", "fiscalyear_last_day": "integer", "point_of_sale_use_ticket_qr_code": "boolean"}, "language": "en_US", "companies": [1, 2]}', 9223372036854775807, 2, 2, 0, 0, 0, 0, 6845747190327870000, 6845747190327870000, NULL, '2026-11-25 00:47:34.268992+00', '2026-11-25 00:47:34.268992+00'),
	(6, 'product.brand', 'product.brand', false, 'equal', '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "partner_id": "many2one res.partner", "write_date": "datetime", "create_date": "datetime", "description": "text"}, "language": "en_US", "companies": [1, 2]}', 9223372036854775807, 8, 8, 0, 0, 0, 0, 22286106390493786731, 22286106390493786731, NULL, '2026-11-25 00:47:34.322438+00', '2026-11-25 00:47:34.322438+00'),
	(4, 'product.category', 'product.category', false, 'equal', '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "parent_id": "many2one product.category", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "parent_path": "char", "complete_name": "char", "property_valuation": "selection for each company"}, "language": "en_US", "companies": [1, 2]}', 9223372036854775807, 13, 13, 0, 0, 0, 0, 9102614263021182297, 9102614263021182297, NULL, '2026-11-25 00:47:34.304029+00', '2026-11-25 00:47:34.304029+00'),
	(5, 'pos.payment.method', 'pos.payment.method', false, 'equal', '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "active": "boolean", "sequence": "integer", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "is_cash_count": "boolean", "split_transactions": "boolean", "payment_method_type": "selection"}, "language": "en_US", "companies": [1, 2]}', 9223372036854775807, 5, 5, 0, 0, 0, 0, 15481449432016566476, 15481449432016566476, NULL, '2026-11-25 00:47:34.30706+00', '2026-11-25 00:47:34.30706+00'),
	(7, 'product.template', 'product.template', false, 'equal', '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "type": "selection", "color": "integer", "active": "boolean", "volume": "float", "weight": "float", "sale_ok": "boolean", "categ_id": "many2one product.category", "sequence": "integer", "to_weight": "boolean", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "list_price": "float", "write_date": "datetime", "create_date": "datetime", "description": "html", "is_favorite": "boolean", "purchase_ok": "boolean", "default_code": "char", "pos_sequence": "integer", "available_in_pos": "boolean", "description_sale": "text", "product_brand_id": "many2one product.brand"}, "language": "en_US", "companies": [1, 2]}', 9223372036854775807, 11, 11, 0, 0, 0, 0, 16076051602281985444, 16076051602281985444, NULL, '2026-11-25 00:47:34.32771+00', '2026-11-25 00:47:34.32771+00'),
	(8, 'product.product', 'product.product', false, 'equal', '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "active": "boolean", "volume": "float", "weight": "float", "barcode": "char", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "is_favorite": "boolean", "default_code": "char", "standard_price": "float for each company", "product_tmpl_id": "many2one product.template", "combination_indices": "char"}, "language": "en_US", "companies": [1, 2]}', 9223372036854775807, 11, 11, 0, 0, 0, 0, 22651133112638150752, 22651133112638150752, NULL, '2026-11-25 00:47:34.346491+00', '2026-11-25 00:47:34.346491+00'),
	(10, 'pos.order', 'pos.order', false, 'equal', '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "uuid": "char", "email": "char", "lines": "one2many pos.order.line", "state": "selection", "mobile": "char", "cashier": "char", "user_id": "many2one res.users", "nb_print": "integer", "config_id": "many2one pos.config", "is_refund": "boolean", "is_tipped": "boolean", "write_uid": "many2one res.users", "amount_tax": "monetary", "company_id": "many2one res.company", "create_uid": "many2one res.users", "date_order": "datetime", "partner_id": "many2one res.partner", "session_id": "many2one pos.session", "tip_amount": "monetary", "to_invoice": "boolean", "write_date": "datetime", "amount_paid": "monetary", "create_date": "datetime", "payment_ids": "one2many pos.payment", "ticket_code": "char", "account_move": "many2one account.move", "amount_total": "monetary", "pricelist_id": "many2one product.pricelist", "amount_return": "monetary", "currency_rate": "float", "internal_note": "text", "pos_reference": "char", "shipping_date": "date", "sequence_number": "integer", "tracking_number": "char", "has_deleted_line": "boolean", "amount_difference": "monetary", "floating_order_name": "char", "general_customer_note": "text"}, "language": "en_US", "companies": [1, 2]}', 9223372036854775807, 6, 6, 0, 0, 0, 0, 10796603500019659169, 10796603500019659169, NULL, '2026-11-25 00:47:34.567141+00', '2026-11-25 00:47:34.567141+00'),
	(12, 'pos.payment', 'pos.payment', false, 'equal', '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "uuid": "char", "amount": "monetary", "card_no": "char", "card_type": "char", "is_change": "boolean", "write_uid": "many2one res.users", "card_brand": "char", "company_id": "many2one res.company", "create_uid": "many2one res.users", "session_id": "many2one pos.session", "write_date": "datetime", "create_date": "datetime", "payment_date": "datetime", "pos_order_id": "many2one pos.order", "payment_status": "char", "transaction_id": "char", "account_move_id": "many2one account.move", "cardholder_name": "char", "payment_method_id": "many2one pos.payment.method"}, "language": "en_US", "companies": [1, 2]}', 9223372036854775807, 6, 6, 0, 0, 0, 0, 9986128826781288365, 9986128826781288365, NULL, '2026-11-25 00:47:34.686083+00', '2026-11-25 00:47:34.686083+00'),
	(9, 'res.partner', 'res.partner', false, 'equal', '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "ref": "char", "vat": "char", "zip": "char", "city": "char", "lang": "selection", "name": "char", "type": "selection", "color": "integer", "email": "char", "phone": "char", "active": "boolean", "street": "char", "barcode": "char for each company", "comment": "html", "street2": "char", "user_id": "many2one res.users", "website": "char", "employee": "boolean", "function": "char", "parent_id": "many2one res.partner", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "is_company": "boolean", "write_date": "datetime", "create_date": "datetime", "signup_type": "char", "company_name": "char", "credit_limit": "float for each company", "complete_name": "char", "customer_rank": "integer", "partner_share": "boolean", "supplier_rank": "integer", "x_region_code": "char", "message_bounce": "integer", "email_normalized": "char", "partner_latitude": "float", "partner_longitude": "float", "commercial_partner_id": "many2one res.partner", "commercial_company_name": "char"}, "language": "en_US", "companies": [1, 2]}', 9223372036854775807, 13, 14, 0, 0, 1, 1, -1507532057475978035, -1507532057475978035, NULL, '2026-11-25 00:47:34.45738+00', '2026-11-25 00:47:34.45738+00');

INSERT INTO scout.settings VALUES
	('unknown_label', 'Unknown', 'What views show for a brand or category that is not set.', '2026-11-25 00:47:25.626989+00'),
	('mixed_label', 'Mixed', 'What views show as payment method of an order paid in several ways.', '2026-11-25 00:47:25.626989+00'),
	('none_label', 'None', 'What views show as payment method of an order without payment.', '2026-11-25 00:47:25.626989+00'),
	('time_zone', 'Asia/Manila', 'The shops'' time zone, an IANA name such as Asia/Manila: where a retail day begins and ends.', '2026-11-25 00:47:27.943905+00');

INSERT INTO scout.silver_brands VALUES
	(1, NULL, 'Moulin Blanc', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.397204+00'),
	(2, NULL, 'Kaap Koffie', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.397204+00'),
	(3, NULL, 'Noordzee', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.397204+00'),
	(4, NULL, 'Lis & Laine', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.397204+00'),
	(5, NULL, 'Atelier Onze', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.397204+00'),
	(6, NULL, 'Grove', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.397204+00'),
	(7, NULL, 'Papeterie Sud', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.397204+00'),
	(8, NULL, 'Terra Cotta', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.397204+00');

INSERT INTO scout.silver_categories VALUES
	(1, NULL, 'Food', 'Food', NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.468191+00'),
	(2, NULL, 'Bakery', 'Food / Bakery', 1, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.468191+00'),
	(3, NULL, 'Pantry', 'Food / Pantry', 1, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.468191+00'),
	(4, NULL, 'Coffee & Tea', 'Food / Coffee & Tea', 1, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.468191+00'),
	(5, NULL, 'Drinks', 'Drinks', NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.468191+00'),
	(6, NULL, 'Home', 'Home', NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.468191+00'),
	(7, NULL, 'Kitchen', 'Home / Kitchen', 6, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.468191+00'),
	(8, NULL, 'Bath', 'Home / Bath', 6, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.468191+00'),
	(9, NULL, 'Stationery', 'Home / Stationery', 6, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.468191+00'),
	(10, NULL, 'Clothing', 'Clothing', NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.468191+00'),
	(11, NULL, 'Knitwear', 'Clothing / Knitwear', 10, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.468191+00'),
	(12, NULL, 'Basics', 'Clothing / Basics', 10, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.468191+00'),
	(13, NULL, 'Garden', 'Garden', NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.468191+00');

INSERT INTO scout.silver_columns VALUES
	('pos.order', 1, 'company_id', 'company_id', 'bigint', true, false),
	('pos.order', 2, 'ordered_at', 'date_order', 'timestamptz', true, true),
	('pos.order', 3, 'name', 'name', 'text', false, false),
	('pos.order', 4, 'pos_reference', 'pos_reference', 'text', false, false),
	('pos.order', 5, 'state', 'state', 'text', true, false),
	('pos.order', 6, 'amount_total', 'amount_total', 'numeric', true, false),
	('pos.order', 7, 'amount_tax', 'amount_tax', 'numeric', true, false),
	('pos.order', 8, 'amount_paid', 'amount_paid', 'numeric', true, false),
	('pos.order', 9, 'store_id', 'config_id', 'bigint', false, false),
	('pos.order', 10, 'customer_id', 'partner_id', 'bigint', false, true),
	('pos.order', 11, 'currency_id', 'currency_id', 'bigint', false, false),
	('pos.order', 12, 'account_move_id', 'account_move', 'bigint', false, false),
	('pos.order', 13, 'region_code', 'x_region_code', 'text', false, false),
	('pos.order', 14, 'line_ids', 'lines', 'bigint[]', false, false),
	('pos.order', 15, 'payment_ids', 'payment_ids', 'bigint[]', false, false),
	('pos.order', 16, 'written_at', 'write_date', 'timestamptz', false, false),
	('pos.order.line', 1, 'company_id', 'company_id', 'bigint', false, false),
	('pos.order.line', 2, 'order_id', 'order_id', 'bigint', true, true),
	('pos.order.line', 3, 'product_id', 'product_id', 'bigint', true, true),
	('pos.order.line', 4, 'product_label', 'full_product_name', 'text', false, false),
	('pos.order.line', 5, 'quantity', 'qty', 'numeric', true, false),
	('pos.order.line', 6, 'unit_price', 'price_unit', 'numeric', true, false),
	('pos.order.line', 7, 'discount_percent', 'discount', 'numeric', false, false),
	('pos.order.line', 8, 'line_total', 'price_subtotal', 'numeric', true, false),
	('pos.order.line', 9, 'line_total_incl', 'price_subtotal_incl', 'numeric', true, false),
	('pos.order.line', 10, 'written_at', 'write_date', 'timestamptz', false, false),
	('pos.payment', 1, 'company_id', 'company_id', 'bigint', false, false),
	('pos.payment', 2, 'order_id', 'pos_order_id', 'bigint', true, true),
	('pos.payment', 3, 'payment_method_id', 'payment_method_id', 'bigint', true, false),
	('pos.payment', 4, 'amount', 'amount', 'numeric', true, false),
	('pos.payment', 5, 'is_change', 'is_change', 'boolean', false, false),
	('pos.payment', 6, 'paid_at', 'payment_date', 'timestamptz', false, false),
	('pos.payment', 7, 'written_at', 'write_date', 'timestamptz', false, false),
	('pos.payment.method', 1, 'company_id', 'company_id', 'bigint', false, false),
	('pos.payment.method', 2, 'name', 'name', 'text', true, false),
	('pos.payment.method', 3, 'active', 'active', 'boolean', false, false),
	('pos.payment.method', 4, 'written_at', 'write_date', 'timestamptz', false, false),
	('pos.config', 1, 'company_id', 'company_id', 'bigint', true, false),
	('pos.config', 2, 'name', 'name', 'text', true, false),
	('pos.config', 3, 'currency_id', 'currency_id', 'bigint', false, false),
	('pos.config', 4, 'active', 'active', 'boolean', false, false),
	('pos.config', 5, 'region_code', 'x_region_code', 'text', false, false),
	('pos.config', 6, 'written_at', 'write_date', 'timestamptz', false, false),
	('product.product', 1, 'company_id', 'company_id', 'bigint', false, false),
	('product.product', 2, 'template_id', 'product_tmpl_id', 'bigint', true, true),
	('product.product', 3, 'default_code', 'default_code', 'text', false, false),
	('product.product', 4, 'barcode', 'barcode', 'text', false, false),
	('product.product', 5, 'active', 'active', 'boolean', false, false),
	('product.product', 6, 'written_at', 'write_date', 'timestamptz', false, false),
	('product.template', 1, 'company_id', 'company_id', 'bigint', false, false);
INSERT INTO scout.silver_columns VALUES
	('product.template', 2, 'name', 'name', 'text', true, false),
	('product.template', 3, 'list_price', 'list_price', 'numeric', false, false),
	('product.template', 4, 'category_id', 'categ_id', 'bigint', false, false),
	('product.template', 5, 'brand_id', 'product_brand_id', 'bigint', false, false),
	('product.template', 6, 'default_code', 'default_code', 'text', false, false),
	('product.template', 7, 'active', 'active', 'boolean', false, false),
	('product.template', 8, 'region_code', 'x_region_code', 'text', false, false),
	('product.template', 9, 'written_at', 'write_date', 'timestamptz', false, false),
	('product.category', 1, 'company_id', 'company_id', 'bigint', false, false),
	('product.category', 2, 'name', 'name', 'text', true, false),
	('product.category', 3, 'complete_name', 'complete_name', 'text', false, false),
	('product.category', 4, 'parent_id', 'parent_id', 'bigint', false, true),
	('product.category', 5, 'written_at', 'write_date', 'timestamptz', false, false),
	('product.brand', 1, 'company_id', 'company_id', 'bigint', false, false),
	('product.brand', 2, 'name', 'name', 'text', true, false),
	('product.brand', 3, 'written_at', 'write_date', 'timestamptz', false, false),
	('res.partner', 1, 'company_id', 'company_id', 'bigint', false, false),
	('res.partner', 2, 'name', 'name', 'text', false, false),
	('res.partner', 3, 'email', 'email', 'text', false, false),
	('res.partner', 4, 'phone', 'phone', 'text', false, false),
	('res.partner', 5, 'parent_id', 'parent_id', 'bigint', false, false),
	('res.partner', 6, 'is_company', 'is_company', 'boolean', false, false),
	('res.partner', 7, 'active', 'active', 'boolean', false, false),
	('res.partner', 8, 'region_code', 'x_region_code', 'text', false, false),
	('res.partner', 9, 'written_at', 'write_date', 'timestamptz', false, false),
	('res.company', 1, 'company_id', 'id', 'bigint', true, false),
	('res.company', 2, 'name', 'name', 'text', true, false),
	('res.company', 3, 'currency_id', 'currency_id', 'bigint', true, false),
	('res.company', 4, 'active', 'active', 'boolean', false, false),
	('res.company', 5, 'written_at', 'write_date', 'timestamptz', false, false),
	('res.currency', 1, 'company_id', 'company_id', 'bigint', false, false),
	('res.currency', 2, 'name', 'name', 'text', true, false),
	('res.currency', 3, 'decimal_places', 'decimal_places', 'bigint', false, false),
	('res.currency', 4, 'active', 'active', 'boolean', false, false),
	('res.currency', 5, 'written_at', 'write_date', 'timestamptz', false, false);

INSERT INTO scout.silver_companies VALUES
	(1, 1, 'Harbour & Hill', 2, true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.179346+00'),
	(2, 2, 'Harbour & Hill UK', 3, true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.179346+00');

INSERT INTO scout.silver_company_tables VALUES
	('silver_product_costs', 'product.product', 'standard_price', 'product_id', 'standard_price');

INSERT INTO scout.silver_currencies VALUES
	(1, NULL, 'USD', 2, false, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.185814+00'),
	(2, NULL, 'EUR', 2, true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.185814+00'),
	(3, NULL, 'GBP', 2, true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.185814+00');

INSERT INTO scout.silver_customers VALUES
	(1, NULL, 'Harbour & Hill', NULL, NULL, NULL, true, true, NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.529109+00'),
	(2, NULL, 'Administrator', 'admin@example.com', NULL, NULL, false, true, NULL, '2026-11-25 00:47:24+00', '2026-11-25 00:47:30.529109+00'),
	(3, NULL, 'Harbour & Hill UK', NULL, NULL, NULL, true, true, NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.529109+00'),
	(4, NULL, 'Juliette Lefèvre', 'juliette.lefèvre0@example.com', '+32 470 14 21 65', NULL, false, true, 'BE-BRU', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.529109+00'),
	(5, NULL, 'Elise Maes', 'elise.maes1@example.com', '+32 470 17 82 25', NULL, false, true, 'BE-BRU', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.529109+00'),
	(6, NULL, 'Jules Okafor', NULL, '+32 470 83 84 60', NULL, false, true, 'BE-VOV', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.529109+00'),
	(7, NULL, 'Louis Goossens', 'louis.goossens3@example.com', '+32 470 47 63 28', NULL, false, true, 'BE-BRU', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.529109+00'),
	(8, NULL, 'Chloé Jacobs', 'chloé.jacobs4@example.com', '+32 470 97 33 23', NULL, false, true, 'BE-VOV', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.529109+00'),
	(9, NULL, 'Finn Lefèvre', 'finn.lefèvre5@example.com', '+32 470 80 18 82', NULL, false, true, 'BE-VOV', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.529109+00'),
	(10, NULL, 'Louis Fontaine', 'louis.fontaine6@example.com', '+32 470 64 50 69', NULL, false, true, 'BE-BRU', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.529109+00'),
	(11, NULL, 'Finn Simon', 'finn.simon7@example.com', '+32 470 33 99 41', NULL, false, true, 'BE-VAN', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.529109+00'),
	(12, NULL, 'Olivia Lefèvre', 'olivia.lefèvre8@example.com', '+32 470 53 67 46', NULL, false, true, 'BE-BRU', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.529109+00'),
	(13, NULL, 'Anaïs Maes', 'anaïs.maes9@example.com', '+32 470 53 29 72', NULL, false, true, 'BE-BRU', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.529109+00'),
	(15, NULL, 'Ann', NULL, NULL, NULL, false, true, NULL, '2026-11-25 00:47:38+00', '2026-11-25 00:47:41.798982+00');

INSERT INTO scout.silver_payment_methods VALUES
	(1, 1, 'Cash', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.469036+00'),
	(2, 1, 'Card', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.469036+00'),
	(3, 1, 'Gift card', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.469036+00'),
	(4, 2, 'Cash', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.469036+00'),
	(5, 2, 'Card', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.469036+00');

INSERT INTO scout.silver_payments VALUES
	(1, 1, 1, 2, 15.25, false, '2026-11-23 11:36:43+00', '2026-11-23 11:36:43+00', '2026-11-25 00:47:30.632063+00'),
	(2, 1, 2, 2, 17.9, false, '2026-11-23 12:45:24+00', '2026-11-23 12:45:24+00', '2026-11-25 00:47:30.632063+00'),
	(3, 2, 3, 5, 7.2, false, '2026-11-23 14:29:04+00', '2026-11-23 14:29:04+00', '2026-11-25 00:47:30.632063+00'),
	(4, 2, 4, 5, 63.3, false, '2026-11-24 08:29:22+00', '2026-11-24 08:29:22+00', '2026-11-25 00:47:30.632063+00'),
	(5, 1, 5, 2, 24.85, false, '2026-11-24 12:22:38+00', '2026-11-24 12:22:38+00', '2026-11-25 00:47:30.632063+00'),
	(6, 1, 6, 1, 16.3, false, '2026-11-24 14:03:46+00', '2026-11-24 14:03:46+00', '2026-11-25 00:47:30.632063+00');

INSERT INTO scout.silver_product_costs VALUES
	(4, 1, 1.08, '2026-11-25 00:47:30.526189+00'),
	(4, 2, 0.0, '2026-11-25 00:47:30.526189+00'),
	(9, 1, 3.69, '2026-11-25 00:47:30.526189+00'),
	(9, 2, 0.0, '2026-11-25 00:47:30.526189+00'),
	(11, 1, 1.53, '2026-11-25 00:47:30.526189+00'),
	(11, 2, 0.0, '2026-11-25 00:47:30.526189+00'),
	(13, 1, 1.33, '2026-11-25 00:47:30.526189+00'),
	(13, 2, 0.0, '2026-11-25 00:47:30.526189+00'),
	(15, 1, 1.78, '2026-11-25 00:47:30.526189+00'),
	(15, 2, 0.0, '2026-11-25 00:47:30.526189+00'),
	(18, 1, 4.23, '2026-11-25 00:47:30.526189+00'),
	(18, 2, 0.0, '2026-11-25 00:47:30.526189+00'),
	(40, 1, 5.4, '2026-11-25 00:47:30.526189+00'),
	(40, 2, 0.0, '2026-11-25 00:47:30.526189+00'),
	(45, 1, 8.33, '2026-11-25 00:47:30.526189+00'),
	(45, 2, 0.0, '2026-11-25 00:47:30.526189+00'),
	(51, 1, 1.89, '2026-11-25 00:47:30.526189+00'),
	(51, 2, 0.0, '2026-11-25 00:47:30.526189+00'),
	(56, 1, 10.8, '2026-11-25 00:47:30.526189+00'),
	(56, 2, 0.0, '2026-11-25 00:47:30.526189+00'),
	(78, 1, 0.05, '2026-11-25 00:47:30.526189+00'),
	(78, 2, 0.0, '2026-11-25 00:47:30.526189+00');

INSERT INTO scout.silver_product_templates VALUES
	(4, NULL, 'Cinnamon roll', 2.4, 2, NULL, 'BAK-004', true, NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.505074+00'),
	(9, NULL, 'Heather honey', 8.2, 3, 6, 'PAN-003', true, NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.505074+00'),
	(11, NULL, 'Spelt pasta', 3.4, 3, 6, 'PAN-005', true, NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.505074+00'),
	(13, NULL, 'Tomato passata', 2.95, 3, 6, 'PAN-007', true, NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.505074+00'),
	(15, NULL, 'Dark chocolate 70%', 3.95, 3, NULL, 'PAN-009', true, NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.505074+00'),
	(18, NULL, 'Decaf 250 g', 9.4, 4, 2, 'COF-003', true, NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.505074+00'),
	(36, NULL, 'Hand cream', 12.0, 8, 3, 'BTH-002', true, NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.505074+00'),
	(39, NULL, 'Soy candle', 18.5, 8, 5, NULL, true, NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.505074+00'),
	(42, NULL, 'Wrapping paper', 4.2, 9, 7, 'STA-003', true, NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.505074+00'),
	(46, NULL, 'Wool beanie', 24.0, 11, 4, 'KNI-002', true, NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.505074+00'),
	(60, NULL, 'Paper bag', 0.1, 6, NULL, 'GFT-002', true, NULL, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.505074+00');

INSERT INTO scout.silver_products VALUES
	(4, NULL, 4, 'BAK-004', '5400003979227', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.526189+00'),
	(9, NULL, 9, 'PAN-003', '5400004138795', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.526189+00'),
	(11, NULL, 11, 'PAN-005', '5400004158741', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.526189+00'),
	(13, NULL, 13, 'PAN-007', '5400004178687', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.526189+00'),
	(15, NULL, 15, 'PAN-009', '5400004198633', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.526189+00'),
	(18, NULL, 18, 'COF-003', '5400004068984', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.526189+00'),
	(40, NULL, 36, 'BTH-002', '5400004118849', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.526189+00'),
	(45, NULL, 39, 'BTH-005-CEDAR', '5400008925835', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.526189+00'),
	(51, NULL, 42, 'STA-003', '5400004228552', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.526189+00'),
	(56, NULL, 46, 'KNI-002', '5400004158741', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.526189+00'),
	(78, NULL, 60, 'GFT-002', '5400004148768', true, '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.526189+00');

INSERT INTO scout.silver_stores VALUES
	(1, 1, 'Brussels Dansaert', 2, true, 'BE-BRU', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.185917+00'),
	(2, 1, 'Antwerp Meir', 2, true, 'BE-VAN', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.185917+00'),
	(3, 1, 'Ghent Veldstraat', 2, true, 'BE-VOV', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.185917+00'),
	(4, 1, 'Liège Opéra', 2, true, 'BE-WLG', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.185917+00'),
	(5, 2, 'London Borough', 3, true, 'GB-LND', '2026-11-22 00:47:24+00', '2026-11-25 00:47:30.185917+00');

INSERT INTO scout.silver_tables VALUES
	('pos.order', 'silver_transactions', 'Point of sale orders: drafts, sales and refunds. Amounts in the order''s own currency.'),
	('pos.order.line', 'silver_transaction_items', 'The lines of point of sale orders. Refunds have a negative quantity.'),
	('pos.payment', 'silver_payments', 'Payments of point of sale orders, and the change given back.'),
	('pos.payment.method', 'silver_payment_methods', 'The ways to pay at a point of sale.'),
	('pos.config', 'silver_stores', 'Points of sale: the shops.'),
	('product.product', 'silver_products', 'Products as they are sold (variants). Name, price and category are their template''s.'),
	('product.template', 'silver_product_templates', 'What the variants of a product share.'),
	('product.category', 'silver_categories', 'Product categories, a tree.'),
	('product.brand', 'silver_brands', 'Product brands (OCA product_brand).'),
	('res.partner', 'silver_customers', 'Customers and all other partners. Address contacts have no name of their own.'),
	('res.company', 'silver_companies', 'Companies.'),
	('res.currency', 'silver_currencies', 'Currencies; the name is the ISO 4217 code.');

INSERT INTO scout.silver_transaction_items VALUES
	(1, 1, 1, 11, 'Spelt pasta', 1.0, 3.4, 0.0, 3.21, 3.4, '2026-11-23 11:36:43+00', '2026-11-25 00:47:30.633659+00'),
	(2, 1, 1, 15, 'Dark chocolate 70%', 3.0, 3.95, 0.0, 11.18, 11.85, '2026-11-23 11:36:43+00', '2026-11-25 00:47:30.633659+00'),
	(3, 1, 2, 40, 'Hand cream', 1.0, 12.0, 0.0, 9.92, 12.0, '2026-11-23 12:45:24+00', '2026-11-25 00:47:30.633659+00'),
	(4, 1, 2, 13, 'Tomato passata', 2.0, 2.95, 0.0, 5.57, 5.9, '2026-11-23 12:45:24+00', '2026-11-25 00:47:30.633659+00'),
	(5, 2, 3, 9, 'Heather honey', 1.0, 7.2, 0.0, 7.2, 7.2, '2026-11-23 14:29:04+00', '2026-11-25 00:47:30.633659+00'),
	(6, 2, 4, 56, 'Wool beanie', 3.0, 21.1, 0.0, 52.75, 63.3, '2026-11-24 08:29:22+00', '2026-11-25 00:47:30.633659+00'),
	(7, 1, 5, 15, 'Dark chocolate 70%', 1.0, 3.95, 0.0, 3.73, 3.95, '2026-11-24 12:22:38+00', '2026-11-25 00:47:30.633659+00'),
	(8, 1, 5, 45, 'Soy candle (Cedar)', 1.0, 18.5, 0.0, 15.29, 18.5, '2026-11-24 12:22:38+00', '2026-11-25 00:47:30.633659+00'),
	(9, 1, 5, 4, 'Cinnamon roll', 1.0, 2.4, 0.0, 2.26, 2.4, '2026-11-24 12:22:38+00', '2026-11-25 00:47:30.633659+00'),
	(10, 1, 6, 51, 'Wrapping paper', 1.0, 4.2, 0.0, 3.47, 4.2, '2026-11-24 14:03:46+00', '2026-11-25 00:47:30.633659+00'),
	(11, 1, 6, 18, 'Decaf 250 g', 1.0, 9.4, 0.0, 8.87, 9.4, '2026-11-24 14:03:46+00', '2026-11-25 00:47:30.633659+00'),
	(12, 1, 6, 78, 'Paper bag', 3.0, 0.1, 0.0, 0.25, 0.3, '2026-11-24 14:03:46+00', '2026-11-25 00:47:30.633659+00'),
	(13, 1, 6, 4, 'Cinnamon roll', 1.0, 2.4, 0.0, 2.26, 2.4, '2026-11-24 14:03:46+00', '2026-11-25 00:47:30.633659+00');

INSERT INTO scout.silver_transactions VALUES
	(2, 1, '2026-11-23 12:45:24+00', 'Antwerp Meir/000002', '26327-2-000002', 'done', 17.9, 2.41, 17.9, 2, NULL, NULL, NULL, NULL, '{3,4}', '{2}', '2026-11-23 17:30:07+00', '2026-11-25 00:47:30.574176+00'),
	(3, 2, '2026-11-23 14:29:04+00', 'London Borough/000003', '26327-5-000003', 'done', 7.2, 0.0, 7.2, 5, 7, NULL, NULL, NULL, '{5}', '{3}', '2026-11-23 19:30:28+00', '2026-11-25 00:47:30.574176+00'),
	(4, 2, '2026-11-24 08:29:22+00', 'London Borough/000004', '26328-5-000004', 'paid', 63.3, 10.55, 63.3, 5, NULL, NULL, NULL, NULL, '{6}', '{4}', '2026-11-24 08:29:22+00', '2026-11-25 00:47:30.574176+00'),
	(5, 1, '2026-11-24 12:22:38+00', 'Brussels Dansaert/000005', '26328-1-000005', 'paid', 24.85, 3.57, 24.85, 1, 7, NULL, NULL, NULL, '{7,8,9}', '{5}', '2026-11-24 12:22:38+00', '2026-11-25 00:47:30.574176+00'),
	(6, 1, '2026-11-24 14:03:46+00', 'Antwerp Meir/000006', '26328-2-000006', 'paid', 16.3, 1.45, 16.3, 2, NULL, NULL, NULL, NULL, '{10,11,12,13}', '{6}', '2026-11-24 14:03:46+00', '2026-11-25 00:47:30.574176+00');

INSERT INTO scout.stream_fields VALUES
	('res.company', 'id', 'res.company', 'integer', NULL, true, false, true, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'name', 'res.company', 'char', NULL, true, false, true, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'email', 'res.company', 'char', NULL, true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'phone', 'res.company', 'char', NULL, true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'active', 'res.company', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'sequence', 'res.company', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'parent_id', 'res.company', 'many2one', 'res.company', true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'write_uid', 'res.company', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'create_uid', 'res.company', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'partner_id', 'res.company', 'many2one', 'res.partner', true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'write_date', 'res.company', 'datetime', NULL, true, false, true, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'create_date', 'res.company', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'currency_id', 'res.company', 'many2one', 'res.currency', true, false, true, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'parent_path', 'res.company', 'char', NULL, true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'primary_color', 'res.company', 'char', NULL, true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'report_footer', 'res.company', 'html', NULL, true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'fiscalyear_last_day', 'res.company', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('res.company', 'point_of_sale_use_ticket_qr_code', 'res.company', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.109406+00', '2026-11-25 00:47:30.109406+00', NULL),
	('pos.config', 'id', 'pos.config', 'integer', NULL, true, false, true, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'name', 'pos.config', 'char', NULL, true, false, true, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'uuid', 'pos.config', 'char', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'active', 'pos.config', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'proxy_ip', 'pos.config', 'char', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'is_posbox', 'pos.config', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'write_uid', 'pos.config', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'company_id', 'pos.config', 'many2one', 'res.company', true, false, true, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'create_uid', 'pos.config', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'write_date', 'pos.config', 'datetime', NULL, true, false, true, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'create_date', 'pos.config', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'currency_id', 'pos.config', 'many2one', 'res.currency', true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'cash_rounding', 'pos.config', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'x_region_code', 'pos.config', 'char', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'receipt_footer', 'pos.config', 'text', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'receipt_header', 'pos.config', 'text', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'iface_cashdrawer', 'pos.config', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'last_data_change', 'pos.config', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'iface_tax_included', 'pos.config', 'selection', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'module_pos_restaurant', 'pos.config', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('pos.config', 'amount_authorized_diff', 'pos.config', 'float', NULL, true, false, false, '2026-11-25 00:47:30.106177+00', '2026-11-25 00:47:30.106177+00', NULL),
	('res.currency', 'id', 'res.currency', 'integer', NULL, true, false, true, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('res.currency', 'name', 'res.currency', 'char', NULL, true, false, true, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('res.currency', 'active', 'res.currency', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('res.currency', 'symbol', 'res.currency', 'char', NULL, true, false, false, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('res.currency', 'position', 'res.currency', 'selection', NULL, true, false, false, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('res.currency', 'rounding', 'res.currency', 'float', NULL, true, false, false, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('res.currency', 'full_name', 'res.currency', 'char', NULL, true, false, false, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('res.currency', 'write_uid', 'res.currency', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('res.currency', 'create_uid', 'res.currency', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('res.currency', 'write_date', 'res.currency', 'datetime', NULL, true, false, true, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('res.currency', 'create_date', 'res.currency', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL);
INSERT INTO scout.stream_fields VALUES
	('res.currency', 'iso_numeric', 'res.currency', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('res.currency', 'decimal_places', 'res.currency', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('res.currency', 'currency_unit_label', 'res.currency', 'char', NULL, true, false, false, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('res.currency', 'currency_subunit_label', 'res.currency', 'char', NULL, true, false, false, '2026-11-25 00:47:30.11888+00', '2026-11-25 00:47:30.11888+00', NULL),
	('product.brand', 'id', 'product.brand', 'integer', NULL, true, false, true, '2026-11-25 00:47:30.330462+00', '2026-11-25 00:47:30.330462+00', NULL),
	('product.brand', 'name', 'product.brand', 'char', NULL, true, false, true, '2026-11-25 00:47:30.330462+00', '2026-11-25 00:47:30.330462+00', NULL),
	('product.brand', 'write_uid', 'product.brand', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.330462+00', '2026-11-25 00:47:30.330462+00', NULL),
	('product.brand', 'create_uid', 'product.brand', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.330462+00', '2026-11-25 00:47:30.330462+00', NULL),
	('product.brand', 'partner_id', 'product.brand', 'many2one', 'res.partner', true, false, false, '2026-11-25 00:47:30.330462+00', '2026-11-25 00:47:30.330462+00', NULL),
	('product.brand', 'write_date', 'product.brand', 'datetime', NULL, true, false, true, '2026-11-25 00:47:30.330462+00', '2026-11-25 00:47:30.330462+00', NULL),
	('product.brand', 'create_date', 'product.brand', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.330462+00', '2026-11-25 00:47:30.330462+00', NULL),
	('product.brand', 'description', 'product.brand', 'text', NULL, true, false, false, '2026-11-25 00:47:30.330462+00', '2026-11-25 00:47:30.330462+00', NULL),
	('product.category', 'id', 'product.category', 'integer', NULL, true, false, true, '2026-11-25 00:47:30.34795+00', '2026-11-25 00:47:30.34795+00', NULL),
	('product.category', 'name', 'product.category', 'char', NULL, true, false, true, '2026-11-25 00:47:30.34795+00', '2026-11-25 00:47:30.34795+00', NULL),
	('product.category', 'parent_id', 'product.category', 'many2one', 'product.category', true, false, false, '2026-11-25 00:47:30.34795+00', '2026-11-25 00:47:30.34795+00', NULL),
	('product.category', 'write_uid', 'product.category', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.34795+00', '2026-11-25 00:47:30.34795+00', NULL),
	('product.category', 'create_uid', 'product.category', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.34795+00', '2026-11-25 00:47:30.34795+00', NULL),
	('product.category', 'write_date', 'product.category', 'datetime', NULL, true, false, true, '2026-11-25 00:47:30.34795+00', '2026-11-25 00:47:30.34795+00', NULL),
	('product.category', 'create_date', 'product.category', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.34795+00', '2026-11-25 00:47:30.34795+00', NULL),
	('product.category', 'parent_path', 'product.category', 'char', NULL, true, false, false, '2026-11-25 00:47:30.34795+00', '2026-11-25 00:47:30.34795+00', NULL),
	('product.category', 'complete_name', 'product.category', 'char', NULL, true, false, false, '2026-11-25 00:47:30.34795+00', '2026-11-25 00:47:30.34795+00', NULL),
	('product.category', 'property_valuation', 'product.category', 'selection', NULL, true, true, false, '2026-11-25 00:47:30.34795+00', '2026-11-25 00:47:30.34795+00', NULL),
	('pos.payment.method', 'id', 'pos.payment.method', 'integer', NULL, true, false, true, '2026-11-25 00:47:30.34041+00', '2026-11-25 00:47:30.34041+00', NULL),
	('pos.payment.method', 'name', 'pos.payment.method', 'char', NULL, true, false, true, '2026-11-25 00:47:30.34041+00', '2026-11-25 00:47:30.34041+00', NULL),
	('pos.payment.method', 'active', 'pos.payment.method', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.34041+00', '2026-11-25 00:47:30.34041+00', NULL),
	('pos.payment.method', 'sequence', 'pos.payment.method', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.34041+00', '2026-11-25 00:47:30.34041+00', NULL),
	('product.template', 'id', 'product.template', 'integer', NULL, true, false, true, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('pos.payment.method', 'write_uid', 'pos.payment.method', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.34041+00', '2026-11-25 00:47:30.34041+00', NULL),
	('pos.payment.method', 'company_id', 'pos.payment.method', 'many2one', 'res.company', true, false, false, '2026-11-25 00:47:30.34041+00', '2026-11-25 00:47:30.34041+00', NULL),
	('pos.payment.method', 'create_uid', 'pos.payment.method', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.34041+00', '2026-11-25 00:47:30.34041+00', NULL),
	('pos.payment.method', 'write_date', 'pos.payment.method', 'datetime', NULL, true, false, true, '2026-11-25 00:47:30.34041+00', '2026-11-25 00:47:30.34041+00', NULL),
	('pos.payment.method', 'create_date', 'pos.payment.method', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.34041+00', '2026-11-25 00:47:30.34041+00', NULL),
	('pos.payment.method', 'is_cash_count', 'pos.payment.method', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.34041+00', '2026-11-25 00:47:30.34041+00', NULL),
	('pos.payment.method', 'split_transactions', 'pos.payment.method', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.34041+00', '2026-11-25 00:47:30.34041+00', NULL),
	('pos.payment.method', 'payment_method_type', 'pos.payment.method', 'selection', NULL, true, false, false, '2026-11-25 00:47:30.34041+00', '2026-11-25 00:47:30.34041+00', NULL),
	('product.product', 'id', 'product.product', 'integer', NULL, true, false, true, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.product', 'active', 'product.product', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.product', 'volume', 'product.product', 'float', NULL, true, false, false, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.product', 'weight', 'product.product', 'float', NULL, true, false, false, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.product', 'barcode', 'product.product', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.product', 'write_uid', 'product.product', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.product', 'create_uid', 'product.product', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.product', 'write_date', 'product.product', 'datetime', NULL, true, false, true, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.product', 'create_date', 'product.product', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.product', 'is_favorite', 'product.product', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.product', 'default_code', 'product.product', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.product', 'standard_price', 'product.product', 'float', NULL, true, true, false, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.product', 'product_tmpl_id', 'product.product', 'many2one', 'product.template', true, false, true, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.product', 'combination_indices', 'product.product', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509963+00', '2026-11-25 00:47:30.509963+00', NULL),
	('product.template', 'name', 'product.template', 'char', NULL, true, false, true, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL);
INSERT INTO scout.stream_fields VALUES
	('product.template', 'type', 'product.template', 'selection', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'color', 'product.template', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'active', 'product.template', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'volume', 'product.template', 'float', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'weight', 'product.template', 'float', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'sale_ok', 'product.template', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'categ_id', 'product.template', 'many2one', 'product.category', true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'sequence', 'product.template', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'to_weight', 'product.template', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'write_uid', 'product.template', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'company_id', 'product.template', 'many2one', 'res.company', true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'create_uid', 'product.template', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'list_price', 'product.template', 'float', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'write_date', 'product.template', 'datetime', NULL, true, false, true, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'create_date', 'product.template', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'description', 'product.template', 'html', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'is_favorite', 'product.template', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'purchase_ok', 'product.template', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'default_code', 'product.template', 'char', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'pos_sequence', 'product.template', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'available_in_pos', 'product.template', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'description_sale', 'product.template', 'text', NULL, true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('product.template', 'product_brand_id', 'product.template', 'many2one', 'product.brand', true, false, false, '2026-11-25 00:47:30.489539+00', '2026-11-25 00:47:30.489539+00', NULL),
	('pos.order', 'id', 'pos.order', 'integer', NULL, true, false, true, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'name', 'pos.order', 'char', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'uuid', 'pos.order', 'char', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'email', 'pos.order', 'char', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'lines', 'pos.order', 'one2many', 'pos.order.line', true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'state', 'pos.order', 'selection', NULL, true, false, true, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'mobile', 'pos.order', 'char', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'cashier', 'pos.order', 'char', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'user_id', 'pos.order', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'nb_print', 'pos.order', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'config_id', 'pos.order', 'many2one', 'pos.config', true, false, true, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'is_refund', 'pos.order', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'is_tipped', 'pos.order', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'write_uid', 'pos.order', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'amount_tax', 'pos.order', 'monetary', NULL, true, false, true, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'company_id', 'pos.order', 'many2one', 'res.company', true, false, true, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'create_uid', 'pos.order', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'date_order', 'pos.order', 'datetime', NULL, true, false, true, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'partner_id', 'pos.order', 'many2one', 'res.partner', true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'session_id', 'pos.order', 'many2one', 'pos.session', true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'tip_amount', 'pos.order', 'monetary', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'to_invoice', 'pos.order', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'write_date', 'pos.order', 'datetime', NULL, true, false, true, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'amount_paid', 'pos.order', 'monetary', NULL, true, false, true, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'create_date', 'pos.order', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'payment_ids', 'pos.order', 'one2many', 'pos.payment', true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'ticket_code', 'pos.order', 'char', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL);
INSERT INTO scout.stream_fields VALUES
	('pos.order', 'account_move', 'pos.order', 'many2one', 'account.move', true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'amount_total', 'pos.order', 'monetary', NULL, true, false, true, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'pricelist_id', 'pos.order', 'many2one', 'product.pricelist', true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'amount_return', 'pos.order', 'monetary', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'currency_rate', 'pos.order', 'float', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'internal_note', 'pos.order', 'text', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'pos_reference', 'pos.order', 'char', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'shipping_date', 'pos.order', 'date', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'sequence_number', 'pos.order', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'tracking_number', 'pos.order', 'char', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'has_deleted_line', 'pos.order', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'amount_difference', 'pos.order', 'monetary', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'floating_order_name', 'pos.order', 'char', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order', 'general_customer_note', 'pos.order', 'text', NULL, true, false, false, '2026-11-25 00:47:30.545804+00', '2026-11-25 00:47:30.545804+00', NULL),
	('pos.order.line', 'id', 'pos.order.line', 'integer', NULL, true, false, true, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'qty', 'pos.order.line', 'float', NULL, true, false, true, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'name', 'pos.order.line', 'char', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'note', 'pos.order.line', 'char', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'uuid', 'pos.order.line', 'char', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'notice', 'pos.order.line', 'char', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'discount', 'pos.order.line', 'float', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'order_id', 'pos.order.line', 'many2one', 'pos.order', true, false, true, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'is_edited', 'pos.order.line', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'write_uid', 'pos.order.line', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'company_id', 'pos.order.line', 'many2one', 'res.company', true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'create_uid', 'pos.order.line', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('res.partner', 'id', 'res.partner', 'integer', NULL, true, false, true, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'ref', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'vat', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'zip', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'city', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'lang', 'res.partner', 'selection', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'name', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'type', 'res.partner', 'selection', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'color', 'res.partner', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'email', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'phone', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'active', 'res.partner', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'street', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'barcode', 'res.partner', 'char', NULL, true, true, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'comment', 'res.partner', 'html', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'street2', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'user_id', 'res.partner', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'website', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'employee', 'res.partner', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'function', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'parent_id', 'res.partner', 'many2one', 'res.partner', true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'write_uid', 'res.partner', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'company_id', 'res.partner', 'many2one', 'res.company', true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'create_uid', 'res.partner', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL);
INSERT INTO scout.stream_fields VALUES
	('res.partner', 'is_company', 'res.partner', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'write_date', 'res.partner', 'datetime', NULL, true, false, true, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'create_date', 'res.partner', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'signup_type', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'company_name', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'credit_limit', 'res.partner', 'float', NULL, true, true, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'complete_name', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'customer_rank', 'res.partner', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'partner_share', 'res.partner', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'supplier_rank', 'res.partner', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'x_region_code', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'message_bounce', 'res.partner', 'integer', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'email_normalized', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'partner_latitude', 'res.partner', 'float', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'partner_longitude', 'res.partner', 'float', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'commercial_partner_id', 'res.partner', 'many2one', 'res.partner', true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('res.partner', 'commercial_company_name', 'res.partner', 'char', NULL, true, false, false, '2026-11-25 00:47:30.509907+00', '2026-11-25 00:47:30.509907+00', NULL),
	('pos.payment', 'id', 'pos.payment', 'integer', NULL, true, false, true, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'name', 'pos.payment', 'char', NULL, true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'uuid', 'pos.payment', 'char', NULL, true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'amount', 'pos.payment', 'monetary', NULL, true, false, true, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'card_no', 'pos.payment', 'char', NULL, true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'card_type', 'pos.payment', 'char', NULL, true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'is_change', 'pos.payment', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'write_uid', 'pos.payment', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'card_brand', 'pos.payment', 'char', NULL, true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'company_id', 'pos.payment', 'many2one', 'res.company', true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'create_uid', 'pos.payment', 'many2one', 'res.users', true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'session_id', 'pos.payment', 'many2one', 'pos.session', true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'write_date', 'pos.payment', 'datetime', NULL, true, false, true, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'create_date', 'pos.payment', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'payment_date', 'pos.payment', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'pos_order_id', 'pos.payment', 'many2one', 'pos.order', true, false, true, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'payment_status', 'pos.payment', 'char', NULL, true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'transaction_id', 'pos.payment', 'char', NULL, true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'account_move_id', 'pos.payment', 'many2one', 'account.move', true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'cardholder_name', 'pos.payment', 'char', NULL, true, false, false, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.payment', 'payment_method_id', 'pos.payment', 'many2one', 'pos.payment.method', true, false, true, '2026-11-25 00:47:30.591426+00', '2026-11-25 00:47:30.591426+00', NULL),
	('pos.order.line', 'price_type', 'pos.order.line', 'selection', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'price_unit', 'pos.order.line', 'float', NULL, true, false, true, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'product_id', 'pos.order.line', 'many2one', 'product.product', true, false, true, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'total_cost', 'pos.order.line', 'float', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'write_date', 'pos.order.line', 'datetime', NULL, true, false, true, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'create_date', 'pos.order.line', 'datetime', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'price_extra', 'pos.order.line', 'float', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'customer_note', 'pos.order.line', 'char', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'qty_delivered', 'pos.order.line', 'float', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'extra_tax_data', 'pos.order.line', 'json', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'price_subtotal', 'pos.order.line', 'monetary', NULL, true, false, true, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'full_product_name', 'pos.order.line', 'char', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL);
INSERT INTO scout.stream_fields VALUES
	('pos.order.line', 'price_subtotal_incl', 'pos.order.line', 'monetary', NULL, true, false, true, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'refunded_orderline_id', 'pos.order.line', 'many2one', 'pos.order.line', true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL),
	('pos.order.line', 'is_total_cost_computed', 'pos.order.line', 'boolean', NULL, true, false, false, '2026-11-25 00:47:30.615961+00', '2026-11-25 00:47:30.615961+00', NULL);

INSERT INTO scout.sync_checkpoints VALUES
	('product.category', 'product.category', '2026-11-25 00:47:40+00', 0, 13, 'idle', NULL, NULL, NULL, NULL, NULL, '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "parent_id": "many2one product.category", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "parent_path": "char", "complete_name": "char", "property_valuation": "selection for each company"}, "language": "en_US", "companies": [1, 2]}', 10000, 3, NULL, NULL, NULL, 0, NULL, NULL, '2026-11-25 00:47:30.246684+00', '2026-11-25 00:47:41.774651+00', '6cc1f93344a67f338ee7d8e215c5d921de0794d6cf5f056de98e8fdf255b41c8'),
	('res.company', 'res.company', '2026-11-25 00:47:40+00', 0, 2, 'idle', NULL, NULL, NULL, NULL, NULL, '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "email": "char", "phone": "char", "active": "boolean", "sequence": "integer", "parent_id": "many2one res.company", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "partner_id": "many2one res.partner", "write_date": "datetime", "create_date": "datetime", "currency_id": "many2one res.currency", "parent_path": "char", "primary_color": "char", "report_footer": "html", "fiscalyear_last_day": "integer", "point_of_sale_use_ticket_qr_code": "boolean"}, "language": "en_US", "companies": [1, 2]}', 10000, 3, NULL, NULL, NULL, 0, NULL, NULL, '2026-11-25 00:47:30.005337+00', '2026-11-25 00:47:41.699321+00', '19efb123e0a2df9bc87cfb480f94a4666f270bf4ea6c52dc16318898bffb727a'),
	('pos.payment.method', 'pos.payment.method', '2026-11-25 00:47:40+00', 0, 5, 'idle', NULL, NULL, NULL, NULL, NULL, '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "active": "boolean", "sequence": "integer", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "is_cash_count": "boolean", "split_transactions": "boolean", "payment_method_type": "selection"}, "language": "en_US", "companies": [1, 2]}', 10000, 3, NULL, NULL, NULL, 0, NULL, NULL, '2026-11-25 00:47:30.244069+00', '2026-11-25 00:47:41.776254+00', 'e0e2b977ab739e75e0cf35e1ba38c71d6b51e58387c0c2b8510aa867689c4876'),
	('pos.payment', 'pos.payment', '2026-11-25 00:47:40+00', 0, 6, 'idle', NULL, NULL, NULL, NULL, NULL, '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "uuid": "char", "amount": "monetary", "card_no": "char", "card_type": "char", "is_change": "boolean", "write_uid": "many2one res.users", "card_brand": "char", "company_id": "many2one res.company", "create_uid": "many2one res.users", "session_id": "many2one pos.session", "write_date": "datetime", "create_date": "datetime", "payment_date": "datetime", "pos_order_id": "many2one pos.order", "payment_status": "char", "transaction_id": "char", "account_move_id": "many2one account.move", "cardholder_name": "char", "payment_method_id": "many2one pos.payment.method"}, "language": "en_US", "companies": [1, 2]}', 10000, 3, NULL, NULL, NULL, 0, NULL, NULL, '2026-11-25 00:47:30.575287+00', '2026-11-25 00:47:41.815364+00', 'd98a2cac16002430a77cf13f053ecc2d5f79edb4ffc698668112316812c31c29'),
	('product.product', 'product.product', '2026-11-25 00:47:40+00', 0, 11, 'idle', NULL, NULL, NULL, NULL, NULL, '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "active": "boolean", "volume": "float", "weight": "float", "barcode": "char", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "is_favorite": "boolean", "default_code": "char", "standard_price": "float for each company", "product_tmpl_id": "many2one product.template", "combination_indices": "char"}, "language": "en_US", "companies": [1, 2]}', 10000, 3, NULL, NULL, NULL, 0, NULL, NULL, '2026-11-25 00:47:30.492912+00', '2026-11-25 00:47:41.787372+00', '77228cfa430ec4fd0ab3cb6b1fc79a2a55850b337aee44e1733380c83b7e8e07'),
	('product.template', 'product.template', '2026-11-25 00:47:40+00', 0, 11, 'idle', NULL, NULL, NULL, NULL, NULL, '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "type": "selection", "color": "integer", "active": "boolean", "volume": "float", "weight": "float", "sale_ok": "boolean", "categ_id": "many2one product.category", "sequence": "integer", "to_weight": "boolean", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "list_price": "float", "write_date": "datetime", "create_date": "datetime", "description": "html", "is_favorite": "boolean", "purchase_ok": "boolean", "default_code": "char", "pos_sequence": "integer", "available_in_pos": "boolean", "description_sale": "text", "product_brand_id": "many2one product.brand"}, "language": "en_US", "companies": [1, 2]}', 10000, 3, NULL, NULL, NULL, 0, NULL, NULL, '2026-11-25 00:47:30.47819+00', '2026-11-25 00:47:41.796861+00', 'ff17af1c9727db691f304cb2d719a8fd8592c74a8c736334605ddceff94b1937'),
	('pos.order.line', 'pos.order.line', '2026-11-25 00:47:40+00', 0, 13, 'idle', NULL, NULL, NULL, NULL, NULL, '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "qty": "float", "name": "char", "note": "char", "uuid": "char", "notice": "char", "discount": "float", "order_id": "many2one pos.order", "is_edited": "boolean", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "price_type": "selection", "price_unit": "float", "product_id": "many2one product.product", "total_cost": "float", "write_date": "datetime", "create_date": "datetime", "price_extra": "float", "customer_note": "char", "qty_delivered": "float", "extra_tax_data": "json", "price_subtotal": "monetary", "full_product_name": "char", "price_subtotal_incl": "monetary", "refunded_orderline_id": "many2one pos.order.line", "is_total_cost_computed": "boolean"}, "language": "en_US", "companies": [1, 2]}', 10000, 3, NULL, NULL, NULL, 0, NULL, NULL, '2026-11-25 00:47:30.590288+00', '2026-11-25 00:47:41.80776+00', '8171b5a9ca671c3f0b8655a2624ec55aa8b91568a5780d3af7124341d0d7c6e2'),
	('product.brand', 'product.brand', '2026-11-25 00:47:40+00', 0, 8, 'idle', NULL, NULL, NULL, NULL, NULL, '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "partner_id": "many2one res.partner", "write_date": "datetime", "create_date": "datetime", "description": "text"}, "language": "en_US", "companies": [1, 2]}', 10000, 3, NULL, NULL, NULL, 0, NULL, NULL, '2026-11-25 00:47:30.255445+00', '2026-11-25 00:47:41.781581+00', '27091bed7b217399e9e0973366cce3fc329b1b7fd0c1de652e4458b39261b4ed'),
	('res.currency', 'res.currency', '2026-11-25 00:47:40+00', 0, 3, 'idle', NULL, NULL, NULL, NULL, NULL, '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "active": "boolean", "symbol": "char", "position": "selection", "rounding": "float", "full_name": "char", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "iso_numeric": "integer", "decimal_places": "integer", "currency_unit_label": "char", "currency_subunit_label": "char"}, "language": "en_US", "companies": [1, 2]}', 10000, 3, NULL, NULL, NULL, 0, NULL, NULL, '2026-11-25 00:47:30.007396+00', '2026-11-25 00:47:41.716191+00', '8f6747597341d55cd13488a3649da3f42ceefed8fdaf071107208cd9e0f049e7'),
	('pos.config', 'pos.config', '2026-11-25 00:47:40+00', 0, 5, 'idle', NULL, NULL, NULL, NULL, NULL, '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "uuid": "char", "active": "boolean", "proxy_ip": "char", "is_posbox": "boolean", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "currency_id": "many2one res.currency", "cash_rounding": "boolean", "x_region_code": "char", "receipt_footer": "text", "receipt_header": "text", "iface_cashdrawer": "boolean", "last_data_change": "datetime", "iface_tax_included": "selection", "module_pos_restaurant": "boolean", "amount_authorized_diff": "float"}, "language": "en_US", "companies": [1, 2]}', 10000, 3, NULL, NULL, NULL, 0, NULL, NULL, '2026-11-25 00:47:30.00976+00', '2026-11-25 00:47:41.71687+00', '8567c5b748216600e30a9ae1d0a9a7abb3776d02775f007658f37d8b8619421c'),
	('pos.order', 'pos.order', '2026-11-25 00:47:40+00', 0, 6, 'idle', NULL, NULL, NULL, NULL, NULL, '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "uuid": "char", "email": "char", "lines": "one2many pos.order.line", "state": "selection", "mobile": "char", "cashier": "char", "user_id": "many2one res.users", "nb_print": "integer", "config_id": "many2one pos.config", "is_refund": "boolean", "is_tipped": "boolean", "write_uid": "many2one res.users", "amount_tax": "monetary", "company_id": "many2one res.company", "create_uid": "many2one res.users", "date_order": "datetime", "partner_id": "many2one res.partner", "session_id": "many2one pos.session", "tip_amount": "monetary", "to_invoice": "boolean", "write_date": "datetime", "amount_paid": "monetary", "create_date": "datetime", "payment_ids": "one2many pos.payment", "ticket_code": "char", "account_move": "many2one account.move", "amount_total": "monetary", "pricelist_id": "many2one product.pricelist", "amount_return": "monetary", "currency_rate": "float", "internal_note": "text", "pos_reference": "char", "shipping_date": "date", "sequence_number": "integer", "tracking_number": "char", "has_deleted_line": "boolean", "amount_difference": "monetary", "floating_order_name": "char", "general_customer_note": "text"}, "language": "en_US", "companies": [1, 2]}', 8497, 3, NULL, NULL, NULL, 0, NULL, NULL, '2026-11-25 00:47:30.516873+00', '2026-11-25 00:47:41.812682+00', '3163daa10d9d3334181bda9bf08b4674b54415c37ec4cd5fb366da7361db8533'),
	('res.partner', 'res.partner', '2026-11-25 00:47:40+00', 0, 17, 'idle', NULL, NULL, NULL, NULL, NULL, '{"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "ref": "char", "vat": "char", "zip": "char", "city": "char", "lang": "selection", "name": "char", "type": "selection", "color": "integer", "email": "char", "phone": "char", "active": "boolean", "street": "char", "barcode": "char for each company", "comment": "html", "street2": "char", "user_id": "many2one res.users", "website": "char", "employee": "boolean", "function": "char", "parent_id": "many2one res.partner", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "is_company": "boolean", "write_date": "datetime", "create_date": "datetime", "signup_type": "char", "company_name": "char", "credit_limit": "float for each company", "complete_name": "char", "customer_rank": "integer", "partner_share": "boolean", "supplier_rank": "integer", "x_region_code": "char", "message_bounce": "integer", "email_normalized": "char", "partner_latitude": "float", "partner_longitude": "float", "commercial_partner_id": "many2one res.partner", "commercial_company_name": "char"}, "language": "en_US", "companies": [1, 2]}', 8834, 3, NULL, NULL, NULL, 1, '7c8eebe919e1d36be34142fc9ab8780de538989dab0de3622b2405088c4d9c83', '{"updated": 0, "inserted": 1, "unchanged": 1, "quarantined": 0, "lease_expires_at": "2026-11-25T00:52:41.799579+00:00"}', '2026-11-25 00:47:30.493026+00', '2026-11-25 00:47:41.817956+00', '0cf37da52bf125d5d5e9926efa7ecdcdc691fb371afed7d23b31de0fe05aa539');

INSERT INTO scout.sync_logs OVERRIDING SYSTEM VALUE VALUES
	(5, 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe', 'product.category', 1, 'full', NULL, '2026-11-25 00:47:29+00', '2026-11-25 00:47:30.255346+00', '2026-11-25 00:47:30.49193+00', 13, 13, 0, 0, 0, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 1, "acquired": true, "checkpoint": {"scope": null, "backfill": null, "page_rows": null, "window_from": null, "window_mode": null, "last_sync_at": null, "window_until": null, "fields_digest": null, "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:30.255181+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:29+00:00"}'),
	(8, 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe', 'res.partner', 1, 'full', NULL, '2026-11-25 00:47:29+00', '2026-11-25 00:47:30.493957+00', '2026-11-25 00:47:30.570675+00', 14, 14, 0, 0, 0, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 1, "acquired": true, "checkpoint": {"scope": null, "backfill": null, "page_rows": null, "window_from": null, "window_mode": null, "last_sync_at": null, "window_until": null, "fields_digest": null, "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:30.493851+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:29+00:00"}'),
	(6, 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe', 'product.brand', 1, 'full', NULL, '2026-11-25 00:47:29+00', '2026-11-25 00:47:30.261013+00', '2026-11-25 00:47:30.469818+00', 8, 8, 0, 0, 0, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 1, "acquired": true, "checkpoint": {"scope": null, "backfill": null, "page_rows": null, "window_from": null, "window_mode": null, "last_sync_at": null, "window_until": null, "fields_digest": null, "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:30.260859+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:29+00:00"}'),
	(3, 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe', 'res.company', 1, 'full', NULL, '2026-11-25 00:47:29+00', '2026-11-25 00:47:30.023153+00', '2026-11-25 00:47:30.2261+00', 2, 2, 0, 0, 0, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 1, "acquired": true, "checkpoint": {"scope": null, "backfill": null, "page_rows": null, "window_from": null, "window_mode": null, "last_sync_at": null, "window_until": null, "fields_digest": null, "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:30.02272+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:29+00:00"}'),
	(1, 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe', 'res.currency', 1, 'full', NULL, '2026-11-25 00:47:29+00', '2026-11-25 00:47:30.015242+00', '2026-11-25 00:47:30.235932+00', 3, 3, 0, 0, 0, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 1, "acquired": true, "checkpoint": {"scope": null, "backfill": null, "page_rows": null, "window_from": null, "window_mode": null, "last_sync_at": null, "window_until": null, "fields_digest": null, "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:30.014792+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:29+00:00"}'),
	(2, 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe', 'pos.config', 1, 'full', NULL, '2026-11-25 00:47:29+00', '2026-11-25 00:47:30.017287+00', '2026-11-25 00:47:30.243968+00', 5, 5, 0, 0, 0, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 1, "acquired": true, "checkpoint": {"scope": null, "backfill": null, "page_rows": null, "window_from": null, "window_mode": null, "last_sync_at": null, "window_until": null, "fields_digest": null, "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:30.016917+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:29+00:00"}'),
	(4, 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe', 'pos.payment.method', 1, 'full', NULL, '2026-11-25 00:47:29+00', '2026-11-25 00:47:30.246522+00', '2026-11-25 00:47:30.490805+00', 5, 5, 0, 0, 0, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 1, "acquired": true, "checkpoint": {"scope": null, "backfill": null, "page_rows": null, "window_from": null, "window_mode": null, "last_sync_at": null, "window_until": null, "fields_digest": null, "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:30.246363+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:29+00:00"}'),
	(11, 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe', 'pos.payment', 1, 'full', NULL, '2026-11-25 00:47:29+00', '2026-11-25 00:47:30.57866+00', '2026-11-25 00:47:30.675538+00', 6, 6, 0, 0, 0, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 1, "acquired": true, "checkpoint": {"scope": null, "backfill": null, "page_rows": null, "window_from": null, "window_mode": null, "last_sync_at": null, "window_until": null, "fields_digest": null, "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:30.578519+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:29+00:00"}'),
	(7, 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe', 'product.template', 1, 'full', NULL, '2026-11-25 00:47:29+00', '2026-11-25 00:47:30.481115+00', '2026-11-25 00:47:30.515312+00', 11, 11, 0, 0, 0, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 1, "acquired": true, "checkpoint": {"scope": null, "backfill": null, "page_rows": null, "window_from": null, "window_mode": null, "last_sync_at": null, "window_until": null, "fields_digest": null, "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:30.48096+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:29+00:00"}'),
	(9, 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe', 'product.product', 1, 'full', NULL, '2026-11-25 00:47:29+00', '2026-11-25 00:47:30.494658+00', '2026-11-25 00:47:30.561424+00', 11, 11, 0, 0, 0, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 1, "acquired": true, "checkpoint": {"scope": null, "backfill": null, "page_rows": null, "window_from": null, "window_mode": null, "last_sync_at": null, "window_until": null, "fields_digest": null, "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:30.493418+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:29+00:00"}'),
	(10, 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe', 'pos.order', 1, 'full', NULL, '2026-11-25 00:47:29+00', '2026-11-25 00:47:30.517792+00', '2026-11-25 00:47:30.642536+00', 6, 6, 0, 0, 0, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 1, "acquired": true, "checkpoint": {"scope": null, "backfill": null, "page_rows": null, "window_from": null, "window_mode": null, "last_sync_at": null, "window_until": null, "fields_digest": null, "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:30.517668+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:29+00:00"}'),
	(12, 'fe6cc1c6-647e-41f7-b2e3-9f8001b54dfe', 'pos.order.line', 1, 'full', NULL, '2026-11-25 00:47:29+00', '2026-11-25 00:47:30.591318+00', '2026-11-25 00:47:30.666202+00', 13, 13, 0, 0, 0, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 1, "acquired": true, "checkpoint": {"scope": null, "backfill": null, "page_rows": null, "window_from": null, "window_mode": null, "last_sync_at": null, "window_until": null, "fields_digest": null, "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:30.591151+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:29+00:00"}'),
	(13, 'af9de0ae-3402-49e3-aa70-d287cbe645f5', 'res.company', 2, 'incremental', '2026-11-25 00:27:29+00', '2026-11-25 00:47:33+00', '2026-11-25 00:47:34.22813+00', '2026-11-25 00:47:34.306828+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 2, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "email": "char", "phone": "char", "active": "boolean", "sequence": "integer", "parent_id": "many2one res.company", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "partner_id": "many2one res.partner", "write_date": "datetime", "create_date": "datetime", "currency_id": "many2one res.currency", "parent_path": "char", "primary_color": "char", "report_footer": "html", "fiscalyear_last_day": "integer", "point_of_sale_use_ticket_qr_code": "boolean"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:29+00:00", "window_until": null, "fields_digest": "19efb123e0a2df9bc87cfb480f94a4666f270bf4ea6c52dc16318898bffb727a", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:34.227536+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:33+00:00"}'),
	(14, 'af9de0ae-3402-49e3-aa70-d287cbe645f5', 'pos.config', 2, 'incremental', '2026-11-25 00:27:29+00', '2026-11-25 00:47:33+00', '2026-11-25 00:47:34.229241+00', '2026-11-25 00:47:34.297428+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 2, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "uuid": "char", "active": "boolean", "proxy_ip": "char", "is_posbox": "boolean", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "currency_id": "many2one res.currency", "cash_rounding": "boolean", "x_region_code": "char", "receipt_footer": "text", "receipt_header": "text", "iface_cashdrawer": "boolean", "last_data_change": "datetime", "iface_tax_included": "selection", "module_pos_restaurant": "boolean", "amount_authorized_diff": "float"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:29+00:00", "window_until": null, "fields_digest": "8567c5b748216600e30a9ae1d0a9a7abb3776d02775f007658f37d8b8619421c", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:34.228778+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:33+00:00"}'),
	(15, 'af9de0ae-3402-49e3-aa70-d287cbe645f5', 'res.currency', 2, 'incremental', '2026-11-25 00:27:29+00', '2026-11-25 00:47:33+00', '2026-11-25 00:47:34.250435+00', '2026-11-25 00:47:34.299509+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 2, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "active": "boolean", "symbol": "char", "position": "selection", "rounding": "float", "full_name": "char", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "iso_numeric": "integer", "decimal_places": "integer", "currency_unit_label": "char", "currency_subunit_label": "char"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:29+00:00", "window_until": null, "fields_digest": "8f6747597341d55cd13488a3649da3f42ceefed8fdaf071107208cd9e0f049e7", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:34.233197+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:33+00:00"}'),
	(17, 'af9de0ae-3402-49e3-aa70-d287cbe645f5', 'product.category', 2, 'incremental', '2026-11-25 00:27:29+00', '2026-11-25 00:47:33+00', '2026-11-25 00:47:34.300641+00', '2026-11-25 00:47:34.439209+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 2, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "parent_id": "many2one product.category", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "parent_path": "char", "complete_name": "char", "property_valuation": "selection for each company"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:29+00:00", "window_until": null, "fields_digest": "6cc1f93344a67f338ee7d8e215c5d921de0794d6cf5f056de98e8fdf255b41c8", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:34.300324+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:33+00:00"}'),
	(35, 'aba7efd6-e945-4023-9e13-c1a6b2cf2c9a', 'pos.order.line', 3, 'incremental', '2026-11-25 00:27:33+00', '2026-11-25 00:47:40+00', '2026-11-25 00:47:41.798371+00', '2026-11-25 00:47:41.807836+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 3, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "qty": "float", "name": "char", "note": "char", "uuid": "char", "notice": "char", "discount": "float", "order_id": "many2one pos.order", "is_edited": "boolean", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "price_type": "selection", "price_unit": "float", "product_id": "many2one product.product", "total_cost": "float", "write_date": "datetime", "create_date": "datetime", "price_extra": "float", "customer_note": "char", "qty_delivered": "float", "extra_tax_data": "json", "price_subtotal": "monetary", "full_product_name": "char", "price_subtotal_incl": "monetary", "refunded_orderline_id": "many2one pos.order.line", "is_total_cost_computed": "boolean"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:33+00:00", "window_until": null, "fields_digest": "8171b5a9ca671c3f0b8655a2624ec55aa8b91568a5780d3af7124341d0d7c6e2", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:41.798246+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:40+00:00"}'),
	(28, 'aba7efd6-e945-4023-9e13-c1a6b2cf2c9a', 'pos.payment.method', 3, 'incremental', '2026-11-25 00:27:33+00', '2026-11-25 00:47:40+00', '2026-11-25 00:47:41.715455+00', '2026-11-25 00:47:41.776329+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 3, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "active": "boolean", "sequence": "integer", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "is_cash_count": "boolean", "split_transactions": "boolean", "payment_method_type": "selection"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:33+00:00", "window_until": null, "fields_digest": "e0e2b977ab739e75e0cf35e1ba38c71d6b51e58387c0c2b8510aa867689c4876", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:41.71509+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:40+00:00"}'),
	(16, 'af9de0ae-3402-49e3-aa70-d287cbe645f5', 'pos.payment.method', 2, 'incremental', '2026-11-25 00:27:29+00', '2026-11-25 00:47:33+00', '2026-11-25 00:47:34.298698+00', '2026-11-25 00:47:34.318574+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 2, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "active": "boolean", "sequence": "integer", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "is_cash_count": "boolean", "split_transactions": "boolean", "payment_method_type": "selection"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:29+00:00", "window_until": null, "fields_digest": "e0e2b977ab739e75e0cf35e1ba38c71d6b51e58387c0c2b8510aa867689c4876", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:34.298528+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:33+00:00"}'),
	(19, 'af9de0ae-3402-49e3-aa70-d287cbe645f5', 'product.template', 2, 'incremental', '2026-11-25 00:27:29+00', '2026-11-25 00:47:33+00', '2026-11-25 00:47:34.323764+00', '2026-11-25 00:47:34.341387+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 2, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "type": "selection", "color": "integer", "active": "boolean", "volume": "float", "weight": "float", "sale_ok": "boolean", "categ_id": "many2one product.category", "sequence": "integer", "to_weight": "boolean", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "list_price": "float", "write_date": "datetime", "create_date": "datetime", "description": "html", "is_favorite": "boolean", "purchase_ok": "boolean", "default_code": "char", "pos_sequence": "integer", "available_in_pos": "boolean", "description_sale": "text", "product_brand_id": "many2one product.brand"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:29+00:00", "window_until": null, "fields_digest": "ff17af1c9727db691f304cb2d719a8fd8592c74a8c736334605ddceff94b1937", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:34.323582+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:33+00:00"}'),
	(18, 'af9de0ae-3402-49e3-aa70-d287cbe645f5', 'product.brand', 2, 'incremental', '2026-11-25 00:27:29+00', '2026-11-25 00:47:33+00', '2026-11-25 00:47:34.309035+00', '2026-11-25 00:47:34.407432+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 2, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "partner_id": "many2one res.partner", "write_date": "datetime", "create_date": "datetime", "description": "text"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:29+00:00", "window_until": null, "fields_digest": "27091bed7b217399e9e0973366cce3fc329b1b7fd0c1de652e4458b39261b4ed", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:34.308878+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:33+00:00"}'),
	(22, 'af9de0ae-3402-49e3-aa70-d287cbe645f5', 'pos.order', 2, 'incremental', '2026-11-25 00:27:29+00', '2026-11-25 00:47:33+00', '2026-11-25 00:47:34.457555+00', '2026-11-25 00:47:34.678927+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 2, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "uuid": "char", "email": "char", "lines": "one2many pos.order.line", "state": "selection", "mobile": "char", "cashier": "char", "user_id": "many2one res.users", "nb_print": "integer", "config_id": "many2one pos.config", "is_refund": "boolean", "is_tipped": "boolean", "write_uid": "many2one res.users", "amount_tax": "monetary", "company_id": "many2one res.company", "create_uid": "many2one res.users", "date_order": "datetime", "partner_id": "many2one res.partner", "session_id": "many2one pos.session", "tip_amount": "monetary", "to_invoice": "boolean", "write_date": "datetime", "amount_paid": "monetary", "create_date": "datetime", "payment_ids": "one2many pos.payment", "ticket_code": "char", "account_move": "many2one account.move", "amount_total": "monetary", "pricelist_id": "many2one product.pricelist", "amount_return": "monetary", "currency_rate": "float", "internal_note": "text", "pos_reference": "char", "shipping_date": "date", "sequence_number": "integer", "tracking_number": "char", "has_deleted_line": "boolean", "amount_difference": "monetary", "floating_order_name": "char", "general_customer_note": "text"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 8497, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:29+00:00", "window_until": null, "fields_digest": "3163daa10d9d3334181bda9bf08b4674b54415c37ec4cd5fb366da7361db8533", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:34.457377+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:33+00:00"}'),
	(20, 'af9de0ae-3402-49e3-aa70-d287cbe645f5', 'product.product', 2, 'incremental', '2026-11-25 00:27:29+00', '2026-11-25 00:47:33+00', '2026-11-25 00:47:34.342424+00', '2026-11-25 00:47:34.441154+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 2, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "active": "boolean", "volume": "float", "weight": "float", "barcode": "char", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "is_favorite": "boolean", "default_code": "char", "standard_price": "float for each company", "product_tmpl_id": "many2one product.template", "combination_indices": "char"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:29+00:00", "window_until": null, "fields_digest": "77228cfa430ec4fd0ab3cb6b1fc79a2a55850b337aee44e1733380c83b7e8e07", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:34.342284+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:33+00:00"}'),
	(23, 'af9de0ae-3402-49e3-aa70-d287cbe645f5', 'pos.order.line', 2, 'incremental', '2026-11-25 00:27:29+00', '2026-11-25 00:47:33+00', '2026-11-25 00:47:34.494835+00', '2026-11-25 00:47:34.688225+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 2, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "qty": "float", "name": "char", "note": "char", "uuid": "char", "notice": "char", "discount": "float", "order_id": "many2one pos.order", "is_edited": "boolean", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "price_type": "selection", "price_unit": "float", "product_id": "many2one product.product", "total_cost": "float", "write_date": "datetime", "create_date": "datetime", "price_extra": "float", "customer_note": "char", "qty_delivered": "float", "extra_tax_data": "json", "price_subtotal": "monetary", "full_product_name": "char", "price_subtotal_incl": "monetary", "refunded_orderline_id": "many2one pos.order.line", "is_total_cost_computed": "boolean"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:29+00:00", "window_until": null, "fields_digest": "8171b5a9ca671c3f0b8655a2624ec55aa8b91568a5780d3af7124341d0d7c6e2", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:34.494622+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:33+00:00"}'),
	(24, 'af9de0ae-3402-49e3-aa70-d287cbe645f5', 'pos.payment', 2, 'incremental', '2026-11-25 00:27:29+00', '2026-11-25 00:47:33+00', '2026-11-25 00:47:34.682935+00', '2026-11-25 00:47:34.697227+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 2, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "uuid": "char", "amount": "monetary", "card_no": "char", "card_type": "char", "is_change": "boolean", "write_uid": "many2one res.users", "card_brand": "char", "company_id": "many2one res.company", "create_uid": "many2one res.users", "session_id": "many2one pos.session", "write_date": "datetime", "create_date": "datetime", "payment_date": "datetime", "pos_order_id": "many2one pos.order", "payment_status": "char", "transaction_id": "char", "account_move_id": "many2one account.move", "cardholder_name": "char", "payment_method_id": "many2one pos.payment.method"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:29+00:00", "window_until": null, "fields_digest": "d98a2cac16002430a77cf13f053ecc2d5f79edb4ffc698668112316812c31c29", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:34.682786+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:33+00:00"}'),
	(21, 'af9de0ae-3402-49e3-aa70-d287cbe645f5', 'res.partner', 2, 'incremental', '2026-11-25 00:27:29+00', '2026-11-25 00:47:33+00', '2026-11-25 00:47:34.418793+00', '2026-11-25 00:47:34.704605+00', 1, 0, 0, 1, 1, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 2, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "ref": "char", "vat": "char", "zip": "char", "city": "char", "lang": "selection", "name": "char", "type": "selection", "color": "integer", "email": "char", "phone": "char", "active": "boolean", "street": "char", "barcode": "char for each company", "comment": "html", "street2": "char", "user_id": "many2one res.users", "website": "char", "employee": "boolean", "function": "char", "parent_id": "many2one res.partner", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "is_company": "boolean", "write_date": "datetime", "create_date": "datetime", "signup_type": "char", "company_name": "char", "credit_limit": "float for each company", "complete_name": "char", "customer_rank": "integer", "partner_share": "boolean", "supplier_rank": "integer", "x_region_code": "char", "message_bounce": "integer", "email_normalized": "char", "partner_latitude": "float", "partner_longitude": "float", "commercial_partner_id": "many2one res.partner", "commercial_company_name": "char"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 8409, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:29+00:00", "window_until": null, "fields_digest": "0cf37da52bf125d5d5e9926efa7ecdcdc691fb371afed7d23b31de0fe05aa539", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:34.418637+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:33+00:00"}'),
	(25, 'aba7efd6-e945-4023-9e13-c1a6b2cf2c9a', 'res.currency', 3, 'incremental', '2026-11-25 00:27:33+00', '2026-11-25 00:47:40+00', '2026-11-25 00:47:41.67631+00', '2026-11-25 00:47:41.71639+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 3, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "active": "boolean", "symbol": "char", "position": "selection", "rounding": "float", "full_name": "char", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "iso_numeric": "integer", "decimal_places": "integer", "currency_unit_label": "char", "currency_subunit_label": "char"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:33+00:00", "window_until": null, "fields_digest": "8f6747597341d55cd13488a3649da3f42ceefed8fdaf071107208cd9e0f049e7", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:41.675819+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:40+00:00"}'),
	(29, 'aba7efd6-e945-4023-9e13-c1a6b2cf2c9a', 'product.brand', 3, 'incremental', '2026-11-25 00:27:33+00', '2026-11-25 00:47:40+00', '2026-11-25 00:47:41.7331+00', '2026-11-25 00:47:41.781655+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 3, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "partner_id": "many2one res.partner", "write_date": "datetime", "create_date": "datetime", "description": "text"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:33+00:00", "window_until": null, "fields_digest": "27091bed7b217399e9e0973366cce3fc329b1b7fd0c1de652e4458b39261b4ed", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:41.732891+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:40+00:00"}'),
	(26, 'aba7efd6-e945-4023-9e13-c1a6b2cf2c9a', 'res.company', 3, 'incremental', '2026-11-25 00:27:33+00', '2026-11-25 00:47:40+00', '2026-11-25 00:47:41.679208+00', '2026-11-25 00:47:41.699522+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 3, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "email": "char", "phone": "char", "active": "boolean", "sequence": "integer", "parent_id": "many2one res.company", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "partner_id": "many2one res.partner", "write_date": "datetime", "create_date": "datetime", "currency_id": "many2one res.currency", "parent_path": "char", "primary_color": "char", "report_footer": "html", "fiscalyear_last_day": "integer", "point_of_sale_use_ticket_qr_code": "boolean"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:33+00:00", "window_until": null, "fields_digest": "19efb123e0a2df9bc87cfb480f94a4666f270bf4ea6c52dc16318898bffb727a", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:41.678821+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:40+00:00"}'),
	(27, 'aba7efd6-e945-4023-9e13-c1a6b2cf2c9a', 'pos.config', 3, 'incremental', '2026-11-25 00:27:33+00', '2026-11-25 00:47:40+00', '2026-11-25 00:47:41.681788+00', '2026-11-25 00:47:41.717049+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 3, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "uuid": "char", "active": "boolean", "proxy_ip": "char", "is_posbox": "boolean", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "currency_id": "many2one res.currency", "cash_rounding": "boolean", "x_region_code": "char", "receipt_footer": "text", "receipt_header": "text", "iface_cashdrawer": "boolean", "last_data_change": "datetime", "iface_tax_included": "selection", "module_pos_restaurant": "boolean", "amount_authorized_diff": "float"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:33+00:00", "window_until": null, "fields_digest": "8567c5b748216600e30a9ae1d0a9a7abb3776d02775f007658f37d8b8619421c", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:41.681394+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:40+00:00"}'),
	(30, 'aba7efd6-e945-4023-9e13-c1a6b2cf2c9a', 'product.category', 3, 'incremental', '2026-11-25 00:27:33+00', '2026-11-25 00:47:40+00', '2026-11-25 00:47:41.733596+00', '2026-11-25 00:47:41.774751+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 3, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "parent_id": "many2one product.category", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "parent_path": "char", "complete_name": "char", "property_valuation": "selection for each company"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:33+00:00", "window_until": null, "fields_digest": "6cc1f93344a67f338ee7d8e215c5d921de0794d6cf5f056de98e8fdf255b41c8", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:41.733449+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:40+00:00"}'),
	(31, 'aba7efd6-e945-4023-9e13-c1a6b2cf2c9a', 'product.template', 3, 'incremental', '2026-11-25 00:27:33+00', '2026-11-25 00:47:40+00', '2026-11-25 00:47:41.775865+00', '2026-11-25 00:47:41.796936+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 3, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "type": "selection", "color": "integer", "active": "boolean", "volume": "float", "weight": "float", "sale_ok": "boolean", "categ_id": "many2one product.category", "sequence": "integer", "to_weight": "boolean", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "list_price": "float", "write_date": "datetime", "create_date": "datetime", "description": "html", "is_favorite": "boolean", "purchase_ok": "boolean", "default_code": "char", "pos_sequence": "integer", "available_in_pos": "boolean", "description_sale": "text", "product_brand_id": "many2one product.brand"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:33+00:00", "window_until": null, "fields_digest": "ff17af1c9727db691f304cb2d719a8fd8592c74a8c736334605ddceff94b1937", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:41.775718+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:40+00:00"}'),
	(32, 'aba7efd6-e945-4023-9e13-c1a6b2cf2c9a', 'product.product', 3, 'incremental', '2026-11-25 00:27:33+00', '2026-11-25 00:47:40+00', '2026-11-25 00:47:41.782599+00', '2026-11-25 00:47:41.787441+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 3, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "active": "boolean", "volume": "float", "weight": "float", "barcode": "char", "write_uid": "many2one res.users", "create_uid": "many2one res.users", "write_date": "datetime", "create_date": "datetime", "is_favorite": "boolean", "default_code": "char", "standard_price": "float for each company", "product_tmpl_id": "many2one product.template", "combination_indices": "char"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:33+00:00", "window_until": null, "fields_digest": "77228cfa430ec4fd0ab3cb6b1fc79a2a55850b337aee44e1733380c83b7e8e07", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:41.782477+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:40+00:00"}'),
	(36, 'aba7efd6-e945-4023-9e13-c1a6b2cf2c9a', 'pos.payment', 3, 'incremental', '2026-11-25 00:27:33+00', '2026-11-25 00:47:40+00', '2026-11-25 00:47:41.809278+00', '2026-11-25 00:47:41.815465+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 3, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "uuid": "char", "amount": "monetary", "card_no": "char", "card_type": "char", "is_change": "boolean", "write_uid": "many2one res.users", "card_brand": "char", "company_id": "many2one res.company", "create_uid": "many2one res.users", "session_id": "many2one pos.session", "write_date": "datetime", "create_date": "datetime", "payment_date": "datetime", "pos_order_id": "many2one pos.order", "payment_status": "char", "transaction_id": "char", "account_move_id": "many2one account.move", "cardholder_name": "char", "payment_method_id": "many2one pos.payment.method"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 10000, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:33+00:00", "window_until": null, "fields_digest": "d98a2cac16002430a77cf13f053ecc2d5f79edb4ffc698668112316812c31c29", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:41.809158+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:40+00:00"}'),
	(33, 'aba7efd6-e945-4023-9e13-c1a6b2cf2c9a', 'res.partner', 3, 'incremental', '2026-11-25 00:27:33+00', '2026-11-25 00:47:40+00', '2026-11-25 00:47:41.788227+00', '2026-11-25 00:47:41.818025+00', 2, 1, 0, 1, 0, 0, 1, 'completed', 0, NULL, '[]', '{"fence": 3, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "ref": "char", "vat": "char", "zip": "char", "city": "char", "lang": "selection", "name": "char", "type": "selection", "color": "integer", "email": "char", "phone": "char", "active": "boolean", "street": "char", "barcode": "char for each company", "comment": "html", "street2": "char", "user_id": "many2one res.users", "website": "char", "employee": "boolean", "function": "char", "parent_id": "many2one res.partner", "write_uid": "many2one res.users", "company_id": "many2one res.company", "create_uid": "many2one res.users", "is_company": "boolean", "write_date": "datetime", "create_date": "datetime", "signup_type": "char", "company_name": "char", "credit_limit": "float for each company", "complete_name": "char", "customer_rank": "integer", "partner_share": "boolean", "supplier_rank": "integer", "x_region_code": "char", "message_bounce": "integer", "email_normalized": "char", "partner_latitude": "float", "partner_longitude": "float", "commercial_partner_id": "many2one res.partner", "commercial_company_name": "char"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 8620, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:33+00:00", "window_until": null, "fields_digest": "0cf37da52bf125d5d5e9926efa7ecdcdc691fb371afed7d23b31de0fe05aa539", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:41.78811+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:40+00:00"}'),
	(34, 'aba7efd6-e945-4023-9e13-c1a6b2cf2c9a', 'pos.order', 3, 'incremental', '2026-11-25 00:27:33+00', '2026-11-25 00:47:40+00', '2026-11-25 00:47:41.794964+00', '2026-11-25 00:47:41.812759+00', 0, 0, 0, 0, 0, 0, 0, 'completed', 0, NULL, '[]', '{"fence": 3, "acquired": true, "checkpoint": {"scope": {"odoo": "shop at 127.0.0.1:42147", "user": 2, "domain": [], "fields": {"id": "integer", "name": "char", "uuid": "char", "email": "char", "lines": "one2many pos.order.line", "state": "selection", "mobile": "char", "cashier": "char", "user_id": "many2one res.users", "nb_print": "integer", "config_id": "many2one pos.config", "is_refund": "boolean", "is_tipped": "boolean", "write_uid": "many2one res.users", "amount_tax": "monetary", "company_id": "many2one res.company", "create_uid": "many2one res.users", "date_order": "datetime", "partner_id": "many2one res.partner", "session_id": "many2one pos.session", "tip_amount": "monetary", "to_invoice": "boolean", "write_date": "datetime", "amount_paid": "monetary", "create_date": "datetime", "payment_ids": "one2many pos.payment", "ticket_code": "char", "account_move": "many2one account.move", "amount_total": "monetary", "pricelist_id": "many2one product.pricelist", "amount_return": "monetary", "currency_rate": "float", "internal_note": "text", "pos_reference": "char", "shipping_date": "date", "sequence_number": "integer", "tracking_number": "char", "has_deleted_line": "boolean", "amount_difference": "monetary", "floating_order_name": "char", "general_customer_note": "text"}, "language": "en_US", "companies": [1, 2]}, "backfill": null, "page_rows": 8497, "window_from": null, "window_mode": null, "last_sync_at": "2026-11-25T00:47:33+00:00", "window_until": null, "fields_digest": "3163daa10d9d3334181bda9bf08b4674b54415c37ec4cd5fb366da7361db8533", "last_record_id": 0}, "lease_expires_at": "2026-11-25T00:52:41.79482+00:00"}', '{"status": "completed", "last_sync_at": "2026-11-25T00:47:40+00:00"}');

INSERT INTO supabase_migrations.schema_migrations VALUES
	('20261121000100', NULL, 'create_foundation'),
	('20261121000200', NULL, 'create_bronze_and_ingest'),
	('20261121000210', NULL, 'create_checkpoints_and_runs'),
	('20261121000300', NULL, 'create_silver'),
	('20261121000310', NULL, 'create_retail_silver'),
	('20261121000400', NULL, 'create_views'),
	('20261121000500', NULL, 'create_gold'),
	('20261121000600', NULL, 'create_reconcile'),
	('20261122000100', NULL, 'keep_values_per_company'),
	('20261122000200', NULL, 'add_month_sums'),
	('20261122000300', NULL, 'record_field_drift'),
	('20261122000305', NULL, 'notice_rows_changed_by_hand'),
	('20261122000310', NULL, 'speed_up_reconcile'),
	('20261122001000', NULL, 'create_outbox'),
	('20261122001100', NULL, 'create_outbox_worker'),
	('20261122001200', NULL, 'kick_outbox'),
	('20261122002000', NULL, 'report_health'),
	('20261122002100', NULL, 'schedule_functions'),
	('20261122002200', NULL, 'keep_alerts'),
	('20261122002300', NULL, 'report_metrics'),
	('20261122002400', NULL, 'report_status_page'),
	('20261122002900', NULL, 'describe_every_column');

SELECT pg_catalog.setval('ops.odoo_outbox_id_seq', 4, true);

SELECT pg_catalog.setval('scout.field_changes_id_seq', 1, false);

SELECT pg_catalog.setval('scout.reconcile_months_id_seq', 1, false);

SELECT pg_catalog.setval('scout.reconciliations_id_seq', 12, true);

SELECT pg_catalog.setval('scout.sync_logs_id_seq', 36, true);

ALTER TABLE ONLY ops.alerts
    ADD CONSTRAINT alerts_pkey PRIMARY KEY (cause);

ALTER TABLE ONLY ops.odoo_calls
    ADD CONSTRAINT odoo_calls_pkey PRIMARY KEY (id);

ALTER TABLE ONLY ops.odoo_keys
    ADD CONSTRAINT odoo_keys_pkey PRIMARY KEY (name);

ALTER TABLE ONLY ops.odoo_outbox
    ADD CONSTRAINT odoo_outbox_idempotency_key_key UNIQUE (idempotency_key);

ALTER TABLE ONLY ops.odoo_outbox
    ADD CONSTRAINT odoo_outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY ops.odoo_sync_runs
    ADD CONSTRAINT odoo_sync_runs_pkey PRIMARY KEY (run_id);

ALTER TABLE ONLY ops.outbox_kick
    ADD CONSTRAINT outbox_kick_pkey PRIMARY KEY (only_one);

ALTER TABLE ONLY scout.bronze_pos_config
    ADD CONSTRAINT bronze_pos_config_pkey PRIMARY KEY (odoo_id);

ALTER TABLE ONLY scout.bronze_pos_order_line
    ADD CONSTRAINT bronze_pos_order_line_pkey PRIMARY KEY (odoo_id);

ALTER TABLE ONLY scout.bronze_pos_order
    ADD CONSTRAINT bronze_pos_order_pkey PRIMARY KEY (odoo_id);

ALTER TABLE ONLY scout.bronze_pos_payment_method
    ADD CONSTRAINT bronze_pos_payment_method_pkey PRIMARY KEY (odoo_id);

ALTER TABLE ONLY scout.bronze_pos_payment
    ADD CONSTRAINT bronze_pos_payment_pkey PRIMARY KEY (odoo_id);

ALTER TABLE ONLY scout.bronze_product_brand
    ADD CONSTRAINT bronze_product_brand_pkey PRIMARY KEY (odoo_id);

ALTER TABLE ONLY scout.bronze_product_category
    ADD CONSTRAINT bronze_product_category_pkey PRIMARY KEY (odoo_id);

ALTER TABLE ONLY scout.bronze_product_product
    ADD CONSTRAINT bronze_product_product_pkey PRIMARY KEY (odoo_id);

ALTER TABLE ONLY scout.bronze_product_template
    ADD CONSTRAINT bronze_product_template_pkey PRIMARY KEY (odoo_id);

ALTER TABLE ONLY scout.bronze_res_company
    ADD CONSTRAINT bronze_res_company_pkey PRIMARY KEY (odoo_id);

ALTER TABLE ONLY scout.bronze_res_currency
    ADD CONSTRAINT bronze_res_currency_pkey PRIMARY KEY (odoo_id);

ALTER TABLE ONLY scout.bronze_res_partner
    ADD CONSTRAINT bronze_res_partner_pkey PRIMARY KEY (odoo_id);

ALTER TABLE ONLY scout.bronze_tables
    ADD CONSTRAINT bronze_tables_pkey PRIMARY KEY (model);

ALTER TABLE ONLY scout.bronze_tables
    ADD CONSTRAINT bronze_tables_table_name_key UNIQUE (table_name);

ALTER TABLE ONLY scout.company_access
    ADD CONSTRAINT company_access_pkey PRIMARY KEY (role_name, company_id);

ALTER TABLE ONLY scout.field_changes
    ADD CONSTRAINT field_changes_once_a_run UNIQUE NULLS NOT DISTINCT (checkpoint_id, run_id, field, change);

ALTER TABLE ONLY scout.field_changes
    ADD CONSTRAINT field_changes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.gold_refreshes
    ADD CONSTRAINT gold_refreshes_pkey PRIMARY KEY (view_name);

ALTER TABLE ONLY scout.odoo_call_slots
    ADD CONSTRAINT odoo_call_slots_pkey PRIMARY KEY (source);

ALTER TABLE ONLY scout.quarantine
    ADD CONSTRAINT quarantine_pkey PRIMARY KEY (model, odoo_id);

ALTER TABLE ONLY scout.reconcile_findings
    ADD CONSTRAINT reconcile_findings_pkey PRIMARY KEY (reconciliation_id, odoo_id);

ALTER TABLE ONLY scout.reconcile_months
    ADD CONSTRAINT reconcile_months_one_row_a_month UNIQUE NULLS NOT DISTINCT (reconciliation_id, company_id, month);

ALTER TABLE ONLY scout.reconcile_months
    ADD CONSTRAINT reconcile_months_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.reconciliations
    ADD CONSTRAINT reconciliations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (key);

ALTER TABLE ONLY scout.silver_brands
    ADD CONSTRAINT silver_brands_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.silver_categories
    ADD CONSTRAINT silver_categories_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.silver_columns
    ADD CONSTRAINT silver_columns_model_odoo_field_key UNIQUE (model, odoo_field);

ALTER TABLE ONLY scout.silver_columns
    ADD CONSTRAINT silver_columns_model_position_key UNIQUE (model, "position");

ALTER TABLE ONLY scout.silver_columns
    ADD CONSTRAINT silver_columns_pkey PRIMARY KEY (model, column_name);

ALTER TABLE ONLY scout.silver_companies
    ADD CONSTRAINT silver_companies_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.silver_company_tables
    ADD CONSTRAINT silver_company_tables_model_odoo_field_key UNIQUE (model, odoo_field);

ALTER TABLE ONLY scout.silver_company_tables
    ADD CONSTRAINT silver_company_tables_pkey PRIMARY KEY (table_name);

ALTER TABLE ONLY scout.silver_currencies
    ADD CONSTRAINT silver_currencies_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.silver_customers
    ADD CONSTRAINT silver_customers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.silver_payment_methods
    ADD CONSTRAINT silver_payment_methods_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.silver_payments
    ADD CONSTRAINT silver_payments_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.silver_product_costs
    ADD CONSTRAINT silver_product_costs_pkey PRIMARY KEY (product_id, company_id);

ALTER TABLE ONLY scout.silver_product_templates
    ADD CONSTRAINT silver_product_templates_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.silver_products
    ADD CONSTRAINT silver_products_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.silver_stores
    ADD CONSTRAINT silver_stores_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.silver_tables
    ADD CONSTRAINT silver_tables_pkey PRIMARY KEY (model);

ALTER TABLE ONLY scout.silver_tables
    ADD CONSTRAINT silver_tables_table_name_key UNIQUE (table_name);

ALTER TABLE ONLY scout.silver_transaction_items
    ADD CONSTRAINT silver_transaction_items_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.silver_transactions
    ADD CONSTRAINT silver_transactions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.store_settings
    ADD CONSTRAINT store_settings_pkey PRIMARY KEY (store_id);

ALTER TABLE ONLY scout.stream_fields
    ADD CONSTRAINT stream_fields_pkey PRIMARY KEY (checkpoint_id, field);

ALTER TABLE ONLY scout.sync_checkpoints
    ADD CONSTRAINT sync_checkpoints_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.sync_logs
    ADD CONSTRAINT sync_logs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY scout.sync_logs
    ADD CONSTRAINT sync_logs_run_id_checkpoint_id_key UNIQUE (run_id, checkpoint_id);

ALTER TABLE ONLY supabase_migrations.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);

CREATE INDEX odoo_outbox_due ON ops.odoo_outbox USING btree (((waits > 0)), priority DESC, id) WHERE (status = ANY (ARRAY['queued'::text, 'failed'::text]));

CREATE INDEX odoo_outbox_leased ON ops.odoo_outbox USING btree (lease_expires_at) WHERE (status = 'processing'::text);

CREATE INDEX odoo_outbox_open ON ops.odoo_outbox USING btree (ordering_key, id) WHERE (status = ANY (ARRAY['queued'::text, 'processing'::text, 'failed'::text, 'dead'::text]));

CREATE INDEX odoo_outbox_settled ON ops.odoo_outbox USING btree (settled_at) WHERE (status = ANY (ARRAY['done'::text, 'skipped'::text]));

CREATE INDEX odoo_sync_runs_started ON ops.odoo_sync_runs USING btree (started_at DESC);

CREATE INDEX bronze_pos_order_line_order ON scout.bronze_pos_order_line USING btree (((payload ->> 'order_id'::text)));

CREATE UNIQUE INDEX gold_daily_sales_key ON scout.gold_daily_sales USING btree (business_date, company_id, store_id, currency_id);

CREATE UNIQUE INDEX gold_product_mix_key ON scout.gold_product_mix USING btree (business_date, company_id, store_id, currency_id, product_id);

CREATE INDEX reconciliations_checkpoint ON scout.reconciliations USING btree (checkpoint_id, started_at DESC);

CREATE UNIQUE INDEX reconciliations_one_sweep_a_stream ON scout.reconciliations USING btree (checkpoint_id) WHERE (status = 'sweeping'::text);

CREATE INDEX silver_categories_parent_id ON scout.silver_categories USING btree (parent_id);

CREATE INDEX silver_payments_order_id ON scout.silver_payments USING btree (order_id);

CREATE INDEX silver_products_template_id ON scout.silver_products USING btree (template_id);

CREATE INDEX silver_transaction_items_order_id ON scout.silver_transaction_items USING btree (order_id);

CREATE INDEX silver_transaction_items_product_id ON scout.silver_transaction_items USING btree (product_id);

CREATE INDEX silver_transactions_customer_id ON scout.silver_transactions USING btree (customer_id);

CREATE INDEX silver_transactions_ordered_at ON scout.silver_transactions USING btree (ordered_at);

CREATE INDEX sync_checkpoints_stream ON scout.sync_checkpoints USING btree (stream);

CREATE INDEX sync_logs_checkpoint ON scout.sync_logs USING btree (checkpoint_id, started_at DESC);

CREATE TRIGGER kick_outbox AFTER INSERT ON ops.odoo_outbox REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION ops.kick_outbox();

CREATE TRIGGER changed_by_hand BEFORE UPDATE OF payload, company_id, write_date ON scout.bronze_pos_config FOR EACH ROW WHEN (((new.payload_hash = old.payload_hash) AND ((new.payload IS DISTINCT FROM old.payload) OR (new.company_id IS DISTINCT FROM old.company_id) OR (new.write_date IS DISTINCT FROM old.write_date)))) EXECUTE FUNCTION scout.forget_payload_hash();

CREATE TRIGGER changed_by_hand BEFORE UPDATE OF payload, company_id, write_date ON scout.bronze_pos_order FOR EACH ROW WHEN (((new.payload_hash = old.payload_hash) AND ((new.payload IS DISTINCT FROM old.payload) OR (new.company_id IS DISTINCT FROM old.company_id) OR (new.write_date IS DISTINCT FROM old.write_date)))) EXECUTE FUNCTION scout.forget_payload_hash();

CREATE TRIGGER changed_by_hand BEFORE UPDATE OF payload, company_id, write_date ON scout.bronze_pos_order_line FOR EACH ROW WHEN (((new.payload_hash = old.payload_hash) AND ((new.payload IS DISTINCT FROM old.payload) OR (new.company_id IS DISTINCT FROM old.company_id) OR (new.write_date IS DISTINCT FROM old.write_date)))) EXECUTE FUNCTION scout.forget_payload_hash();

CREATE TRIGGER changed_by_hand BEFORE UPDATE OF payload, company_id, write_date ON scout.bronze_pos_payment FOR EACH ROW WHEN (((new.payload_hash = old.payload_hash) AND ((new.payload IS DISTINCT FROM old.payload) OR (new.company_id IS DISTINCT FROM old.company_id) OR (new.write_date IS DISTINCT FROM old.write_date)))) EXECUTE FUNCTION scout.forget_payload_hash();

CREATE TRIGGER changed_by_hand BEFORE UPDATE OF payload, company_id, write_date ON scout.bronze_pos_payment_method FOR EACH ROW WHEN (((new.payload_hash = old.payload_hash) AND ((new.payload IS DISTINCT FROM old.payload) OR (new.company_id IS DISTINCT FROM old.company_id) OR (new.write_date IS DISTINCT FROM old.write_date)))) EXECUTE FUNCTION scout.forget_payload_hash();

CREATE TRIGGER changed_by_hand BEFORE UPDATE OF payload, company_id, write_date ON scout.bronze_product_brand FOR EACH ROW WHEN (((new.payload_hash = old.payload_hash) AND ((new.payload IS DISTINCT FROM old.payload) OR (new.company_id IS DISTINCT FROM old.company_id) OR (new.write_date IS DISTINCT FROM old.write_date)))) EXECUTE FUNCTION scout.forget_payload_hash();

CREATE TRIGGER changed_by_hand BEFORE UPDATE OF payload, company_id, write_date ON scout.bronze_product_category FOR EACH ROW WHEN (((new.payload_hash = old.payload_hash) AND ((new.payload IS DISTINCT FROM old.payload) OR (new.company_id IS DISTINCT FROM old.company_id) OR (new.write_date IS DISTINCT FROM old.write_date)))) EXECUTE FUNCTION scout.forget_payload_hash();

CREATE TRIGGER changed_by_hand BEFORE UPDATE OF payload, company_id, write_date ON scout.bronze_product_product FOR EACH ROW WHEN (((new.payload_hash = old.payload_hash) AND ((new.payload IS DISTINCT FROM old.payload) OR (new.company_id IS DISTINCT FROM old.company_id) OR (new.write_date IS DISTINCT FROM old.write_date)))) EXECUTE FUNCTION scout.forget_payload_hash();

CREATE TRIGGER changed_by_hand BEFORE UPDATE OF payload, company_id, write_date ON scout.bronze_product_template FOR EACH ROW WHEN (((new.payload_hash = old.payload_hash) AND ((new.payload IS DISTINCT FROM old.payload) OR (new.company_id IS DISTINCT FROM old.company_id) OR (new.write_date IS DISTINCT FROM old.write_date)))) EXECUTE FUNCTION scout.forget_payload_hash();

CREATE TRIGGER changed_by_hand BEFORE UPDATE OF payload, company_id, write_date ON scout.bronze_res_company FOR EACH ROW WHEN (((new.payload_hash = old.payload_hash) AND ((new.payload IS DISTINCT FROM old.payload) OR (new.company_id IS DISTINCT FROM old.company_id) OR (new.write_date IS DISTINCT FROM old.write_date)))) EXECUTE FUNCTION scout.forget_payload_hash();

CREATE TRIGGER changed_by_hand BEFORE UPDATE OF payload, company_id, write_date ON scout.bronze_res_currency FOR EACH ROW WHEN (((new.payload_hash = old.payload_hash) AND ((new.payload IS DISTINCT FROM old.payload) OR (new.company_id IS DISTINCT FROM old.company_id) OR (new.write_date IS DISTINCT FROM old.write_date)))) EXECUTE FUNCTION scout.forget_payload_hash();

CREATE TRIGGER changed_by_hand BEFORE UPDATE OF payload, company_id, write_date ON scout.bronze_res_partner FOR EACH ROW WHEN (((new.payload_hash = old.payload_hash) AND ((new.payload IS DISTINCT FROM old.payload) OR (new.company_id IS DISTINCT FROM old.company_id) OR (new.write_date IS DISTINCT FROM old.write_date)))) EXECUTE FUNCTION scout.forget_payload_hash();

CREATE TRIGGER check_setting BEFORE INSERT OR UPDATE ON scout.settings FOR EACH ROW EXECUTE FUNCTION scout.check_setting();

CREATE TRIGGER check_store_setting BEFORE INSERT OR UPDATE ON scout.store_settings FOR EACH ROW EXECUTE FUNCTION scout.check_store_setting();

CREATE TRIGGER forget_deleted AFTER DELETE ON scout.bronze_pos_config FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('pos.config');

CREATE TRIGGER forget_deleted AFTER DELETE ON scout.bronze_pos_order FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('pos.order');

CREATE TRIGGER forget_deleted AFTER DELETE ON scout.bronze_pos_order_line FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('pos.order.line');

CREATE TRIGGER forget_deleted AFTER DELETE ON scout.bronze_pos_payment FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('pos.payment');

CREATE TRIGGER forget_deleted AFTER DELETE ON scout.bronze_pos_payment_method FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('pos.payment.method');

CREATE TRIGGER forget_deleted AFTER DELETE ON scout.bronze_product_brand FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('product.brand');

CREATE TRIGGER forget_deleted AFTER DELETE ON scout.bronze_product_category FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('product.category');

CREATE TRIGGER forget_deleted AFTER DELETE ON scout.bronze_product_product FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('product.product');

CREATE TRIGGER forget_deleted AFTER DELETE ON scout.bronze_product_template FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('product.template');

CREATE TRIGGER forget_deleted AFTER DELETE ON scout.bronze_res_company FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('res.company');

CREATE TRIGGER forget_deleted AFTER DELETE ON scout.bronze_res_currency FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('res.currency');

CREATE TRIGGER forget_deleted AFTER DELETE ON scout.bronze_res_partner FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('res.partner');

CREATE TRIGGER forget_truncated AFTER TRUNCATE ON scout.bronze_pos_config FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('pos.config');

CREATE TRIGGER forget_truncated AFTER TRUNCATE ON scout.bronze_pos_order FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('pos.order');

CREATE TRIGGER forget_truncated AFTER TRUNCATE ON scout.bronze_pos_order_line FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('pos.order.line');

CREATE TRIGGER forget_truncated AFTER TRUNCATE ON scout.bronze_pos_payment FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('pos.payment');

CREATE TRIGGER forget_truncated AFTER TRUNCATE ON scout.bronze_pos_payment_method FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('pos.payment.method');

CREATE TRIGGER forget_truncated AFTER TRUNCATE ON scout.bronze_product_brand FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('product.brand');

CREATE TRIGGER forget_truncated AFTER TRUNCATE ON scout.bronze_product_category FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('product.category');

CREATE TRIGGER forget_truncated AFTER TRUNCATE ON scout.bronze_product_product FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('product.product');

CREATE TRIGGER forget_truncated AFTER TRUNCATE ON scout.bronze_product_template FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('product.template');

CREATE TRIGGER forget_truncated AFTER TRUNCATE ON scout.bronze_res_company FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('res.company');

CREATE TRIGGER forget_truncated AFTER TRUNCATE ON scout.bronze_res_currency FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('res.currency');

CREATE TRIGGER forget_truncated AFTER TRUNCATE ON scout.bronze_res_partner FOR EACH STATEMENT EXECUTE FUNCTION scout.forget('res.partner');

CREATE TRIGGER refine_inserted AFTER INSERT ON scout.bronze_pos_config REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('pos.config');

CREATE TRIGGER refine_inserted AFTER INSERT ON scout.bronze_pos_order REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('pos.order');

CREATE TRIGGER refine_inserted AFTER INSERT ON scout.bronze_pos_order_line REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('pos.order.line');

CREATE TRIGGER refine_inserted AFTER INSERT ON scout.bronze_pos_payment REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('pos.payment');

CREATE TRIGGER refine_inserted AFTER INSERT ON scout.bronze_pos_payment_method REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('pos.payment.method');

CREATE TRIGGER refine_inserted AFTER INSERT ON scout.bronze_product_brand REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('product.brand');

CREATE TRIGGER refine_inserted AFTER INSERT ON scout.bronze_product_category REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('product.category');

CREATE TRIGGER refine_inserted AFTER INSERT ON scout.bronze_product_product REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('product.product');

CREATE TRIGGER refine_inserted AFTER INSERT ON scout.bronze_product_template REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('product.template');

CREATE TRIGGER refine_inserted AFTER INSERT ON scout.bronze_res_company REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('res.company');

CREATE TRIGGER refine_inserted AFTER INSERT ON scout.bronze_res_currency REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('res.currency');

CREATE TRIGGER refine_inserted AFTER INSERT ON scout.bronze_res_partner REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('res.partner');

CREATE TRIGGER refine_updated AFTER UPDATE ON scout.bronze_pos_config REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('pos.config');

CREATE TRIGGER refine_updated AFTER UPDATE ON scout.bronze_pos_order REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('pos.order');

CREATE TRIGGER refine_updated AFTER UPDATE ON scout.bronze_pos_order_line REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('pos.order.line');

CREATE TRIGGER refine_updated AFTER UPDATE ON scout.bronze_pos_payment REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('pos.payment');

CREATE TRIGGER refine_updated AFTER UPDATE ON scout.bronze_pos_payment_method REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('pos.payment.method');

CREATE TRIGGER refine_updated AFTER UPDATE ON scout.bronze_product_brand REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('product.brand');

CREATE TRIGGER refine_updated AFTER UPDATE ON scout.bronze_product_category REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('product.category');

CREATE TRIGGER refine_updated AFTER UPDATE ON scout.bronze_product_product REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('product.product');

CREATE TRIGGER refine_updated AFTER UPDATE ON scout.bronze_product_template REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('product.template');

CREATE TRIGGER refine_updated AFTER UPDATE ON scout.bronze_res_company REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('res.company');

CREATE TRIGGER refine_updated AFTER UPDATE ON scout.bronze_res_currency REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('res.currency');

CREATE TRIGGER refine_updated AFTER UPDATE ON scout.bronze_res_partner REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION scout.refine('res.partner');

ALTER TABLE ONLY scout.field_changes
    ADD CONSTRAINT field_changes_checkpoint_id_fkey FOREIGN KEY (checkpoint_id) REFERENCES scout.sync_checkpoints(id) ON DELETE CASCADE;

ALTER TABLE ONLY scout.quarantine
    ADD CONSTRAINT quarantine_model_fkey FOREIGN KEY (model) REFERENCES scout.bronze_tables(model);

ALTER TABLE ONLY scout.reconcile_findings
    ADD CONSTRAINT reconcile_findings_reconciliation_id_fkey FOREIGN KEY (reconciliation_id) REFERENCES scout.reconciliations(id) ON DELETE CASCADE;

ALTER TABLE ONLY scout.reconcile_months
    ADD CONSTRAINT reconcile_months_reconciliation_id_fkey FOREIGN KEY (reconciliation_id) REFERENCES scout.reconciliations(id) ON DELETE CASCADE;

ALTER TABLE ONLY scout.reconciliations
    ADD CONSTRAINT reconciliations_checkpoint_id_fkey FOREIGN KEY (checkpoint_id) REFERENCES scout.sync_checkpoints(id) ON DELETE CASCADE;

ALTER TABLE ONLY scout.silver_columns
    ADD CONSTRAINT silver_columns_model_fkey FOREIGN KEY (model) REFERENCES scout.silver_tables(model);

ALTER TABLE ONLY scout.silver_company_tables
    ADD CONSTRAINT silver_company_tables_model_fkey FOREIGN KEY (model) REFERENCES scout.silver_tables(model);

ALTER TABLE ONLY scout.silver_product_costs
    ADD CONSTRAINT silver_product_costs_product_id_fkey FOREIGN KEY (product_id) REFERENCES scout.silver_products(id) ON DELETE CASCADE;

ALTER TABLE ONLY scout.silver_tables
    ADD CONSTRAINT silver_tables_model_fkey FOREIGN KEY (model) REFERENCES scout.bronze_tables(model);

ALTER TABLE ONLY scout.stream_fields
    ADD CONSTRAINT stream_fields_checkpoint_id_fkey FOREIGN KEY (checkpoint_id) REFERENCES scout.sync_checkpoints(id) ON DELETE CASCADE;

ALTER TABLE ONLY scout.sync_checkpoints
    ADD CONSTRAINT sync_checkpoints_stream_fkey FOREIGN KEY (stream) REFERENCES scout.bronze_tables(model);

ALTER TABLE ONLY scout.sync_logs
    ADD CONSTRAINT sync_logs_checkpoint_id_fkey FOREIGN KEY (checkpoint_id) REFERENCES scout.sync_checkpoints(id) ON DELETE CASCADE;

ALTER TABLE ops.alerts ENABLE ROW LEVEL SECURITY;

ALTER TABLE ops.odoo_calls ENABLE ROW LEVEL SECURITY;

ALTER TABLE ops.odoo_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE ops.odoo_outbox ENABLE ROW LEVEL SECURITY;

ALTER TABLE ops.odoo_sync_runs ENABLE ROW LEVEL SECURITY;

ALTER TABLE ops.outbox_kick ENABLE ROW LEVEL SECURITY;

CREATE POLICY service_role_all ON ops.alerts TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON ops.odoo_calls TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON ops.odoo_keys TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON ops.odoo_outbox TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON ops.odoo_sync_runs TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON ops.outbox_kick TO service_role USING (true) WITH CHECK (true);

ALTER TABLE scout.bronze_pos_config ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.bronze_pos_order ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.bronze_pos_order_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.bronze_pos_payment ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.bronze_pos_payment_method ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.bronze_product_brand ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.bronze_product_category ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.bronze_product_product ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.bronze_product_template ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.bronze_res_company ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.bronze_res_currency ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.bronze_res_partner ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.bronze_tables ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.company_access ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.field_changes ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.gold_refreshes ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.odoo_call_slots ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.quarantine ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.reconcile_findings ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.reconcile_months ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.reconciliations ENABLE ROW LEVEL SECURITY;

CREATE POLICY service_role_all ON scout.bronze_pos_config TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.bronze_pos_order TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.bronze_pos_order_line TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.bronze_pos_payment TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.bronze_pos_payment_method TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.bronze_product_brand TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.bronze_product_category TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.bronze_product_product TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.bronze_product_template TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.bronze_res_company TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.bronze_res_currency TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.bronze_res_partner TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.bronze_tables TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.company_access TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.field_changes TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.gold_refreshes TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.odoo_call_slots TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.quarantine TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.reconcile_findings TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.reconcile_months TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.reconciliations TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.settings TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_brands TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_categories TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_columns TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_companies TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_company_tables TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_currencies TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_customers TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_payment_methods TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_payments TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_product_costs TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_product_templates TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_products TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_stores TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_tables TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_transaction_items TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.silver_transactions TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.store_settings TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.stream_fields TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.sync_checkpoints TO service_role USING (true) WITH CHECK (true);

CREATE POLICY service_role_all ON scout.sync_logs TO service_role USING (true) WITH CHECK (true);

ALTER TABLE scout.settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_brands ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_categories ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_columns ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_companies ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_company_tables ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_currencies ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_customers ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_payment_methods ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_payments ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_product_costs ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_product_templates ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_products ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_stores ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_tables ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_transaction_items ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.silver_transactions ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.store_settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.stream_fields ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.sync_checkpoints ENABLE ROW LEVEL SECURITY;

ALTER TABLE scout.sync_logs ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA ops TO service_role;
GRANT USAGE ON SCHEMA ops TO outbox_author;

GRANT USAGE ON SCHEMA scout TO service_role;
GRANT USAGE ON SCHEMA scout TO superset_readonly;

REVOKE ALL ON FUNCTION ops.applied_migrations() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.applied_migrations() TO service_role;

REVOKE ALL ON FUNCTION ops.begin_outbox_run(p_run_id uuid, p_worker text) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.begin_outbox_run(p_run_id uuid, p_worker text) TO service_role;

REVOKE ALL ON FUNCTION ops.caller() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.caller() TO service_role;

REVOKE ALL ON FUNCTION ops.cancel_message(p_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.cancel_message(p_id bigint, p_reason text) TO service_role;

REVOKE ALL ON FUNCTION ops.claim_messages(p_run_id uuid, p_claim integer, p_limit integer, p_lease_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.claim_messages(p_run_id uuid, p_claim integer, p_limit integer, p_lease_seconds integer) TO service_role;

REVOKE ALL ON FUNCTION ops.claimable_messages(p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.claimable_messages(p_limit integer) TO service_role;

REVOKE ALL ON FUNCTION ops.disable_kick() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.disable_kick() TO service_role;

REVOKE ALL ON FUNCTION ops.enable_kick(p_url text, p_secret_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.enable_kick(p_url text, p_secret_name text) TO service_role;

REVOKE ALL ON FUNCTION ops.enqueue_odoo(p_idempotency_key text, p_model text, p_operation text, p_payload jsonb, p_external_id text, p_record_id bigint, p_guard jsonb, p_if_unmodified_since timestamp with time zone, p_ordering_key text, p_priority smallint, p_company_id bigint, p_requested_by text) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.enqueue_odoo(p_idempotency_key text, p_model text, p_operation text, p_payload jsonb, p_external_id text, p_record_id bigint, p_guard jsonb, p_if_unmodified_since timestamp with time zone, p_ordering_key text, p_priority smallint, p_company_id bigint, p_requested_by text) TO service_role;
GRANT ALL ON FUNCTION ops.enqueue_odoo(p_idempotency_key text, p_model text, p_operation text, p_payload jsonb, p_external_id text, p_record_id bigint, p_guard jsonb, p_if_unmodified_since timestamp with time zone, p_ordering_key text, p_priority smallint, p_company_id bigint, p_requested_by text) TO outbox_author;

REVOKE ALL ON FUNCTION ops.external_id(p_key text) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.external_id(p_key text) TO service_role;
GRANT ALL ON FUNCTION ops.external_id(p_key text) TO outbox_author;

REVOKE ALL ON FUNCTION ops.finish_outbox_run(p_run_id uuid, p_status text, p_error_message text) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.finish_outbox_run(p_run_id uuid, p_status text, p_error_message text) TO service_role;

REVOKE ALL ON FUNCTION ops.forget_telling(p_call_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.forget_telling(p_call_id uuid) TO service_role;

REVOKE ALL ON FUNCTION ops.health_facts() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.health_facts() TO service_role;

REVOKE ALL ON FUNCTION ops.health_of_gold() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.health_of_gold() TO service_role;

REVOKE ALL ON FUNCTION ops.health_of_outbox() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.health_of_outbox() TO service_role;

REVOKE ALL ON FUNCTION ops.health_of_schedules() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.health_of_schedules() TO service_role;

REVOKE ALL ON FUNCTION ops.health_of_server() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.health_of_server() TO service_role;

REVOKE ALL ON FUNCTION ops.health_of_silver() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.health_of_silver() TO service_role;

REVOKE ALL ON FUNCTION ops.health_of_sync() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.health_of_sync() TO service_role;

REVOKE ALL ON FUNCTION ops.is_confirmed(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.is_confirmed(p_id bigint) TO service_role;
GRANT ALL ON FUNCTION ops.is_confirmed(p_id bigint) TO outbox_author;

REVOKE ALL ON FUNCTION ops.is_technical_model(p_model text) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.is_technical_model(p_model text) TO service_role;

REVOKE ALL ON FUNCTION ops.keep_messages(p_run_id uuid, p_lease_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.keep_messages(p_run_id uuid, p_lease_seconds integer) TO service_role;

REVOKE ALL ON FUNCTION ops.kick_is_possible() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.kick_is_possible() TO service_role;

REVOKE ALL ON FUNCTION ops.kick_outbox() FROM PUBLIC;

REVOKE ALL ON FUNCTION ops.list_messages(p_status text[], p_limit integer, p_before_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.list_messages(p_status text[], p_limit integer, p_before_id bigint) TO service_role;

REVOKE ALL ON FUNCTION ops.unreadable(p_value jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.unreadable(p_value jsonb) TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE ops.odoo_outbox TO service_role;

REVOKE ALL ON FUNCTION ops.message_for_worker(p_message ops.odoo_outbox) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.message_for_worker(p_message ops.odoo_outbox) TO service_role;

REVOKE ALL ON FUNCTION ops.metrics_facts() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.metrics_facts() TO service_role;

REVOKE ALL ON FUNCTION ops.milliseconds(p_setting text) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.milliseconds(p_setting text) TO service_role;

REVOKE ALL ON FUNCTION ops.missing_grants() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.missing_grants() TO service_role;

REVOKE ALL ON FUNCTION ops.note_checks(p_call_id uuid, p_failing jsonb, p_passing jsonb, p_repeat_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.note_checks(p_call_id uuid, p_failing jsonb, p_passing jsonb, p_repeat_seconds integer) TO service_role;

REVOKE ALL ON FUNCTION ops.note_odoo_calls(p_id uuid, p_kind text, p_calls bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.note_odoo_calls(p_id uuid, p_kind text, p_calls bigint) TO service_role;

REVOKE ALL ON FUNCTION ops.note_odoo_key(p_expires_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.note_odoo_key(p_expires_at timestamp with time zone) TO service_role;

REVOKE ALL ON FUNCTION ops.note_sending(p_id bigint, p_run_id uuid, p_fence bigint, p_before jsonb, p_lease_seconds integer, p_request_limit_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.note_sending(p_id bigint, p_run_id uuid, p_fence bigint, p_before jsonb, p_lease_seconds integer, p_request_limit_seconds integer) TO service_role;

REVOKE ALL ON FUNCTION ops.open_causes() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.open_causes() TO service_role;

REVOKE ALL ON FUNCTION ops.outbox_status() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.outbox_status() TO service_role;

REVOKE ALL ON FUNCTION ops.page_facts() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.page_facts() TO service_role;

REVOKE ALL ON FUNCTION ops.page_of_outbox(p_since date) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.page_of_outbox(p_since date) TO service_role;

REVOKE ALL ON FUNCTION ops.page_of_streams(p_since date) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.page_of_streams(p_since date) TO service_role;

REVOKE ALL ON FUNCTION ops.preview_messages(p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.preview_messages(p_limit integer) TO service_role;

REVOKE ALL ON FUNCTION ops.purge_messages(p_older_than interval) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.purge_messages(p_older_than interval) TO service_role;

REVOKE ALL ON FUNCTION ops.raise_message_lost(p_id bigint, p_fence bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.raise_message_lost(p_id bigint, p_fence bigint) TO service_role;

REVOKE ALL ON FUNCTION ops.raise_not_possible(p_id bigint, p_wish text) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.raise_not_possible(p_id bigint, p_wish text) TO service_role;

REVOKE ALL ON FUNCTION ops.retry_delay(p_tries integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.retry_delay(p_tries integer) TO service_role;

REVOKE ALL ON FUNCTION ops.retry_message(p_id bigint, p_send_again boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.retry_message(p_id bigint, p_send_again boolean) TO service_role;

REVOKE ALL ON FUNCTION ops.scheduled_jobs() FROM PUBLIC;
GRANT ALL ON FUNCTION ops.scheduled_jobs() TO service_role;

REVOKE ALL ON FUNCTION ops.seen_write_date(p_model text, p_odoo_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.seen_write_date(p_model text, p_odoo_id bigint) TO service_role;

REVOKE ALL ON FUNCTION ops.settle_message(p_id bigint, p_run_id uuid, p_fence bigint, p_outcome jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.settle_message(p_id bigint, p_run_id uuid, p_fence bigint, p_outcome jsonb) TO service_role;

REVOKE ALL ON FUNCTION ops.show_message(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ops.show_message(p_id bigint) TO service_role;

REVOKE ALL ON FUNCTION scout.acquire_call_slot(p_source text, p_holder uuid, p_interval_seconds numeric, p_hold_seconds numeric) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.acquire_call_slot(p_source text, p_holder uuid, p_interval_seconds numeric, p_hold_seconds numeric) TO service_role;

REVOKE ALL ON FUNCTION scout.begin_reconcile(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_deep boolean, p_scope jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.begin_reconcile(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_deep boolean, p_scope jsonb) TO service_role;

REVOKE ALL ON FUNCTION scout.begin_sync(p_checkpoint_id text, p_stream text, p_run_id uuid, p_lease_seconds integer, p_holder text) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.begin_sync(p_checkpoint_id text, p_stream text, p_run_id uuid, p_lease_seconds integer, p_holder text) TO service_role;

REVOKE ALL ON FUNCTION scout.call_function(p_url text, p_secret_name text, p_body jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.call_function(p_url text, p_secret_name text, p_body jsonb) TO service_role;

REVOKE ALL ON FUNCTION scout.changes_of_run(p_run_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.changes_of_run(p_run_id uuid) TO service_role;

REVOKE ALL ON FUNCTION scout.check_setting() FROM PUBLIC;

REVOKE ALL ON FUNCTION scout.check_store_setting() FROM PUBLIC;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.sync_checkpoints TO service_role;

REVOKE ALL ON FUNCTION scout.checkpoint_state(p_checkpoint scout.sync_checkpoints) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.checkpoint_state(p_checkpoint scout.sync_checkpoints) TO service_role;

REVOKE ALL ON FUNCTION scout.commit_page(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_page integer, p_digest text, p_rows jsonb, p_last_record_id bigint, p_page_rows integer, p_lease_seconds integer, p_backfill jsonb, p_moves_cursor boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.commit_page(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_page integer, p_digest text, p_rows jsonb, p_last_record_id bigint, p_page_rows integer, p_lease_seconds integer, p_backfill jsonb, p_moves_cursor boolean) TO service_role;

GRANT SELECT ON TABLE scout.silver_company_tables TO service_role;

REVOKE ALL ON FUNCTION scout.company_values_statements(p_table scout.silver_company_tables) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.company_values_statements(p_table scout.silver_company_tables) TO service_role;

REVOKE ALL ON FUNCTION scout.company_values_suspicion(p_field text) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.company_values_suspicion(p_field text) TO service_role;

REVOKE ALL ON FUNCTION scout.compare_chunk(p_model text, p_after_id bigint, p_to_id bigint, p_ids jsonb, p_write_dates jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.compare_chunk(p_model text, p_after_id bigint, p_to_id bigint, p_ids jsonb, p_write_dates jsonb) TO service_role;

REVOKE ALL ON FUNCTION scout.compare_fields(p_checkpoint_id text, p_digest text, p_fields jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.compare_fields(p_checkpoint_id text, p_digest text, p_fields jsonb) TO service_role;

REVOKE ALL ON FUNCTION scout.compare_months(p_stream text, p_measure jsonb, p_source jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.compare_months(p_stream text, p_measure jsonb, p_source jsonb) TO service_role;

REVOKE ALL ON FUNCTION scout.count_quarantined(p_model text, p_rows jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.count_quarantined(p_model text, p_rows jsonb) TO service_role;

REVOKE ALL ON FUNCTION scout.create_bronze_comments(p_model text) FROM PUBLIC;

REVOKE ALL ON FUNCTION scout.create_bronze_table(p_model text, p_company_field text) FROM PUBLIC;

REVOKE ALL ON FUNCTION scout.create_bronze_watch(p_table text) FROM PUBLIC;

REVOKE ALL ON FUNCTION scout.create_silver_table(p_model text) FROM PUBLIC;

REVOKE ALL ON FUNCTION scout.end_reconcile(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_refused_because text) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.end_reconcile(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_refused_because text) TO service_role;

REVOKE ALL ON FUNCTION scout.field_problem(p_field text, p_type text, p_required boolean, p_value jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.field_problem(p_field text, p_type text, p_required boolean, p_value jsonb) TO service_role;

REVOKE ALL ON FUNCTION scout.field_suspicion(p_field text, p_type text, p_required boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.field_suspicion(p_field text, p_type text, p_required boolean) TO service_role;

REVOKE ALL ON FUNCTION scout.finish_sync(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_status text, p_closes boolean, p_error_message text, p_notices jsonb, p_ends_backfill boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.finish_sync(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_status text, p_closes boolean, p_error_message text, p_notices jsonb, p_ends_backfill boolean) TO service_role;

REVOKE ALL ON FUNCTION scout.forget() FROM PUBLIC;

REVOKE ALL ON FUNCTION scout.forget_payload_hash() FROM PUBLIC;

REVOKE ALL ON FUNCTION scout.ingest_rows(p_model text, p_rows jsonb, p_run_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.ingest_rows(p_model text, p_rows jsonb, p_run_id uuid) TO service_role;

REVOKE ALL ON FUNCTION scout.list_field_changes(p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.list_field_changes(p_limit integer) TO service_role;

REVOKE ALL ON FUNCTION scout.missing_for_scheduling() FROM PUBLIC;
GRANT ALL ON FUNCTION scout.missing_for_scheduling() TO service_role;

REVOKE ALL ON FUNCTION scout.month_sums(p_stream text, p_measure jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.month_sums(p_stream text, p_measure jsonb) TO service_role;

REVOKE ALL ON FUNCTION scout.open_window(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_after_page integer, p_mode text, p_from timestamp with time zone, p_until timestamp with time zone, p_scope jsonb, p_closes boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.open_window(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_after_page integer, p_mode text, p_from timestamp with time zone, p_until timestamp with time zone, p_scope jsonb, p_closes boolean) TO service_role;

REVOKE ALL ON FUNCTION scout.preview_page(p_stream text, p_rows jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.preview_page(p_stream text, p_rows jsonb) TO service_role;

REVOKE ALL ON FUNCTION scout.raise_lease_lost(p_checkpoint_id text, p_fence bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.raise_lease_lost(p_checkpoint_id text, p_fence bigint) TO service_role;

REVOKE ALL ON FUNCTION scout.read_checkpoint(p_checkpoint_id text, p_stream text) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.read_checkpoint(p_checkpoint_id text, p_stream text) TO service_role;

REVOKE ALL ON FUNCTION scout.read_findings(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.read_findings(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_limit integer) TO service_role;

REVOKE ALL ON FUNCTION scout.read_time_zone() FROM PUBLIC;
GRANT ALL ON FUNCTION scout.read_time_zone() TO service_role;

REVOKE ALL ON FUNCTION scout.rebuild_silver(p_model text) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.rebuild_silver(p_model text) TO service_role;

REVOKE ALL ON FUNCTION scout.rebuild_silver_table(p_model text) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.rebuild_silver_table(p_model text) TO service_role;

REVOKE ALL ON FUNCTION scout.record_checksum(p_odoo_id bigint, p_write_date timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.record_checksum(p_odoo_id bigint, p_write_date timestamp with time zone) TO service_role;

REVOKE ALL ON FUNCTION scout.record_fields(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_digest text, p_fields jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.record_fields(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_digest text, p_fields jsonb) TO service_role;

REVOKE ALL ON FUNCTION scout.record_months(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_measure jsonb, p_source jsonb, p_lease_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.record_months(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_measure jsonb, p_source jsonb, p_lease_seconds integer) TO service_role;

REVOKE ALL ON FUNCTION scout.record_problems(p_model text, p_payload jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.record_problems(p_model text, p_payload jsonb) TO service_role;

REVOKE ALL ON FUNCTION scout.refine() FROM PUBLIC;

REVOKE ALL ON FUNCTION scout.refine_statement(p_model text, p_source text, p_careful boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.refine_statement(p_model text, p_source text, p_careful boolean) TO service_role;

REVOKE ALL ON FUNCTION scout.refresh_gold() FROM PUBLIC;
GRANT ALL ON FUNCTION scout.refresh_gold() TO service_role;

REVOKE ALL ON FUNCTION scout.release_call_slot(p_source text, p_holder uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.release_call_slot(p_source text, p_holder uuid) TO service_role;

REVOKE ALL ON FUNCTION scout.require_bronze_table(p_stream text) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.require_bronze_table(p_stream text) TO service_role;

REVOKE ALL ON FUNCTION scout.sample_ids(p_stream text, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.sample_ids(p_stream text, p_limit integer) TO service_role;

REVOKE ALL ON FUNCTION scout.schedule_function(p_url text, p_every text, p_secret_name text, p_body jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.schedule_function(p_url text, p_every text, p_secret_name text, p_body jsonb) TO service_role;

REVOKE ALL ON FUNCTION scout.settle_findings(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_present jsonb, p_gone jsonb, p_lease_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.settle_findings(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_present jsonb, p_gone jsonb, p_lease_seconds integer) TO service_role;

REVOKE ALL ON FUNCTION scout.sweep_chunk(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_after_id bigint, p_to_id bigint, p_ids jsonb, p_write_dates jsonb, p_lease_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.sweep_chunk(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_after_id bigint, p_to_id bigint, p_ids jsonb, p_write_dates jsonb, p_lease_seconds integer) TO service_role;

REVOKE ALL ON FUNCTION scout.sync_status() FROM PUBLIC;
GRANT ALL ON FUNCTION scout.sync_status() TO service_role;

REVOKE ALL ON FUNCTION scout.tombstone_records(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_ids jsonb, p_lease_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.tombstone_records(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_ids jsonb, p_lease_seconds integer) TO service_role;

REVOKE ALL ON FUNCTION scout.unschedule_function(p_url text) FROM PUBLIC;
GRANT ALL ON FUNCTION scout.unschedule_function(p_url text) TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE ops.alerts TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE ops.odoo_calls TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE ops.odoo_keys TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE ops.odoo_sync_runs TO service_role;

GRANT SELECT ON TABLE ops.outbox_kick TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.company_access TO service_role;

GRANT SELECT ON TABLE ops.v_outbox_status TO service_role;
GRANT SELECT ON TABLE ops.v_outbox_status TO outbox_author;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.bronze_pos_config TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.bronze_pos_order TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.bronze_pos_order_line TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.bronze_pos_payment TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.bronze_pos_payment_method TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.bronze_product_brand TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.bronze_product_category TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.bronze_product_product TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.bronze_product_template TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.bronze_res_company TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.bronze_res_currency TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.bronze_res_partner TO service_role;

GRANT SELECT ON TABLE scout.bronze_tables TO service_role;

GRANT SELECT ON TABLE scout.children_after_their_order TO service_role;

GRANT SELECT ON TABLE scout.bronze_transactions TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.silver_categories TO service_role;

GRANT SELECT ON TABLE scout.category_paths TO service_role;

GRANT SELECT ON TABLE scout.categories TO service_role;
GRANT SELECT ON TABLE scout.categories TO superset_readonly;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.silver_customers TO service_role;

GRANT SELECT ON TABLE scout.customer_names TO service_role;

GRANT SELECT ON TABLE scout.customers TO service_role;
GRANT SELECT ON TABLE scout.customers TO superset_readonly;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.field_changes TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.settings TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.silver_companies TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.silver_stores TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.silver_transactions TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.store_settings TO service_role;

GRANT SELECT ON TABLE scout.order_facts TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.silver_transaction_items TO service_role;

GRANT SELECT ON TABLE scout.present_items TO service_role;

GRANT SELECT ON TABLE scout.gold_daily_sales TO service_role;

GRANT SELECT ON TABLE scout.gold_product_mix TO service_role;

GRANT SELECT ON TABLE scout.gold_refreshes TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.reconcile_months TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.reconciliations TO service_role;

GRANT SELECT ON TABLE scout.month_proofs TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.odoo_call_slots TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.silver_payments TO service_role;

GRANT SELECT ON TABLE scout.present_payments TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.silver_brands TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.silver_product_templates TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.silver_products TO service_role;

GRANT SELECT ON TABLE scout.product_names TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.silver_currencies TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.silver_product_costs TO service_role;

GRANT SELECT ON TABLE scout.product_costs TO service_role;
GRANT SELECT ON TABLE scout.product_costs TO superset_readonly;

GRANT SELECT ON TABLE scout.products TO service_role;
GRANT SELECT ON TABLE scout.products TO superset_readonly;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.quarantine TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.reconcile_findings TO service_role;

GRANT SELECT ON TABLE scout.silver_columns TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.silver_payment_methods TO service_role;

GRANT SELECT ON TABLE scout.silver_tables TO service_role;

GRANT SELECT ON TABLE scout.stores TO service_role;
GRANT SELECT ON TABLE scout.stores TO superset_readonly;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.stream_fields TO service_role;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE scout.sync_logs TO service_role;

GRANT SELECT ON TABLE scout.transaction_items TO service_role;
GRANT SELECT ON TABLE scout.transaction_items TO superset_readonly;

GRANT SELECT ON TABLE scout.transactions TO service_role;
GRANT SELECT ON TABLE scout.transactions TO superset_readonly;

GRANT SELECT ON TABLE scout.v_product_mix TO service_role;
GRANT SELECT ON TABLE scout.v_product_mix TO superset_readonly;

GRANT SELECT ON TABLE scout.v_tx_trends TO service_role;
GRANT SELECT ON TABLE scout.v_tx_trends TO superset_readonly;

REFRESH MATERIALIZED VIEW scout.gold_daily_sales;

REFRESH MATERIALIZED VIEW scout.gold_product_mix;

--
-- PostgreSQL database dump complete
--

