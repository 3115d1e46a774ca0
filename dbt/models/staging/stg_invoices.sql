{#- Overdue changes with the day and not with the record, so those whose flag is no longer right are redone too. -#}
{{ config(materialized='incremental', incremental_strategy='records', unique_key='invoice_id', meta={'redo': {'account.move': 'invoice_id'}},
          indexes=[{'columns': ['invoice_id'], 'unique': true}, {'columns': ['is_overdue', 'due_date']}],
          pre_hook="{{ note_redo(also=no_longer_right()) }}") }}
select m.*,
       coalesce(m.is_open and m.due_date < {{ today('c.time_zone') }}, false) as is_overdue
  from {{ ref('int_moves') }} m
  left join {{ ref('stg_companies') }} c using (company_id)
{% if is_incremental() -%}
 where {{ to_redo('m.invoice_id') }}
{%- endif %}
