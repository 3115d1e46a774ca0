-- Purpose: keep a record of each stream's fields as Odoo last showed them, and of every change to them.
-- Reverse: create scout.checkpoint_state again as 20261121000210_create_checkpoints_and_runs.sql has it; drop the functions
--          below; drop table scout.field_changes, scout.stream_fields; drop column scout.sync_checkpoints.fields_digest.
--
-- The engine holds a digest of what fields_get says against the checkpoint's and calls only when they differ, so fields
-- that did not change cost neither a call nor a row.

alter table scout.sync_checkpoints add column fields_digest text;
comment on column scout.sync_checkpoints.fields_digest is
    'Digest of the fields last recorded in scout.stream_fields; or: access lost, model missing.';

create table scout.stream_fields (
    checkpoint_id     text not null references scout.sync_checkpoints (id) on delete cascade,
    field             text not null,
    stream            text not null,
    type              text not null,
    relation          text,
    stored            boolean not null,
    company_dependent boolean not null,
    required          boolean not null,
    first_seen_at     timestamptz not null default now(),
    last_seen_at      timestamptz not null default now(),
    gone_at           timestamptz,
    primary key (checkpoint_id, field)
);
comment on table scout.stream_fields is 'The fields that each stream reads, as Odoo''s fields_get last described them to its user.';
comment on column scout.stream_fields.relation is 'The model that a relational field points to.';
comment on column scout.stream_fields.required is 'The stream stops without it, whatever Odoo itself requires.';
comment on column scout.stream_fields.last_seen_at is 'When it was last written down; with gone_at null, nothing about it has changed since.';
comment on column scout.stream_fields.gone_at is 'Since when it is no longer read: gone from Odoo, hidden from its user, or no longer stored.';
alter table scout.stream_fields enable row level security;
create policy service_role_all on scout.stream_fields to service_role using (true) with check (true);
grant select, insert, update, delete on scout.stream_fields to service_role;

create table scout.field_changes (
    id            bigint generated always as identity primary key,
    checkpoint_id text not null references scout.sync_checkpoints (id) on delete cascade,
    stream        text not null,
    field         text,
    change        text not null,
    before        jsonb,
    after         jsonb,
    run_id        uuid not null,
    seen_at       timestamptz not null default clock_timestamp(),
    constraint field_changes_change_is_known check (change in (
        'added', 'removed', 'type changed', 'relation changed', 'stored changed', 'company dependence changed',
        'access lost', 'access regained', 'model missing', 'model found')),
    constraint field_changes_names_its_field check (
        (field is null) = (change in ('access lost', 'access regained', 'model missing', 'model found'))),
    constraint field_changes_once_a_run unique nulls not distinct (checkpoint_id, run_id, field, change)
);
comment on table scout.field_changes is
    'Each change of a stream''s fields, or of the right to read it, that a run met. The first sight of a stream is none.';
comment on column scout.field_changes.field is 'Null where the whole model is meant.';
comment on column scout.field_changes.after is 'For a removed field that Odoo still has but the stream no longer reads: what it is now.';
alter table scout.field_changes enable row level security;
create policy service_role_all on scout.field_changes to service_role using (true) with check (true);
grant select, insert, update, delete on scout.field_changes to service_role;

create or replace function scout.checkpoint_state(p_checkpoint scout.sync_checkpoints) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'last_sync_at', p_checkpoint.last_sync_at, 'last_record_id', p_checkpoint.last_record_id,
        'window_mode', p_checkpoint.window_mode, 'window_from', p_checkpoint.window_from,
        'window_until', p_checkpoint.window_until, 'backfill', p_checkpoint.backfill,
        'scope', p_checkpoint.scope, 'page_rows', p_checkpoint.page_rows, 'fields_digest', p_checkpoint.fields_digest)
$$;

create function scout.compare_fields(p_checkpoint_id text, p_digest text, p_fields jsonb default null) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_before text;
begin
    if not exists (select from scout.stream_fields where checkpoint_id = p_checkpoint_id) then
        return '[]';
    end if;
    select fields_digest into v_before from scout.sync_checkpoints where id = p_checkpoint_id;
    return coalesce((
        with known as (
            select field, jsonb_build_object('type', type, 'relation', relation, 'stored', stored,
                                             'company_dependent', company_dependent, 'required', required) as before
              from scout.stream_fields where checkpoint_id = p_checkpoint_id and gone_at is null
        ), seen as (
            select key as field, value as after, (value ->> 'read')::boolean as is_read from jsonb_each(p_fields)
        ), found as (
            select field, change, before, after
              from known full join seen using (field)
             cross join lateral (select
                       before ->> 'type' <> after ->> 'type' as type_changed,
                       before ->> 'relation' is distinct from after ->> 'relation' as relation_changed,
                       before ->> 'stored' <> after ->> 'stored' as stored_changed,
                       before ->> 'company_dependent' <> after ->> 'company_dependent' as dependence_changed) as d
             cross join lateral (values
                       ('added', before is null and is_read),
                       ('type changed', type_changed),
                       ('relation changed', relation_changed and not type_changed),
                       ('stored changed', stored_changed),
                       ('company dependence changed', dependence_changed),
                       ('removed', before is not null and (after is null or not (
                            is_read or type_changed or relation_changed or stored_changed or dependence_changed)))
                   ) as c (change, applies)
             where applies and p_fields is not null
            union all
            select null, case when p_fields is null then p_digest
                              when v_before = 'access lost' then 'access regained' else 'model found' end, null, null
             where (p_fields is null or v_before in ('access lost', 'model missing')) and v_before is distinct from p_digest
        )
        select jsonb_agg(jsonb_build_object('field', field, 'change', change, 'before', before, 'after', after)
                         order by field nulls first, change) from found), '[]');
end;
$$;
comment on function scout.compare_fields(text, text, jsonb) is
    'What changed since the fields were last recorded, an array of {field, change, before, after}. p_fields: {name: {type, relation, stored, company_dependent, required, read}}; null when p_digest says access lost or model missing. Changes nothing.';
revoke execute on function scout.compare_fields(text, text, jsonb) from public, anon, authenticated;
grant execute on function scout.compare_fields(text, text, jsonb) to service_role;

create function scout.record_fields(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_digest text, p_fields jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_stream  text;
    v_changes jsonb := scout.compare_fields(p_checkpoint_id, p_digest, p_fields);
begin
    update scout.sync_checkpoints set fields_digest = p_digest, updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence and fields_digest is distinct from p_digest
    returning stream into v_stream;
    if found then
        insert into scout.field_changes (checkpoint_id, stream, field, change, before, after, run_id)
        select p_checkpoint_id, v_stream, field, change, before, after, p_run_id
          from jsonb_to_recordset(v_changes) as c (field text, change text, before jsonb, after jsonb)
            on conflict do nothing;  -- the same loss or return, met twice by one run
        update scout.stream_fields set gone_at = clock_timestamp()
         where checkpoint_id = p_checkpoint_id and gone_at is null and p_fields is not null
           and not coalesce((p_fields -> field ->> 'read')::boolean, false);
        insert into scout.stream_fields as known
               (checkpoint_id, stream, field, type, relation, stored, company_dependent, required)
        select p_checkpoint_id, v_stream, key, f.type, f.relation, f.stored, f.company_dependent, f.required
          from jsonb_each(p_fields)
         cross join lateral jsonb_to_record(value)
                 as f (type text, relation text, stored boolean, company_dependent boolean, required boolean, read boolean)
         where f.read
            on conflict (checkpoint_id, field) do update
           set type = excluded.type, relation = excluded.relation, stored = excluded.stored,
               company_dependent = excluded.company_dependent, required = excluded.required,
               last_seen_at = clock_timestamp(), gone_at = null;
    elsif not exists (
        select from scout.sync_checkpoints where id = p_checkpoint_id and fence = p_fence and fields_digest = p_digest
    ) then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    return coalesce((
        select jsonb_agg(jsonb_build_object('field', field, 'change', change, 'before', before, 'after', after)
                         order by field nulls first, change)
          from scout.field_changes where checkpoint_id = p_checkpoint_id and run_id = p_run_id), '[]');
end;
$$;
comment on function scout.record_fields(text, uuid, bigint, text, jsonb) is
    'Records a stream''s fields, or the loss of its model (p_fields null), under its lease; answers the changes this run has met. Arguments as scout.compare_fields. A repeat, and fields that did not change, write nothing.';
revoke execute on function scout.record_fields(text, uuid, bigint, text, jsonb) from public, anon, authenticated;
grant execute on function scout.record_fields(text, uuid, bigint, text, jsonb) to service_role;

create function scout.list_field_changes(p_limit integer default 50) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(to_jsonb(latest) order by latest.id desc), '[]')
      from (select * from scout.field_changes order by id desc limit p_limit) as latest
$$;
comment on function scout.list_field_changes(integer) is 'The latest changes of fields and rights, the latest first; for people: scout changes --fields.';
revoke execute on function scout.list_field_changes(integer) from public, anon, authenticated;
grant execute on function scout.list_field_changes(integer) to service_role;
