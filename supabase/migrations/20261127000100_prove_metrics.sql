-- Purpose: Each metric's figure is held against Odoo's own; what was found is kept, judged by health and shown on the status page.
-- Reverse: drop view odoo_raw.metric_proofs; drop function scout.metric_figures(date, date), scout.note_metric_proofs(jsonb), ops.health_of_metrics();
--          drop table scout.metric_proofs; the earlier ops.health_facts() and ops.page_facts(); drop function ops.page_of_metrics();

create table scout.metric_proofs (
    id         bigint generated always as identity primary key,
    metric     text not null,
    company_id bigint,
    currency   text,
    period     date,
    odoo       numeric,
    warehouse  numeric,
    difference numeric generated always as (warehouse - odoo) stored,
    verdict    text not null,
    reason     text not null default '',
    as_of      timestamptz,
    checked_at timestamptz not null default now(),
    constraint metric_proofs_one_row_a_figure unique nulls not distinct (metric, company_id, currency, period),
    constraint metric_proofs_period_is_its_first_day check (extract(day from period) = 1),
    constraint metric_proofs_verdict_is_known check (verdict in ('equal', 'differs', 'not provable', 'failed')),
    constraint metric_proofs_equal_is_equal
        check (case verdict when 'equal' then odoo = warehouse and odoo is not null when 'differs' then odoo <> warehouse and odoo is not null
               else odoo is null and warehouse is null end)
);

comment on table scout.metric_proofs is 'Each metric''s figure in Odoo and here, as scout prove last found it. All rows of one proof share checked_at.';
comment on column scout.metric_proofs.id is 'A number of its own.';
comment on column scout.metric_proofs.metric is 'The metric, as in metrics.provable_figures.';
comment on column scout.metric_proofs.company_id is 'res.company.id. Null: neither side has any of it, or nobody could be asked.';
comment on column scout.metric_proofs.currency is 'ISO code. Null: a quantity or a count.';
comment on column scout.metric_proofs.period is 'The month, by its first day. Null: as of now.';
comment on column scout.metric_proofs.odoo is 'Odoo''s own figure.';
comment on column scout.metric_proofs.warehouse is 'The figure of metrics.provable_figures.';
comment on column scout.metric_proofs.difference is 'warehouse less odoo.';
comment on column scout.metric_proofs.verdict is 'equal, differs, not provable (Odoo has no such figure), failed (it could not be asked for).';
comment on column scout.metric_proofs.reason is 'Why it is not provable, failed or may differ.';
comment on column scout.metric_proofs.as_of is 'Until when changes of the model had been read from Odoo.';
comment on column scout.metric_proofs.checked_at is 'When the proof was kept.';

alter table scout.metric_proofs enable row level security;
create policy service_role_all on scout.metric_proofs to service_role using (true) with check (true);
grant select, insert, update, delete on scout.metric_proofs to service_role;

-- dbt makes the schemas metrics and semantic; until its first run they are not there.
create function scout.metric_figures(p_from date, p_to date) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_answer jsonb;
    v_waits  jsonb := '{}';
begin
    if to_regclass('metrics.provable_figures') is null or to_regclass('semantic.dim_company') is null then
        raise exception 'The warehouse has no metrics yet.' using errcode = 'PT404', hint = 'Run: scout transform';
    end if;
    -- Figures as text: JSON's numbers become floats on their way.
    execute $query$
        select jsonb_build_object(
            'figures', (select coalesce(jsonb_agg(jsonb_build_object('metric', f.metric, 'company_id', f.company_id, 'currency', f.currency,
                                                                     'period', f.period, 'figure', f.figure::text)), '[]')
                          from metrics.provable_figures f
                         where f.figure is not null and (f.period is null or f.period between $1 and $2)),
            'zones', (select coalesce(jsonb_object_agg(c.company_id, c.time_zone), '{}') from semantic.dim_company c))
    $query$ into v_answer using p_from, p_to;
    -- What a build has to redo, which is empty once it was whole.
    if to_regclass('intermediate.changed_records') is not null and has_table_privilege('intermediate.changed_records', 'select') then
        execute $query$
            select coalesce(jsonb_object_agg(w.model, w.ids), '{}')
              from (select c.model, coalesce((array_agg(distinct c.id) filter (where c.id is not null))[1:5], '{}') as ids
                      from intermediate.changed_records c
                      join scout.bronze_tables b on b.model = c.model group by c.model) as w
        $query$ into v_waits;
    end if;
    return v_answer || jsonb_build_object(
        'waits', v_waits,
        'shop_zones', (select coalesce(jsonb_object_agg(s.store_id, s.time_zone), '{}') from scout.store_settings s),
        'time_zone', coalesce((select s.value from scout.settings s where s.key = 'time_zone'), 'UTC'),
        'as_of', (select coalesce(jsonb_object_agg(c.stream, c.last_sync_at), '{}')
                    from (select stream, min(last_sync_at) as last_sync_at from scout.sync_checkpoints
                           where last_sync_at is not null group by stream) as c));
end;
$$;
comment on function scout.metric_figures(date, date) is
    'The figures of metrics.provable_figures whose month begins from p_from to p_to or that are as of now; time zones of companies and shops; as_of: until when each model was read; waits: by model a few ids that the last build did not get through with. Raises PT404 before the first scout transform.';
revoke execute on function scout.metric_figures(date, date) from public, anon, authenticated;
grant execute on function scout.metric_figures(date, date) to service_role;

create function scout.note_metric_proofs(p_proofs jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
    v_noted integer;
begin
    -- What a metric's earlier proof of the same periods said and this one does not is over.
    delete from scout.metric_proofs old
     using (select distinct p.metric, p.period from jsonb_to_recordset(p_proofs) as p (metric text, period date)) as proven
     where old.metric = proven.metric and old.period is not distinct from proven.period;
    insert into scout.metric_proofs (metric, company_id, currency, period, odoo, warehouse, verdict, reason, as_of)
    select p.metric, p.company_id, p.currency, p.period, p.odoo, p.warehouse, p.verdict, coalesce(p.reason, ''), p.as_of
      from jsonb_to_recordset(p_proofs)
               as p (metric text, company_id bigint, currency text, period date, odoo numeric, warehouse numeric, verdict text, reason text, as_of timestamptz)
        on conflict on constraint metric_proofs_one_row_a_figure do update
       set odoo = excluded.odoo, warehouse = excluded.warehouse, verdict = excluded.verdict, reason = excluded.reason,
           as_of = excluded.as_of, checked_at = excluded.checked_at;
    get diagnostics v_noted = row_count;
    return jsonb_build_object('noted', v_noted);
end;
$$;
comment on function scout.note_metric_proofs(jsonb) is
    'Keeps a proof: a list of {metric, company_id, currency, period, odoo, warehouse, verdict, reason, as_of}, in place of what was kept of the same metrics and periods. Answers noted.';
revoke execute on function scout.note_metric_proofs(jsonb) from public, anon, authenticated;
grant execute on function scout.note_metric_proofs(jsonb) to service_role;

create view odoo_raw.metric_proofs with (security_barrier = true) as
select p.metric, p.company_id, p.currency, p.period, p.odoo, p.warehouse, p.difference, p.verdict, p.reason, p.as_of, p.checked_at
  from scout.metric_proofs p
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or p.company_id is null  -- no figure: what is not provable, and why
    or p.company_id in (select r.company_id from scout.companies_in_reach r);

comment on view odoo_raw.metric_proofs is 'Each metric''s figure in Odoo and here, as scout prove last found it, of the companies that the asking role may see.';
comment on column odoo_raw.metric_proofs.metric is 'The metric, as in metrics.provable_figures.';
comment on column odoo_raw.metric_proofs.company_id is 'res.company.id. Null: neither side has any of it, or nobody could be asked.';
comment on column odoo_raw.metric_proofs.currency is 'ISO code. Null: a quantity or a count.';
comment on column odoo_raw.metric_proofs.period is 'The month, by its first day. Null: as of now.';
comment on column odoo_raw.metric_proofs.odoo is 'Odoo''s own figure.';
comment on column odoo_raw.metric_proofs.warehouse is 'The figure of metrics.provable_figures.';
comment on column odoo_raw.metric_proofs.difference is 'warehouse less odoo.';
comment on column odoo_raw.metric_proofs.verdict is 'equal, differs, not provable (Odoo has no such figure), failed (it could not be asked for).';
comment on column odoo_raw.metric_proofs.reason is 'Why it is not provable, failed or may differ.';
comment on column odoo_raw.metric_proofs.as_of is 'Until when changes of the model had been read from Odoo.';
comment on column odoo_raw.metric_proofs.checked_at is 'When the proof was kept.';

grant select on odoo_raw.metric_proofs to service_role, superset_readonly;

create function ops.health_of_metrics() returns jsonb
language sql stable set search_path = '' as $$
    with latest as (
        select p.metric, p.period, p.verdict, p.reason, p.checked_at
          from scout.metric_proofs p
         where p.checked_at = (select max(n.checked_at) from scout.metric_proofs n))
    select jsonb_build_object(
        'built', to_regclass('metrics.provable_figures') is not null,
        'checked_at', (select max(l.checked_at) from latest l),
        'equal', (select count(*) from latest l where l.verdict = 'equal'),
        -- Which ones; no figure is in it.
        'bad', (select coalesce(jsonb_object_agg(b.metric, b.told), '{}')
                  from (select l.metric, jsonb_build_object('figures', count(*), 'periods', jsonb_agg(distinct l.period),
                                                            'failed', bool_or(l.verdict = 'failed'), 'reason', max(l.reason)) as told
                          from latest l
                         where l.verdict in ('differs', 'failed') group by l.metric) as b))
$$;
comment on function ops.health_of_metrics() is
    'Whether dbt made metrics, when they were last held against Odoo, how many figures were equal, and by metric those that were not.';
revoke execute on function ops.health_of_metrics() from public, anon, authenticated;
grant execute on function ops.health_of_metrics() to service_role;

create function ops.page_of_metrics() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'checked_at', max(m.checked_at),
        'rows', coalesce(jsonb_agg(jsonb_build_object('metric', m.metric, 'equal', m.equal, 'differing', m.differing, 'failed', m.failed,
                                                      'not_provable', m.not_provable) order by m.metric), '[]'))
      from (select p.metric, max(p.checked_at) as checked_at,
                   count(*) filter (where p.verdict = 'equal') as equal, count(*) filter (where p.verdict = 'differs') as differing,
                   count(*) filter (where p.verdict = 'failed') as failed, count(*) filter (where p.verdict = 'not provable') as not_provable
              from scout.metric_proofs p
             where p.checked_at = (select max(n.checked_at) from scout.metric_proofs n)
             group by p.metric) as m
$$;
comment on function ops.page_of_metrics() is
    'The last proof of the metrics: how many figures of each were equal, differed, failed or are not provable. No figure is in it.';
revoke execute on function ops.page_of_metrics() from public, anon, authenticated;
grant execute on function ops.page_of_metrics() to service_role;

-- These are facts; what of them is worrying is judged by whoever asked (shared/monitoring/health). Nothing here reads a record's
-- content, and every count is bounded: the question must stay cheap at any size.
create or replace function ops.health_facts() returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '25s' as $$
declare
    -- Whom row level security shows nothing would take every table for empty, and say so.
    v_sees   boolean := pg_has_role(current_user, 'service_role', 'usage') or not row_security_active('scout.sync_checkpoints');
    v_part   text;
    v_facts  jsonb;
    v_answer jsonb := jsonb_build_object('now', clock_timestamp());
begin
    foreach v_part in array array['server', 'sync', 'silver', 'gold', 'metrics', 'outbox', 'schedules'] loop
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
comment on function ops.health_facts() is
    'Everything the warehouse knows about its health, by part (ops.health_of_…), and its clock; {"refused": …} in place of a part that could not be told.';
revoke execute on function ops.health_facts() from public, anon, authenticated;
grant execute on function ops.health_facts() to service_role;

-- A day is a day in UTC here: runs belong to schedules, which are in UTC, not to a shop.
create or replace function ops.page_facts() returns jsonb
language sql stable set search_path = '' set statement_timeout = '25s' as $$
    select jsonb_build_object(
        'now', clock_timestamp(), 'since', since,
        'streams', ops.page_of_streams(since),
        'outbox', ops.page_of_outbox(since),
        'metrics', ops.page_of_metrics(),
        'gold', (select coalesce(jsonb_agg(jsonb_build_object('view', g.view_name, 'refreshed_at', g.finished_at,
                                                              'seconds', g.duration_seconds, 'rows', g.row_count) order by g.view_name), '[]')
                   from scout.gold_refreshes g))
      from (select (now() at time zone 'UTC')::date - 13 as since) as days
$$;
comment on function ops.page_facts() is
    'What the status page shows beside the health report, for the last 14 days (UTC): streams, outbox, metrics, gold. No record''s content is in it.';
revoke execute on function ops.page_facts() from public, anon, authenticated;
grant execute on function ops.page_facts() to service_role;
