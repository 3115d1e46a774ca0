create function scout.without_forgotten(p_model text, p_rows jsonb) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
    v_fields text[];
    v_person text;
    v_keeps  boolean;
begin
    -- scout.forget_record waits until this transaction has ended; what begins later sees its list.
    lock table scout.erasures in row share mode;
    if not exists (select from scout.erasures) then
        return p_rows;
    end if;
    select fields, person_field, keeps_record into v_fields, v_person, v_keeps from scout.personal_models where model = p_model;
    v_keeps := coalesce(v_keeps, false);  -- who was put on the list by hand stays away too
    update scout.erasures e set is_counted = not v_keeps, write_date = shown.write_date
      from (select (item ->> 'id')::bigint as id, scout.as_instant(item ->> 'write_date') as write_date
              from jsonb_array_elements(p_rows) as elements (item)) as shown
     where e.model = p_model and e.odoo_id = shown.id
       and (e.is_counted, e.write_date) is distinct from (not v_keeps, shown.write_date);
    if v_fields is null and not exists (select from scout.erasures where model = p_model) then
        return p_rows;
    end if;
    return (
        select coalesce(jsonb_agg(case when listed or linked then scout.emptied(item, v_fields) else item end order by place), '[]')
          from (select item, place,
                       (item ->> 'id')::bigint in (select odoo_id from scout.erasures where model = p_model) as listed,
                       coalesce(item ->> v_person in (select odoo_id::text from scout.erasures where model = 'res.partner'), false) as linked
                  from jsonb_array_elements(p_rows) with ordinality as elements (item, place)) as rows
         where v_keeps or not listed);
end;
$$;
comment on function scout.without_forgotten(text, jsonb) is
    'A page without the records on the erasure list, and without the personal fields of those that are about somebody on it. Notes what Odoo showed of the former.';
revoke execute on function scout.without_forgotten(text, jsonb) from public, anon, authenticated;
grant execute on function scout.without_forgotten(text, jsonb) to service_role;
