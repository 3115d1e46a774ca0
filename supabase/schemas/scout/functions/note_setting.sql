create function scout.note_setting() returns trigger
language plpgsql set search_path = '' as $$
begin
    if tg_op = 'TRUNCATE' then
        insert into scout.changes (model) values ('scout.' || tg_table_name);
    elsif tg_table_name = 'store_settings' then
        insert into scout.changes (model, ids) values ('scout.store_settings', array_remove(array[old.store_id, new.store_id], null));
    elsif 'time_zone' in (old.key, new.key) and coalesce(old.value, 'UTC') <> coalesce(new.value, 'UTC') then
        insert into scout.changes (model) values ('scout.settings');
    end if;
    return null;
end;
$$;
comment on function scout.note_setting() is 'Trigger on scout.settings and scout.store_settings: notes in scout.changes that days may begin elsewhere now.';
revoke execute on function scout.note_setting() from public, anon, authenticated;
