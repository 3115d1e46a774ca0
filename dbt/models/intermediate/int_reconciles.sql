{{ config(materialized='incremental', incremental_strategy='records', unique_key='partial_reconcile_id',
          meta={'redo': {'account.partial.reconcile': 'partial_reconcile_id'}, 'notes_items': ['debit_item_id', 'credit_item_id']}, post_hook='{{ note_all() }}',
          indexes=[{'columns': ['partial_reconcile_id'], 'unique': true}, {'columns': ['debit_item_id']}, {'columns': ['credit_item_id']}],
          pre_hook="{{ note_redo() }}") }}
-- Kept as a table for what a reconcile that is gone was set against.
select partial_reconcile_id, debit_item_id, credit_item_id, amount, max_date
  from {{ ref('stg_partial_reconciles') }}
{% if is_incremental() -%}
 where {{ to_redo('partial_reconcile_id') }}
{%- endif %}
