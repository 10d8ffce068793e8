-- Lists of a million rows: every order that a list can have is that of an index, down to the id that breaks ties, so that a page
-- costs its rows alone. Most backups have one status, one repository and no name: without the id all of those would be sorted.

create index backup_by_name on backup (lower(name), id) where deleted_at is null;
drop index backup_name;
create index backup_by_size on backup (size_bytes, id) where deleted_at is null;
drop index backup_size;
create index backup_by_status on backup (status, id) where deleted_at is null;
create index backup_by_moment on backup (data_timestamp, id) where deleted_at is null;
create index backup_by_repository on backup (repository_id, created_at, id) where deleted_at is null;
drop index backup_repository;

create index volume_by_status on volume (status, id) where deleted_at is null;
drop index volume_status;
create index volume_by_backend on volume (backend, id) where deleted_at is null;
drop index volume_backend;
create index volume_by_size on volume (size_bytes, id) where deleted_at is null;
drop index volume_size;

create index task_by_state on task (state, id);
create index task_by_kind on task (kind, id);
create index task_by_priority on task (priority, id);
create index task_by_finish on task (finished_at desc nulls last, id desc);

-- What somebody looks for may stand anywhere in a name. PostgreSQL's own extension indexes that; where it is not installed, such a
-- search reads every name. In a schema of its own, as it brings functions that nobody here calls.
do $$ begin
  if exists (select from pg_available_extensions where name = 'pg_trgm') then
    create schema if not exists text_search;
    create extension if not exists pg_trgm schema text_search;
    execute format('create index backup_names_anywhere on backup using gin (lower(name) %1$s.gin_trgm_ops, lower(volume_name) %1$s.gin_trgm_ops) where deleted_at is null',
      (select extnamespace::regnamespace from pg_extension where extname = 'pg_trgm'));
    execute format('create index volume_names_anywhere on volume using gin (lower(name) %1$s.gin_trgm_ops) where deleted_at is null',
      (select extnamespace::regnamespace from pg_extension where extname = 'pg_trgm'));
  end if;
exception when insufficient_privilege then
  raise notice 'Searches by part of a name stay slow: this user may not install the extension pg_trgm.';
end $$;
