create function scout.refill_typed(p_model text, p_after bigint, out last_id bigint, out counts jsonb)
language plpgsql set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
declare
    c_counts constant jsonb := '{"written": 0, "removed": 0, "quarantined": 0, "released": 0}';
    c_some   constant text := '(select * from %s as slice where odoo_id = any ($1))';
    v_bronze   text;
    v_slice    text;
    v_more     jsonb := c_counts;
    v_suspects bigint[];
begin
    select b.table_name into strict v_bronze from scout.bronze_tables b where b.model = p_model;
    -- In slices, so that an unreadable value makes the careful way necessary for its slice only.
    execute format('select max(odoo_id) from (
                        select odoo_id from scout.%I where $1 is null or odoo_id > $1 order by odoo_id limit 10000) as slice',
                   v_bronze) into last_id using p_after;
    if last_id is null then
        return;
    end if;
    v_slice := format('(select * from scout.%I where (%2$L::bigint is null or odoo_id > %2$L::bigint) and odoo_id <= %3$s)',
                      v_bronze, p_after, last_id);
    begin
        execute scout.typed_statement(p_model, v_slice, false, true) into counts, v_suspects;
    exception when data_exception then
        execute scout.typed_statement(p_model, v_slice, true, true) into counts;
    end;
    if v_suspects is not null then
        execute scout.typed_statement(p_model, format(c_some, v_slice), true, true) into v_more using v_suspects;
    end if;
    counts := (select jsonb_object_agg(key, value::bigint + (v_more ->> key)::bigint) from jsonb_each_text(counts));
end;
$$;
comment on function scout.refill_typed(text, bigint) is
    'Makes the typed rows of the next 10,000 bronze records behind p_after. last_id: the last of them, null when there are none. The caller holds off writers.';
revoke execute on function scout.refill_typed(text, bigint) from public, anon, authenticated;
grant execute on function scout.refill_typed(text, bigint) to service_role;
