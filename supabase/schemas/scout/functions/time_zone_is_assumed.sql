create function scout.time_zone_is_assumed() returns jsonb
language sql stable set search_path = '' as $$
    -- All settings of a new warehouse are of one instant; check_setting() dates each change.
    select to_jsonb(coalesce(
        (select z.value = 'UTC' and z.updated_at <= (select min(updated_at) from scout.settings)
           from scout.settings z where z.key = 'time_zone'), true)
        and not exists (select from scout.store_settings))
$$;
comment on function scout.time_zone_is_assumed() is
    'Whether days begin at midnight UTC only because nobody has set another time zone, or UTC itself, for the shops or for one of them.';
revoke execute on function scout.time_zone_is_assumed() from public, anon, authenticated;
grant execute on function scout.time_zone_is_assumed() to service_role;
