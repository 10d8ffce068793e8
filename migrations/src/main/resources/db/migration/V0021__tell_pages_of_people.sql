-- Pages of people, projects, settings, tokens and activity follow what happens, as all others do.

create or replace function notify_change() returns trigger language plpgsql as $$
declare
  changed record;
begin
  if tg_op = 'DELETE' then changed := old; else changed := new; end if;
  if tg_table_name = 'backend' then
    perform pg_notify('holdfast_change', 'backend:' || changed.name);
  elsif tg_table_name = 'setting' then
    perform pg_notify('holdfast_change', 'setting:' || changed.key);
  elsif tg_table_name = 'quota' then
    perform pg_notify('holdfast_change', 'project:' || changed.project_id);
  else
    perform pg_notify('holdfast_change', tg_table_name || ':' || changed.id);
  end if;
  return null;
end $$;
comment on function notify_change is 'Sends <table>:<id> on the channel holdfast_change. A quota is a part of its project.';

create trigger user_account_change after insert or delete on user_account for each row execute function notify_change();
-- That somebody signed in is told by the audit; their sessions need not be looked at.
create trigger user_account_update after update on user_account for each row
  when ((old.name, old.password_hash, old.role, old.project_id, old.enabled, old.issuer, old.subject)
    is distinct from (new.name, new.password_hash, new.role, new.project_id, new.enabled, new.issuer, new.subject))
  execute function notify_change();

create trigger api_token_change after insert or delete on api_token for each row execute function notify_change();
-- Nor is it news that a token was used.
create trigger api_token_update after update on api_token for each row
  when (old.revoked_at is distinct from new.revoked_at)
  execute function notify_change();

create trigger project_change after insert or update or delete on project for each row execute function notify_change();
-- What it uses of its quota changes with its backups, which are told of.
create trigger quota_update after update on quota for each row
  when ((old.backups_limit, old.backup_bytes_limit) is distinct from (new.backups_limit, new.backup_bytes_limit))
  execute function notify_change();

create trigger setting_change after insert or update or delete on setting for each row execute function notify_change();
-- What is old is forgotten by the thousand, and nobody waits for that.
create trigger audit_change after insert on audit for each row execute function notify_change();
