-- A backup that is known to be damaged protects no volume, and repositories are verified without anybody asking for it.

alter table volume add column last_intact_backup_at timestamptz;
comment on column volume.last_backup_at is 'The newest moment that an available backup holds; kept by the transactions that finish, verify and delete backups.';
comment on column volume.last_intact_backup_at is 'The same of those of which no part was found damaged.';

create index backup_damaged on backup (volume_id) where verify_result = 'damaged' and deleted_at is null;

update volume set last_intact_backup_at = last_backup_at
where last_backup_at is not null and id not in (select volume_id from backup where verify_result = 'damaged' and deleted_at is null);
update volume set last_intact_backup_at = (
  select max(data_timestamp) from backup
  where volume_id = volume.id and status in ('available', 'restoring') and verify_result is distinct from 'damaged')
where id in (select volume_id from backup where verify_result = 'damaged' and deleted_at is null);

create index volume_last_intact_backup on volume (last_intact_backup_at nulls first) where deleted_at is null;

alter table repository add column verified_at timestamptz;
comment on column repository.verified_at is 'When all of it was last read again, to the end.';
update repository set verified_at = (
  select max(finished_at) from task
  where repository_id = repository.id and kind = 'verify-repository' and state = 'succeeded' and sample_percent is null);

insert into setting (key, value) values ('verify.every', 'P30D');
insert into chore (name) values ('verify-repositories');
