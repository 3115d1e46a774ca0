create function scout.forget_record(
    p_model text, p_odoo_id bigint, p_reason text default null, p_erased_by text default null, p_dry_run boolean default false)
returns jsonb
language plpgsql set search_path = '' set statement_timeout = '55s' set lock_timeout = '10s' as $$
declare
    v_ids    bigint[];
    v_new    bigint;
    v_answer jsonb;
begin
    if not exists (select from scout.personal_models where model = p_model) then
        raise exception 'A record of % cannot be forgotten: no field of that model is marked personal.', p_model using errcode = 'PT422',
            hint = 'These have some: ' || (select string_agg(model, ', ' order by model) from scout.personal_models) || '.';
    end if;
    -- Checkpoints first, as every page does; then no page is under way that has not seen the list, and none begins.
    perform from scout.sync_checkpoints order by id for update;
    perform from cdc.slots order by slot for update;  -- nor a batch of the mirror
    lock table scout.erasures in exclusive mode;
    v_ids := scout.with_contacts(p_model, p_odoo_id);
    select count(*) into v_new from unnest(v_ids) as wanted (id)
     where not exists (select from scout.erasures where model = p_model and odoo_id = id);
    v_answer := scout.erase_records(p_model, v_ids, p_reason, p_erased_by) || jsonb_build_object(
        'model', p_model, 'ids', v_ids, 'listed', v_new,
        'keeps_record', (select keeps_record from scout.personal_models where model = p_model));
    if p_dry_run then
        raise exception using errcode = 'PT200', message = v_answer::text;  -- taken back, as scout.preview_page does
    end if;
    return v_answer;
exception when sqlstate 'PT200' then
    return sqlerrm::jsonb;
end;
$$;
comment on function scout.forget_record(text, bigint, text, text, boolean) is
    'Forgets a record for good, and a partner''s contacts with it. Answers what was done: {model, ids, listed: new on the list, erased, emptied: {model: records}, parked, messages, open_messages, quotes, mirrored: {table: rows}}. May be repeated. p_dry_run: nothing is kept.';
revoke execute on function scout.forget_record(text, bigint, text, text, boolean) from public, anon, authenticated;
grant execute on function scout.forget_record(text, bigint, text, text, boolean) to service_role;
