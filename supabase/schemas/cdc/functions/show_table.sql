create function cdc.show_table(p_table text) returns text
language plpgsql set search_path = '' as $$
declare
    v_model    text := cdc.model_of(p_table);
    v_mirrored boolean := to_regclass(format('cdc.%I', 'mirror_' || p_table)) is not null;
    v_read     boolean := exists (select from scout.stream_fields f join scout.typed_tables t on t.model = f.stream
                                   where f.stream = v_model and to_regclass(format('scout.%I', t.table_name)) is not null);
    v_shown    cdc.shown_tables;
    v_form     text;
begin
    insert into cdc.shown_tables (table_name) values (p_table) on conflict do nothing;
    select * into v_shown from cdc.shown_tables where table_name = p_table for update;
    -- A first copy shows when it is whole; until then what was read is nearer to the truth. Once shown, it stays, also in a resync.
    v_form := case
        when v_mirrored and (not v_read or exists (
             select from cdc.relations r where r.table_name = p_table and (r.state in ('live', 'resync') or r.state <> 'absent' and v_shown.form = 'replicated'))) then 'replicated'
        when v_read then 'read' end;
    if v_form is not null then
        perform cdc.make_view(p_table, v_form);
    end if;
    perform cdc.make_summaries();
    update cdc.shown_tables set form = coalesce(v_form, form), shown_at = clock_timestamp(), notice = null where table_name = p_table;
    return v_form;
end;
$$;
comment on function cdc.show_table(text) is
    'Makes odoo_mirror.<table> in the form there is now, and what is built on it. Answers the form; null: there is none. Run it as the owner of the schemas.';
revoke execute on function cdc.show_table(text) from public, anon, authenticated;
