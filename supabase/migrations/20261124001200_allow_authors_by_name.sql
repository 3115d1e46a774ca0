-- Purpose: an author changes in Odoo what it was allowed by name, and nothing else: ops.author_rights instead of a list of
--          models that are forbidden, which could never be whole.
-- Reverse: drop function ops.refuse_unless_allowed(text, text, text, jsonb); drop table ops.author_rights; alter table ops.odoo_outbox drop column named_fields; ops.message_for_worker as
--          20261122001100_create_outbox_worker.sql has it.

create table ops.author_rights (
    role_name  text not null,
    model      text not null,
    operations text[] not null,
    methods    text[] not null default '{}',
    fields     text[],
    granted_at timestamptz not null default now(),
    primary key (role_name, model),
    constraint author_rights_model_is_a_technical_name check (model ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$'),
    constraint author_rights_operations_are_known check (operations <@ '{upsert,write,unlink,call}' and array_position(operations, null) is null),
    constraint author_rights_methods_are_named check (array_position(methods, null) is null),
    constraint author_rights_fields_are_named check (array_position(fields, null) is null)
);
comment on table ops.author_rights is
    'What the authors of messages may change in Odoo, by role and model. The rights of all roles that an author is a member of add up; what no row allows is refused. service_role needs none.';
comment on column ops.author_rights.role_name is 'The database role: outbox_author for every author, or an author''s own.';
comment on column ops.author_rights.model is 'The Odoo model.';
comment on column ops.author_rights.operations is 'What may be asked for: upsert, write, unlink, call.';
comment on column ops.author_rights.methods is 'The buttons that a call may name, with whatever arguments.';
comment on column ops.author_rights.fields is 'The fields that an upsert or a write may name, and what they link to. Null: every field but links into users, rights and Odoo''s other machinery.';
comment on column ops.author_rights.granted_at is 'When it was allowed.';
alter table ops.author_rights enable row level security;
create policy service_role_all on ops.author_rights to service_role using (true) with check (true);
grant select, insert, update, delete on ops.author_rights to service_role;

comment on role outbox_author is
    'May enqueue messages to Odoo for the companies granted in scout.company_access, of what ops.author_rights allows, and see how they fare; nothing else.';

insert into ops.author_rights (role_name, model, operations, methods) values
    ('outbox_author', 'res.partner',    '{upsert,write}',      '{}'),
    ('outbox_author', 'sale.order',     '{upsert,write,call}', '{action_confirm,action_cancel}'),
    ('outbox_author', 'purchase.order', '{upsert,write,call}', '{button_confirm,button_cancel}'),
    ('outbox_author', 'hr.expense',     '{upsert,write,call}', '{action_submit,action_reset}'),
    ('outbox_author', 'project.task',   '{upsert,write}',      '{}');

alter table ops.odoo_outbox add column named_fields text[] not null default '{}';
comment on column ops.odoo_outbox.named_fields is 'The fields that the author''s rights name: only these may link into users and rights, if author is set.';

create function ops.refuse_unless_allowed(p_author text, p_model text, p_operation text, p_payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
declare
    v_method text := case when p_operation = 'call' then p_payload ->> 'method' end;
    v_fields text[] := case when p_operation in ('upsert', 'write') and jsonb_typeof(p_payload) = 'object'
                            then array(select jsonb_object_keys(p_payload)) else '{}' end;
    v_known  boolean;
    v_every  boolean;
    v_named  text[];
    v_trouble text;
begin
    -- Only rows that allow the operation count, and of a call those that list its button.
    with mine as (
        select a.fields from ops.author_rights a
          join pg_catalog.pg_roles r on r.rolname = a.role_name
         where a.model = p_model and p_operation = any (a.operations) and (v_method is null or v_method = any (a.methods))
           and pg_catalog.pg_has_role(p_author, r.oid, 'member')
    )
    select count(*) > 0, coalesce(bool_or(fields is null), false),
           coalesce((select array_agg(distinct field) from mine cross join unnest(mine.fields) as field), '{}')
      into v_known, v_every, v_named from mine;
    v_fields := case when v_every then '{}' else array(select unnest(v_fields) except select unnest(v_named) order by 1) end;
    v_trouble := case when not v_known and v_method is not null then format('call %s of %s', v_method, p_model)
                      when not v_known then format('%s %s', p_operation, p_model)
                      when v_fields <> '{}' then format('%s %s of %s', p_operation, array_to_string(v_fields, ', '), p_model) end;
    if v_trouble is not null then
        raise exception '% may not %.', p_author, v_trouble using errcode = '42501', hint = format(
            'If it should, let service_role or the owner say: insert into ops.author_rights as a (role_name, model, operations, methods, fields) '
            'values (%L, %L, %L, %L, %L) on conflict (role_name, model) do update set operations = a.operations || excluded.operations, '
            'methods = a.methods || excluded.methods, fields = case when a.fields is not null then a.fields || excluded.fields end;',
            p_author, p_model, array[p_operation], array_remove(array[v_method], null), nullif(v_fields, '{}'));
    end if;
    return v_named;
end;
$$;
comment on function ops.refuse_unless_allowed(text, text, text, jsonb) is
    'Refuses what ops.author_rights does not allow an author, with the statement that would allow just that; answers the fields that its rights name.';
revoke execute on function ops.refuse_unless_allowed(text, text, text, jsonb) from public, anon, authenticated;
grant execute on function ops.refuse_unless_allowed(text, text, text, jsonb) to service_role;

create or replace function ops.message_for_worker(p_message ops.odoo_outbox) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'id', p_message.id, 'idempotency_key', p_message.idempotency_key, 'model', p_message.model,
        'operation', p_message.operation, 'external_id', p_message.external_id, 'record_id', p_message.record_id,
        'payload', p_message.payload, 'guard', p_message.guard, 'if_unmodified_since', p_message.if_unmodified_since,
        'company_id', p_message.company_id, 'attempts', p_message.attempts, 'fence', p_message.fence,
        'in_doubt', p_message.in_doubt, 'before', p_message.before,
        'limited', p_message.author is not null, 'named_fields', p_message.named_fields,
        'sent_seconds_ago', extract(epoch from clock_timestamp() - p_message.sent_at))
$$;
