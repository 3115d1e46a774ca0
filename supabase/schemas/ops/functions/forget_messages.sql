create function ops.forget_messages(p_model text, p_ids bigint[]) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_emptied bigint;
begin
    -- What is settled has no more use for its content. What is open is still to be sent: a person decides.
    update ops.odoo_outbox
       set payload = case operation when 'unlink' then payload
                                    when 'call' then jsonb_build_object('method', payload -> 'method')
                                    else '{"forgotten": true}' end,
           guard = case when operation = 'call' then '[["id", "!=", 0]]'::jsonb end,
           before = null, note = case when note is not null then 'The record was forgotten.' end, last_error = null, last_outcome = null
     where model = p_model and (record_id = any (p_ids) or result_id = any (p_ids)) and status in ('done', 'skipped')
       and (before is not null or payload <> '{"forgotten": true}');
    get diagnostics v_emptied = row_count;
    return jsonb_build_object('messages', v_emptied, 'open_messages', (
        select coalesce(jsonb_agg(id order by id), '[]') from ops.odoo_outbox
         where model = p_model and (record_id = any (p_ids) or result_id = any (p_ids)) and status not in ('done', 'skipped')));
end;
$$;
comment on function ops.forget_messages(text, bigint[]) is
    'Empties settled messages about these records, and names the open ones.';
revoke execute on function ops.forget_messages(text, bigint[]) from public, anon, authenticated;
grant execute on function ops.forget_messages(text, bigint[]) to service_role;
