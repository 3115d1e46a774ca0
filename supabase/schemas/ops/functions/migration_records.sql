create function ops.migration_records() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
    v_records jsonb;
begin
    if to_regclass('supabase_migrations.schema_migrations') is null then
        return null;
    end if;
    -- Read as jsonb: the Supabase CLI has added columns to this table over time. Where it recorded the migration, the text is
    -- cut into statements, so comments, blanks and semicolons do not count.
    execute $sql$
        select coalesce(jsonb_agg(jsonb_build_object(
                   'version', record ->> 'version', 'name', record ->> 'name', 'is_scouts', coalesce(text ~ '^\s*-- Purpose:.*\n-- Reverse:', false),
                   'digest', encode(sha256(convert_to(regexp_replace(text, '--[^\n]*|[ \t\r\n;]+', '', 'g'), 'UTF8')), 'hex'))
                   order by record ->> 'version'), '[]')
          from (select to_jsonb(m) as record from supabase_migrations.schema_migrations m) as records
         cross join lateral (select string_agg(statement, E';\n' order by place) as text
                               from jsonb_array_elements_text(
                                    case when jsonb_typeof(record -> 'statements') = 'array' then record -> 'statements' else '[]' end)
                                    with ordinality as statements (statement, place)) as joined
    $sql$ into v_records;
    return v_records;
end;
$$;
comment on function ops.migration_records() is
    'What is recorded of each applied migration: version, name, whether its text begins as one of Scout''s does, and the SHA-256 of that text without comments, blanks and semicolons (null: no text). Null where nobody kept a list. Runs as its owner: the list is not service_role''s to read.';
revoke execute on function ops.migration_records() from public, anon, authenticated;
grant execute on function ops.migration_records() to service_role;
