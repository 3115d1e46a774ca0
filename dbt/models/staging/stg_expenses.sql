select e.id as expense_id,
       e.name as expense_name,
       e.company_id,
       e.employee_id,
       e.product_id,
       e.date as expense_date,
       e.state,
       e.payment_mode,
       e.state in ('submitted', 'submit') as is_waiting,
       e.state in ('approved', 'approve', 'posted', 'post', 'in_payment', 'paid', 'done') as is_approved,
       e.state in ('paid', 'done') as is_paid,
       company.currency as company_currency,
       coalesce(e.total_amount, 0) as company_total_amount,
       e.create_date as created_at,
       e.write_date as updated_at
  from {{ from_odoo('hr_expense', {'id': 'bigint', 'name': 'text', 'company_id': 'bigint', 'employee_id': 'bigint', 'product_id': 'bigint', 'date': 'date',
        'state': 'text', 'payment_mode': 'text', 'total_amount': 'numeric', 'create_date': 'timestamptz', 'write_date': 'timestamptz'}) }} as e
  left join {{ ref('stg_companies') }} company using (company_id)
