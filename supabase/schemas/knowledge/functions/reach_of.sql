create function knowledge.reach_of(p_role text) returns bigint[]
language sql stable set search_path = '' as $$
    -- As scout.companies_in_reach, of a role that is named: inside a function with its owner's rights current_user is the owner.
    select array(
        select a.company_id from scout.company_access a where a.role_name = p_role
         union
        select branch.odoo_id
          from scout.company_access a
          join scout.bronze_res_company branch
            on branch.payload ->> 'parent_path' like '%/' || a.company_id || '/%' or branch.payload ->> 'parent_path' like a.company_id || '/%'
         where a.role_name = p_role and branch.deleted_at is null)
$$;
comment on function knowledge.reach_of(text) is 'The companies that a role may see, with their branches.';
revoke execute on function knowledge.reach_of(text) from public, anon, authenticated;
grant execute on function knowledge.reach_of(text) to service_role;
