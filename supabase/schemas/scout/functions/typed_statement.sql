create function scout.typed_statement(p_model text, p_source text, p_careful boolean, p_compare boolean) returns text
language plpgsql stable set search_path = '' as $$
declare
    v_parts jsonb;
begin
    select jsonb_build_object(
               'fields', coalesce(string_agg(format(', %I %s', t.column_name, t.data_type), '' order by t.place), ''),
               'converted', coalesce(string_agg(format(', x.%I', t.column_name), '' order by t.place), ''),
               'columns', coalesce(string_agg(format(', %I', t.column_name), '' order by t.place), ''),
               'excluded', coalesce(string_agg(format(', excluded.%I', t.column_name), '' order by t.place), ''),
               'kept', coalesce(string_agg(format(', kept.%I', t.column_name), '' order by t.place), ''),
               'suspicion', string_agg(scout.field_suspicion(t.column_name, t.data_type), ' or ' order by t.place))
      into v_parts
      from scout.typed_columns t where t.model = p_model;
    select v_parts || jsonb_build_object(
               'suspicion', coalesce(nullif(concat_ws(' or ', v_parts ->> 'suspicion',
                   (select string_agg(format('x.%I is null', c.odoo_field), ' or ') from scout.silver_columns c where c.model = p_model and c.required),
                   (select string_agg(scout.company_values_suspicion(t.odoo_field), ' or ') from scout.silver_company_tables t where t.model = p_model)
               ), ''), 'false'))
      into v_parts;
    return scout.fill_template($sql$
        with records as {materialized} (
            select b.odoo_id, b.company_id, b.deleted_at, b.synced_at, {payload} as payload, {reasons} as reasons
              from {source} b{problems}
        ), refined as materialized (
            select r.odoo_id, r.company_id as _company_id, r.deleted_at, r.synced_at as _synced_at, r.reasons,
                   case when r.deleted_at is null then {suspicious} else false end as is_suspect{converted}
              from records r
             cross join lateral jsonb_to_record(case when r.deleted_at is null then r.payload else '{}'::jsonb end) as x (id bigint{fields})
        ), removed as (
            delete from scout.{table} where id = any (array(select odoo_id from refined where deleted_at is not null))
            returning 1
        ), written as (
            insert into scout.{table} as kept (id, _company_id{columns}, _synced_at)
            select odoo_id, _company_id{columns}, _synced_at from refined where deleted_at is null and not is_suspect order by odoo_id
                on conflict (id) do update set (_company_id{columns}, _synced_at) = row(excluded._company_id{excluded}, excluded._synced_at)
             {unless_equal}
            returning 1
        ), gone as (
            insert into scout.deleted_records as known (model, odoo_id, company_id, deleted_at)
            select {model}, odoo_id, _company_id, deleted_at from refined where deleted_at is not null order by odoo_id
                on conflict (model, odoo_id) do update set company_id = excluded.company_id, deleted_at = excluded.deleted_at
             where (known.company_id, known.deleted_at) is distinct from (excluded.company_id, excluded.deleted_at)
        ), back as (
            delete from scout.deleted_records d
             where d.model = {model} and (d.odoo_id in (select odoo_id from refined where deleted_at is null)) is true
        ), quarantined as (
            insert into scout.quarantine as known (model, odoo_id, company_id, reasons)
            select {model}, odoo_id, _company_id, reasons from refined where reasons is not null order by odoo_id
                on conflict (model, odoo_id) do update
               set company_id = excluded.company_id, reasons = excluded.reasons, last_seen_at = now()
             where known.content is null  -- else this is an older version of a record that cannot be taken as it is now
            returning 1
        ), released as (
            -- "is true" keeps the list of a whole page in one hash table, asked once for each quarantined row.
            delete from scout.quarantine q
             where q.model = {model} and q.content is null
               and (q.odoo_id in (select odoo_id from refined where reasons is null and not is_suspect)) is true
            returning 1
        )
        select jsonb_build_object('written', (select count(*) from written), 'removed', (select count(*) from removed),
                                  'quarantined', (select count(*) from quarantined), 'released', (select count(*) from released)),
               (select array_agg(odoo_id) from refined where is_suspect)
    $sql$, v_parts || jsonb_build_object(
        'table', (select format('%I', table_name) from scout.typed_tables where model = p_model),
        'model', format('%L', p_model),
        'source', p_source,
        'materialized', case when p_careful then 'materialized' else 'not materialized' end,
        'payload', case when p_careful then 'b.payload - coalesce(p.unfit, ''{}'')' else 'b.payload' end,
        'reasons', case when p_careful then 'p.reasons' else 'null::text[]' end,
        'problems', case when p_careful then format(
            ' cross join lateral scout.typed_problems(%L, case when b.deleted_at is null then b.payload end) as p', p_model) else '' end,
        'suspicious', case when p_careful then 'false' else format('coalesce(%s, false)', v_parts ->> 'suspicion') end,
        'unless_equal', case when p_compare then scout.fill_template(
            'where (kept._company_id{kept}) is distinct from (excluded._company_id{excluded})', v_parts) else '' end));
end;
$$;
comment on function scout.typed_statement(text, text, boolean, boolean) is
    'The one statement that turns bronze rows of p_source into typed rows, deletions and quarantine; answers counts and the ids it left out as suspects. Quick: converts all at once, so one unreadable value stops it (class 22). Careful: looks at every value first, stops at nothing. p_compare: leaves equal rows alone.';
revoke execute on function scout.typed_statement(text, text, boolean, boolean) from public, anon, authenticated;
grant execute on function scout.typed_statement(text, text, boolean, boolean) to service_role;
