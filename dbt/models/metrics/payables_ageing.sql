{{ config(unique_key=['company_id', 'as_of', 'partner_id', 'currency']) }}
{{ ageing('payable') }}
