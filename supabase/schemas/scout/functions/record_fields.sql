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
               (checkpoint_id, stream, field, type, relation, stored, company_dependent, required, label, help, selection, translated)
        select p_checkpoint_id, v_stream, key, f.type, f.relation, f.stored, f.company_dependent, f.required, f.label, f.help, f.selection,
               coalesce(f.translated, false)
          from jsonb_each(p_fields)
         cross join lateral jsonb_to_record(value)
                 as f (type text, relation text, stored boolean, company_dependent boolean, required boolean, read boolean,
                       label text, help text, selection jsonb, translated boolean)
         where f.read
            on conflict (checkpoint_id, field) do update
           set type = excluded.type, relation = excluded.relation, stored = excluded.stored,
               company_dependent = excluded.company_dependent, required = excluded.required,
               label = excluded.label, help = excluded.help, selection = excluded.selection, translated = excluded.translated,
               last_seen_at = clock_timestamp(), gone_at = null;
        insert into scout.typed_tables (model, table_name) values (v_stream, 'typed_' || replace(v_stream, '.', '_'))
            on conflict (model) do update set is_due = true;
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
