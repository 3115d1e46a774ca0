-- These are facts; what of them is worrying is judged by whoever asked (shared/monitoring/health). Nothing here reads a record's
-- content, and every count is bounded: the question must stay cheap at any size.
create function ops.health_facts() returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '25s' as $$
declare
    -- Whom row level security shows nothing would take every table for empty, and say so.
    v_sees   boolean := pg_has_role(current_user, 'service_role', 'usage') or not row_security_active('scout.sync_checkpoints');
    v_part   text;
    v_facts  jsonb;
    v_answer jsonb := jsonb_build_object('now', clock_timestamp());
begin
    foreach v_part in array array['server', 'sync', 'silver', 'gold', 'metrics', 'outbox', 'mirror', 'schedules'] loop
        -- A part that cannot be told (a grant or a table is gone) says so and hides no other.
        begin
            if v_sees or v_part = 'server' then
                execute format('select ops.health_of_%s()', v_part) into v_facts;
            else
                v_facts := jsonb_build_object('refused', 'row level security hides all rows from ' || current_user);
            end if;
        exception
            when insufficient_privilege or undefined_table or undefined_column or undefined_function
                or invalid_schema_name or object_not_in_prerequisite_state then
            v_facts := jsonb_build_object('refused', sqlerrm);
        end;
        v_answer := v_answer || jsonb_build_object(v_part, v_facts);
    end loop;
    return v_answer;
end;
$$;
comment on function ops.health_facts() is
    'Everything the warehouse knows about its health, by part (ops.health_of_…), and its clock; {"refused": …} in place of a part that could not be told.';
revoke execute on function ops.health_facts() from public, anon, authenticated;
grant execute on function ops.health_facts() to service_role;
