create function scout.quarantine_record(
    p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_page integer, p_digest text, p_record_id text, p_odoo_id bigint,
    p_content text, p_reason text, p_last_record_id bigint, p_page_rows integer, p_lease_seconds integer,
    p_backfill jsonb default null, p_moves_cursor boolean default true) returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_answer jsonb;
    v_is_new boolean;
    v_kept   boolean;
begin
    -- A page without rows: cursor, log and lease move as with any other, and its repeat is answered as the first.
    v_answer := scout.commit_page(p_checkpoint_id, p_run_id, p_fence, p_page, p_digest, '[]', p_last_record_id, p_page_rows,
                                  p_lease_seconds, p_backfill, p_moves_cursor);
    -- What cannot be read apart may be about somebody who was forgotten: then its text is not kept.
    v_kept := not exists (select from scout.sync_checkpoints c join scout.personal_models m on m.model = c.stream
                            join scout.erasures e on e.model in (c.stream, 'res.partner') where c.id = p_checkpoint_id);
    update scout.erasures e set is_counted = true
      from scout.sync_checkpoints c left join scout.personal_models m on m.model = c.stream
     where c.id = p_checkpoint_id and e.model = c.stream and e.odoo_id = p_odoo_id and m.keeps_record is not true;
    if found then
        return v_answer || jsonb_build_object('is_new', false);
    end if;
    v_is_new := not exists (select from scout.sync_checkpoints c join scout.quarantine q on q.model = c.stream
                             where c.id = p_checkpoint_id and q.content is not null and q.odoo_id = p_odoo_id);
    insert into scout.quarantine as known (model, odoo_id, reasons, content)
    select c.stream, coalesce(p_odoo_id, -abs(hashtextextended(p_record_id, 0) / 2)),
           array[case when p_odoo_id is null then format('id %s: %s', p_record_id, p_reason) else p_reason end], case when v_kept then left(p_content, 100000) else 'not kept: it may be about somebody who was forgotten' end
      from scout.sync_checkpoints c where c.id = p_checkpoint_id
        on conflict (model, odoo_id) do update
       set reasons = excluded.reasons, content = excluded.content, last_seen_at = now();
    return v_answer || jsonb_build_object('quarantined', 1, 'is_new', v_is_new);
end;
$$;
comment on function scout.quarantine_record(text, uuid, bigint, integer, text, text, bigint, text, text, bigint, integer, integer, jsonb, boolean) is
    'Puts one record that no page can hold into quarantine as text, in the place of a page: cursor and lease move with it. p_odoo_id null: its id p_record_id is no number a record can have. is_new: it was not parked before.';
revoke execute on function scout.quarantine_record(text, uuid, bigint, integer, text, text, bigint, text, text, bigint, integer, integer, jsonb, boolean)
  from public, anon, authenticated;
grant execute on function scout.quarantine_record(text, uuid, bigint, integer, text, text, bigint, text, text, bigint, integer, integer, jsonb, boolean)
   to service_role;
