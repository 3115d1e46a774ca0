create view ops.v_outbox_status with (security_barrier = true) as
select m.id, m.idempotency_key, m.model, m.operation, m.company_id, m.requested_by, m.status,
       case when m.status = 'done' and ops.is_confirmed(m.id) then 'confirmed'
            when m.status = 'done' then 'sent'
            when m.status = 'dead' then 'parked'
            when m.status = 'failed' then 'waiting'
            else m.status end as stage,
       m.attempts, m.next_attempt_at, m.external_id, m.record_id, m.result_id as odoo_id, m.result_write_date as odoo_write_date,
       m.note, m.error_kind, m.last_error, m.created_at, m.settled_at
  from ops.odoo_outbox m
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or m.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);

comment on view ops.v_outbox_status is
    'How each message fares: queued, processing, waiting (for another try), sent, confirmed (seen again by the sync), skipped, parked (a person has to look).';
comment on column ops.v_outbox_status.id is 'The message''s number.';
comment on column ops.v_outbox_status.idempotency_key is 'The author''s own name for this wish.';
comment on column ops.v_outbox_status.model is 'The Odoo model to change.';
comment on column ops.v_outbox_status.operation is 'upsert, write, unlink or call.';
comment on column ops.v_outbox_status.company_id is 'The company it is for.';
comment on column ops.v_outbox_status.requested_by is 'Who asked: the name that the author gave, and the database role that called.';
comment on column ops.v_outbox_status.status is 'As in ops.odoo_outbox: queued, processing, done, skipped, failed or dead.';
comment on column ops.v_outbox_status.stage is 'The same for people: queued, processing, waiting, sent, confirmed, skipped or parked.';
comment on column ops.v_outbox_status.attempts is 'Tries that failed for a reason a repeat may mend. After six the message is parked.';
comment on column ops.v_outbox_status.next_attempt_at is 'Not before this instant.';
comment on column ops.v_outbox_status.external_id is 'The record by its external id in Odoo; this or record_id is set.';
comment on column ops.v_outbox_status.record_id is 'The record by its id in Odoo.';
comment on column ops.v_outbox_status.odoo_id is 'The record''s id in Odoo, once known.';
comment on column ops.v_outbox_status.odoo_write_date is 'The record''s write_date after the change.';
comment on column ops.v_outbox_status.note is 'Why it was skipped, or what a person should know.';
comment on column ops.v_outbox_status.error_kind is 'The kind of last_error, as in ops.odoo_outbox.';
comment on column ops.v_outbox_status.last_error is 'What the last try met.';
comment on column ops.v_outbox_status.created_at is 'When it was put in.';
comment on column ops.v_outbox_status.settled_at is 'When it was done or skipped.';

grant select on ops.v_outbox_status to service_role, outbox_author;
