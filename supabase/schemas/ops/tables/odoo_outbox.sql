-- Companies do not wait for each other: within an ordering key, messages of one company keep their order, and one without
-- a company keeps it with all. Otherwise who may write for one company could hold back every other's, with one bad message.
create table ops.odoo_outbox (
    id                  bigint generated always as identity primary key,
    idempotency_key     text not null,
    content_hash        bytea not null,
    model               text not null,
    operation           text not null,
    external_id         text,
    record_id           bigint,
    payload             jsonb not null default '{}',
    guard               jsonb,
    if_unmodified_since timestamptz,
    ordering_key        text not null,
    priority            smallint not null default 0,
    company_id          bigint,
    requested_by        text not null,
    status              text not null default 'queued',
    attempts            integer not null default 0,
    waits               integer not null default 0,
    takeovers           integer not null default 0,
    next_attempt_at     timestamptz not null default now(),
    fence               bigint not null default 0,
    run_id              uuid,
    claim               integer,
    lease_holder        text,
    lease_expires_at    timestamptz,
    sent_at             timestamptz,
    sent_fence          bigint,
    in_doubt            boolean not null default false,
    doubt_until         timestamptz,
    before              jsonb,
    result_id           bigint,
    result_write_date   timestamptz,
    note                text,
    error_kind          text,
    last_error          text,
    last_outcome        jsonb,
    created_at          timestamptz not null default now(),
    updated_at          timestamptz not null default now(),
    settled_at          timestamptz,
    position            bigint,
    enqueued_in         xid8 default pg_current_xact_id(),
    author              text,
    behind              bigint,
    named_fields        text[] not null default '{}',
    constraint odoo_outbox_key_is_its_companys unique nulls not distinct (idempotency_key, company_id),
    constraint odoo_outbox_key_is_named check (btrim(idempotency_key) <> '' and length(idempotency_key) <= 200),
    constraint odoo_outbox_model_is_a_technical_name check (model ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$'),
    constraint odoo_outbox_operation_is_known check (operation in ('upsert', 'write', 'unlink', 'call')),
    constraint odoo_outbox_status_is_known check (status in ('queued', 'processing', 'done', 'skipped', 'failed', 'dead')),
    constraint odoo_outbox_external_id_is_whole check (external_id ~ '^[A-Za-z0-9_]+\.[^\s,]+$'),
    constraint odoo_outbox_record_id_is_positive check (record_id > 0),
    constraint odoo_outbox_names_one_record check (num_nonnulls(external_id, record_id) = 1),
    constraint odoo_outbox_upsert_has_an_external_id check (operation <> 'upsert' or external_id is not null),
    constraint odoo_outbox_payload_is_an_object check (jsonb_typeof(payload) = 'object'),
    constraint odoo_outbox_says_what_to_write check (operation not in ('upsert', 'write') or payload <> '{}'),
    constraint odoo_outbox_unlink_writes_nothing check (operation <> 'unlink' or payload = '{}'),
    constraint odoo_outbox_call_names_a_method
        check (operation <> 'call' or coalesce(payload ->> 'method' ~ '^[a-z][a-z0-9_]*$', false)),
    constraint odoo_outbox_call_has_a_guard check (operation <> 'call' or guard is not null),
    constraint odoo_outbox_guard_is_a_domain check (jsonb_typeof(guard) = 'array' and guard <> '[]'),
    constraint odoo_outbox_payload_is_readable check (ops.unreadable(payload) is null),
    constraint odoo_outbox_guard_is_readable check (ops.unreadable(guard) is null),
    constraint odoo_outbox_texts_are_short
        check (greatest(length(model), length(external_id), length(ordering_key), length(requested_by)) <= 3000),
    -- What no program's calendar holds (infinity) would stop every worker that claims it.
    constraint odoo_outbox_unmodified_since_is_a_time check (if_unmodified_since between '1970-01-01 00:00Z' and '9999-01-01 00:00Z'),
    constraint odoo_outbox_arguments_are_named check (operation <> 'call' or coalesce(jsonb_typeof(payload -> 'arguments'), 'object') = 'object'),
    constraint odoo_outbox_ordering_key_is_named check (btrim(ordering_key) <> ''),
    constraint odoo_outbox_counts_are_natural check (attempts >= 0 and waits >= 0 and takeovers >= 0),
    constraint odoo_outbox_lease_is_whole
        check ((status = 'processing') = (lease_expires_at is not null) and (status = 'processing') = (run_id is not null)),
    constraint odoo_outbox_doubt_has_a_time check (not in_doubt or num_nulls(sent_at, doubt_until, before) = 0),
    constraint odoo_outbox_settled_is_certain check (status not in ('done', 'skipped') or not in_doubt),
    constraint odoo_outbox_settled_has_a_time check ((status in ('done', 'skipped')) = (settled_at is not null)),
    constraint odoo_outbox_failure_says_why check (status not in ('failed', 'dead') or last_error is not null),
    constraint odoo_outbox_skip_says_why check (status <> 'skipped' or note is not null)
);

create sequence ops.odoo_outbox_position_seq owned by ops.odoo_outbox.position;
comment on sequence ops.odoo_outbox_position_seq is 'Places of messages in the order of commits.';
create index odoo_outbox_leased on ops.odoo_outbox (lease_expires_at) where status = 'processing';
create index odoo_outbox_settled on ops.odoo_outbox (settled_at) where status in ('done', 'skipped');
-- The messages of the transaction that is committing, and nobody else's: also while those placed before are still its own
-- dead rows. (Rows of others are placed before anyone sees them.)
create index odoo_outbox_unplaced on ops.odoo_outbox (enqueued_in, id) where position is null;
create index odoo_outbox_of_author on ops.odoo_outbox (author) where author is not null and status in ('queued', 'processing', 'failed', 'dead');
create index odoo_outbox_followers on ops.odoo_outbox (behind) where behind is not null;
create index odoo_outbox_open on ops.odoo_outbox (ordering_key, position)
 where position is not null and status in ('queued', 'processing', 'failed', 'dead');
create index odoo_outbox_open_of_company on ops.odoo_outbox (ordering_key, company_id, position)
 where position is not null and status in ('queued', 'processing', 'failed', 'dead');
create index odoo_outbox_due on ops.odoo_outbox (least(waits, 1), coalesce(company_id, 0), priority desc, position, next_attempt_at)
 where position is not null and behind is null and status in ('queued', 'failed');
create index odoo_outbox_troubled on ops.odoo_outbox (ordering_key, company_id, position) where status in ('failed', 'dead');

comment on table ops.odoo_outbox is
    'Approved changes on their way into Odoo, one row a message. Put in with ops.enqueue_odoo only: it keeps order and refuses doubles.';
comment on column ops.odoo_outbox.id is 'The message''s number, drawn when it was put in: no order of commits (see position).';
comment on column ops.odoo_outbox.idempotency_key is 'The author''s own name for this wish, among those of its company: the same wish again is the same message.';
comment on column ops.odoo_outbox.content_hash is 'SHA-256 of all that a message says: tells a repeat from another wish.';
comment on column ops.odoo_outbox.model is 'The Odoo model to change.';
comment on column ops.odoo_outbox.operation is 'upsert: create or update by external id; write: set values; unlink: delete; call: a button, whose guard is false once it worked.';
comment on column ops.odoo_outbox.external_id is 'The record by its external id in Odoo; this or record_id is set.';
comment on column ops.odoo_outbox.record_id is 'The record by its id in Odoo.';
comment on column ops.odoo_outbox.payload is 'What to write, by field; of a call its method and arguments.';
comment on column ops.odoo_outbox.guard is 'An Odoo domain that must still hold for the record; else the message is skipped.';
comment on column ops.odoo_outbox.if_unmodified_since is 'The write_date the author saw; a record changed since is a conflict.';
comment on column ops.odoo_outbox.ordering_key is 'Messages of one key and company are applied in commit order, one at a time; a failed or dead one holds back the later ones. Without a company: in order with those of all.';
comment on column ops.odoo_outbox.priority is 'Higher goes first among the messages of a company, between ordering keys. No other company waits for it.';
comment on column ops.odoo_outbox.company_id is 'The company it is for; also who may see it (scout.company_access).';
comment on column ops.odoo_outbox.requested_by is 'Who asked: the name that the author gave, and the database role that called.';
comment on column ops.odoo_outbox.status is 'queued, processing, done, skipped, failed (tried again by itself) or dead (parked: a person has to look).';
comment on column ops.odoo_outbox.attempts is 'Tries that Odoo answered with something a repeat may mend, or whose answer was lost. After six the message is dead.';
comment on column ops.odoo_outbox.waits is 'Tries that never reached Odoo, since its last answer; they are made again for ever.';
comment on column ops.odoo_outbox.takeovers is 'How often a worker vanished with this message in hand.';
comment on column ops.odoo_outbox.next_attempt_at is 'Not before this instant.';
comment on column ops.odoo_outbox.fence is 'Fencing token: grows with every claim; a step under an older one is refused.';
comment on column ops.odoo_outbox.run_id is 'The run that has it in hand. Null: none.';
comment on column ops.odoo_outbox.claim is 'Which claim of that run took it, counted from 1.';
comment on column ops.odoo_outbox.lease_holder is 'The worker that has it in hand.';
comment on column ops.odoo_outbox.lease_expires_at is 'When that worker counts as vanished.';
comment on column ops.odoo_outbox.sent_at is 'When a call that changes Odoo was last about to be sent.';
comment on column ops.odoo_outbox.sent_fence is 'The fence under which it was.';
comment on column ops.odoo_outbox.in_doubt is 'That call''s outcome is not known: nothing of this key moves before doubt_until, then Odoo is read.';
comment on column ops.odoo_outbox.doubt_until is 'When Odoo must have ended that call one way or the other: its request limit and a margin after sent_at.';
comment on column ops.odoo_outbox.before is 'The record as it was before the call: what a change by someone else is told by.';
comment on column ops.odoo_outbox.result_id is 'The record''s id in Odoo, once known.';
comment on column ops.odoo_outbox.result_write_date is 'The record''s write_date after the call: once it is in bronze, Odoo has confirmed the message.';
comment on column ops.odoo_outbox.note is 'Why it was skipped, or what a person should know.';
comment on column ops.odoo_outbox.error_kind is 'invalid, refused, conflict, gone, no effect, outcome unknown, exhausted, vanished; or of a passing failure: lost answer, busy, unreachable.';
comment on column ops.odoo_outbox.last_error is 'What the last try met.';
comment on column ops.odoo_outbox.last_outcome is 'How the last try was settled; a repeat of that call is told by it.';
comment on column ops.odoo_outbox.created_at is 'When it was put in.';
comment on column ops.odoo_outbox.updated_at is 'When this row last changed.';
comment on column ops.odoo_outbox.settled_at is 'When it was done or skipped.';
comment on column ops.odoo_outbox.position is 'Its place: within one ordering_key and company these follow the commits. Drawn at the commit; null before.';
comment on column ops.odoo_outbox.enqueued_in is 'The transaction that put it in: at the commit its messages are found by it. Null: put in before positions were drawn.';
comment on column ops.odoo_outbox.author is 'The role that called, when its rights are limited (ops.author_rights). Null: service_role''s, who may change anything.';
comment on column ops.odoo_outbox.behind is 'An earlier open message that it waits for, as a note: claims pass it by until that one is settled. Null: not noted, or free.';
comment on column ops.odoo_outbox.named_fields is 'The fields that the author''s rights name: only these may link into users and rights, if author is set.';

alter table ops.odoo_outbox enable row level security;
create policy service_role_all on ops.odoo_outbox to service_role using (true) with check (true);
grant select, insert, update, delete on ops.odoo_outbox to service_role;

create trigger kick_outbox after insert on ops.odoo_outbox
    referencing new table as inserted
    for each statement execute function ops.kick_outbox();
create constraint trigger place_message after insert on ops.odoo_outbox
    deferrable initially deferred
    for each row when (new.position is null) execute function ops.place_messages();
create trigger wake_settled after update of status on ops.odoo_outbox
    for each row when (old.status not in ('done', 'skipped') and new.status in ('done', 'skipped')) execute function ops.wake_follower();
create trigger wake_deleted after delete on ops.odoo_outbox
    for each row when (old.status not in ('done', 'skipped')) execute function ops.wake_follower();
