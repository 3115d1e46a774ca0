create function scout.changed_gold_days(p_order_ids bigint[], p_keys_moved boolean) returns date[]
language plpgsql stable set search_path = '' as $$
begin
    return (select coalesce(array_agg(day order by day), '{}')
              from (select business_date from scout.gold_orders where order_id = any (p_order_ids)
                     union
                    select business_date from scout.counted_orders where order_id = any (p_order_ids)
                     union
                    select days.day
                      from scout.counted_orders o
                      full join scout.gold_orders g using (order_id)
                     cross join lateral unnest(array[o.business_date, g.business_date]) as days (day)
                     where p_keys_moved and days.day is not null
                       and (o.business_date, o.company_id, o.store_id, o.currency_id)
                           is distinct from (g.business_date, g.company_id, g.store_id, g.currency_id)) as changed (day));
end;
$$;
comment on function scout.changed_gold_days(bigint[], boolean) is
    'The days of gold that these orders were counted in or belong to now. p_keys_moved: also those of every order that belongs to another day, company, shop or currency than it was counted for.';
revoke execute on function scout.changed_gold_days(bigint[], boolean) from public, anon, authenticated;
grant execute on function scout.changed_gold_days(bigint[], boolean) to service_role;
