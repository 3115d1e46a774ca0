select r.ev_class::bigint as oid, r.ev_action::text as action
  from pg_catalog.pg_rewrite r
  join pg_catalog.pg_class c on c.oid = r.ev_class
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname in ('scout', 'odoo_raw', 'ops', 'knowledge') and c.relkind in ('v', 'm')
