{{ config(incremental_strategy='records', unique_key='journal_item_id', meta={'redo': {'account.move.line': 'journal_item_id', 'account.move': 'move_id'}, 'notes_months': 'date'}, post_hook='{{ note_all() }}',
          indexes=[{'columns': ['move_id']}, {'columns': ['date']}],
          pre_hook="{{ note_redo(ref('stg_journal_items')) }}") }}
select i.journal_item_id, i.move_id, i.move_name, i.company_id, i.account_id, i.journal_id, i.partner_id, i.product_id, i.date, i.due_date,
       i.debit, i.credit, i.balance, i.company_currency as currency, i.document_currency, i.amount_currency
  from {{ ref('stg_journal_items') }} i
 where i.is_posted
   and i.account_id is not null  -- sections and notes have none
{% if is_incremental() %}
   and {{ to_redo('i.journal_item_id') }}
{%- endif %}
