-- For the proof only: puts the warehouse back to where a case begins, and says where it stands. Made by the tests.

create schema proof;

create function proof.tables() returns setof regclass
language sql stable as $$
    select c.oid::regclass from pg_class c
     where c.relnamespace in ('scout'::regnamespace, 'ops'::regnamespace) and c.relkind = 'r' order by c.oid
$$;

-- A copy of every table under a name: where cases begin.
create function proof.keep(p_name text) returns void
language plpgsql as $$
declare
    v_table regclass;
begin
    for v_table in select proof.tables() loop
        execute format('drop table if exists proof.%I', p_name || '_' || replace(v_table::text, '.', '_'));
        execute format('create table proof.%I as table %s', p_name || '_' || replace(v_table::text, '.', '_'), v_table);
    end loop;
end;
$$;

create function proof.restore(p_name text) returns void
language plpgsql set session_replication_role = 'replica' as $$
declare
    v_table   regclass;
    v_columns text;
begin
    for v_table in select proof.tables() loop
        -- A typed table may have got columns since.
        select string_agg(quote_ident(kept.attname), ', ') into v_columns
          from pg_attribute kept
          join pg_attribute a on a.attrelid = v_table and a.attname = kept.attname and a.attgenerated = '' and not a.attisdropped
         where kept.attrelid = format('proof.%I', p_name || '_' || replace(v_table::text, '.', '_'))::regclass
           and kept.attnum > 0 and not kept.attisdropped;
        execute format('delete from %s', v_table);
        execute format('insert into %s (%s) overriding system value select %2$s from proof.%3$I',
                       v_table, v_columns, p_name || '_' || replace(v_table::text, '.', '_'));
    end loop;
end;
$$;

create function proof.expire_leases() returns void
language sql as $$
    update scout.sync_checkpoints set lease_expires_at = now() - interval '1 second' where lease_expires_at is not null
$$;

-- Waits until the server is done with what a dead client left under way: a call may still commit, or roll back.
create function proof.settle() returns void
language plpgsql as $$
begin
    while exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
                     and backend_type = 'client backend' and state <> 'idle') loop
        perform pg_sleep(0.001);
        perform pg_stat_clear_snapshot();
    end loop;
end;
$$;

-- Bronze, typed, silver, quarantine and the record of fields, a hash a table, and every checkpoint as it is, without what differs from run to run.
create function proof.state() returns jsonb
language plpgsql stable as $$
declare
    v_table  text;
    v_hash   text;
    v_answer jsonb;
begin
    select coalesce(jsonb_object_agg('checkpoint ' || c.id, to_jsonb(c) - array[
               'fence', 'created_at', 'updated_at', 'records_synced', 'last_page', 'last_page_digest', 'last_page_answer',
               'page_rows']), '{}')
      into v_answer from scout.sync_checkpoints c;
    for v_table in select table_name from scout.bronze_tables union all select table_name from scout.silver_tables
             union all select table_name from scout.silver_company_tables union all select table_name from scout.typed_tables
             union all select 'deleted_records' union all select 'quarantine'
             union all select 'stream_fields' union all select 'field_changes' order by 1 loop
        execute format($sql$
            select count(*) || ' rows, ' || md5(coalesce(string_agg(line, E'\n' order by line), ''))
              from (select (jsonb_strip_nulls(to_jsonb(t)) - array['synced_at', '_synced_at', 'refined_at', 'first_seen_at', 'last_seen_at', 'deleted_at',
                                           'changed_by', 'gone_at', 'seen_at', 'run_id']
                            - case when %1$L = 'field_changes' then 'id' else '' end
                            || jsonb_build_object('gone', coalesce(to_jsonb(t) ->> 'deleted_at', to_jsonb(t) ->> 'gone_at') is not null))::text as line
                      from scout.%1$I t) lines
        $sql$, v_table) into v_hash;
        v_answer := v_answer || jsonb_build_object(v_table, v_hash);
    end loop;
    return v_answer;
end;
$$;

-- What rows, checkpoint and log say of each other, in sentences where they disagree: at every instant, killed or not.
create function proof.disagreements() returns text[]
language plpgsql stable as $$
declare
    v_one     record;
    v_rows    bigint;
    v_highest bigint;
    v_silver  text;
    v_astray  bigint;
    v_answer  text[] := '{}';
begin
    for v_one in
        select c.*, t.table_name, sum(l.records_processed) as processed, sum(l.inserted) as inserted,
               sum(l.inserted + l.updated + l.unchanged) as counted, count(*) filter (where l.status = 'running') as running
          from scout.sync_checkpoints c
          join scout.bronze_tables t on t.model = c.stream
          join scout.sync_logs l on l.checkpoint_id = c.id
         group by c.id, t.table_name
    loop
        execute format('select count(*), coalesce(max(odoo_id), 0) from scout.%I', v_one.table_name) into v_rows, v_highest;
        if v_one.inserted <> v_rows then
            v_answer := v_answer || format('%s: the log counts %s inserted, bronze has %s', v_one.id, v_one.inserted, v_rows);
        end if;
        if v_one.processed <> v_one.counted or v_one.processed <> v_one.records_synced then
            v_answer := v_answer || format('%s: processed %s, counted %s, synced %s',
                                           v_one.id, v_one.processed, v_one.counted, v_one.records_synced);
        end if;
        if v_one.last_sync_at is null and v_one.window_mode = 'full' and v_one.last_record_id <> v_highest then
            v_answer := v_answer || format('%s: stands at %s, bronze ends at %s', v_one.id, v_one.last_record_id, v_highest);
        end if;
        select s.table_name into v_silver from scout.silver_tables s where s.model = v_one.stream;
        if found then
            execute format('select (select count(*) from scout.%I where deleted_at is null) - (select count(*) from scout.%I)
                                 - (select count(*) from scout.quarantine where model = %L)',
                           v_one.table_name, v_silver, v_one.stream) into v_astray;
            if v_astray <> 0 then
                v_answer := v_answer || format('%s: %s records are neither in silver nor in quarantine, or in both', v_one.id, v_astray);
            end if;
        end if;
        if v_one.running <> (v_one.lease_expires_at is not null)::integer then
            v_answer := v_answer || format('%s: %s running in the log, lease until %s', v_one.id, v_one.running, v_one.lease_expires_at);
        end if;
    end loop;
    return v_answer;
end;
$$;
