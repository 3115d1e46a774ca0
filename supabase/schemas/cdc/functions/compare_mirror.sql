-- Both know a record: as Odoo's database has it, and as Odoo's API told it. A row that is newer in the mirror was not read yet; of the
-- same write_date they are the same record, and what differs then was changed by raw SQL, or one of both ways is wrong.
create function cdc.compare_mirror(p_table text) returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '55s' as $$
declare
    v_model    text := cdc.model_of(p_table);
    v_typed    text := (select t.table_name from scout.typed_tables t where t.model = v_model);
    v_mirrored text;
    v_read     text;
    v_answer   jsonb;
begin
    if to_regclass(format('cdc.%I', 'mirror_' || p_table)) is null or to_regclass(format('scout.%I', v_typed)) is null
       or not exists (select from scout.stream_fields where stream = v_model) then
        return null;
    end if;
    -- As far as the API tells it: no null numbers and booleans, no empty texts, instants in seconds.
    select string_agg(format(', %s as %I', format(c.canonical, m.value), m.name), '' order by m.name),
           string_agg(format(', %s as %I', format(c.canonical, r.value), m.name), '' order by m.name)
      into v_mirrored, v_read
      from cdc.mirrored_columns(p_table) m
      join cdc.read_columns(v_model) r using (name)
      left join scout.personal_models p on p.model = v_model
     cross join lateral (select case when m.type in ('integer', 'numeric', 'bigint', 'smallint') then 'coalesce(%s, 0)'
                                     when m.type = 'boolean' then 'coalesce(%s, false)'
                                     when m.type like 'timestamp%' then 'date_trunc(''second'', %s)'
                                     when m.type in ('character varying', 'text') then 'coalesce(%s, '''')' else '%s' end as canonical) c
     where m.name not in ('id', 'write_date') and not m.by_company and m.value not like 'null::%' and r.value not like 'null::%'
       -- What the API tells otherwise: in one language alone, explained, or hashed.
       and not exists (select from scout.stream_fields f where f.stream = v_model and f.field = m.name
                          and (f.translated or f.company_dependent or f.type in ('properties', 'properties_definition')))
       and not coalesce(m.name = any (p.fields), false);
    execute format($sql$
        with m as (select t.id::bigint as id, date_trunc('second', t.write_date) as write_date%1$s from cdc.%2$I t),
             r as (select t.id, date_trunc('second', t.write_date at time zone 'UTC') as write_date%3$s from scout.%4$I t),
             compared as (
                 select m.id as m_id, r.id as r_id, m.write_date > r.write_date as newer, m.write_date < r.write_date as older,
                        m.write_date = r.write_date and m is distinct from r as differs, m, r
                   from m full join r using (id))
        select jsonb_build_object(
                   'table', %5$L, 'mirrored', count(m_id), 'read', count(r_id), 'only_mirrored', count(*) filter (where r_id is null),
                   'only_read', count(*) filter (where m_id is null), 'not_read_yet', count(*) filter (where newer),
                   'read_is_newer', count(*) filter (where older), 'differing', count(*) filter (where differs),
                   'ids', coalesce(to_jsonb((array_agg(m_id order by m_id) filter (where differs))[1:10]), '[]'),
                   'columns', (select coalesce(jsonb_object_agg(key, number), '{}') from (
                       select key, count(*) as number from compared c
                        cross join lateral jsonb_each(to_jsonb(c.m)) as e (key, value)
                        where c.differs and e.value is distinct from to_jsonb(c.r) -> e.key group by key) as by_column))
          from compared
    $sql$, v_mirrored, 'mirror_' || p_table, v_read, v_typed, p_table) into v_answer;
    return v_answer;
end;
$$;
comment on function cdc.compare_mirror(text) is
    'Holds a mirrored table against what was read through the API: {table, mirrored, read, only_mirrored, only_read, not_read_yet, read_is_newer, differing, ids, columns: {name: rows}}; null where there are not both. Differing: of the same write_date. Writes nothing.';
revoke execute on function cdc.compare_mirror(text) from public, anon, authenticated;
grant execute on function cdc.compare_mirror(text) to service_role;
