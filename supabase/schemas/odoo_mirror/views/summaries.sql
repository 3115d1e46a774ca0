-- Over whatever tables there are; cdc.show_table makes them again over the real ones, with the same columns.
select cdc.make_summaries();

comment on view odoo_mirror.v_invoice_summary is 'Customer invoices and refunds, of every state, of the role''s companies.';
comment on column odoo_mirror.v_invoice_summary.id is 'account_move.id';
comment on column odoo_mirror.v_invoice_summary.invoice_number is 'account_move.name; a draft may have none, or a slash.';
comment on column odoo_mirror.v_invoice_summary.invoice_date is 'The date on the document.';
comment on column odoo_mirror.v_invoice_summary.amount_total is 'With tax, in the document''s currency; a refund''s is positive too, as Odoo keeps it.';
comment on column odoo_mirror.v_invoice_summary.partner_name is 'The customer''s name; null to roles that may not see persons.';
comment on view odoo_mirror.v_pending_expenses is 'Expenses that were submitted and not decided yet: what odoo_mirror.get_pending_expenses() answers.';
comment on column odoo_mirror.v_pending_expenses.id is 'hr_expense.id';
comment on column odoo_mirror.v_pending_expenses.name is 'What it was spent on.';
comment on column odoo_mirror.v_pending_expenses.date is 'When.';
comment on column odoo_mirror.v_pending_expenses.employee_id is 'hr_employee.id';
comment on column odoo_mirror.v_pending_expenses.employee_name is 'Whose it is, where employees are read or mirrored; null to roles that may not see persons.';
comment on column odoo_mirror.v_pending_expenses.total_amount is 'With tax, in the company''s currency.';
comment on column odoo_mirror.v_pending_expenses.currency_id is 'The company''s currency: res_currency.id. Null where Odoo keeps it on the company alone.';
comment on column odoo_mirror.v_pending_expenses.state is 'As Odoo has it: up to 18 the report''s (submit), later the expense''s own (submitted).';
comment on column odoo_mirror.v_pending_expenses.sheet_id is 'hr_expense_sheet.id; null from Odoo 19 on, which has no reports.';
comment on column odoo_mirror.v_pending_expenses.sheet_name is 'The report''s name.';
comment on column odoo_mirror.v_pending_expenses.company_id is 'res_company.id';

grant select on odoo_mirror.v_invoice_summary, odoo_mirror.v_pending_expenses to service_role, superset_readonly;
grant select on odoo_mirror.v_pending_expenses to n8n_reader;
