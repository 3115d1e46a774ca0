-- Everything about Odoo's server that decides how the mirror goes on: one row, one json.
with tables as (
    select c.oid, c.relname, pg_relation_filenode(c.oid) as file_node, greatest(c.reltuples, 0)::bigint as estimated_rows, p.attnames,
           case c.relreplident
               when 'n' then null
               when 'i' then (select i.indkey::int2[] from pg_index i where i.indrelid = c.oid and i.indisreplident)
               else (select i.indkey::int2[] from pg_index i where i.indrelid = c.oid and i.indisprimary)
           end as key_numbers
      from pg_publication_tables p
      join pg_namespace n on n.nspname = p.schemaname
      join pg_class c on c.relnamespace = n.oid and c.relname = p.tablename
     where p.pubname = %(publication)s
)
select json_build_object(
    'version', current_setting('server_version_num')::int,
    'wal_level', current_setting('wal_level'),
    'system_identifier', (select system_identifier::text from pg_control_system()),
    'timeline', (select ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::bigint),
    'flush_lsn', pg_current_wal_flush_lsn()::text,
    'snapshot', pg_current_snapshot()::text,
    'user', current_user,
    'publication', (
        select json_build_object('oid', oid::bigint, 'whole', pubinsert and pubupdate and pubdelete and pubtruncate)
          from pg_publication where pubname = %(publication)s),
    'slot', (
        select json_build_object(
                   'confirmed_lsn', confirmed_flush_lsn::text,
                   'wal_status', wal_status,
                   'active', active,
                   'plugin', plugin,
                   'safe_bytes', safe_wal_size,
                   'retained_bytes', pg_wal_lsn_diff(pg_current_wal_flush_lsn(), restart_lsn)::bigint,
                   'reread_bytes', pg_wal_lsn_diff(confirmed_flush_lsn, restart_lsn)::bigint)
          from pg_replication_slots where slot_name = %(slot)s and database = current_database()),
    'tables', (
        select coalesce(json_object_agg(t.relname, json_build_object(
                   'oid', t.oid::bigint,
                   'file_node', t.file_node::bigint,
                   'estimated_rows', t.estimated_rows,
                   'key_columns', (
                       select json_agg(a.attname order by k.place)
                         from unnest(t.key_numbers) with ordinality as k (number, place)
                         join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
                        where a.attname = any (t.attnames)),
                   'readable', (
                       select bool_and(has_column_privilege(t.oid, a.attnum, 'select'))
                         from pg_attribute a where a.attrelid = t.oid and a.attname = any (t.attnames)),
                   'columns', (
                       select json_agg(json_build_object(
                                  'name', a.attname,
                                  'oid', a.atttypid::bigint,
                                  'typmod', a.atttypmod,
                                  'number', a.attnum,
                                  -- Types of extensions, enums and domains are unknown elsewhere; those that name objects
                                  -- (regclass and the like) are numbers that mean nothing there.
                                  'type', case when ty.plain then format_type(a.atttypid, a.atttypmod) else 'text' end,
                                  'plain', ty.plain) order by a.attnum)
                         from pg_attribute a
                        cross join lateral (
                              select oid < 16384 and typtype in ('b', 'm', 'r') and typname !~ '^_?reg' as plain
                                from pg_type where oid = a.atttypid) ty
                        where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attname = any (t.attnames))
                   )), '{}')
          from tables t))
