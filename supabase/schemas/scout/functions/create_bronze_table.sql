create function scout.create_bronze_table(p_model text, p_company_field text default 'company_id') returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_table text := 'bronze_' || replace(p_model, '.', '_');
begin
    if exists (select from scout.bronze_tables where model = p_model) then
        return jsonb_build_object('model', p_model, 'table', v_table, 'created', false);
    end if;
    insert into scout.bronze_tables (model, table_name, company_field) values (p_model, v_table, p_company_field);
    execute format($ddl$
        create table scout.%1$I (
            odoo_id      bigint primary key,
            company_id   bigint,
            write_date   timestamptz,
            payload      jsonb not null,
            payload_hash bytea not null,
            deleted_at   timestamptz,
            synced_at    timestamptz not null default now(),
            changed_by   uuid
        );
        comment on table scout.%1$I is %2$L;
        alter table scout.%1$I enable row level security;
        create policy service_role_all on scout.%1$I to service_role using (true) with check (true);
        grant select, insert, update, delete on scout.%1$I to service_role;
    $ddl$, v_table, 'Bronze: ' || p_model || ' as Odoo last told it. deleted_at: gone from Odoo. payload_hash: SHA-256 of the payload. changed_by: the run that last changed the row.');
    perform scout.create_bronze_watch(v_table);
    perform scout.create_bronze_counter(p_model);
    perform scout.create_bronze_comments(p_model);
    return jsonb_build_object('model', p_model, 'table', v_table, 'created', true);
end;
$$;
comment on function scout.create_bronze_table(text, text) is
    'Makes the bronze table of an Odoo model and registers it; does nothing when it is there. Run it as the owner of schema scout.';
revoke execute on function scout.create_bronze_table(text, text) from public, anon, authenticated;
