select version, coalesce(array_to_string(statements, ';'), '') from supabase_migrations.schema_migrations order by version
