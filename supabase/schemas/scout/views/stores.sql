create view scout.stores with (security_barrier = true) as
select s.id, s.name, s.company_id, company.name as company_name, currency.name as currency,
       coalesce(zone.time_zone, (select value from scout.settings where key = 'time_zone'), 'UTC') as time_zone,
       s.region_code, coalesce(s.active, true) as active
  from scout.silver_stores s
  left join scout.silver_companies company on company.id = s.company_id
  left join scout.silver_currencies currency on currency.id = coalesce(s.currency_id, company.currency_id)
  left join scout.store_settings zone on zone.store_id = s.id
 where (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
    or s.company_id is null
    or s.company_id in (select a.company_id from scout.company_access a where a.role_name = current_user);

comment on view scout.stores is 'The shops (points of sale), each with the time zone its days are counted in.';
comment on column scout.stores.id is 'pos.config.id';
comment on column scout.stores.name is 'The shop''s name.';
comment on column scout.stores.company_id is 'res.company.id';
comment on column scout.stores.company_name is 'That company''s name.';
comment on column scout.stores.currency is 'The shop''s currency, else its company''s; a code such as EUR.';
comment on column scout.stores.time_zone is 'Where the shop''s days begin: scout.store_settings, else scout.settings, else UTC.';
comment on column scout.stores.region_code is 'The shop''s x_region_code.';
comment on column scout.stores.active is 'Not archived.';

grant select on scout.stores to service_role, superset_readonly;
