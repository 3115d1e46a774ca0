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
