create function scout.declare_company_field(p_model text, p_field text) returns void
language plpgsql set search_path = '' as $$
declare
    v_table text;
begin
    update scout.bronze_tables set company_field = p_field where model = p_model and company_field <> p_field
           returning table_name into v_table;
    if v_table is null then
        return;
    end if;
    -- The payload stays as Odoo told it, so its hash stays true; the trigger would take the rows for changed by hand.
    execute format($sql$
        alter table scout.%1$I disable trigger changed_by_hand;
        update scout.%1$I set company_id = case when jsonb_typeof(payload -> %2$L) = 'number' then scout.as_id(payload -> %2$L) end
         where company_id is distinct from case when jsonb_typeof(payload -> %2$L) = 'number' then scout.as_id(payload -> %2$L) end;
        alter table scout.%1$I enable trigger changed_by_hand;
    $sql$, v_table, p_field);
    perform scout.create_bronze_comments(p_model);
end;
$$;
comment on function scout.declare_company_field(text, text) is
    'Takes the company of a model''s bronze rows from this field, of those that are there too. Run it as the owner of schema scout.';
revoke execute on function scout.declare_company_field(text, text) from public, anon, authenticated;
