{{ config(unique_key=['account_id', 'company_id']) }}
select account_id, company_id, account_code, account_name, account_type, account_class,
       account_type = 'asset_receivable' as is_receivable,
       account_type = 'liability_payable' as is_payable
  from {{ ref('stg_accounts') }}
