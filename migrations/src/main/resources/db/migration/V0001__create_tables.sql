-- The database of Holdfast. It decides who owns what; whoever changes a state does so by compare-and-swap.
-- States are text with a CHECK, so that a later migration can add one. Ids are UUIDv7: they sort by age.

create table setting (
  key text primary key,
  value text not null,
  updated_at timestamptz not null default now()
);
comment on table setting is 'Settings that hold for the whole grid and can be changed while it runs.';

insert into setting (key, value) values
  ('delete.refuse-with-dependents', 'true'),
  ('protection.maximum-age', 'P7D'),
  ('task.maximum-attempts', '5');

create table project (
  id uuid primary key default uuidv7(),
  name text not null unique check (char_length(name) between 1 and 255),
  description text not null default '' check (char_length(description) <= 4000),
  created_at timestamptz not null default now()
);
comment on table project is 'Owners of volumes and backups; a member of a project sees only what is the project''s own.';

insert into project (id, name, description)
values ('00000000-0000-0000-0000-000000000001', 'default', 'What belongs to no other project.');

create table quota (
  project_id uuid primary key references project (id) on delete cascade,
  backups_limit bigint,
  backups_used bigint not null default 0 check (backups_used >= 0),
  backup_bytes_limit bigint,
  backup_bytes_used bigint not null default 0 check (backup_bytes_used >= 0),
  constraint backups_within_limit check (backups_used <= backups_limit),
  constraint backup_bytes_within_limit check (backup_bytes_used <= backup_bytes_limit)
);
comment on table quota is 'What a project may hold and what it holds; taken and given back in the transaction that adds or removes the backup.';
comment on column quota.backups_limit is 'Null: no limit.';
comment on column quota.backup_bytes_limit is 'Null: no limit.';
comment on column quota.backup_bytes_used is 'Sizes of the backed up volumes, incremental backups included in full, as Cinder counts.';

insert into quota (project_id) values ('00000000-0000-0000-0000-000000000001');

create table user_account (
  id uuid primary key default uuidv7(),
  name text not null check (char_length(name) between 1 and 255),
  password_hash text not null,
  role text not null check (role in ('administrator', 'operator', 'viewer', 'member')),
  project_id uuid references project (id),
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  signed_in_at timestamptz,
  constraint member_has_project check (role <> 'member' or project_id is not null)
);
create unique index user_account_name on user_account (lower(name));
comment on table user_account is 'People and programs that may sign in.';
comment on column user_account.password_hash is 'Made and checked by the console alone; never the password.';
comment on column user_account.project_id is 'Where new volumes and backups of this user go; for a member the only project seen.';

create table api_token (
  id uuid primary key default uuidv7(),
  user_id uuid not null references user_account (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 255),
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  used_at timestamptz,
  revoked_at timestamptz
);
create unique index api_token_name on api_token (user_id, name) where revoked_at is null;
comment on table api_token is 'Tokens of programs; each acts as its user.';
comment on column api_token.token_hash is 'A hash of the token, which is shown once and kept nowhere.';

create table node (
  id uuid primary key,
  host text not null check (char_length(host) between 1 and 255),
  role text not null check (role in ('worker', 'volume-service', 'console')),
  state text not null check (state in ('up', 'draining', 'closed')),
  slots int not null default 0 check (slots >= 0),
  availability_zone text not null default '',
  version text not null default '',
  address text not null default '',
  lease_until timestamptz not null,
  started_at timestamptz not null default now(),
  closed_at timestamptz,
  closed_reason text,
  constraint closed_has_time check ((state = 'closed') = (closed_at is not null))
);
create unique index node_one_per_host on node (role, host) where closed_at is null;
create index node_host on node (host, role);
comment on table node is 'One row per process start (incarnation). A closed incarnation never comes back: it can neither renew nor claim.';
comment on column node.id is 'The incarnation.';
comment on column node.lease_until is 'By the database''s clock. An incarnation whose lease ran out may still renew, until somebody has closed it.';

create table backend (
  name text primary key check (char_length(name) between 1 and 255),
  volume_service_host text not null,
  availability_zone text not null default '',
  capabilities jsonb not null default '{}',
  total_bytes bigint check (total_bytes >= 0),
  free_bytes bigint check (free_bytes >= 0),
  max_running_tasks int check (max_running_tasks > 0),
  seen_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);
comment on table backend is 'Storage pools of the volume services, as those report them.';
comment on column backend.max_running_tasks is 'How many tasks may work on its volumes at once; null: no limit.';

create table volume (
  id uuid primary key default uuidv7(),
  project_id uuid not null references project (id),
  name text not null check (char_length(name) <= 255),
  description text not null default '' check (char_length(description) <= 4000),
  size_bytes bigint not null check (size_bytes > 0),
  backend text not null references backend (name),
  status text not null check (status in ('creating', 'available', 'in-use', 'extending', 'backing-up', 'restoring-backup',
    'deleting', 'deleted', 'error', 'error_restoring', 'error_deleting')),
  previous_status text check (previous_status in ('available', 'in-use', 'backing-up', 'error_backing-up', 'error_restoring')),
  error_reason text,
  metadata jsonb not null default '{}',
  last_backup_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint passing_has_previous check (status not in ('backing-up', 'restoring-backup', 'extending')
    or coalesce(previous_status, '') in ('available', 'in-use', 'error_restoring')),
  constraint error_has_reason check (status not in ('error', 'error_restoring', 'error_deleting') or error_reason is not null),
  constraint deleted_has_time check ((status = 'deleted') = (deleted_at is not null))
);
create index volume_created on volume (created_at) where deleted_at is null;
create index volume_name on volume (lower(name)) where deleted_at is null;
create index volume_project on volume (project_id, created_at) where deleted_at is null;
create index volume_status on volume (status) where deleted_at is null;
create index volume_backend on volume (backend) where deleted_at is null;
create index volume_last_backup on volume (last_backup_at nulls first) where deleted_at is null;
create index volume_size on volume (size_bytes) where deleted_at is null;
comment on table volume is 'Block devices of the volume services. Temporary volumes are not listed here: backup.temp_volume_id names them.';
comment on column volume.previous_status is 'While backing up or restoring: the status to go back to. After a backup: backing-up, or error_backing-up when it failed.';
comment on column volume.last_backup_at is 'The newest moment that an available backup holds; kept by the transactions that finish and delete backups.';

create table snapshot (
  id uuid primary key default uuidv7(),
  project_id uuid not null references project (id),
  volume_id uuid not null references volume (id),
  name text not null check (char_length(name) <= 255),
  description text not null default '' check (char_length(description) <= 4000),
  size_bytes bigint not null check (size_bytes > 0),
  status text not null check (status in ('creating', 'available', 'backing-up', 'deleting', 'deleted', 'error', 'error_deleting')),
  error_reason text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint error_has_reason check (status not in ('error', 'error_deleting') or error_reason is not null),
  constraint deleted_has_time check ((status = 'deleted') = (deleted_at is not null))
);
create index snapshot_volume on snapshot (volume_id, created_at) where deleted_at is null;
comment on table snapshot is 'Snapshots that people asked for. Temporary ones are not listed here: backup.temp_snapshot_id names them.';

create table repository (
  number int generated always as identity unique,
  id uuid primary key default uuidv7(),
  name text not null unique check (char_length(name) between 1 and 255),
  driver text not null,
  location text not null,
  options jsonb not null default '{}',
  encrypted boolean not null,
  passphrase text,
  state text not null default 'new' check (state in ('new', 'ready', 'unavailable')),
  message text,
  chunk_size_bytes int check (chunk_size_bytes > 0),
  max_running_tasks int check (max_running_tasks > 0),
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint encrypted_has_passphrase check (not encrypted or passphrase is not null),
  constraint ready_has_chunk_size check (state <> 'ready' or chunk_size_bytes is not null),
  constraint unavailable_has_message check (state <> 'unavailable' or message is not null)
);
create unique index repository_one_default on repository (is_default) where is_default;
comment on table repository is 'Places where backup data lies.';
comment on column repository.number is 'Stands for the id in chunk and pack, whose rows must be narrow.';
comment on column repository.passphrase is 'A secret, or file:<path> for a file that holds it. Never leaves the processes that open the repository.';
comment on column repository.chunk_size_bytes is 'Null until the repository has been opened once: its own description says it.';
comment on column repository.max_running_tasks is 'How many tasks may work in it at once; null: no limit.';

create table backup (
  id uuid primary key default uuidv7(),
  project_id uuid not null references project (id),
  user_id uuid references user_account (id) on delete set null,
  volume_id uuid not null,
  volume_name text not null,
  snapshot_id uuid references snapshot (id),
  parent_id uuid references backup (id),
  repository_id uuid not null references repository (id),
  name text not null default '' check (char_length(name) <= 255),
  description text not null default '' check (char_length(description) <= 4000),
  incremental boolean not null,
  status text not null check (status in ('creating', 'available', 'restoring', 'deleting', 'deleted', 'error', 'error_deleting')),
  previous_status text,
  fail_reason text,
  host text,
  incarnation uuid references node (id),
  restore_volume_id uuid,
  size_bytes bigint not null check (size_bytes > 0),
  read_bytes bigint check (read_bytes >= 0),
  stored_bytes bigint check (stored_bytes >= 0),
  data_timestamp timestamptz not null,
  temp_volume_id uuid,
  temp_snapshot_id uuid,
  metadata jsonb not null default '{}',
  verified_at timestamptz,
  verify_result text check (verify_result in ('intact', 'damaged')),
  verify_message text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  completed_at timestamptz,
  deleted_at timestamptz,
  constraint owner_while_passing check (
    case when status in ('creating', 'restoring', 'deleting') then (host is null) = (incarnation is null) else incarnation is null end),
  constraint restoring_has_target check (status <> 'restoring' or restore_volume_id is not null),
  constraint deleting_has_previous check (status <> 'deleting' or coalesce(previous_status, '') in ('available', 'error', 'error_deleting')),
  constraint error_has_reason check (status not in ('error', 'error_deleting') or fail_reason is not null),
  constraint available_is_complete check (
    status not in ('available', 'restoring') or (completed_at is not null and read_bytes is not null and stored_bytes is not null)),
  constraint incremental_has_parent check (incremental = (parent_id is not null)),
  constraint verified_has_result check ((verified_at is null) = (verify_result is null)),
  constraint deleted_has_time check ((status = 'deleted') = (deleted_at is not null))
);
create index backup_created on backup (created_at) where deleted_at is null;
create index backup_project on backup (project_id, created_at) where deleted_at is null;
create index backup_volume on backup (volume_id, data_timestamp) where deleted_at is null;
create index backup_name on backup (lower(name)) where deleted_at is null;
create index backup_volume_name on backup (lower(volume_name)) where deleted_at is null;
create index backup_size on backup (size_bytes) where deleted_at is null;
create index backup_stored on backup (stored_bytes) where deleted_at is null;
create index backup_status on backup (status, created_at) where deleted_at is null;
create index backup_repository on backup (repository_id) where deleted_at is null;
create index backup_parent on backup (parent_id) where deleted_at is null and parent_id is not null;
create index backup_owner on backup (host) where status in ('creating', 'restoring', 'deleting');
create index backup_temporary on backup (id) where temp_volume_id is not null or temp_snapshot_id is not null;
comment on table backup is 'Volumes at one moment each. Status, host, incarnation and restore_volume_id change together, by compare-and-swap.';
comment on column backup.user_id is 'Who asked for it; null when a schedule did, or the user is gone.';
comment on column backup.volume_id is 'The source. No foreign key: a backup outlives its volume, also one read back from a repository alone.';
comment on column backup.host is 'While creating, restoring or deleting: the owner, or null while the task is queued. Afterwards: the host that last worked on it.';
comment on column backup.incarnation is 'The owning process start; null whenever nobody owns the backup.';
comment on column backup.restore_volume_id is 'The target of the restore that runs, and afterwards of the last one; leads the cleanup to the volume.';
comment on column backup.size_bytes is 'Size of the volume, not of what was stored.';
comment on column backup.data_timestamp is 'The moment that the backup holds: that of its snapshot, else of its creation.';
comment on column backup.temp_volume_id is 'A temporary volume made for this backup, written here before it exists; null once it is known to be gone.';
comment on column backup.temp_snapshot_id is 'A temporary snapshot made for this backup, written here before it exists; null once it is known to be gone.';
comment on column backup.previous_status is 'While deleting: the status to go back to when the task is cancelled before it began.';

create table task (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('backup', 'restore', 'delete', 'verify', 'reclaim')),
  project_id uuid references project (id),
  backup_id uuid references backup (id),
  volume_id uuid,
  repository_id uuid not null references repository (id),
  backend text,
  priority smallint not null check (priority between 1 and 9),
  lane text not null generated always as (coalesce(project_id::text, '') || '/' || coalesce(backend, '') || '/' || repository_id::text) stored,
  state text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  cancel_requested_at timestamptz,
  cancel_requested_by text,
  host text,
  incarnation uuid references node (id),
  attempt int not null default 0 check (attempt >= 0),
  failures int not null default 0,
  takeovers int not null default 0,
  max_attempts int not null check (max_attempts > 0),
  not_before timestamptz not null default now(),
  stage text,
  bytes_total bigint check (bytes_total >= 0),
  bytes_done bigint not null default 0 check (bytes_done >= 0),
  bytes_stored bigint not null default 0 check (bytes_stored >= 0),
  position jsonb,
  message text,
  created_by text not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  updated_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint only_running_has_owner check ((state = 'running') = (incarnation is not null)),
  constraint queued_has_no_host check (state <> 'queued' or host is null),
  constraint running_was_claimed check (state <> 'running' or (host is not null and started_at is not null and attempt > 0)),
  constraint finished_has_time check ((state in ('succeeded', 'failed', 'cancelled')) = (finished_at is not null)),
  constraint failed_has_message check (state <> 'failed' or message is not null),
  constraint kind_has_subject check (
    case kind when 'reclaim' then backup_id is null else backup_id is not null and project_id is not null end),
  constraint kind_has_volume check (kind not in ('backup', 'restore') or (volume_id is not null and backend is not null)),
  constraint failures_within_attempts check (failures between 0 and max_attempts)
);
create index task_queue on task (priority, lane, not_before, id) where state = 'queued';
create index task_due on task (not_before) where state = 'queued';
create index task_running on task (incarnation) where incarnation is not null;
create index task_created on task (created_at);
create index task_project on task (project_id, created_at);
create index task_state on task (state, created_at);
create index task_finished on task (finished_at) where finished_at is not null;
create index task_host on task (host, created_at) where host is not null;
create index task_volume on task (volume_id, created_at) where volume_id is not null;
create index task_backup on task (backup_id, created_at) where backup_id is not null;
create unique index task_one_per_backup on task (backup_id) where state in ('queued', 'running') and kind <> 'verify';
create unique index task_one_verify_per_backup on task (backup_id) where state in ('queued', 'running') and kind = 'verify';
create unique index task_one_reclaim_per_repository on task (repository_id) where state in ('queued', 'running') and kind = 'reclaim';
comment on table task is 'Units of grid work and who owns each.';
comment on column task.volume_id is 'Source of a backup, target of a restore, for a delete or verify the source of the backup.';
comment on column task.backend is 'The backend of the volume that is attached; null when none is.';
comment on column task.priority is '1 goes first, 9 last.';
comment on column task.lane is 'What limits and fairness see of a task. The dispatcher looks at the head of each lane, so that waiting tasks cost nothing. Generated: never set it.';
comment on column task.host is 'The owner while running; afterwards the host that last worked on it.';
comment on column task.incarnation is 'The owning process start; null whenever nobody owns the task.';
comment on column task.attempt is 'How often it was claimed.';
comment on column task.failures is 'Attempts that ended in an error that may pass; at max_attempts the task fails. A lost owner does not count.';
comment on column task.takeovers is 'How often it was taken from an owner that was lost; many slow the task down, so that one which kills its worker does not kill all.';
comment on column task.not_before is 'When it may be claimed, and its place in the lane.';
comment on column task.position is 'Where a restore or delete goes on after an interruption; only the engine knows the content.';

create table attachment (
  id uuid primary key,
  task_id uuid not null references task (id),
  volume_id uuid,
  snapshot_id uuid,
  backend text not null references backend (name),
  host text not null,
  incarnation uuid not null references node (id),
  mode text not null check (mode in ('ro', 'rw')),
  state text not null check (state in ('attaching', 'attached', 'detaching', 'detached')),
  created_at timestamptz not null default now(),
  attached_at timestamptz,
  detached_at timestamptz,
  constraint one_source check (num_nonnulls(volume_id, snapshot_id) = 1),
  constraint snapshot_read_only check (snapshot_id is null or mode = 'ro'),
  constraint attached_has_time check (state <> 'attached' or attached_at is not null),
  constraint detached_has_time check ((state = 'detached') = (detached_at is not null))
);
create unique index attachment_one_writer on attachment (volume_id) where mode = 'rw' and state <> 'detached';
create index attachment_live on attachment (incarnation) where detached_at is null;
create index attachment_task on attachment (task_id);
create index attachment_volume on attachment (volume_id) where detached_at is null;
comment on table attachment is 'Connections of an incarnation to a volume or snapshot; the row is there before the connection, so that cleanup can find it.';
comment on column attachment.volume_id is 'Also a temporary volume, hence no foreign key.';
comment on column attachment.snapshot_id is 'Also a temporary snapshot, hence no foreign key.';

create table backup_segment (
  backup_id uuid not null references backup (id),
  ordinal bigint not null check (ordinal >= 0),
  segment_id bytea not null,
  data_bytes bigint not null check (data_bytes >= 0),
  read_bytes bigint not null check (read_bytes >= 0),
  stored_bytes bigint not null check (stored_bytes >= 0),
  primary key (backup_id, ordinal)
);
comment on table backup_segment is 'Segments that a backup in the making has recorded: where it goes on after an interruption, and what reclaiming must leave alone until the manifest is there.';
comment on column backup_segment.data_bytes is 'Of it that are not zeros.';
comment on column backup_segment.stored_bytes is 'Newly stored for it.';

create table pack (
  number bigint generated always as identity primary key,
  id uuid not null unique,
  repository_number int not null references repository (number),
  kind text not null check (kind in ('data', 'meta')),
  state text not null default 'live' check (state in ('live', 'tombstoned', 'deleting', 'gone')),
  tombstone bigint not null default 0 check (tombstone >= 0),
  size_bytes bigint not null check (size_bytes >= 0),
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  constraint tombstoned_was_counted check (state = 'live' or tombstone > 0)
);
create index pack_repository on pack (repository_number, state, number) include (size_bytes);
comment on table pack is 'Objects of a repository that hold frames. live → tombstoned → deleting → gone; a reference brings a tombstoned pack back to live, deleting is the point of no return.';
comment on column pack.number is 'Stands for the id in chunk, whose rows must be narrow.';
comment on column pack.tombstone is 'Counts how often it was tombstoned, so that a mark never acts on a tombstone younger than itself.';
comment on column pack.changed_at is 'When the state last changed.';

-- Columns in the order that wastes no padding: a hundred million rows are to stay quick.
create table chunk (
  pack_number bigint not null references pack (number),
  repository_number int not null,
  offset_bytes int not null check (offset_bytes >= 0),
  stored_bytes int not null check (stored_bytes > 0),
  plain_bytes int not null check (plain_bytes >= 0),
  id bytea not null,
  primary key (repository_number, id, pack_number)
);
create index chunk_pack on chunk (pack_number);
comment on table chunk is 'Where each chunk and segment lies, every place of it. Can be rebuilt from the repository alone.';
comment on column chunk.id is 'Chunk or segment id as the engine makes it.';
comment on column chunk.stored_bytes is 'Of the whole frame.';
comment on column chunk.plain_bytes is 'Of the content when opened.';

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  project_id uuid,
  outcome text not null check (outcome in ('accepted', 'refused', 'succeeded', 'failed', 'cancelled')),
  detail jsonb not null default '{}'
);
create index audit_at on audit (at);
create index audit_subject on audit (subject_kind, subject_id, at);
create index audit_project on audit (project_id, at);
comment on table audit is 'Who did what, to what, and how it ended. Only ever added to.';
comment on column audit.project_id is 'No foreign key: what was done outlives the project.';

create table tbl_addrs (
  hostname varchar(1024),
  port int
);
comment on table tbl_addrs is 'Where the grid''s members find each other. Name and columns are those that Ignite''s JDBC discovery asks for.';
