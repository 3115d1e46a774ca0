create function ops.retry_delay(p_tries integer) returns interval
language sql volatile set search_path = '' as $$
    -- 10, 20, 40, 80, 160 s, and up to a quarter more, so that what failed together does not come back together.
    select make_interval(secs => 10 * 2 ^ (least(greatest(p_tries, 1), 5) - 1) * (1 + random() / 4))
$$;
comment on function ops.retry_delay(integer) is 'How long a message waits after its p_tries-th try (from 1).';
revoke execute on function ops.retry_delay(integer) from public, anon, authenticated;
grant execute on function ops.retry_delay(integer) to service_role;
