-- A watermark in the future says nothing: with greatest() it would stay for ever, and no stream would ever be late again.
create function scout.moved_watermark(p_last timestamptz, p_until timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
    select case when p_last > clock_timestamp() + interval '5 minutes' then p_until else greatest(p_last, p_until) end
$$;
comment on function scout.moved_watermark(timestamptz, timestamptz) is
    'The watermark after a window up to p_until was read to its end: it never goes back, unless it stood in the future.';
revoke execute on function scout.moved_watermark(timestamptz, timestamptz) from public, anon, authenticated;
grant execute on function scout.moved_watermark(timestamptz, timestamptz) to service_role;
