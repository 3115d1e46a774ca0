create function ops.enqueue_odoo(
    p_idempotency_key text, p_model text, p_operation text, p_payload jsonb default '{}', p_external_id text default null,
    p_record_id bigint default null, p_guard jsonb default null, p_if_unmodified_since timestamptz default null,
    p_ordering_key text default null, p_priority smallint default 0, p_company_id bigint default null,
    p_requested_by text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
    v_caller   text := ops.caller();
    v_limited  boolean := not pg_catalog.pg_has_role(v_caller, 'service_role', 'usage');
    v_external text := p_external_id;
    v_ordering text;
    v_hash     bytea;
    v_named    text[] := '{}';
    v_trouble  text := coalesce('payload ' || ops.unreadable(p_payload), 'guard ' || ops.unreadable(p_guard));
    v_message  ops.odoo_outbox;
begin
    if v_limited and not exists (
        select from scout.company_access where role_name = v_caller and company_id = p_company_id) then
        raise exception '% may not send messages for company %.', v_caller, coalesce(p_company_id::text, '(none named)')
            using errcode = '42501', hint = 'Name a company with p_company_id; scout.company_access says which are yours.';
    end if;
    if v_trouble is not null then
        raise exception 'The message''s % and no worker could read it.', v_trouble
            using errcode = 'PT422', hint = 'Send less in one message; long numbers as text.';
    end if;
    if jsonb_typeof(p_payload) is distinct from 'object' then
        raise exception 'The payload must be an object, such as {"name": "Ann"}.' using errcode = 'PT422';
    end if;
    if v_limited then
        v_named := ops.refuse_unless_allowed(v_caller, p_model, p_operation, p_payload);
    end if;
    if p_operation = 'upsert' and v_external is null and p_record_id is null then
        v_external := ops.own_external_id(p_idempotency_key, p_company_id);
    elsif v_external is not null and strpos(v_external, '.') = 0 then
        v_external := ops.own_external_id(v_external, p_company_id);
    elsif v_limited and p_operation = 'upsert' and v_external like '\_\_outbox\_\_.%'
          and not starts_with(v_external, '__outbox__.' || p_company_id || '@')
          and not exists (select from ops.outbox_plain_names where company_id = p_company_id and external_id = v_external) then
        raise exception '% may not make %: that name is not company %''s.', v_caller, v_external, p_company_id
            using errcode = '42501', hint = 'Name the key alone; the company is added to it.';
    end if;
    v_ordering := coalesce(p_ordering_key, p_model || ' ' || coalesce(v_external, p_record_id::text));
    v_hash := sha256(convert_to(jsonb_build_array(
        p_model, p_operation, p_payload, v_external, p_record_id, p_guard, extract(epoch from p_if_unmodified_since),
        v_ordering, p_company_id)::text, 'UTF8'));
    -- Its place in the order is drawn at the commit (ops.place_messages).
    insert into ops.odoo_outbox (
        idempotency_key, content_hash, model, operation, external_id, record_id, payload, guard, if_unmodified_since,
        ordering_key, priority, company_id, requested_by, author, named_fields)
    values (p_idempotency_key, v_hash, p_model, p_operation, v_external, p_record_id, p_payload, p_guard,
            p_if_unmodified_since, v_ordering, p_priority, p_company_id, concat_ws(' via ', p_requested_by, v_caller),
            case when v_limited then v_caller end, v_named)
    on conflict on constraint odoo_outbox_key_is_its_companys do nothing
    returning * into v_message;
    if not found then
        select * into v_message from ops.odoo_outbox
         where idempotency_key = p_idempotency_key and company_id is not distinct from p_company_id;
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
    'Puts a message to Odoo into the outbox, within the caller''s own transaction. The same key and company with the same content answer the same message; with other content it is refused.';
revoke execute on function ops.enqueue_odoo(text, text, text, jsonb, text, bigint, jsonb, timestamptz, text, smallint, bigint, text)
  from public, anon, authenticated;
grant execute on function ops.enqueue_odoo(text, text, text, jsonb, text, bigint, jsonb, timestamptz, text, smallint, bigint, text)
   to service_role, outbox_author;
