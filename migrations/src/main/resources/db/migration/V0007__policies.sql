-- Policies: which volumes are backed up by themselves, when, and which of those backups stay.

create table policy (
  id uuid primary key default uuidv7(),
  project_id uuid references project (id),
  name text not null check (char_length(name) between 1 and 255),
  enabled boolean not null default true,
  cron text not null,
  time_zone text not null,
  missed text not null check (missed in ('catch-up', 'report')),
  window_minutes int not null check (window_minutes between 1 and 10080),
  jitter_minutes int not null default 0 check (jitter_minutes between 0 and 1440),
  full_every int not null check (full_every between 0 and 1000),
  repository_id uuid references repository (id),
  max_running int check (max_running between 1 and 10000),
  covers text not null check (covers in ('all', 'matching', 'listed')),
  name_pattern text check (char_length(name_pattern) between 1 and 255),
  name_like text generated always as (translate(regexp_replace(lower(name_pattern), '([%_\\])', '\\\1', 'g'), '*?', '%_')) stored,
  backend text,
  metadata jsonb not null default '{}',
  keep_last int not null default 0 check (keep_last between 0 and 10000),
  keep_hourly int not null default 0 check (keep_hourly between 0 and 10000),
  keep_daily int not null default 0 check (keep_daily between 0 and 10000),
  keep_weekly int not null default 0 check (keep_weekly between 0 and 10000),
  keep_monthly int not null default 0 check (keep_monthly between 0 and 10000),
  keep_yearly int not null default 0 check (keep_yearly between 0 and 10000),
  next_run_at timestamptz,
  last_run_at timestamptz,
  fresh_since timestamptz,
  swept_at timestamptz,
  version bigint not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint jitter_within_window check (jitter_minutes < window_minutes),
  constraint enabled_runs_again check (not enabled or next_run_at is not null),
  constraint matching_says_what check (covers <> 'matching' or name_pattern is not null or backend is not null or metadata <> '{}')
);
create unique index policy_name on policy (coalesce(project_id, '00000000-0000-0000-0000-000000000000'), lower(name));
create index policy_due on policy (next_run_at) where enabled;
comment on table policy is 'When which volumes are backed up, and which of those backups stay.';
comment on column policy.project_id is 'Null: volumes of every project.';
comment on column policy.cron is 'Minute, hour, day of month, month, day of week; in time_zone.';
comment on column policy.missed is 'What becomes of a run whose window passed while no console was there: run once as soon as there is one, or only reported.';
comment on column policy.window_minutes is 'How long after a run is due backups may begin; what cannot begin (a busy volume) is tried again for that long.';
comment on column policy.jitter_minutes is 'Over how long the first tries of a run are spread.';
comment on column policy.full_every is '1: each backup is full; n: each n-th; 0: only the first of a volume.';
comment on column policy.repository_id is 'Null: the default one at the time of the run.';
comment on column policy.max_running is 'How many of its backups may be queued or running at once; null: any number.';
comment on column policy.name_like is 'The name pattern for LIKE, so that it is not made anew for each volume. Generated: never set it.';
comment on column policy.next_run_at is 'When it is due. Whoever starts a run moves it on by compare-and-swap, so that each due time is started once.';
comment on column policy.fresh_since is 'A covered volume is late when its newest backup is older: when the last run was due whose backups have all begun or been refused.';
comment on column policy.swept_at is 'Up to when changes of its backups have been looked at for what may go; null: all are to be looked at.';
comment on column policy.version is 'Counts changes by people, so that two of them do not overwrite each other.';

create table policy_volume (
  policy_id uuid not null references policy (id) on delete cascade,
  volume_id uuid not null references volume (id) on delete cascade,
  primary key (policy_id, volume_id)
);
create index policy_volume_volume on policy_volume (volume_id);
comment on table policy_volume is 'The volumes of policies that cover listed ones.';

create table policy_run (
  id uuid primary key default uuidv7(),
  policy_id uuid not null references policy (id) on delete cascade,
  cause text not null check (cause in ('schedule', 'catch-up', 'missed', 'request')),
  due_at timestamptz not null,
  until timestamptz not null,
  missed int not null default 0 check (missed >= 0),
  started_at timestamptz not null default now(),
  started_by text not null,
  settled_at timestamptz
);
create unique index policy_run_once on policy_run (policy_id, due_at) where cause <> 'request';
create unique index policy_run_open on policy_run (policy_id) where settled_at is null;
create index policy_run_policy on policy_run (policy_id, started_at);
comment on table policy_run is 'Runs of policies, also those that were missed.';
comment on column policy_run.until is 'Until when its backups may begin.';
comment on column policy_run.missed is 'How many due times passed unattended, apart from the one that this run is for.';
comment on column policy_run.settled_at is 'When each of its volumes had its backup submitted or refused; null: some are waiting.';

create table policy_run_volume (
  run_id uuid not null references policy_run (id) on delete cascade,
  volume_id uuid not null,
  volume_name text not null,
  state text not null default 'waiting' check (state in ('waiting', 'submitted', 'refused')),
  try_at timestamptz not null,
  tries int not null default 0 check (tries >= 0),
  reason text,
  backup_id uuid references backup (id),
  primary key (run_id, volume_id),
  constraint submitted_has_backup check ((state = 'submitted') = (backup_id is not null)),
  constraint refused_has_reason check (state <> 'refused' or reason is not null)
);
create index policy_run_volume_waiting on policy_run_volume (try_at) where state = 'waiting';
create index policy_run_volume_backup on policy_run_volume (backup_id);
comment on table policy_run_volume is 'What became of each volume that a run covers. Every one ends as submitted or as refused with a reason: none is left out silently.';
comment on column policy_run_volume.reason is 'While waiting: why the last try was refused.';

alter table backup add column policy_id uuid references policy (id) on delete set null;
alter table backup add column held boolean not null default false;
create index backup_policy on backup (policy_id, updated_at) where policy_id is not null;
create index backup_policy_volume on backup (policy_id, volume_id, created_at) where policy_id is not null;
comment on column backup.policy_id is 'The policy that made it and may delete it; null: people did, or the policy is gone: then it stays.';
comment on column backup.held is 'Somebody wants it to stay: neither a policy nor a person deletes it until it is released.';

create trigger policy_change after insert or delete on policy for each row execute function notify_change();
-- That its backups have been looked at is no news.
create trigger policy_update after update on policy for each row
  when ((old.version, old.enabled, old.next_run_at, old.last_run_at, old.fresh_since)
    is distinct from (new.version, new.enabled, new.next_run_at, new.last_run_at, new.fresh_since))
  execute function notify_change();
create trigger policy_run_change after insert or update or delete on policy_run for each row execute function notify_change();
