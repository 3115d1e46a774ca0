{# What has to be redone besides the records that changed: queries for note_redo. #}

{# Of stg_invoices: the invoices that became overdue, or no longer are, because a day went by. #}
{% macro no_longer_right() %}
    select old.invoice_id from {{ this }} old join {{ ref('stg_companies') }} c using (company_id)
     where old.is_open and old.is_overdue <> (old.due_date < {{ today('c.time_zone') }})
{% endmacro %}

{# Of fact_sales: lines whose day, shop, currency or status is another by now, because a setting or a shop changed. #}
{% macro moved_sales() %}
    select old.sale_line_id from {{ this }} old
      join {{ ref('int_order_facts') }} now using (sale_line_id)
     where exists (select from {{ changes_schema() }}.changed_records where model in ('pos.config', 'res.company', 'scout.settings', 'scout.store_settings'))
       and (old.business_date, old.store_id, old.currency, old.company_id) is distinct from (now.business_date, now.store_id, now.currency, now.company_id)
{% endmacro %}

{# Of fact_inventory_moves: moves into a location that changed, and those whose lines did. #}
{% macro moved_stock() %}
    select stock_move_id from {{ this }}
     where location_dest_id in (select id from {{ changes_schema() }}.changed_records where model = 'stock.location')
     union
    select l.stock_move_id from {{ ref('stg_stock_move_lines') }} l
     where l.stock_move_line_id in (select id from {{ changes_schema() }}.changed_records where model = 'stock.move.line')
{% endmacro %}
