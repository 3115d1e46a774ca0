create function cdc.show_mirror(p_table text) returns jsonb
-- Who reads the view for long would hold the change up, and with it everybody behind: better the next call.
language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare
    v_form   text;
    v_notice text;
begin
    begin
        v_form := cdc.show_table(p_table);
    exception
        when lock_not_available then
            v_notice := format('odoo_mirror.%s could not be changed while somebody reads it', p_table);
        when others then
            v_notice := format('odoo_mirror.%s stays as it was: %s', p_table, sqlerrm);
    end;
    if v_notice is not null then
        insert into cdc.shown_tables as known (table_name, notice) values (p_table, v_notice)
            on conflict (table_name) do update set notice = excluded.notice;
    end if;
    perform pg_catalog.pg_notify('pgrst', 'reload schema');
    return jsonb_build_object('table', p_table, 'form', v_form, 'notice', v_notice);
end;
$$;
comment on function cdc.show_mirror(text) is
    'Makes odoo_mirror.<table> over cdc.mirror_<table>, or over what odoo_raw has where that is not live yet, and what is built on it. Answers {table, form, notice}; notice: why it could not be done now. May be repeated.';
revoke execute on function cdc.show_mirror(text) from public, anon, authenticated;
grant execute on function cdc.show_mirror(text) to service_role;
