-- An account belongs to root companies; its code is kept for each of them (Odoo 18), before that it has one company and one code.
select a.id as account_id,
       c.company_id,
       coalesce(a.code_store ->> c.root_company_id::text, a.code) as account_code,
       a.name as account_name,
       a.account_type,
       split_part(a.account_type, '_', 1) as account_class
  from {{ from_odoo('account_account', {'id': 'bigint', 'name': 'text', 'account_type': 'text', 'code_store': 'jsonb', 'code': 'text',
                                        'company_ids': 'bigint[]', 'company_id': 'bigint'}) }} as a
  join {{ ref('stg_companies') }} c
    on c.root_company_id = any (coalesce(a.company_ids, array[a.company_id])) or c.company_id = any (coalesce(a.company_ids, array[a.company_id]))
