create function scout.declare_reach(p_model text, p_company_parent text, p_shared boolean) returns void
language plpgsql set search_path = '' as $$
begin
    update scout.bronze_tables set company_parent = p_company_parent, shared = coalesce(p_shared, false)
     where model = p_model and (company_parent, shared) is distinct from (p_company_parent, coalesce(p_shared, false));
    if found and exists (select from scout.typed_tables where model = p_model) then
        perform scout.shape_typed_table(p_model);
    end if;
end;
$$;
comment on function scout.declare_reach(text, text, boolean) is
    'Which companies'' people see a model''s records in odoo_raw, beside those of the record''s own company: scout.bronze_tables.company_parent and shared. Run it as the owner of schema scout.';
revoke execute on function scout.declare_reach(text, text, boolean) from public, anon, authenticated;
