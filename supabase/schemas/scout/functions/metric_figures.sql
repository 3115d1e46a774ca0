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
