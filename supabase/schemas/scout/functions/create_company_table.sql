create function scout.create_company_table(p_model text, p_table jsonb) returns void
language plpgsql set search_path = '' as $$
declare
    v_silver text;
begin
    select table_name into strict v_silver from scout.silver_tables where model = p_model;
    insert into scout.silver_company_tables (table_name, model, odoo_field, key_column, value_column)
    values (p_table ->> 'name', p_model, p_table ->> 'field', p_table ->> 'key', p_table ->> 'value');
    execute format($ddl$
        create table scout.%1$I (
            %2$I       bigint not null references scout.%3$I (id) on delete cascade,
            company_id bigint not null,
            %4$I       numeric,
            refined_at timestamptz not null default now(),
            primary key (%2$I, company_id)
        );
        comment on column scout.%1$I.%2$I is %5$L;
        comment on column scout.%1$I.company_id is 'res.company.id: whose value this is.';
        comment on column scout.%1$I.%4$I is %6$L;
        comment on column scout.%1$I.refined_at is 'When this row last changed here.';
        alter table scout.%1$I enable row level security;
        create policy service_role_all on scout.%1$I to service_role using (true) with check (true);
        grant select, insert, update, delete on scout.%1$I to service_role;
    $ddl$, p_table ->> 'name', p_table ->> 'key', v_silver, p_table ->> 'value', p_model || '.id',
        format('%s.%s as this company sees it; null when Odoo told none.', p_model, p_table ->> 'field'));
end;
$$;
comment on function scout.create_company_table(text, jsonb) is
    'Makes the table of a field that Odoo keeps for each company; its rows come with the next scout.rebuild_silver_table. Run it as the owner of schema scout.';
revoke execute on function scout.create_company_table(text, jsonb) from public, anon, authenticated;
