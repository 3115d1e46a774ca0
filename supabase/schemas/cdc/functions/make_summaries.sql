-- What a version of Odoo lacks is null; what nobody mirrors or reads makes a view without rows. The columns stay the same.
create function cdc.make_summaries() returns void
language plpgsql set search_path = '' as $$
declare
    c_nothing constant text := '(select where false)';
    v_move    text := case when to_regclass('odoo_mirror.account_move') is null then c_nothing else 'odoo_mirror.account_move' end;
    v_expense text := case when to_regclass('odoo_mirror.hr_expense') is null then c_nothing else 'odoo_mirror.hr_expense' end;
    v_sheets  boolean := to_regclass('odoo_mirror.hr_expense_sheet') is not null
                         and cdc.column_or_null('hr_expense', 'e', 'sheet_id', 'integer') not like 'null%';
    v_partner boolean := to_regclass('odoo_mirror.res_partner') is not null;
    v_names   text := case when to_regclass('odoo_mirror.hr_employee') is not null then 'odoo_mirror.hr_employee'
                           when exists (select from pg_catalog.pg_attribute where attrelid = to_regclass('odoo_raw.hr_employee') and attname = 'name')
                           then 'odoo_raw.hr_employee' end;
begin
    execute format($ddl$
        create or replace view odoo_mirror.v_invoice_summary with (security_barrier = true) as
        select %s as id, %s as invoice_number, %s as invoice_date, %s as amount_total, coalesce(%s, %s) as partner_name
          from %s m %s where %s in ('out_invoice', 'out_refund')
        $ddl$, cdc.column_or_null('account_move', 'm', 'id', 'integer'), cdc.column_or_null('account_move', 'm', 'name', 'text'),
        cdc.column_or_null('account_move', 'm', 'invoice_date', 'date'), cdc.column_or_null('account_move', 'm', 'amount_total', 'numeric'),
        cdc.column_or_null('res_partner', 'p', 'name', 'text'), cdc.column_or_null('account_move', 'm', 'invoice_partner_display_name', 'text'),
        v_move, case when v_partner then format('left join odoo_mirror.res_partner p on p.id = %s', cdc.column_or_null('account_move', 'm', 'partner_id', 'integer')) end,
        cdc.column_or_null('account_move', 'm', 'move_type', 'text'));
    -- Submitted, and not decided. Up to 18 the report that an expense stands on says so; 'reported' may still be a draft.
    execute format($ddl$
        create or replace view odoo_mirror.v_pending_expenses with (security_barrier = true) as
        select %s as id, %s as name, %s as date, %s as employee_id, %s as employee_name, %s as total_amount, %s as currency_id,
               %s as state, %s as sheet_id, %s as sheet_name, %s as company_id
          from %s e %s %s where %s
        $ddl$, cdc.column_or_null('hr_expense', 'e', 'id', 'integer'), cdc.column_or_null('hr_expense', 'e', 'name', 'text'),
        cdc.column_or_null('hr_expense', 'e', 'date', 'date'), cdc.column_or_null('hr_expense', 'e', 'employee_id', 'integer'),
        case when v_names is null then 'null::text' else 'who.name::text' end,
        -- In the company's currency: until 16 that one has a column of its own.
        format('coalesce(%s, %s)', cdc.column_or_null('hr_expense', 'e', 'total_amount_company', 'numeric'), cdc.column_or_null('hr_expense', 'e', 'total_amount', 'numeric')),
        cdc.column_or_null('hr_expense', 'e', 'company_currency_id', 'integer'),
        case when v_sheets then format('coalesce(%s, %s)', cdc.column_or_null('hr_expense_sheet', 's', 'state', 'text'), cdc.column_or_null('hr_expense', 'e', 'state', 'text'))
             else cdc.column_or_null('hr_expense', 'e', 'state', 'text') end,
        cdc.column_or_null('hr_expense', 'e', 'sheet_id', 'integer'),
        case when v_sheets then cdc.column_or_null('hr_expense_sheet', 's', 'name', 'text') else 'null::text' end,
        cdc.column_or_null('hr_expense', 'e', 'company_id', 'integer'),
        v_expense, case when v_sheets then 'left join odoo_mirror.hr_expense_sheet s on s.id = e.sheet_id' end,
        case when v_names is not null then format('left join %s who on who.id = %s', v_names, cdc.column_or_null('hr_expense', 'e', 'employee_id', 'integer')) end,
        case when v_sheets then format('%s = ''submit''', cdc.column_or_null('hr_expense_sheet', 's', 'state', 'text'))
             else format('%s in (''submitted'', ''reported'')', cdc.column_or_null('hr_expense', 'e', 'state', 'text')) end);
end;
$$;
comment on function cdc.make_summaries() is
    'Makes odoo_mirror.v_invoice_summary and odoo_mirror.v_pending_expenses over the tables that are shown, whichever version of Odoo they are of. Run it as the owner of the schemas.';
revoke execute on function cdc.make_summaries() from public, anon, authenticated;
