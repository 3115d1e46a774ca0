create table ops.agent_calls (
    id         bigint generated always as identity primary key,
    role_name  text not null,
    tool       text not null,
    asked      text not null,
    asked_at   timestamptz not null default now(),
    outcome    text,
    row_count  integer,
    seconds    numeric,
    constraint agent_calls_are_short check (length(asked) <= 20000 and length(tool) <= 100 and length(outcome) <= 2000)
);
create index agent_calls_asked_at on ops.agent_calls (asked_at);

comment on table ops.agent_calls is 'What agents asked through scout mcp: a row before each call, completed after it.';
comment on column ops.agent_calls.id is 'Its number.';
comment on column ops.agent_calls.role_name is 'The login that asked, as the database knows it.';
comment on column ops.agent_calls.tool is 'The tool.';
comment on column ops.agent_calls.asked is 'The statement, the question or the name.';
comment on column ops.agent_calls.asked_at is 'When.';
comment on column ops.agent_calls.outcome is 'answered, or why not. Null: it is under way, or its server was ended.';
comment on column ops.agent_calls.row_count is 'Rows that were answered.';
comment on column ops.agent_calls.seconds is 'How long it took.';

alter table ops.agent_calls enable row level security;
create policy service_role_all on ops.agent_calls to service_role using (true) with check (true);
grant select, insert, update, delete on ops.agent_calls to service_role;
