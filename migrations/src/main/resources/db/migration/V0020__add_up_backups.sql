-- How many backups there are and how large they are, without reading each: the overview and the repositories ask at every change.

create table backup_sum (
  project_id uuid not null,
  repository_id uuid not null,
  status text not null,
  backups bigint not null,
  size_bytes bigint not null,
  stored_bytes bigint not null
);
comment on table backup_sum is 'What backups that are not deleted add up to: the sum of the rows of a kind. A change of a backup adds rows, below zero too, so that nobody waits for another; a console puts them together now and then.';

create function add_up_backup() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.deleted_at is null then
    insert into backup_sum values (old.project_id, old.repository_id, old.status, -1, -old.size_bytes, -coalesce(old.stored_bytes, 0));
  end if;
  if tg_op <> 'DELETE' and new.deleted_at is null then
    insert into backup_sum values (new.project_id, new.repository_id, new.status, 1, new.size_bytes, coalesce(new.stored_bytes, 0));
  end if;
  return null;
end $$;

create trigger backup_adds_up after insert or delete on backup for each row execute function add_up_backup();
create trigger backup_adds_up_anew after update on backup for each row
  when ((old.project_id, old.repository_id, old.status, old.size_bytes, old.stored_bytes, old.deleted_at)
    is distinct from (new.project_id, new.repository_id, new.status, new.size_bytes, new.stored_bytes, new.deleted_at))
  execute function add_up_backup();

insert into backup_sum
select project_id, repository_id, status, count(*), sum(size_bytes), sum(coalesce(stored_bytes, 0))
from backup where deleted_at is null group by project_id, repository_id, status;
