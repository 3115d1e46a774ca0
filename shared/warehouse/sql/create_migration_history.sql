-- The table in which the Supabase CLI keeps what it applied, as the CLI itself makes it:
-- `supabase db push` and `scout migrate` can follow one another.
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
alter table supabase_migrations.schema_migrations add column if not exists statements text[];
alter table supabase_migrations.schema_migrations add column if not exists name text;
