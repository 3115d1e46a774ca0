create function scout.forget_typed(p_model text) returns bigint
language plpgsql set search_path = '' as $$
declare
    c_strays constant text := 'not exists (select from scout.%I b where b.odoo_id = %s)';
    v_bronze text;
    v_typed  text;
    v_count  bigint;
begin
    select b.table_name, t.table_name into strict v_bronze, v_typed
      from scout.typed_tables t join scout.bronze_tables b using (model) where model = p_model;
    execute format('delete from scout.deleted_records d where d.model = %L and ' || c_strays, p_model, v_bronze, 'd.odoo_id');
    execute format('delete from scout.quarantine q where q.model = %L and q.content is null and ' || c_strays, p_model, v_bronze, 'q.odoo_id');
    execute format('delete from scout.%I t where ' || c_strays, v_typed, v_bronze, 't.id');
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;
comment on function scout.forget_typed(text) is 'Takes out of a model''s typed table, deletions and quarantine what bronze does not hold. Answers how many typed rows that were.';
revoke execute on function scout.forget_typed(text) from public, anon, authenticated;
grant execute on function scout.forget_typed(text) to service_role;
