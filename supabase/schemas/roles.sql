-- A role is the cluster's, not the database's: another database of the same cluster may have made it.
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'superset_readonly') then
        create role superset_readonly nologin noinherit;
    end if;
end;
$$;
comment on role superset_readonly is 'Dashboards: reads the views of schema scout, and there only the companies granted in scout.company_access.';

do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'outbox_author') then
        create role outbox_author nologin noinherit;
    end if;
end;
$$;
comment on role outbox_author is 'May enqueue messages to Odoo for the companies granted in scout.company_access, of what ops.author_rights allows, and see how they fare; nothing else.';

-- Everything about it in one go: where another database of the cluster made it, its comment is not ours to write.
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'n8n_reader') then
        create role n8n_reader nologin noinherit;
        comment on role n8n_reader is 'n8n and its like, over the Data API: calls odoo_mirror.get_pending_expenses(), and sees there only the companies granted in scout.company_access.';
        grant n8n_reader to authenticator;
    end if;
end;
$$;
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'agent_reader') then
        create role agent_reader nologin noinherit;
    end if;
end;
$$;
comment on role agent_reader is 'Agents: searches knowledge, and finds there only what is everyone''s or of the companies granted in scout.company_access.';
