-- Purpose: reconcile --deep: count and sums of every month held against Odoo's own grouping, and the table that proves it;
--          random records for reconcile --sample.
-- Reverse: drop view scout.month_proofs; drop functions scout.record_months, scout.compare_months, scout.month_sums,
--          scout.read_time_zone, scout.sample_ids; drop table scout.reconcile_months; take scout.begin_reconcile and
--          scout.end_reconcile from 20261121000600_create_reconcile.sql again.
--
-- A measure is one jsonb, the same in all functions here: {"date_path": "date_order" or "order_id.date_order", "parent": the
-- model that order_id leads to or null, "sums": ["amount_total", …], "by_company": true, "until": records made before this
-- instant or null, "time_zone": "Asia/Manila"}. Sums are exact numerics here and floats from Odoo, so both sides are rounded to
-- four decimals before they are compared: the finest unit of any currency (ISO 4217), and safe up to 10^11, for a float carries
-- 15 digits. Odoo's own column types do not tell amounts from quantities before 18, so there is one rule for all.

create table scout.reconcile_months (
    id                bigint generated always as identity primary key,
    reconciliation_id bigint not null references scout.reconciliations (id) on delete cascade,
    company_id        bigint,
    month             date,
    source_count      bigint not null,
    warehouse_count   bigint not null,
    source_sums       jsonb not null,
    warehouse_sums    jsonb not null,
    is_equal          boolean not null,
    time_zone         text not null,
    as_of             timestamptz,
    constraint reconcile_months_one_row_a_month unique nulls not distinct (reconciliation_id, company_id, month),
    constraint reconcile_months_month_is_its_first_day check (extract(day from month) = 1),
    constraint reconcile_months_equal_is_equal
        check (is_equal = (source_count = warehouse_count and source_sums = warehouse_sums))
);
comment on table scout.reconcile_months is
    'What a deep reconcile proved: one row a company and month, with count and sums as Odoo groups them and as bronze holds them.';
comment on column scout.reconcile_months.company_id is 'Null: records without company, or a model that has no company of its own.';
comment on column scout.reconcile_months.month is 'Its first day, in time_zone. Null: records without a date.';
comment on column scout.reconcile_months.as_of is 'Records made in Odoo from this instant on are left out on both sides.';
alter table scout.reconcile_months enable row level security;
create policy service_role_all on scout.reconcile_months to service_role using (true) with check (true);
grant select, insert, update, delete on scout.reconcile_months to service_role;

create function scout.read_time_zone() returns jsonb
language sql stable set search_path = '' as $$
    select to_jsonb(value) from scout.settings where key = 'time_zone'
$$;
comment on function scout.read_time_zone() is 'The shops'' time zone (scout.settings), in which a month begins and ends.';
revoke execute on function scout.read_time_zone() from public, anon, authenticated;
grant execute on function scout.read_time_zone() to service_role;

create function scout.month_sums(p_stream text, p_measure jsonb) returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '55s' as $$
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
$$;
comment on function scout.month_sums(text, jsonb) is
    'Count and sums of the live bronze records by company and month, for one measure. orphans: records whose parent is not here, so neither is their date.';
revoke execute on function scout.month_sums(text, jsonb) from public, anon, authenticated;
grant execute on function scout.month_sums(text, jsonb) to service_role;

create function scout.compare_months(p_stream text, p_measure jsonb, p_source jsonb) returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '55s' as $$
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
comment on function scout.compare_months(text, jsonb, jsonb) is
    'Holds the months of bronze against Odoo''s groups, [{company_id, start (an instant or a date, null: without date), count, sums}]. Changes nothing.';
revoke execute on function scout.compare_months(text, jsonb, jsonb) from public, anon, authenticated;
grant execute on function scout.compare_months(text, jsonb, jsonb) to service_role;

create function scout.record_months(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_reconciliation_id bigint, p_measure jsonb, p_source jsonb,
    p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' as $$
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
comment on function scout.record_months(text, uuid, bigint, bigint, jsonb, jsonb, integer) is
    'compare_months under the stream''s lease, kept in scout.reconcile_months. A repeat replaces what it wrote.';
revoke execute on function scout.record_months(text, uuid, bigint, bigint, jsonb, jsonb, integer) from public, anon, authenticated;
grant execute on function scout.record_months(text, uuid, bigint, bigint, jsonb, jsonb, integer) to service_role;

create function scout.sample_ids(p_stream text, p_limit integer) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
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
$$;
comment on function scout.sample_ids(text, integer) is 'The ids of live bronze records chosen at random, in order; all of them when there are no more.';
revoke execute on function scout.sample_ids(text, integer) from public, anon, authenticated;
grant execute on function scout.sample_ids(text, integer) to service_role;

create view scout.month_proofs with (security_invoker = true) as
select r.checkpoint_id, r.stream, m.company_id, company.payload ->> 'name' as company_name, m.month,
       m.source_count, m.warehouse_count, m.source_sums, m.warehouse_sums, m.is_equal, m.time_zone, m.as_of, r.checked_at
  from scout.reconcile_months m
  join scout.reconciliations r on r.id = m.reconciliation_id
  left join scout.bronze_res_company company on company.odoo_id = m.company_id
 where r.id = (select max(latest.id) from scout.reconciliations latest
                where latest.checkpoint_id = r.checkpoint_id and latest.checked_at is not null
                  and exists (select from scout.reconcile_months one where one.reconciliation_id = latest.id));
comment on view scout.month_proofs is
    'Each stream''s months as its last deep reconcile found them, in Odoo (source) and here (warehouse). For service_role: all companies.';
grant select on scout.month_proofs to service_role;

create or replace function scout.begin_reconcile(
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
comment on function scout.begin_reconcile(text, uuid, bigint, boolean, jsonb) is
    'Begins a sweep of the stream, or goes on with the unfinished one of the same scope and depth, not older than 36 hours. Needs the lease.';

create or replace function scout.end_reconcile(
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
comment on function scout.end_reconcile(text, uuid, bigint, bigint, text) is
    'Ends a sweep and stamps it: equal when the checksums of what Odoo showed and of what bronze holds now are the same and no month differs; differs otherwise; refused with a reason.';
