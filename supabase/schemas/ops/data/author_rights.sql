insert into ops.author_rights (role_name, model, operations, methods) values
    ('outbox_author', 'res.partner',    '{upsert,write}',      '{}'),
    ('outbox_author', 'sale.order',     '{upsert,write,call}', '{action_confirm,action_cancel}'),
    ('outbox_author', 'purchase.order', '{upsert,write,call}', '{button_confirm,button_cancel}'),
    ('outbox_author', 'hr.expense',     '{upsert,write,call}', '{action_submit,action_reset}'),
    ('outbox_author', 'project.task',   '{upsert,write}',      '{}');
