create function scout.blot_out(p_texts text[]) returns bigint
language plpgsql set search_path = '' as $$
declare
    v_texts text[];
    v_table text;
    v_name  text;
    v_some  bigint;
    v_count bigint := 0;
begin
    -- A record that no page could take is kept as JSON in plain ASCII.
    select coalesce(array_agg(distinct form), '{}') into v_texts
      from unnest(p_texts) as t (one)
     cross join lateral (values (one), ((select string_agg(
               case when ascii(letter) < 128 then letter else '\u' || lpad(to_hex(ascii(letter)), 4, '0') end, '' order by place)
                 from regexp_split_to_table(one, '') with ordinality as letters (letter, place)))) as forms (form);
    for v_table, v_name in values
        ('scout.sync_logs', 'error_message'), ('scout.sync_checkpoints', 'error_message'), ('scout.reconciliations', 'message'),
        ('scout.quarantine', 'content'), ('ops.odoo_sync_runs', 'error_message'), ('ops.alerts', 'message'), ('ops.alerts', 'fix'),
        ('ops.odoo_outbox', 'last_error'), ('ops.odoo_outbox', 'note')
    loop
        execute format('update %1$s set %2$I = scout.blotted(%2$I, $1) where %2$I <> scout.blotted(%2$I, $1)', v_table, v_name)
          using v_texts;
        get diagnostics v_some = row_count;
        v_count := v_count + v_some;
    end loop;
    update scout.sync_logs l set notices = blotted.notices
      from (select id, (select jsonb_agg(scout.blotted(notice, v_texts) order by place)
                          from jsonb_array_elements_text(notices) with ordinality as n (notice, place)) as notices
              from scout.sync_logs where notices <> '[]') as blotted
     where l.id = blotted.id and l.notices <> blotted.notices;
    get diagnostics v_some = row_count;
    update scout.quarantine q set reasons = blotted.reasons
      from (select model, odoo_id, (select array_agg(scout.blotted(reason, v_texts) order by place)
                                      from unnest(reasons) with ordinality as r (reason, place)) as reasons
              from scout.quarantine) as blotted
     where (q.model, q.odoo_id) = (blotted.model, blotted.odoo_id) and q.reasons <> blotted.reasons;
    return v_count + v_some;
end;
$$;
comment on function scout.blot_out(text[]) is
    'Puts *** in the place of these texts in what runs, health, alerts, quarantine and outbox have written down. Answers how many rows quoted one.';
revoke execute on function scout.blot_out(text[]) from public, anon, authenticated;
grant execute on function scout.blot_out(text[]) to service_role;
