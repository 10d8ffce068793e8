-- What was told only once a minute: how people are notified, that somebody signed in, that a token was used.

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
  elsif tg_table_name = 'notification_channel' then
    perform pg_notify('holdfast_change', 'notification_channel:' || changed.kind);
  else
    perform pg_notify('holdfast_change', tg_table_name || ':' || changed.id);
  end if;
  return null;
end $$;

create trigger notification_channel_change after update on notification_channel for each row
  execute function notify_change();

drop trigger user_account_update on user_account;
create trigger user_account_update after update on user_account for each row execute function notify_change();

-- The use of a token is noted once a minute at most.
drop trigger api_token_update on api_token;
create trigger api_token_update after update on api_token for each row execute function notify_change();
