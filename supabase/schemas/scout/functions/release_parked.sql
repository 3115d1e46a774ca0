create function scout.release_parked(p_stream text, p_not_seen_since timestamptz) returns void
language sql set search_path = '' as $$
    delete from scout.quarantine where model = p_stream and content is not null and last_seen_at < p_not_seen_since
$$;
comment on function scout.release_parked(text, timestamptz) is
    'Takes records that bronze could not take out of quarantine, once a whole reading of the stream has not met them any more.';
revoke execute on function scout.release_parked(text, timestamptz) from public, anon, authenticated;
grant execute on function scout.release_parked(text, timestamptz) to service_role;
