create function scout.recompute_gold(p_day date default null) returns jsonb
language plpgsql set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' as $$
declare
    v_where  text := case when p_day is null then 'true' else format('business_date = %L::date', p_day) end;
    v_sales  bigint;
    v_mix    bigint;
    v_answer jsonb;
begin
    -- Wherever a shop is, its day begins and ends within these instants.
    perform set_config('scout.gold_from', coalesce((p_day - 1)::text, ''), true),
            set_config('scout.gold_until', coalesce((p_day + 2)::text, ''), true);
    execute format('delete from scout.daily_sales_rows where %s', v_where);
    get diagnostics v_sales = row_count;
    execute format('delete from scout.product_mix_rows where %s', v_where);
    get diagnostics v_mix = row_count;
    -- One statement sees one state: the orders noted as counted are those that the sums count, whatever is committed meanwhile.
    -- Executed as text, so that it is planned for this day.
    execute format($sql$
        with counted as materialized (
            select order_id, business_date, company_id, store_id, currency_id from scout.counted_orders where %1$s
        ), left_it as (
            delete from scout.gold_orders g
             where %1$s and not exists (select from counted c where c.order_id = g.order_id and c.business_date = g.business_date)
        ), entered as (
            insert into scout.gold_orders as known (order_id, business_date, company_id, store_id, currency_id)
            select order_id, business_date, company_id, store_id, currency_id from counted
                on conflict (order_id, business_date) do update
               set company_id = excluded.company_id, store_id = excluded.store_id, currency_id = excluded.currency_id
             where (known.company_id, known.store_id, known.currency_id)
                   is distinct from (excluded.company_id, excluded.store_id, excluded.currency_id)
        ), sales as (
            insert into scout.daily_sales_rows select * from scout.daily_sales_source where %1$s returning 1
        ), mix as (
            insert into scout.product_mix_rows select * from scout.product_mix_source where %1$s returning 1
        )
        select jsonb_build_object('gold_daily_sales', (select count(*) from sales) - $1,
                                  'gold_product_mix', (select count(*) from mix) - $2)
    $sql$, v_where) into v_answer using v_sales, v_mix;
    perform set_config('scout.gold_from', '', true), set_config('scout.gold_until', '', true);
    return v_answer;
end;
$$;
comment on function scout.recompute_gold(date) is
    'Sums up one day of gold again, or all of it; answers how many rows more each view has than before. For scout.refresh_gold, which lets one at a time do it.';
revoke execute on function scout.recompute_gold(date) from public, anon, authenticated;
grant execute on function scout.recompute_gold(date) to service_role;
