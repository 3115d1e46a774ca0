create function scout.set_time_zone(p_time_zone text) returns jsonb
language plpgsql volatile set search_path = '' as $$
declare
    v_changed boolean := scout.time_zone_is_assumed()::boolean;
begin
    if v_changed then
        update scout.settings set value = p_time_zone where key = 'time_zone';
    end if;
    return jsonb_build_object('changed', v_changed, 'time_zone', scout.read_time_zone());
end;
$$;
comment on function scout.set_time_zone(text) is
    'Sets the shops'' time zone where it is only assumed; one that was set stays. Answers changed, and time_zone as it is now.';
revoke execute on function scout.set_time_zone(text) from public, anon, authenticated;
grant execute on function scout.set_time_zone(text) to service_role;
