create function scout.checkpoint_state(p_checkpoint scout.sync_checkpoints) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'now', clock_timestamp(),
        'last_sync_at', p_checkpoint.last_sync_at, 'last_record_id', p_checkpoint.last_record_id,
        'window_mode', p_checkpoint.window_mode, 'window_from', p_checkpoint.window_from,
        'window_until', p_checkpoint.window_until, 'backfill', p_checkpoint.backfill,
        'scope', p_checkpoint.scope, 'page_rows', p_checkpoint.page_rows, 'fields_digest', p_checkpoint.fields_digest,
        'totals', scout.bronze_total(p_checkpoint.stream),
        'counted', (select to_jsonb(c) from scout.count_proofs c where c.checkpoint_id = p_checkpoint.id),
        'has_rechecks', exists (select from scout.rechecks r where r.stream = p_checkpoint.stream),
        'relation_is_due', exists (select from scout.typed_tables t
                                    where t.model = p_checkpoint.stream and (t.is_due or t.refill_after is not null)))
$$;
comment on function scout.checkpoint_state(scout.sync_checkpoints) is
    'The part of a checkpoint that the engine plans with; now: this database''s clock; has_rechecks: scout.rechecks holds a note for its stream; relation_is_due: scout.keep_relation has work.';
revoke execute on function scout.checkpoint_state(scout.sync_checkpoints) from public, anon, authenticated;
grant execute on function scout.checkpoint_state(scout.sync_checkpoints) to service_role;
