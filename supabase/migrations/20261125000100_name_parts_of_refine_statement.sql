-- Purpose: the statement that refines bronze into silver is a template with named parts; it had 15 numbered ones. What it
--          generates stays the same.
-- Reverse: create scout.refine_statement again as 20261124000200_quarantine_what_cannot_be_taken.sql has it; drop function
--          scout.fill_template(text, jsonb).

create function scout.fill_template(p_template text, p_parts jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
    v_missing text;
    v_text    text;
begin
    -- In one pass, so that braces inside a part are never taken for another name.
    select min(piece[1]) filter (where p_parts ->> piece[1] is null),
           string_agg(coalesce(p_parts ->> piece[1], piece[2]), '' order by place)
      into v_missing, v_text
      from regexp_matches(p_template, '\{(\w+)\}|([^{]+|\{)', 'g') with ordinality as pieces (piece, place);
    if v_missing is not null then
        raise exception 'The template names {%}, but there is no such part.', v_missing using errcode = '22023';
    end if;
    return v_text;
end;
$$;
comment on function scout.fill_template(text, jsonb) is
    'A text in which each {name} is replaced by the part of that name, as it stands: quote what needs quotes first.';
revoke execute on function scout.fill_template(text, jsonb) from public, anon, authenticated;
grant execute on function scout.fill_template(text, jsonb) to service_role;

create or replace function scout.refine_statement(p_model text, p_source text, p_careful boolean) returns text
language plpgsql stable set search_path = '' as $$
declare
    v_columns   jsonb;
    v_companies jsonb;
begin
    select jsonb_build_object(
               'silver', format('%I', t.table_name),
               'fields', string_agg(format('%I %s', c.odoo_field, c.data_type), ', ' order by c.position),
               'converted', string_agg(format('x.%I as %I', c.odoo_field, c.column_name), ', ' order by c.position),
               'columns', string_agg(format('%I', c.column_name), ', ' order by c.position),
               'excluded', string_agg(format('excluded.%I', c.column_name), ', ' order by c.position),
               'kept', string_agg(format('kept.%I', c.column_name), ', ' order by c.position),
               'suspicion', string_agg(nullif(scout.field_suspicion(c.odoo_field, c.data_type, c.required), ''), ' or ' order by c.position))
      into strict v_columns
      from scout.silver_tables t join scout.silver_columns c using (model)
     where t.model = p_model
     group by t.table_name;
    select jsonb_build_object(
               'values_by_company', coalesce(string_agg(format('r.payload -> %L as %I, ', c.odoo_field, c.table_name), '' order by c.table_name), ''),
               'company_statements', coalesce(string_agg(scout.company_values_statements(c), '' order by c.table_name), ''),
               'and_company_rows_written', coalesce(string_agg(format(' + (select count(*) from %I)', c.table_name || '_written'), ''), ''),
               'and_company_rows_removed', coalesce(string_agg(format(' + (select count(*) from %I)', c.table_name || '_removed'), ''), ''),
               'suspicion', coalesce(nullif(concat_ws(' or ', v_columns ->> 'suspicion',
                                                      string_agg(scout.company_values_suspicion(c.odoo_field), ' or ')), ''), 'false'))
      into v_companies
      from scout.silver_company_tables c where c.model = p_model;
    return scout.fill_template($sql$
        with records as {materialized} (
            select b.odoo_id, b.company_id, b.deleted_at is not null as gone, b.payload, {problems} as problems
              from {source} b
        ), refined as materialized (
            select r.odoo_id, r.company_id as bronze_company_id, r.gone, {values_by_company}{converted},
                   case when r.gone then null
                        when r.problems is not null then r.problems
                        when coalesce({suspicion}, false) then scout.record_problems({model}, r.payload)
                   end as reasons
              from records r
             cross join lateral jsonb_to_record(
                   case when r.gone or r.problems is not null then '{}'::jsonb else r.payload end) as x ({fields})
        ), removed as (
            delete from scout.{silver} where id = any (array(select odoo_id from refined where gone or reasons is not null))
            returning 1
        ), written as (
            insert into scout.{silver} as kept (id, {columns})
            select odoo_id, {columns} from refined where not gone and reasons is null order by odoo_id
                on conflict (id) do update set ({columns}, refined_at) = row({excluded}, now())
             where ({kept}) is distinct from ({excluded})
            returning 1
        ), quarantined as (
            insert into scout.quarantine as known (model, odoo_id, company_id, reasons)
            select {model}, odoo_id, bronze_company_id, reasons from refined where reasons is not null order by odoo_id
                on conflict (model, odoo_id) do update
               set company_id = excluded.company_id, reasons = excluded.reasons, last_seen_at = now()
             where known.content is null  -- else this is an older version of a record that cannot be taken as it is now
            returning 1
        ), released as (
            -- "is true" keeps the list of a whole page in one hash table, asked once for each quarantined row.
            delete from scout.quarantine q
             where q.model = {model} and q.content is null
               and (q.odoo_id in (select odoo_id from refined where reasons is null)) is true
            returning 1
        ){company_statements}
        select jsonb_build_object('written', (select count(*) from written){and_company_rows_written}, 'removed', (select count(*) from removed){and_company_rows_removed},
                                  'quarantined', (select count(*) from quarantined),
                                  'released', (select count(*) from released))
    $sql$, v_columns || v_companies || jsonb_build_object(
        'model', format('%L', p_model),
        'source', p_source,
        'materialized', case when p_careful then 'materialized' else 'not materialized' end,
        'problems', case when p_careful then format('case when b.deleted_at is null then scout.record_problems(%L, b.payload) end', p_model)
                         else 'null::text[]' end));
end;
$$;
