create function scout.declare_model(p_definition jsonb) returns jsonb
-- A reader or a page that is long at work holds this up, and would hold up all that come after it.
language plpgsql set search_path = '' set lock_timeout = '10s' as $$
declare
    v_changes jsonb := scout.model_changes(p_definition);
begin
    if v_changes -> 'problems' <> '[]' then
        raise exception using errcode = 'PT422', message =
            (select string_agg(problem, ' ') from jsonb_array_elements_text(v_changes -> 'problems') as p (problem));
    end if;
    if v_changes -> 'creates' = '[]' and v_changes -> 'alters' = '[]' then
        return v_changes;
    end if;
    perform scout.create_bronze_table(p_definition ->> 'model', p_definition ->> 'company_field');
    perform scout.declare_company_field(p_definition ->> 'model', p_definition ->> 'company_field');
    if not exists (select from scout.typed_tables where model = p_definition ->> 'model') then
        perform scout.shape_typed_table(p_definition ->> 'model');  -- others may ask it for a document's company
    end if;
    perform scout.declare_reach(p_definition ->> 'model', p_definition ->> 'company_parent', (p_definition ->> 'shared')::boolean);
    if p_definition -> 'table' <> 'null' then
        perform scout.declare_silver_table(p_definition ->> 'model', p_definition -> 'table');
    end if;
    perform pg_catalog.pg_notify('pgrst', 'reload schema');
    return v_changes;
end;
$$;
comment on function scout.declare_model(jsonb) is
    'Makes or brings up to date the tables of one model as its definition says, and answers scout.model_changes. Raises PT422 where a column or table would be lost or become another. Run it as the owner of schema scout.';
revoke execute on function scout.declare_model(jsonb) from public, anon, authenticated;
