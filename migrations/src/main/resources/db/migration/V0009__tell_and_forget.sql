-- What went wrong and who is told of it; people who come by a provider of OpenID Connect; how long what is over stays.

create table trouble (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('task-failed', 'volume-late', 'run-missed', 'worker-lost', 'repository-unavailable', 'repository-full')),
  about text not null,
  subject_kind text not null,
  subject_id text not null,
  subject_name text not null,
  detail jsonb not null default '{}',
  began_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  told_at timestamptz,
  bundle_id uuid,
  constraint bundled_is_told check (bundle_id is null or told_at is not null)
);
create unique index trouble_open on trouble (kind, about) where ended_at is null;
create index trouble_untold on trouble (began_at) where told_at is null;
create index trouble_began on trouble (began_at);
create index trouble_bundle on trouble (bundle_id) where bundle_id is not null;
comment on table trouble is 'What went wrong, once for each time until it is well again. Written in the transaction in which it went wrong; what only time makes wrong, by a chore.';
comment on column trouble.about is 'What must be well before the same trouble can begin anew: a subject''s id, or the kind of task and what it works on.';
comment on column trouble.told_at is 'When it was put into notifications, or passed over since nobody wants to be told.';
comment on column trouble.bundle_id is 'Those that are told together; null: not told.';

create table notification_channel (
  kind text primary key check (kind in ('mail', 'web-hook')),
  enabled boolean not null default false,
  options jsonb not null default '{}',
  secret text,
  updated_at timestamptz not null default now()
);
insert into notification_channel (kind) values ('mail'), ('web-hook');
comment on table notification_channel is 'The ways in which people are told.';
comment on column notification_channel.secret is 'The mail server''s password, or the key of the web hook''s signature. Leaves the consoles for nobody but the mail server.';

create table notification (
  id uuid primary key default uuidv7(),
  channel text not null references notification_channel (kind),
  bundle_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'given-up')),
  tries int not null default 0 check (tries >= 0),
  try_at timestamptz not null default now(),
  reason text,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint ended_has_time check ((state = 'waiting') = (ended_at is null)),
  constraint given_up_has_reason check (state <> 'given-up' or reason is not null)
);
create index notification_channel_kind on notification (channel);
create index notification_due on notification (try_at) where state = 'waiting';
create index notification_created on notification (created_at);
comment on table notification is 'Messages: one bundle of troubles by one channel. A console takes one by moving try_at on and counting tries, by compare-and-swap; whoever counted last may say how it ended.';
comment on column notification.reason is 'Why the last try failed.';

create table chore (
  name text primary key,
  due_at timestamptz not null default now()
);
insert into chore (name) values ('look-for-late-volumes'), ('forget-history');
comment on table chore is 'What one of the consoles does now and then: the one that moves due_at on.';

create function begin_trouble(kind text, about text, subject_kind text, subject_id text, subject_name text, detail jsonb) returns void language sql as $$
  insert into trouble (kind, about, subject_kind, subject_id, subject_name, detail)
  values ($1, $2, $3, $4, $5, jsonb_strip_nulls($6))
  on conflict (kind, about) where ended_at is null do nothing
$$;
comment on function begin_trouble is 'Does nothing while the same trouble lasts.';

create function end_trouble(kind text, about text) returns void language sql as $$
  update trouble set ended_at = clock_timestamp() where trouble.kind = $1 and trouble.about = $2 and ended_at is null
$$;

create function task_trouble() returns trigger language plpgsql as $$
declare
  on_what uuid := coalesce(case when new.kind in ('backup', 'restore') then new.volume_id else new.backup_id end, new.repository_id);
  name text;
begin
  if new.state = 'succeeded' then
    perform end_trouble('task-failed', new.kind || ':' || on_what);
  else
    select coalesce(
        (select volume.name from volume where volume.id = new.volume_id),
        (select backup.volume_name from backup where backup.id = new.backup_id),
        (select repository.name from repository where repository.id = new.repository_id))
      into name;
    perform begin_trouble('task-failed', new.kind || ':' || on_what, 'task', new.id::text, coalesce(name, ''),
      jsonb_build_object('task', new.kind, 'reason', new.message));
  end if;
  return null;
end $$;
create trigger task_trouble after update on task for each row
  when (old.state is distinct from new.state and new.state in ('failed', 'succeeded')) execute function task_trouble();

-- One that ends in order closes its row while its lease holds.
create function worker_lost() returns trigger language plpgsql as $$
begin
  perform begin_trouble('worker-lost', new.host, 'worker', new.host, new.host, jsonb_build_object('reason', new.closed_reason));
  return null;
end $$;
create trigger worker_lost after update on node for each row
  when (new.role = 'worker' and old.closed_at is null and new.closed_at is not null and old.lease_until < new.closed_at)
  execute function worker_lost();

create function worker_came() returns trigger language plpgsql as $$
begin
  perform end_trouble('worker-lost', new.host);
  return null;
end $$;
create trigger worker_came after insert on node for each row when (new.role = 'worker') execute function worker_came();

create function run_trouble() returns trigger language plpgsql as $$
declare
  refused int;
  name text;
begin
  select count(*) into refused from policy_run_volume where run_id = new.id and state = 'refused';
  if refused = 0 and new.cause <> 'missed' then
    perform end_trouble('run-missed', new.policy_id::text);
  else
    select policy.name into name from policy where policy.id = new.policy_id;
    perform begin_trouble('run-missed', new.policy_id::text, 'policy', new.policy_id::text, coalesce(name, ''),
      jsonb_build_object('cause', new.cause, 'refused', refused::text));
  end if;
  return null;
end $$;
create trigger run_trouble after update on policy_run for each row
  when (old.settled_at is null and new.settled_at is not null) execute function run_trouble();

create function repository_trouble() returns trigger language plpgsql as $$
begin
  if new.state = 'unavailable' and old.state <> 'unavailable' then
    perform begin_trouble('repository-unavailable', new.id::text, 'repository', new.id::text, new.name, jsonb_build_object('reason', new.message));
  elsif new.state = 'ready' and old.state <> 'ready' then
    perform end_trouble('repository-unavailable', new.id::text);
  end if;
  return null;
end $$;
create trigger repository_trouble after update on repository for each row
  when (old.state <> new.state)
  execute function repository_trouble();

create trigger notification_change after insert or update on notification for each row execute function notify_change();

insert into setting (key, value) values
  ('notify.task-failed', 'true'),
  ('notify.volume-late', 'true'),
  ('notify.run-missed', 'true'),
  ('notify.worker-lost', 'true'),
  ('notify.repository-unavailable', 'true'),
  ('notify.repository-full', 'true'),
  ('retention.tasks', 'P180D'),
  ('retention.audit', 'P730D'),
  ('retention.policy-runs', 'P180D'),
  ('retention.notifications', 'P90D');

create index policy_run_started on policy_run (started_at);
comment on table audit is 'Who did what, to what, and how it ended. Only ever added to, until the setting retention.audit lets it go.';

alter table user_account alter column password_hash drop not null;
alter table user_account add column issuer text;
alter table user_account add column subject text;
alter table user_account add constraint issuer_with_subject check ((issuer is null) = (subject is null));
alter table user_account add constraint some_way_in check (password_hash is not null or subject is not null);
create unique index user_account_subject on user_account (issuer, subject);
comment on column user_account.password_hash is 'Made and checked by the console alone; never the password. Null: this user signs in by a provider only.';
comment on column user_account.issuer is 'The provider of OpenID Connect that the user comes by; null: none.';
comment on column user_account.subject is 'Who the user is to the provider; names may change there, this does not.';
