-- Purpose: People read the tables that dbt makes, each role its companies only.
-- Reverse: revoke select on scout.companies_in_reach from superset_readonly;
-- Row level security asks with its reader's rights: the policies on tables that dbt makes need this view.
comment on view scout.companies_in_reach is
    'The companies that the asking role may see in odoo_raw: those granted in scout.company_access, and their branches. A reader sees its own here, and policies on tables of dbt ask it.';
grant select on scout.companies_in_reach to superset_readonly;
