-- For callers without a login, over the Data API: POST /rest/v1/rpc/get_pending_expenses with Content-Profile: odoo_mirror.
-- It answers rows, so the API's own filter, order and limit work on them.
create function odoo_mirror.get_pending_expenses() returns table (
    id integer, name text, date date, employee_id integer, employee_name text, total_amount numeric, currency_id integer,
    state text, sheet_id integer, sheet_name text, company_id integer)
language sql stable set search_path = '' as $$
    select e.id, e.name, e.date, e.employee_id, e.employee_name, e.total_amount, e.currency_id, e.state, e.sheet_id, e.sheet_name, e.company_id
      from odoo_mirror.v_pending_expenses e order by e.date, e.id
$$;
comment on function odoo_mirror.get_pending_expenses() is
    'Expenses that were submitted and not decided yet, of the caller''s companies, oldest first. total_amount is in the company''s currency. Up to Odoo 18 an expense waits with its report (sheet_id); later versions have none.';
revoke execute on function odoo_mirror.get_pending_expenses() from public, anon, authenticated;
grant execute on function odoo_mirror.get_pending_expenses() to service_role, n8n_reader, superset_readonly;
