-- Purpose: when a record turns out to be gone from Odoo, the live records that point at it are read again: a merge of partners
--          rewrites their links in SQL and moves no write_date, so no window would ever show the change. A row that was
--          changed here by hand is read again by the next run too.
-- Reverse: create scout.tombstone_records again as 20261121000600_create_reconcile.sql has it, scout.forget_payload_hash as
--          20261122000305_notice_rows_changed_by_hand.sql; drop the functions below; drop table scout.rechecks.
--
-- The note is made in the transaction of the tombstone: whoever dies in between leaves it to the next run of each stream.

create table scout.rechecks (
    stream       text not null references scout.bronze_tables (model) on delete cascade,
    target_model text not null,
    target_id    bigint not null,
    noted_at     timestamptz not null default now(),
    primary key (stream, target_model, target_id)
);
comment on table scout.rechecks is
    'Records that are gone from Odoo, for each stream whose live records may still point at them; its next run reads those again. A stream''s own live record stands here when it was changed by hand.';
comment on column scout.rechecks.stream is 'The stream that has fields which point at the target''s model.';
comment on column scout.rechecks.target_model is 'The model of the record that is gone.';
comment on column scout.rechecks.target_id is 'Its id in Odoo.';
comment on column scout.rechecks.noted_at is 'When it became a tombstone, or was changed by hand.';
alter table scout.rechecks enable row level security;
create policy service_role_all on scout.rechecks to service_role using (true) with check (true);
grant select, insert, update, delete on scout.rechecks to service_role;

create or replace function scout.tombstone_records(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_ids jsonb, p_lease_seconds integer)
returns jsonb
language plpgsql set search_path = '' set statement_timeout = '25s' as $$
declare
    v_stream text;
    v_gone   bigint[];
begin
    update scout.sync_checkpoints
       set lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds), updated_at = clock_timestamp()
     where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence
    returning stream into v_stream;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    execute format($sql$
        with marked as (
            update scout.%I set deleted_at = now(), changed_by = $2
             where deleted_at is null and odoo_id in (select value::bigint from jsonb_array_elements($1))
            returning odoo_id
        )
        select coalesce(array_agg(odoo_id), '{}') from marked
    $sql$, (select table_name from scout.bronze_tables where model = v_stream)) into v_gone using p_ids, p_run_id;
    insert into scout.rechecks (stream, target_model, target_id)
    select pointing.stream, v_stream, gone.id
      from (select distinct stream from scout.stream_fields
             where relation = v_stream and type in ('many2one', 'many2many') and gone_at is null) as pointing
     cross join unnest(v_gone) as gone (id)
        on conflict do nothing;
    update scout.sync_logs set deleted = deleted + cardinality(v_gone)
     where run_id = p_run_id and checkpoint_id = p_checkpoint_id;
    return jsonb_build_object('deleted', cardinality(v_gone));
end;
$$;
comment on function scout.tombstone_records(text, uuid, bigint, jsonb, integer) is
    'Marks records that are gone from Odoo (deleted_at); their triggers take them out of silver, and what points at them is noted in scout.rechecks. A repeat finds none left to mark.';

create or replace function scout.forget_payload_hash() returns trigger
language plpgsql set search_path = '' as $$
begin
    new.payload_hash := '';
    insert into scout.rechecks (stream, target_model, target_id)
    select model, model, new.odoo_id from scout.bronze_tables where table_name = tg_table_name
        on conflict do nothing;
    return new;
end;
$$;
comment on function scout.forget_payload_hash() is
    'Trigger: what stands in the row is no longer what its hash says; the next run reads the record again.';

create function scout.take_rechecks(p_stream text, p_limit integer) returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_object_agg(target_model, ids), '{}')
      from (select target_model, jsonb_agg(target_id order by target_id) as ids
              from (select target_model, target_id from scout.rechecks
                     where stream = p_stream order by target_model, target_id limit p_limit) as first_ones
             group by target_model) as by_model
$$;
comment on function scout.take_rechecks(text, integer) is
    'Up to p_limit targets noted for a stream, {model: [ids]}. They stay noted until scout.settle_rechecks.';
revoke execute on function scout.take_rechecks(text, integer) from public, anon, authenticated;
grant execute on function scout.take_rechecks(text, integer) to service_role;

create function scout.settle_rechecks(p_checkpoint_id text, p_run_id uuid, p_fence bigint, p_targets jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
    v_stream  text;
    v_settled bigint;
begin
    select stream into v_stream from scout.sync_checkpoints where id = p_checkpoint_id and run_id = p_run_id and fence = p_fence;
    if not found then
        perform scout.raise_lease_lost(p_checkpoint_id, p_fence);
    end if;
    delete from scout.rechecks r using jsonb_each(p_targets) as by_model (model, ids)
     where r.stream = v_stream and r.target_model = by_model.model
       and r.target_id in (select value::bigint from jsonb_array_elements(by_model.ids));
    get diagnostics v_settled = row_count;
    return jsonb_build_object('settled', v_settled);
end;
$$;
comment on function scout.settle_rechecks(text, uuid, bigint, jsonb) is
    'Forgets targets whose pointing records were read again, under the stream''s lease. A repeat finds nothing left to forget.';
revoke execute on function scout.settle_rechecks(text, uuid, bigint, jsonb) from public, anon, authenticated;
grant execute on function scout.settle_rechecks(text, uuid, bigint, jsonb) to service_role;

create function scout.points_at(p_field text, p_type text, p_company_dependent boolean, p_relation text) returns text
language sql immutable set search_path = '' as $$
    select format(case when p_company_dependent then
                       'exists (select from jsonb_each_text(case jsonb_typeof(b.payload -> %1$L) when ''object'' then b.payload -> %1$L end) as by_company
                                 where by_company.value in (select jsonb_array_elements_text($1 -> %2$L)))'
                       when p_type = 'many2many' then
                       'exists (select from jsonb_array_elements_text(case jsonb_typeof(b.payload -> %1$L) when ''array'' then b.payload -> %1$L end) as one (id)
                                 where one.id in (select jsonb_array_elements_text($1 -> %2$L)))'
                       else 'b.payload ->> %1$L in (select jsonb_array_elements_text($1 -> %2$L))' end, p_field, p_relation)
$$;
comment on function scout.points_at(text, text, boolean, text) is
    'A SQL condition over a bronze row b: its field points at one of the targets $1, {model: [ids]}. Part of scout.pointing_ids.';
revoke execute on function scout.points_at(text, text, boolean, text) from public, anon, authenticated;
grant execute on function scout.points_at(text, text, boolean, text) to service_role;

create function scout.pointing_ids(p_stream text, p_targets jsonb, p_after_id bigint, p_limit integer) returns jsonb
language plpgsql stable set search_path = '' set statement_timeout = '55s' as $$
declare
    v_table   text;
    v_indexed text;
    v_parked  text;
    v_scanned text;
    v_answer  jsonb;
begin
    select table_name into strict v_table from scout.bronze_tables where model = p_stream;
    -- Where silver has an index, it is asked; what silver lacks because it is in quarantine, and all other fields, are looked for in bronze.
    select string_agg(case when is_indexed then format(
               ' union select s.id from scout.%I s where s.%I in (select value::bigint from jsonb_array_elements($1 -> %L))',
               table_name, column_name, relation) end, ''),
           string_agg(case when is_indexed then condition end, ' or '),
           string_agg(case when not is_indexed then condition end, ' or ')
      into v_indexed, v_parked, v_scanned
      from (select distinct f.relation, t.table_name, c.column_name,
                   coalesce(c.indexed and f.type = 'many2one' and not f.company_dependent, false) as is_indexed,
                   scout.points_at(f.field, f.type, f.company_dependent, f.relation) as condition
              from scout.stream_fields f
              left join scout.silver_columns c on c.model = f.stream and c.odoo_field = f.field
              left join scout.silver_tables t on t.model = c.model
             where f.stream = p_stream and f.gone_at is null and f.type in ('many2one', 'many2many') and p_targets ? f.relation) as pointing;
    execute format($sql$
        with found (id) as (
            select b.odoo_id from scout.%1$I b where b.odoo_id > $2 and b.deleted_at is null and (%3$s)
            union
            select b.odoo_id from scout.%1$I b
             where b.odoo_id in (select q.odoo_id from scout.quarantine q where q.model = %5$L) and b.deleted_at is null and (%4$s)
            union
            select b.odoo_id from scout.%1$I b
             where b.odoo_id in (select value::bigint from jsonb_array_elements($1 -> %5$L)) and b.deleted_at is null%2$s
        )
        select coalesce(jsonb_agg(id order by id), '[]')
          from (select id from found where id > $2 order by id limit $3) as first_ones  -- silver holds live records only
    $sql$, v_table, coalesce(v_indexed, ''), coalesce(v_scanned, 'false'), coalesce(v_parked, 'false'), p_stream)
       into v_answer using p_targets, p_after_id, p_limit;
    return v_answer;
end;
$$;
comment on function scout.pointing_ids(text, jsonb, bigint, integer) is
    'The ids, from behind p_after_id on and in order, of live bronze records that are one of the targets {model: [ids]} or have a link to one, by the fields in scout.stream_fields.';
revoke execute on function scout.pointing_ids(text, jsonb, bigint, integer) from public, anon, authenticated;
grant execute on function scout.pointing_ids(text, jsonb, bigint, integer) to service_role;

create function scout.streams_to_recheck() returns jsonb
language sql stable set search_path = '' as $$
    select coalesce(jsonb_agg(distinct stream), '[]') from scout.rechecks
$$;
comment on function scout.streams_to_recheck() is 'The streams for which scout.rechecks holds a note, an array.';
revoke execute on function scout.streams_to_recheck() from public, anon, authenticated;
grant execute on function scout.streams_to_recheck() to service_role;
