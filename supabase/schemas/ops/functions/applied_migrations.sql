create function ops.applied_migrations() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
    v_versions jsonb;
begin
    if to_regclass('supabase_migrations.schema_migrations') is null then
        return null;
    end if;
    execute 'select jsonb_agg(version order by version) from supabase_migrations.schema_migrations' into v_versions;
    return coalesce(v_versions, '[]');
end;
$$;
comment on function ops.applied_migrations() is
    'The versions of the migrations that were applied; null where nobody kept a list. Runs as its owner: the list is not service_role''s to read.';
revoke execute on function ops.applied_migrations() from public, anon, authenticated;
grant execute on function ops.applied_migrations() to service_role;
