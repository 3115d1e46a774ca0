create view knowledge.v_documents with (security_barrier = true) as
select s.name as source, p.uri, p.title, p.kind, p.company_ids, p.model, p.record_id, p.score, p.version, p.fetched_at, p.seen_at
  from knowledge.pages p join knowledge.sources s on s.id = p.source_id
 where p.status = 'live'
   and ((select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
        or p.company_ids is null or p.company_ids && array(select r.company_id from scout.companies_in_reach r));

comment on view knowledge.v_documents is 'The live documents that the asking role may read.';
comment on column knowledge.v_documents.source is 'The source''s name.';
comment on column knowledge.v_documents.uri is 'Where it is.';
comment on column knowledge.v_documents.title is 'Its title.';
comment on column knowledge.v_documents.kind is 'Its media type.';
comment on column knowledge.v_documents.company_ids is 'Who may read it: these companies; null: everyone.';
comment on column knowledge.v_documents.model is 'Of Odoo''s texts and attachments: the model of the record.';
comment on column knowledge.v_documents.record_id is 'The record''s id.';
comment on column knowledge.v_documents.score is 'Quality, 0 to 100.';
comment on column knowledge.v_documents.version is 'Which of its texts this is, counted from 1.';
comment on column knowledge.v_documents.fetched_at is 'When it was read.';
comment on column knowledge.v_documents.seen_at is 'When the source last had it.';

grant select on knowledge.v_documents to service_role, agent_reader;
