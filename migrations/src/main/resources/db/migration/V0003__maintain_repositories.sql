-- Tasks that look after a whole repository, and one that rebuilds a lost database's index.

insert into setting (key, value) values ('reclaim.rewrite-bytes', '1073741824');

alter table repository add column storage_id uuid unique;
comment on column repository.storage_id is 'The id in the repository''s own description where it is not this row''s: it was made under another database, which is lost, and taken over by a reindex.';

alter table task add column sample_percent smallint check (sample_percent between 1 and 100);
comment on column task.sample_percent is 'How much a verify reads; null: everything.';
alter table task drop constraint task_kind_check;
alter table task add constraint task_kind_check check (kind in ('backup', 'restore', 'delete', 'verify', 'reclaim', 'verify-repository', 'reindex'));
alter table task drop constraint kind_has_subject;
alter table task add constraint kind_has_subject check (
  case when kind in ('reclaim', 'verify-repository', 'reindex') then backup_id is null else backup_id is not null and project_id is not null end);
create unique index task_one_verify_per_repository on task (repository_id) where state in ('queued', 'running') and kind = 'verify-repository';
create unique index task_one_reindex_per_repository on task (repository_id) where state in ('queued', 'running') and kind = 'reindex';
