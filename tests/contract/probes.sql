-- Small functions that show one behaviour each, for the contract that both adapters keep. Made by the tests only.

create function scout.probe_types(
    p_text text default 'left out', p_bool boolean default null, p_int bigint default null,
    p_float double precision default null, p_at timestamptz default null, p_json jsonb default null
) returns jsonb
language sql set search_path = '' as $$
    select jsonb_build_object('text', p_text, 'bool', p_bool, 'int', p_int, 'float', p_float,
                              'at', p_at at time zone 'UTC', 'json', p_json, 'json_is_null', p_json is null)
$$;

create function scout.probe_echo(p_value jsonb) returns jsonb
language sql set search_path = '' as $$ select p_value $$;

create function scout.probe_unreadable(p_what text) returns jsonb
language sql set search_path = '' as $$
    select (case p_what when 'digits' then repeat('9', 5000) else repeat('[', 5000) || repeat(']', 5000) end)::jsonb $$;

create function scout.probe_many(p_count integer) returns jsonb
language sql set search_path = '' as $$ select jsonb_agg(i order by i) from generate_series(1, p_count) i $$;

create function scout.probe_raise(p_code text, p_message text, p_detail text default null, p_hint text default null)
returns jsonb
language plpgsql set search_path = '' as $$
begin
    raise exception using errcode = p_code, message = p_message,
        detail = coalesce(p_detail, ''), hint = coalesce(p_hint, '');
end;
$$;

create function scout.probe_number(p_json jsonb) returns jsonb
language sql set search_path = '' as $$ select to_jsonb((p_json ->> 'amount')::numeric) $$;

create function scout.probe_slow() returns jsonb
language sql set search_path = '' set statement_timeout = '200ms' as $$ select to_jsonb(pg_catalog.pg_sleep(30)::text) $$;

create function ops.probe() returns jsonb
language sql set search_path = '' as $$ select '7'::jsonb $$;
grant execute on function ops.probe() to service_role;

create function scout.probe_private() returns jsonb
language sql set search_path = '' as $$ select '1'::jsonb $$;

-- A step of a run in small: the first call writes, every further one with the same key is answered the same.
create table scout.probe_steps (key text primary key, answer jsonb not null, calls integer not null default 1);
grant select, insert, update on scout.probe_steps to service_role;

create function scout.probe_step(p_key text, p_value jsonb) returns jsonb
language sql set search_path = '' as $$
    insert into scout.probe_steps (key, answer) values (p_key, p_value)
        on conflict (key) do update set calls = scout.probe_steps.calls + 1
    returning answer
$$;

-- Passes on its third call. The counter is a sequence: an error does not roll it back.
create sequence scout.probe_tries;
grant usage, select, update on sequence scout.probe_tries to service_role;

create function scout.probe_passes_on(p_try integer, p_code text) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_try bigint := nextval('scout.probe_tries');
begin
    if v_try < p_try then
        raise exception using errcode = p_code, message = 'not yet';
    end if;
    perform setval('scout.probe_tries', 1, false);
    return to_jsonb(v_try);
end;
$$;

do $$
declare
    v_probe regprocedure;
begin
    for v_probe in select oid::regprocedure from pg_proc where pronamespace = 'scout'::regnamespace and proname like 'probe_%' loop
        execute format('revoke execute on function %s from public, anon, authenticated', v_probe);
        if v_probe::text <> 'scout.probe_private()' then
            execute format('grant execute on function %s to service_role', v_probe);
        end if;
    end loop;
    -- Who the direct adapter is here: no superuser, else nothing would ever be refused.
    if not exists (select from pg_roles where rolname = 'probe_runner') then
        create role probe_runner login in role service_role;
    end if;
end;
$$;
