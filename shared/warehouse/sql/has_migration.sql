select exists (select from supabase_migrations.schema_migrations where version = %s)
