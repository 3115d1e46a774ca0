select c.oid::bigint as oid,
       n.nspname as schema,
       c.relname as name,
       c.relkind::text as kind,
       pg_catalog.obj_description(c.oid, 'pg_class') as comment,
       pg_catalog.has_table_privilege('superset_readonly', c.oid, 'select') as for_dashboards
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname in ('scout', 'odoo_raw', 'ops', 'knowledge') and c.relkind in ('r', 'p', 'v', 'm')
 order by n.nspname desc, c.relname
