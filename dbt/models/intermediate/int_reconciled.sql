-- What was set against an item, by day. From partial reconciles alone: an item's own residual tells of today only.
select debit_item_id as journal_item_id, max_date as date, -sum(amount) as amount from {{ ref('stg_partial_reconciles') }} group by 1, 2
 union all
select credit_item_id, max_date, sum(amount) from {{ ref('stg_partial_reconciles') }} group by 1, 2
