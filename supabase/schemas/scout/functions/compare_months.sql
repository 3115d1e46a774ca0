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
