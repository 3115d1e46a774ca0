-- Stand-ins for pg_cron, pg_net and the vault, with the signatures those document; what they were asked is kept in tables.
-- citusdata/pg_cron, README and pg_cron--*.sql; supabase/pg_net, sql/pg_net.sql; supabase/vault, README.
create schema cron;
create table cron.job (
    jobid bigint generated always as identity primary key, schedule text not null, command text not null,
    nodename text not null default 'localhost', nodeport int not null default 5432,
    database text not null default current_database(), username text not null default current_user,
    active boolean not null default true, jobname text, unique (jobname, username)
);
create function cron.schedule(job_name text, schedule text, command text) returns bigint language plpgsql as $$
declare v_id bigint;
begin
    if schedule !~ '^(\S+ \S+ \S+ \S+ \S+|[1-9]\d? seconds?)$' then
        raise exception 'invalid schedule: %', schedule using errcode = '22023';
    end if;
    insert into cron.job (jobname, schedule, command) values ($1, $2, $3)
    on conflict (jobname, username) do update set schedule = excluded.schedule, command = excluded.command
    returning jobid into v_id;
    return v_id;
end;
$$;
create function cron.unschedule(job_id bigint) returns boolean language sql as 'delete from cron.job where jobid = $1 returning true';
create function cron.unschedule(job_name text) returns boolean language sql as 'delete from cron.job where jobname = $1 returning true';

create schema net;
create table net.sent (id bigint generated always as identity, url text, body jsonb, params jsonb, headers jsonb, timeout_milliseconds int);
create function net.http_post(
    url text, body jsonb default '{}'::jsonb, params jsonb default '{}'::jsonb,
    headers jsonb default '{"Content-Type": "application/json"}'::jsonb, timeout_milliseconds int default 5000
) returns bigint language sql as $$
    insert into net.sent (url, body, params, headers, timeout_milliseconds) values ($1, $2, $3, $4, $5) returning id
$$;

create schema vault;
create table vault.secrets (name text unique, secret text not null);
create view vault.decrypted_secrets as select name, secret as decrypted_secret from vault.secrets;
