-- A backup of which a verify finds a part damaged is told of like everything else that goes wrong, and the verify's task says so.

alter table task add column damaged boolean not null default false;
comment on column task.damaged is 'Of a verify: it found a backup damaged. It has succeeded all the same.';

alter table trouble drop constraint trouble_kind_check;
alter table trouble add constraint trouble_kind_check check (kind in ('task-failed', 'volume-late', 'run-missed', 'worker-lost',
  'repository-unavailable', 'repository-full', 'backup-damaged'));

create function backup_damaged(damaged backup) returns void language sql as $$
  select begin_trouble('backup-damaged', damaged.id::text, 'backup', damaged.id::text, coalesce(nullif(damaged.name, ''), damaged.volume_name),
    jsonb_build_object('reason', damaged.verify_message))
$$;

create function backup_trouble() returns trigger language plpgsql as $$
begin
  if new.verify_result = 'damaged' and new.deleted_at is null then
    perform backup_damaged(new);
  else
    perform end_trouble('backup-damaged', new.id::text);
  end if;
  return null;
end $$;
create trigger backup_trouble after update on backup for each row
  when (old.verify_result is distinct from new.verify_result or old.deleted_at is distinct from new.deleted_at)
  execute function backup_trouble();

select backup_damaged(backup) from backup where verify_result = 'damaged' and deleted_at is null;

insert into setting (key, value) values ('notify.backup-damaged', 'true');
