create function scout.list_erasures() returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'model', model, 'odoo_id', odoo_id, 'reason', reason, 'erased_at', erased_at, 'erased_by', erased_by,
               'in_odoo', is_counted) order by erased_at desc, model, odoo_id), '[]')
      from scout.erasures
$$;
comment on function scout.list_erasures() is 'The erasure list, latest first. in_odoo: Odoo still shows the record, and it counts as held.';
revoke execute on function scout.list_erasures() from public, anon, authenticated;
grant execute on function scout.list_erasures() to service_role;
