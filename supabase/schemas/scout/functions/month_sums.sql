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
