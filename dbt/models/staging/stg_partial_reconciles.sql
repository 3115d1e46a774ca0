select id as partial_reconcile_id, company_id, debit_move_id as debit_item_id, credit_move_id as credit_item_id, amount, max_date
  from {{ from_odoo('account_partial_reconcile', {'id': 'bigint', 'company_id': 'bigint', 'debit_move_id': 'bigint', 'credit_move_id': 'bigint',
                                                  'amount': 'numeric', 'max_date': 'date'}) }} as r
