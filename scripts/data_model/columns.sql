select a.attrelid::bigint as oid,
       a.attnum::integer as number,
       a.attname as name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
       pg_catalog.col_description(a.attrelid, a.attnum) as comment,
       a.attnotnull as is_required,
       exists (select from pg_catalog.pg_index i
                where i.indrelid = a.attrelid and i.indisprimary and a.attnum = any (i.indkey)) as is_key
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid = a.attrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname in ('scout', 'odoo_raw', 'ops', 'knowledge') and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped
 order by a.attrelid, a.attnum
