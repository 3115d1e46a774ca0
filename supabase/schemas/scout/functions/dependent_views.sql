create function scout.dependent_views(p_relation regclass)
returns jsonb
language sql stable set search_path = '' as $$
    with recursive found as (
        select p_relation::oid as oid, 0 as depth
         union
        select r.ev_class, f.depth + 1
          from found f
          join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = f.oid
                                     and d.classid = 'pg_catalog.pg_rewrite'::regclass
          join pg_catalog.pg_rewrite r on r.oid = d.objid
         where r.ev_class <> f.oid
    ), views as (
        select oid, max(depth) as depth from found where oid <> p_relation group by oid
    )
    select coalesce(jsonb_agg(jsonb_build_object(
           'name', c.oid::regclass::text, 'owner', c.relowner::regrole::text, 'depth', v.depth, 'is_materialized', c.relkind = 'm',
           'has_more', exists (select from pg_catalog.pg_trigger t where t.tgrelid = c.oid)
           or exists (select from pg_catalog.pg_rewrite r where r.ev_class = c.oid and r.rulename <> '_RETURN'),
           'definition', concat_ws(E';\n',
               format('create %sview %s%s as %s', case when c.relkind = 'm' then 'materialized ' end, c.oid::regclass,
                      ' with (' || array_to_string(c.reloptions, ', ') || ')', rtrim(pg_catalog.pg_get_viewdef(c.oid), ';')),
               (select string_agg(pg_catalog.pg_get_indexdef(i.indexrelid), '; ') from pg_catalog.pg_index i where i.indrelid = c.oid),
               (select string_agg(format('comment on %s %s%s is %L',
                            case when d.objsubid > 0 then 'column' when c.relkind = 'm' then 'materialized view' else 'view' end, c.oid::regclass,
                            (select format('.%I', a.attname) from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0),
                            d.description), '; ')
                  from pg_catalog.pg_description d where d.classoid = 'pg_catalog.pg_class'::regclass and d.objoid = c.oid)),
           'rights', concat_ws('; ',
               (select string_agg(scout.grant_statement(c.oid, null::name, g), '; ') from aclexplode(c.relacl) g where g.grantee <> c.relowner),
               (select string_agg(scout.grant_statement(c.oid, a.attname, g), '; ')
                  from pg_catalog.pg_attribute a cross join lateral aclexplode(a.attacl) g where a.attrelid = c.oid and g.grantee <> c.relowner)))
           order by v.depth), '[]')
      from views v join pg_catalog.pg_class c using (oid)
$$;
comment on function scout.dependent_views(regclass) is
    'The views that read a relation, directly or through others, nearest first: {name, owner, depth, is_materialized, has_more, definition, rights}, with the statements that make it again (with options, indexes and comments) and that give its rights again. has_more: triggers or rules, which these do not hold.';
revoke execute on function scout.dependent_views(regclass) from public, anon, authenticated;
grant execute on function scout.dependent_views(regclass) to service_role;
