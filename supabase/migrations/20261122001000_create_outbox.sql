-- Purpose: the outbox: what people and programs approved, waiting to be carried into Odoo, and the one way to put something in.
-- Reverse: drop view ops.v_outbox_status; drop the functions below; drop table ops.odoo_outbox; drop role outbox_author;
--
-- Order is commit order: whoever enqueues takes a lock on the ordering key, held to the end of its transaction, before the
-- message's number is drawn. A number drawn first and committed last would be overtaken.
--
-- Companies do not wait for each other: within an ordering key, messages of one company keep their order, and one without
-- a company keeps it with all. Otherwise who may write for one company could hold back every other's, with one bad message.

do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'outbox_author') then
        create role outbox_author nologin noinherit;
    end if;
end;
$$;
comment on role outbox_author is 'May enqueue messages to Odoo for the companies granted in scout.company_access, and see how they fare; nothing else.';
grant usage on schema ops to outbox_author;

create function ops.unreadable(p_value jsonb) returns text
language sql immutable set search_path = '' as $$
    -- JSON allows what no worker can read: Python ends at 4,300 digits and some thousand levels, a jsonb at 256 MB. One such
    -- message in a claim's answer would stop all the others with it. The depth is asked before anything goes down into it.
    select case when octet_length(p_value::text) > 1000000 then 'is larger than 1 MB'
                when p_value @? 'strict $.**{21 to last}' then 'is nested more than 20 deep'
                when p_value @? 'strict $.** ? (@ >= 1e40 || @ <= -1e40)' then 'has a number of more than 40 digits' end
$$;
comment on function ops.unreadable(jsonb) is 'Why no worker could read a payload or a guard, in words that follow its name; null when one can.';
revoke execute on function ops.unreadable(jsonb) from public, anon, authenticated;
grant execute on function ops.unreadable(jsonb) to service_role;

create table ops.odoo_outbox (
    id                  bigint generated always as identity primary key,
    idempotency_key     text not null unique,
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
-- One for each where clause of the claim: the first of each key, those that are due, those whose worker vanished.
create index odoo_outbox_open on ops.odoo_outbox (ordering_key, id) where status in ('queued', 'processing', 'failed', 'dead');
create index odoo_outbox_due on ops.odoo_outbox ((waits > 0), priority desc, id) where status in ('queued', 'failed');
create index odoo_outbox_leased on ops.odoo_outbox (lease_expires_at) where status = 'processing';
create index odoo_outbox_settled on ops.odoo_outbox (settled_at) where status in ('done', 'skipped');
comment on table ops.odoo_outbox is
    'Approved changes on their way into Odoo, one row a message. Put in with ops.enqueue_odoo only: it keeps order and refuses doubles.';
comment on column ops.odoo_outbox.operation is 'upsert: create or update by external id; write: set values; unlink: delete; call: a button, whose guard is false once it worked.';
comment on column ops.odoo_outbox.guard is 'An Odoo domain that must still hold for the record; else the message is skipped.';
comment on column ops.odoo_outbox.if_unmodified_since is 'The write_date the author saw; a record changed since is a conflict.';
comment on column ops.odoo_outbox.ordering_key is 'Messages of one key and company are applied in commit order, one at a time; a failed or dead one holds back the later ones. Without a company: in order with those of all.';
comment on column ops.odoo_outbox.attempts is 'Tries that Odoo answered with something a repeat may mend, or whose answer was lost. After six the message is dead.';
comment on column ops.odoo_outbox.waits is 'Tries that never reached Odoo, since its last answer; they are made again for ever.';
comment on column ops.odoo_outbox.takeovers is 'How often a worker vanished with this message in hand.';
comment on column ops.odoo_outbox.fence is 'Fencing token: grows with every claim; a step under an older one is refused.';
comment on column ops.odoo_outbox.sent_at is 'When a call that changes Odoo was last about to be sent.';
comment on column ops.odoo_outbox.sent_fence is 'The fence under which it was.';
comment on column ops.odoo_outbox.in_doubt is 'That call''s outcome is not known: nothing of this key moves before doubt_until, then Odoo is read.';
comment on column ops.odoo_outbox.doubt_until is 'When Odoo must have ended that call one way or the other: its request limit and a margin after sent_at.';
comment on column ops.odoo_outbox.before is 'The record as it was before the call: what a change by someone else is told by.';
comment on column ops.odoo_outbox.result_write_date is 'The record''s write_date after the call: once it is in bronze, Odoo has confirmed the message.';
comment on column ops.odoo_outbox.error_kind is 'invalid, refused, conflict, gone, no effect, outcome unknown, exhausted, vanished; or of a passing failure: lost answer, busy, unreachable.';
alter table ops.odoo_outbox enable row level security;
create policy service_role_all on ops.odoo_outbox to service_role using (true) with check (true);
grant select, insert, update, delete on ops.odoo_outbox to service_role;

create function ops.external_id(p_key text) returns text
language sql immutable set search_path = '' as $$
    -- Odoo refuses blanks in external ids, and a dot or comma would be read as more than a letter.
    select '__outbox__.' || string_agg(
               case when letter ~ '^[A-Za-z0-9_-]$' then letter
                    else regexp_replace(upper(encode(convert_to(letter, 'UTF8'), 'hex')), '(..)', '=\1', 'g') end, '' order by place)
      from string_to_table(p_key, null) with ordinality as letters (letter, place)
$$;
comment on function ops.external_id(text) is 'The external id in Odoo of the record that an upsert under this key makes: __outbox__.<key>, letters Odoo refuses as =XX.';
revoke execute on function ops.external_id(text) from public, anon, authenticated;
grant execute on function ops.external_id(text) to service_role, outbox_author;

create function ops.caller() returns text
language sql stable set search_path = '' as $$
    -- In a function that runs with its owner's rights current_user is the owner; who asked stands in the setting "role".
    select coalesce(nullif(current_setting('role', true), 'none'), session_user::text)
$$;
comment on function ops.caller() is 'The role that called, also inside functions that run with their owner''s rights.';
revoke execute on function ops.caller() from public, anon, authenticated;
grant execute on function ops.caller() to service_role;

create function ops.is_technical_model(p_model text) returns boolean
language sql immutable set search_path = '' as $$
    -- Users, rights, automation, connections, texts that Odoo evaluates: they have no company's record rules to keep them apart.
    select p_model ~ ('^(ir|base|bus|iap|fetchmail|studio|res\.(users|groups|company|config)|change\.password|payment\.provider'
                      '|mail\.(alias|template|compose)|sms\.template)(\.|$)|^(auth|base|web)(_[a-z0-9_]+)?(\.|$)')
$$;
comment on function ops.is_technical_model(text) is
    'Whether a model belongs to Odoo''s own machinery (ir.*, res.users*, base.*, …), which only service_role may have changed.';
revoke execute on function ops.is_technical_model(text) from public, anon, authenticated;
grant execute on function ops.is_technical_model(text) to service_role;

create function ops.enqueue_odoo(
    p_idempotency_key text, p_model text, p_operation text, p_payload jsonb default '{}', p_external_id text default null,
    p_record_id bigint default null, p_guard jsonb default null, p_if_unmodified_since timestamptz default null,
    p_ordering_key text default null, p_priority smallint default 0, p_company_id bigint default null,
    p_requested_by text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
    v_caller   text := ops.caller();
    v_anything boolean := pg_catalog.pg_has_role(v_caller, 'service_role', 'usage');
    v_external text := p_external_id;
    v_ordering text;
    v_hash     bytea;
    v_trouble  text := coalesce('payload ' || ops.unreadable(p_payload), 'guard ' || ops.unreadable(p_guard));
    v_message  ops.odoo_outbox;
begin
    if not v_anything and not exists (
        select from scout.company_access where role_name = v_caller and company_id = p_company_id) then
        raise exception '% may not send messages for company %.', v_caller, coalesce(p_company_id::text, '(none named)')
            using errcode = '42501', hint = 'Name a company with p_company_id; scout.company_access says which are yours.';
    end if;
    if not v_anything and ops.is_technical_model(p_model) then
        raise exception '% may not change %: it belongs to Odoo''s own machinery, and to no company alone.', v_caller, p_model
            using errcode = '42501', hint = 'Authors may change business records, such as res.partner or sale.order; service_role may change anything.';
    end if;
    if v_trouble is not null then
        raise exception 'The message''s % and no worker could read it.', v_trouble
            using errcode = 'PT422', hint = 'Send less in one message; long numbers as text.';
    end if;
    if p_operation = 'upsert' and v_external is null and p_record_id is null then
        v_external := ops.external_id(p_idempotency_key);
    elsif v_external is not null and strpos(v_external, '.') = 0 then
        v_external := ops.external_id(v_external);
    end if;
    v_ordering := coalesce(p_ordering_key, p_model || ' ' || coalesce(v_external, p_record_id::text));
    v_hash := sha256(convert_to(jsonb_build_array(
        p_model, p_operation, p_payload, v_external, p_record_id, p_guard, extract(epoch from p_if_unmodified_since),
        v_ordering, p_company_id)::text, 'UTF8'));

    -- Before the number is drawn, and held to the end of the author's transaction: order is commit order. Shared between
    -- companies, so that none waits for another's transaction; one without a company waits for all.
    if p_company_id is null then
        perform pg_advisory_xact_lock(hashtextextended('ops.odoo_outbox ' || v_ordering, 0));
    else
        perform pg_advisory_xact_lock_shared(hashtextextended('ops.odoo_outbox ' || v_ordering, 0));
        perform pg_advisory_xact_lock(hashtextextended('ops.odoo_outbox of ' || p_company_id || ' ' || v_ordering, 0));
    end if;
    insert into ops.odoo_outbox (
        idempotency_key, content_hash, model, operation, external_id, record_id, payload, guard, if_unmodified_since,
        ordering_key, priority, company_id, requested_by)
    values (p_idempotency_key, v_hash, p_model, p_operation, v_external, p_record_id, p_payload, p_guard,
            p_if_unmodified_since, v_ordering, p_priority, p_company_id, concat_ws(' via ', p_requested_by, v_caller))
    on conflict (idempotency_key) do nothing
    returning * into v_message;
    if not found then
        select * into v_message from ops.odoo_outbox where idempotency_key = p_idempotency_key;
        if v_message.content_hash <> v_hash then
            raise exception 'The key % already stands for another message (%).', quote_literal(p_idempotency_key), v_message.id
                using errcode = 'PT409', hint = 'A new wish needs a new key; the same wish has the same content.';
        end if;
        return jsonb_build_object('id', v_message.id, 'status', v_message.status, 'external_id', v_message.external_id, 'created', false);
    end if;
    return jsonb_build_object('id', v_message.id, 'status', v_message.status, 'external_id', v_message.external_id, 'created', true);
end;
$$;
comment on function ops.enqueue_odoo(text, text, text, jsonb, text, bigint, jsonb, timestamptz, text, smallint, bigint, text) is
    'Puts a message to Odoo into the outbox, within the caller''s own transaction. The same key with the same content answers the same message; with other content it is refused.';
revoke execute on function ops.enqueue_odoo(text, text, text, jsonb, text, bigint, jsonb, timestamptz, text, smallint, bigint, text)
  from public, anon, authenticated;
grant execute on function ops.enqueue_odoo(text, text, text, jsonb, text, bigint, jsonb, timestamptz, text, smallint, bigint, text)
   to service_role, outbox_author;

create function ops.seen_write_date(p_model text, p_odoo_id bigint) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
    v_table text := (select table_name from scout.bronze_tables where model = p_model);
    v_seen  timestamptz;
begin
    if v_table is not null then
        execute format('select case when deleted_at is null then write_date else ''infinity'' end from scout.%I where odoo_id = $1', v_table)
           into v_seen using p_odoo_id;
    end if;
    return v_seen;
end;
$$;
comment on function ops.seen_write_date(text, bigint) is 'The write_date with which the sync last saw a record; infinity when it is gone from Odoo, null when it was never seen.';
revoke execute on function ops.seen_write_date(text, bigint) from public, anon, authenticated;
grant execute on function ops.seen_write_date(text, bigint) to service_role;

create function ops.is_confirmed(p_id bigint) returns boolean
language sql stable security definer set search_path = '' as $$
    -- With its owner's rights, so that authors need none to look at records; by a message's number, so that it looks at no other.
    select coalesce(case when m.operation = 'unlink' then seen = 'infinity' else seen >= m.result_write_date end, false)
      from ops.odoo_outbox m, ops.seen_write_date(m.model, m.result_id) seen
     where m.id = p_id and m.status = 'done'
       and (pg_catalog.pg_has_role(ops.caller(), 'service_role', 'usage')
            or m.company_id in (select a.company_id from scout.company_access a where a.role_name = ops.caller()))
$$;
comment on function ops.is_confirmed(bigint) is 'Whether the sync has seen in Odoo what a message did; null of one that is not done, or not the caller''s to see.';
revoke execute on function ops.is_confirmed(bigint) from public, anon, authenticated;
grant execute on function ops.is_confirmed(bigint) to service_role, outbox_author;

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
grant select on ops.v_outbox_status to service_role, outbox_author;
