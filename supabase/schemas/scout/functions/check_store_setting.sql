create function scout.check_store_setting() returns trigger
language plpgsql set search_path = '' as $$
begin
    if not exists (select from pg_catalog.pg_timezone_names where name = new.time_zone) then
        raise exception 'The time zone % is not known.', quote_literal(new.time_zone)
            using errcode = '22023', hint = 'Use an IANA name such as Asia/Manila; select name from pg_timezone_names lists them.';
    end if;
    new.updated_at := now();
    return new;
end;
$$;
comment on function scout.check_store_setting() is 'Refuses a shop''s time zone that could not be used later.';
revoke execute on function scout.check_store_setting() from public, anon, authenticated;
