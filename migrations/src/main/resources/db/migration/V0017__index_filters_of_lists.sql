-- What lists are filtered and grouped by, each in the order in which it is shown, down to the id that breaks ties.

create index backup_by_volume on backup (lower(volume_name), volume_id, data_timestamp desc, id desc) where deleted_at is null;
drop index backup_volume_name;
create index backup_by_host on backup (host, data_timestamp, id) where deleted_at is null;

create index task_by_repository on task (repository_id, created_at, id);
