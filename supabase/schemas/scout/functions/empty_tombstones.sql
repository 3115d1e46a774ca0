create function scout.empty_tombstones(p_model text) returns bigint
language plpgsql set search_path = '' as $$
declare
    c_most constant integer := 5000;  -- the rest is the next run's
    v_until timestamptz := now() - make_interval(days => (
        select coalesce(max(value), '90')::integer from scout.settings where key = 'tombstone_days'));
    v_count bigint;
begin
    execute format($sql$
        update scout.%1$I
           set payload = '{}', payload_hash = sha256('{}'), synced_at = now()
         where odoo_id = any (array(
               select b.odoo_id from scout.%1$I b join scout.bronze_totals t on t.model = $1
                where b.deleted_at is not null and b.deleted_at > coalesce(t.emptied_to, '-infinity') and b.deleted_at <= $2
                  and b.payload <> '{}' order by b.deleted_at limit $3))
    $sql$, (select table_name from scout.bronze_tables where model = p_model)) using p_model, v_until, c_most;
    get diagnostics v_count = row_count;
    if v_count between 1 and c_most - 1 then
        update scout.bronze_totals set emptied_to = v_until where model = p_model;
    end if;
    return v_count;
end;
$$;
comment on function scout.empty_tombstones(text) is
    'Leaves nothing but the id of records that have been gone from Odoo for scout.settings'' tombstone_days. Answers of how many.';
revoke execute on function scout.empty_tombstones(text) from public, anon, authenticated;
grant execute on function scout.empty_tombstones(text) to service_role;
