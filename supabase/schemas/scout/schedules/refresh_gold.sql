-- pg_cron is Supabase's, not every PostgreSQL's. Where it is missing or not allowed, whoever runs the sync refreshes gold.
do $$
begin
    if not exists (select from pg_catalog.pg_available_extensions where name = 'pg_cron') then
        raise notice 'pg_cron is not available: call scout.refresh_gold() from a schedule of your own.';
        return;
    end if;
    create extension if not exists pg_cron;
    perform cron.schedule('scout-refresh-gold', '5 * * * *', 'select scout.refresh_gold()');
exception when others then
    raise notice 'pg_cron cannot be used (%): call scout.refresh_gold() from a schedule of your own.', sqlerrm;
end;
$$;
