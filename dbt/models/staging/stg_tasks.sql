select t.id as task_id,
       t.name as task_name,
       coalesce(t.company_id, p.company_id) as company_id,
       t.project_id,
       p.name as project_name,
       t.stage_id,
       t.state,
       coalesce(t.state in ('1_done', '1_canceled'), false) as is_closed,
       coalesce(t.state = '1_done', false) as is_done,
       coalesce(t.date_deadline < now() and t.state not in ('1_done', '1_canceled'), false) as is_overdue,
       t.date_deadline as deadline_at,
       coalesce(t.allocated_hours, 0) as allocated_hours,
       t.create_date as created_at,
       t.write_date as updated_at
  from {{ from_odoo('project_task', {'id': 'bigint', 'name': 'text', 'company_id': 'bigint', 'project_id': 'bigint', 'stage_id': 'bigint', 'state': 'text',
        'date_deadline': 'timestamptz', 'allocated_hours': 'numeric', 'create_date': 'timestamptz', 'write_date': 'timestamptz'}) }} as t
  left join {{ from_odoo('project_project', {'id': 'bigint', 'name': 'text', 'company_id': 'bigint'}) }} as p on p.id = t.project_id
