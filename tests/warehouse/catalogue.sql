-- What two equal databases have in common, one line an object: everything but rows, oids and sequences' last values.
with schemas as (
    select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'supabase_migrations')
), relations as (
    select c.*, format('%I.%I', nspname, relname) as full_name
      from pg_class c join schemas on schemas.oid = relnamespace where relkind <> 'i'
), privileges as (  -- of all that can be granted, the defaults of an object without grants too
    select 'schema ' || nspname as object, acl.* from pg_namespace join schemas using (oid, nspname)
     cross join aclexplode(coalesce(nspacl, acldefault('n', nspowner))) acl
     union all
    select 'relation ' || full_name, acl.* from relations
     cross join aclexplode(coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))) acl
     union all
    select format('column %s.%I', full_name, attname), acl.* from relations join pg_attribute on attrelid = relations.oid
     cross join aclexplode(attacl) acl
     union all
    select 'function ' || p.oid::regprocedure, acl.* from pg_proc p join schemas on schemas.oid = pronamespace
     cross join aclexplode(coalesce(proacl, acldefault('f', proowner))) acl
     union all
    select format('default for %s in %s by %s', defaclobjtype, coalesce(defaclnamespace::regnamespace::text, '-'), defaclrole::regrole), acl.*
      from pg_default_acl cross join aclexplode(defaclacl) acl
)
select kind, identity, definition from (
    select 'schema', nspname::text, concat_ws(E'\n', nspowner::regrole, obj_description(n.oid, 'pg_namespace'))
      from pg_namespace n join schemas using (oid, nspname)
     union all
    select 'extension', extname, extnamespace::regnamespace::text from pg_extension
     union all
    select 'role', rolname, concat_ws(E'\n', rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls,
           shobj_description(r.oid, 'pg_authid'),
           (select string_agg(roleid::regrole::text, ', ' order by roleid::regrole::text) from pg_auth_members where member = r.oid))
      from pg_roles r where r.oid in (select grantee from privileges union select unnest(polroles) from pg_policy)
     union all
    select 'relation', full_name, concat_ws(E'\n', relkind, relowner::regrole, relpersistence, reloptions,
           case when relrowsecurity then 'row level security' end, case when relforcerowsecurity then 'forced' end,
           case when relkind in ('v', 'm') then pg_get_viewdef(oid) end, obj_description(oid, 'pg_class'))
      from relations
     union all
    select 'column', format('%s.%I', full_name, attname), concat_ws(E'\n',
           row_number() over (partition by attrelid order by attnum), format_type(atttypid, atttypmod), attcollation::regcollation,
           case when attnotnull then 'not null' end, 'identity: ' || nullif(attidentity::text, ''), 'generated: ' || nullif(attgenerated::text, ''),
           pg_get_expr(adbin, adrelid), col_description(attrelid, attnum))
      from relations join pg_attribute on attrelid = relations.oid left join pg_attrdef on adrelid = attrelid and adnum = attnum
     where relkind <> 'S' and attnum > 0 and not attisdropped
     union all
    select 'sequence', full_name, concat_ws(E'\n', format_type(seqtypid, null), seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle,
           (select format('owned by %s.%I', refobjid::regclass, attname) from pg_depend
              join pg_attribute on attrelid = refobjid and attnum = refobjsubid
             where classid = 'pg_class'::regclass and objid = seqrelid and deptype in ('a', 'i')))
      from relations join pg_sequence on seqrelid = relations.oid
     union all
    select 'constraint', format('%s on %s', conname, full_name), concat_ws(E'\n', pg_get_constraintdef(k.oid), convalidated,
           obj_description(k.oid, 'pg_constraint'))
      from pg_constraint k join relations on relations.oid = conrelid
     union all
    select 'index', i.indexrelid::regclass::text, concat_ws(E'\n', pg_get_indexdef(indexrelid), indisvalid, obj_description(indexrelid, 'pg_class'))
      from pg_index i join relations on relations.oid = indrelid
     union all
    select 'trigger', format('%s on %s', tgname, full_name), concat_ws(E'\n', pg_get_triggerdef(t.oid), tgenabled, obj_description(t.oid, 'pg_trigger'))
      from pg_trigger t join relations on relations.oid = tgrelid where not tgisinternal
     union all
    select 'policy', format('%s on %s', polname, full_name), concat_ws(E'\n', polcmd, polpermissive,
           (select string_agg(coalesce(nullif(role, 0)::regrole::text, 'public'), ', ' order by role) from unnest(polroles) role),
           pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid), obj_description(p.oid, 'pg_policy'))
      from pg_policy p join relations on relations.oid = polrelid
     union all
    select 'rule', format('%s on %s', rulename, full_name), pg_get_ruledef(w.oid)
      from pg_rewrite w join relations on relations.oid = ev_class where rulename <> '_RETURN'
     union all
    select 'function', f.oid::regprocedure::text, concat_ws(E'\n', proowner::regrole,
           case when prokind in ('f', 'p') then pg_get_functiondef(f.oid) else prokind::text end, obj_description(f.oid, 'pg_proc'))
      from pg_proc f join schemas on schemas.oid = pronamespace
     union all
    select 'type', t.oid::regtype::text, concat_ws(E'\n', typtype, typowner::regrole, format_type(typbasetype, typtypmod), typnotnull, typdefault,
           (select string_agg(enumlabel, ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid), obj_description(t.oid, 'pg_type'))
      from pg_type t join schemas on schemas.oid = typnamespace where typtype in ('d', 'e', 'r')
     union all
    select 'publication', pubname, concat_ws(E'\n', pubowner::regrole, puballtables, pubinsert, pubupdate, pubdelete, pubtruncate,
           (select string_agg(format('%I.%I %s', schemaname, tablename, rowfilter), E'\n' order by 1) from pg_publication_tables t where t.pubname = p.pubname))
      from pg_publication p
     union all
    select 'privileges', object, string_agg(distinct format('%s: %s%s', coalesce(nullif(grantee, 0)::regrole::text, 'public'), privilege_type,
           case when is_grantable then ' with grant option' end), E'\n')
      from privileges group by object
) as catalogue (kind, identity, definition)
 order by kind, identity, definition
