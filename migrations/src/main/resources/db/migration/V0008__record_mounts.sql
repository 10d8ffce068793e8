-- Backups that workers export for instant use, so that they can be listed and none is deleted while it is read.

create table mount (
  id uuid primary key,
  backup_id uuid not null references backup (id) on delete cascade,
  host text not null,
  incarnation uuid not null references node (id) on delete cascade,
  writable boolean not null,
  lasting boolean not null,
  created_by text not null,
  created_at timestamptz not null default now()
);
create index mount_backup on mount (backup_id);
create index mount_incarnation on mount (incarnation);
comment on table mount is 'The row is there before the export and goes with it; a worker ends an export whose row is gone. No secret is in it: the worker has that.';
comment on column mount.writable is 'Takes writes, which are thrown away at the end.';
comment on column mount.lasting is 'Ends only when somebody ends it, or with its worker; else also when nobody renews it.';

create trigger mount_change after insert or update or delete on mount for each row execute function notify_change();

-- A worker's mounts cannot outlive its process, however that ended and whoever noticed.
create function end_mounts() returns trigger language plpgsql as $$
begin
  delete from mount where incarnation = new.id;
  return null;
end $$;
create trigger node_ends_mounts after update on node for each row
  when (old.closed_at is null and new.closed_at is not null) execute function end_mounts();
