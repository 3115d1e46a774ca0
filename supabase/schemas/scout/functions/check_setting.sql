create function scout.check_setting() returns trigger
language plpgsql set search_path = '' as $$
begin
    if new.key = 'time_zone' and not exists (select from pg_catalog.pg_timezone_names where name = new.value) then
        raise exception 'The time zone % is not known.', quote_literal(new.value)
            using errcode = '22023', hint = 'Use an IANA name such as Asia/Manila; select name from pg_timezone_names lists them.';
    end if;
    if new.key = 'outbox_open_messages_per_author' and new.value !~ '^[1-9][0-9]{0,6}$' then
        raise exception '% is no number of messages.', quote_literal(new.value)
            using errcode = '22023', hint = 'Use a whole number from 1 to 9999999, such as 100000.';
    end if;
    if new.key = 'tombstone_days' and new.value !~ '^[1-9][0-9]{0,3}$' then
        raise exception '% is no number of days.', quote_literal(new.value)
            using errcode = '22023', hint = 'Use a whole number from 1 to 9999, such as 90.';
    end if;
    new.updated_at := now();
    return new;
end;
$$;
comment on function scout.check_setting() is 'Refuses a setting that could not be used later.';
revoke execute on function scout.check_setting() from public, anon, authenticated;
