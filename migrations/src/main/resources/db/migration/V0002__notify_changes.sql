-- Tells listeners which row changed, so that pages follow without asking. Losing a notification costs time, never correctness.

create function notify_change() returns trigger language plpgsql as $$
declare
  changed record;
begin
  if tg_op = 'DELETE' then changed := old; else changed := new; end if;
  if tg_table_name = 'backend' then
    perform pg_notify('holdfast_change', 'backend:' || changed.name);
  else
    perform pg_notify('holdfast_change', tg_table_name || ':' || changed.id);
  end if;
  return null;
end $$;
comment on function notify_change is 'Sends <table>:<id> on the channel holdfast_change.';

create trigger volume_change after insert or update or delete on volume for each row execute function notify_change();
create trigger snapshot_change after insert or update or delete on snapshot for each row execute function notify_change();
create trigger backup_change after insert or update or delete on backup for each row execute function notify_change();
create trigger repository_change after insert or update or delete on repository for each row execute function notify_change();

create trigger task_change after insert or delete on task for each row execute function notify_change();
-- Progress is written often and reaches the pages over the grid; only what decides something is told here.
create trigger task_update after update on task for each row
  when ((old.state, old.host, old.incarnation, old.attempt, old.cancel_requested_at, old.not_before, old.priority, old.message)
    is distinct from (new.state, new.host, new.incarnation, new.attempt, new.cancel_requested_at, new.not_before, new.priority, new.message))
  execute function notify_change();

create trigger node_change after insert or delete on node for each row execute function notify_change();
-- A renewed lease is no news.
create trigger node_update after update on node for each row
  when ((old.state, old.slots, old.availability_zone, old.version, old.address)
    is distinct from (new.state, new.slots, new.availability_zone, new.version, new.address))
  execute function notify_change();

create trigger backend_change after insert or delete on backend for each row execute function notify_change();
-- Nor is it news that a backend was seen again.
create trigger backend_update after update on backend for each row
  when ((old.volume_service_host, old.availability_zone, old.capabilities, old.total_bytes, old.free_bytes, old.max_running_tasks)
    is distinct from (new.volume_service_host, new.availability_zone, new.capabilities, new.total_bytes, new.free_bytes, new.max_running_tasks))
  execute function notify_change();
