create schema raw;
create schema clean;
create schema lake;
create table lake.snapshots (layer varchar, name varchar, snapshot_id varchar, written_at timestamptz);
comment on table lake.snapshots is 'The one snapshot that each view reads. layer main: the star schema.';
