-- What failed or was cancelled can be asked for again, once, and leads to what came of that.

alter table task add column repeated_by uuid references task (id) on delete set null;
alter table task add constraint repeated_is_over check (repeated_by is null or state in ('failed', 'cancelled'));
create index task_repeated_by on task (repeated_by) where repeated_by is not null;
comment on column task.repeated_by is 'The task that somebody asked for in place of this one, which did not succeed; null: nobody has, or that one is forgotten.';

create or replace trigger task_update after update on task for each row
  when ((old.state, old.host, old.incarnation, old.attempt, old.cancel_requested_at, old.not_before, old.priority, old.message, old.repeated_by)
    is distinct from (new.state, new.host, new.incarnation, new.attempt, new.cancel_requested_at, new.not_before, new.priority, new.message, new.repeated_by))
  execute function notify_change();
