create function cdc.index_person(p_table text) returns void
language plpgsql security definer set search_path = '' as $$
declare
    v_mirror regclass := to_regclass(format('cdc.%I', 'mirror_' || p_table));
    v_field  text := (select person_field from scout.personal_models where model = cdc.model_of(p_table));
begin
    if not exists (select from pg_catalog.pg_index i
                     join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                    where i.indrelid = v_mirror and a.attname = v_field and i.indpred is null) then
        execute format('create index on %s (%I)', v_mirror, v_field);
    end if;
end;
$$;
comment on function cdc.index_person(text) is
    'The index by which cdc.withhold finds the rows about a person after each change; made once somebody is on the erasure list.';
revoke execute on function cdc.index_person(text) from public, anon, authenticated;
grant execute on function cdc.index_person(text) to service_role;
