create function ops.raise_not_possible(p_id bigint, p_wish text) returns void
language plpgsql set search_path = '' as $$
declare
    v_status text;
    v_until  timestamptz;
begin
    select status, case when in_doubt then doubt_until end into v_status, v_until from ops.odoo_outbox where id = p_id;
    if v_status is null then
        raise exception 'There is no message %.', p_id using errcode = 'PT422', hint = 'scout outbox list shows them.';
    elsif v_until > clock_timestamp() then
        raise exception 'Message % may still be under way in Odoo: it cannot be % before % UTC.', p_id, p_wish,
            to_char(v_until at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') using errcode = 'PT422';
    end if;
    raise exception 'Message % is %: it cannot be %.', p_id, v_status, p_wish using errcode = 'PT422';
end;
$$;
comment on function ops.raise_not_possible(bigint, text) is 'The refusal of a person''s wish that a message''s status does not allow.';
revoke execute on function ops.raise_not_possible(bigint, text) from public, anon, authenticated;
grant execute on function ops.raise_not_possible(bigint, text) to service_role;
