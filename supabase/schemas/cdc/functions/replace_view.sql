create function cdc.replace_view(p_view text, p_select text) returns void
language plpgsql set search_path = '' as $$
declare
    v_views jsonb;
    v_view  jsonb;
    v_name  text;
begin
    begin
        execute format('create or replace view %s with (security_barrier = true) as %s', p_view, p_select);
        return;
    exception when invalid_table_definition then
        null;  -- a column goes, or gets another type
    end;
    v_views := scout.dependent_views(p_view::regclass);
    for v_view in select item from jsonb_array_elements(v_views) with ordinality as v (item, place) order by place desc loop
        v_name := v_view ->> 'name';
        if v_view ->> 'owner' <> current_user::regrole::text then
            raise exception '% belongs to %', v_name, v_view ->> 'owner';
        elsif (v_view ->> 'has_more')::boolean then
            raise exception '% has triggers or rules', v_name;
        end if;
        execute format('drop %sview %s', case when (v_view ->> 'is_materialized')::boolean then 'materialized ' end, v_name);
    end loop;
    execute format('drop view %s', p_view);
    execute format('create view %s with (security_barrier = true) as %s', p_view, p_select);
    for v_view in select item from jsonb_array_elements(v_views) with ordinality as v (item, place) order by place loop
        v_name := v_view ->> 'name';
        if v_name in ('odoo_mirror.v_invoice_summary', 'odoo_mirror.v_pending_expenses') then
            perform cdc.make_summaries();  -- of the columns there are now
        else
            execute v_view ->> 'definition';
        end if;
        if v_view ->> 'rights' <> '' then
            execute v_view ->> 'rights';
        end if;
    end loop;
end;
$$;
comment on function cdc.replace_view(text, text) is
    'Makes a view of odoo_mirror anew, and with it the views that read it, with their rights. Raises, and changes nothing, where one of them cannot come back.';
revoke execute on function cdc.replace_view(text, text) from public, anon, authenticated;
