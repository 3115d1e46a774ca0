create function scout.held_records(p_model text) returns text
language sql stable set search_path = '' as $$
    select format('(select odoo_id, write_date, payload_hash from scout.%I where deleted_at is null
                     union all
                    select odoo_id, write_date, null from scout.erasures where model = %L and is_counted)', table_name, model)
      from scout.bronze_tables where model = p_model
$$;
comment on function scout.held_records(text) is
    'SQL for what is held against Odoo: the live bronze records (odoo_id, write_date, payload_hash), and the forgotten ones that Odoo still shows.';
revoke execute on function scout.held_records(text) from public, anon, authenticated;
grant execute on function scout.held_records(text) to service_role;
