-- What Odoo's server is like for a mirror, before there is one: one row, one json. Read by anybody who may connect; changes nothing.
with wanted as (
    select name, to_regclass(format('public.%%I', name)) as oid from unnest(%(tables)s::text[]) as t (name)
), tables as (
    select w.name, w.oid is not null as is_there, c.relkind = 'r' as is_table, c.relreplident as identity, c.relrowsecurity as has_row_security,
           has_table_privilege(w.oid, 'select') as readable,
           (select json_object_agg(a.attname, format_type(a.atttypid, null) order by a.attnum) from pg_attribute a
             where a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
           (select json_object_agg(a.attname, has_column_privilege(w.oid, a.attnum, 'select')) from pg_attribute a
             where a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped) as readable_columns,
           (select json_agg(a.attname order by a.attnum) from pg_index i join pg_attribute a on a.attrelid = w.oid and a.attnum = any (i.indkey)
             where i.indrelid = w.oid and i.indisprimary) as primary_key,
           (select json_agg(a.attname order by a.attnum) from pg_index i join pg_attribute a on a.attrelid = w.oid and a.attnum = any (i.indkey)
             where i.indrelid = w.oid and i.indisreplident) as identity_index
      from wanted w left join pg_class c on c.oid = w.oid
), published as (
    select p.tablename as name, p.schemaname as schema, to_json(p.attnames) as columns, p.rowfilter is not null as is_filtered
      from (select to_jsonb(t) as row from pg_publication_tables t where t.pubname = %(publication)s) as rows
     cross join lateral jsonb_to_record(rows.row) as p (schemaname text, tablename text, attnames text[], rowfilter text)
)
select json_build_object(
    'version', current_setting('server_version_num')::int,
    'version_text', split_part(current_setting('server_version'), ' ', 1),
    'is_standby', pg_is_in_recovery(),
    'database', current_database(),
    'user', current_user,
    'encrypted', coalesce((select s.ssl from pg_stat_ssl s where s.pid = pg_backend_pid()), false),
    'is_local', coalesce(inet_client_addr() <<= '127.0.0.0/8' or inet_client_addr() = '::1', true),
    'wal_level', current_setting('wal_level'),
    'max_replication_slots', current_setting('max_replication_slots')::int,
    'max_wal_senders', current_setting('max_wal_senders')::int,
    'senders', (select count(*) from pg_stat_replication),
    -- In megabytes; -1 is without limit.
    'slot_keep_mb', (select setting::bigint from pg_settings where name = 'max_slot_wal_keep_size'),
    'idle_slot_seconds', coalesce((select setting::bigint from pg_settings where name = 'idle_replication_slot_timeout'), 0),
    'standby_slots', (select coalesce(json_agg(json_build_object('name', btrim(n), 'active', s.active)), '[]')
                        from unnest(string_to_array(nullif(current_setting('synchronized_standby_slots', true), ''), ',')) as names (n)
                        left join pg_replication_slots s on s.slot_name = btrim(n)),
    'role', (select json_build_object('superuser', rolsuper, 'replication', rolreplication, 'bypasses_row_security', rolbypassrls,
                                      'owns_tables', exists (select from pg_class c where c.relowner = r.oid and c.relkind = 'r'))
               from pg_roles r where r.rolname = current_user),
    'slots', (select coalesce(json_agg(json_build_object(
                         'name', slot_name, 'is_logical', slot_type = 'logical', 'plugin', plugin, 'database', database, 'active', active,
                         'wal_status', wal_status, 'safe_bytes', safe_wal_size,
                         'retained_bytes', pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end,
                                                           restart_lsn)::bigint) order by slot_name), '[]')
                from pg_replication_slots),
    -- A new slot waits for these, and the log is kept from the oldest of them on.
    'oldest_writer_seconds', (select coalesce(max(extract(epoch from clock_timestamp() - a.xact_start)), 0)::bigint
                                from pg_stat_activity a where a.backend_xid is not null),
    'publication', (select json_build_object('all_tables', puballtables, 'whole', pubinsert and pubupdate and pubdelete and pubtruncate,
                                             'tables', (select coalesce(json_agg(p order by p.schema, p.name), '[]') from published p))
                      from pg_publication where pubname = %(publication)s),
    'tables', (select coalesce(json_object_agg(t.name, row_to_json(t)), '{}') from tables t))
