{# Post-hook, in the model's own transaction: nobody ever sees a relation without its wall. Tables: row level security by company. Views:
   with their reader's rights, so the walls of what they read apply; one that reads private relations sets meta.wall to `own` and keeps
   companies apart itself. meta.shared: rows without company are everybody's. #}
{% macro build_wall() %}
    {%- set meta = config.get('meta') or {} -%}
    {%- if config.get('materialized') == 'view' -%}
        alter view {{ this }} set ({{ 'security_barrier' if meta.get('wall') == 'own' else 'security_invoker' }} = true);
    {%- else -%}
        do $wall$
        begin
            if not exists (select from pg_catalog.pg_policy where polrelid = '{{ this }}'::regclass and polname = 'companies') then
                alter table {{ this }} enable row level security;
                create policy companies on {{ this }} for select using (
                    (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
                    or company_id in (select r.company_id from scout.companies_in_reach r)
                    {%- if meta.get('shared') %} or company_id is null{% endif %});
            end if;
        end;
        $wall$;
    {%- endif %}
    grant select on {{ this }} to service_role, {{ var('readers') | join(', ') }}
{% endmacro %}

{# The day that it is now in a row's company. #}
{% macro today(time_zone) %}(now() at time zone {{ time_zone }})::date{% endmacro %}

{# Of stg_invoices: the invoices that became overdue, or no longer are, because a day went by. #}
{% macro no_longer_right() %}
    select old.invoice_id from {{ this }} old join {{ ref('stg_companies') }} c using (company_id)
     where old.is_open and old.is_overdue <> (old.due_date < {{ today('c.time_zone') }})
{% endmacro %}

{# The condition of a relation that keeps companies apart itself. #}
{% macro in_reach(column) -%}
    ((select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
     or {{ column }} in (select r.company_id from scout.companies_in_reach r))
{%- endmacro %}

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
