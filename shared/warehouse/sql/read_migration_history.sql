-- What was applied, the same as ops.migration_records() answers, which does not exist before its own migration.
select record ->> 'version', record ->> 'name', coalesce(text ~ '^\s*-- Purpose:.*\n-- Reverse:', false),
       encode(sha256(convert_to(regexp_replace(text, '--[^\n]*|[ \t\r\n;]+', '', 'g'), 'UTF8')), 'hex')
  from (select to_jsonb(m) as record from supabase_migrations.schema_migrations m) as records
 cross join lateral (select string_agg(statement, E';\n' order by place) as text
                       from jsonb_array_elements_text(
                            case when jsonb_typeof(record -> 'statements') = 'array' then record -> 'statements' else '[]' end)
                            with ordinality as statements (statement, place)) as joined
 order by 1
