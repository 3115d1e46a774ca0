create function scout.read_checkpoint(p_checkpoint_id text, p_stream text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    v_checkpoint scout.sync_checkpoints;
begin
    perform scout.require_bronze_table(p_stream);
    select * into v_checkpoint from scout.sync_checkpoints where id = p_checkpoint_id;
    return scout.checkpoint_state(v_checkpoint);
end;
$$;
comment on function scout.read_checkpoint(text, text) is 'The checkpoint as begin_sync would answer it, without taking the lease; for dry runs. All null before the first run.';
revoke execute on function scout.read_checkpoint(text, text) from public, anon, authenticated;
grant execute on function scout.read_checkpoint(text, text) to service_role;
