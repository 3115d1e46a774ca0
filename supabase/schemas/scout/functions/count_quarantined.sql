create function scout.count_quarantined(p_model text, p_rows jsonb) returns bigint
language sql stable set search_path = '' as $$
    select case when exists (select from scout.quarantine q where q.model = p_model)
           then (select count(*) from jsonb_array_elements(p_rows) as elements (item)
                   join scout.quarantine q on q.model = p_model and q.odoo_id = (item ->> 'id')::bigint)
           else 0 end
$$;
comment on function scout.count_quarantined(text, jsonb) is 'How many records of a page stand in quarantine now.';
revoke execute on function scout.count_quarantined(text, jsonb) from public, anon, authenticated;
grant execute on function scout.count_quarantined(text, jsonb) to service_role;
