-- What dbt's models expect around them: the shops' zone, where there is one.
set timezone = 'UTC';
create schema scout;
create table scout.settings as select 'time_zone' as key, $zone::varchar as value where $zone is not null;
