-- What lay in the repositories and what the grid moved, over time; thinned out with age, so that it stays small for good.

alter table node add column read_bytes bigint not null default 0 check (read_bytes >= 0);
alter table node add column written_bytes bigint not null default 0 check (written_bytes >= 0);
comment on column node.read_bytes is 'Of a worker: what its tasks have read since it began, from volumes and repositories. Only grows, a few seconds behind.';
comment on column node.written_bytes is 'Of a worker: what its tasks have written since it began, to repositories and volumes. Only grows, a few seconds behind.';

create table repository_space (
  repository_id uuid primary key references repository (id) on delete cascade,
  total_bytes bigint check (total_bytes >= 0),
  free_bytes bigint not null check (free_bytes >= 0),
  found_at timestamptz not null default now()
);
comment on table repository_space is 'How much room there is where a repository lies, by the last worker that looked. Not in repository, since a look is no change of it that pages have to follow.';

create function repository_space_trouble() returns trigger language plpgsql as $$
declare
  name text;
begin
  -- A little more must be free before it is well again than when it was not, lest it changes at each look.
  if new.free_bytes * 10 < new.total_bytes then
    select repository.name into name from repository where repository.id = new.repository_id;
    perform begin_trouble('repository-full', new.repository_id::text, 'repository', new.repository_id::text, name,
      jsonb_build_object('free-bytes', new.free_bytes::text, 'total-bytes', new.total_bytes::text));
  elsif new.free_bytes * 8 > new.total_bytes then
    perform end_trouble('repository-full', new.repository_id::text);
  end if;
  return null;
end $$;
create trigger repository_space_trouble after insert or update on repository_space for each row execute function repository_space_trouble();

create table repository_sample (
  repository_id uuid not null references repository (id) on delete cascade,
  at timestamptz not null,
  logical_bytes bigint not null check (logical_bytes >= 0),
  stored_bytes bigint not null check (stored_bytes >= 0),
  free_bytes bigint check (free_bytes >= 0),
  primary key (repository_id, at)
);
create index repository_sample_at on repository_sample (at);
comment on table repository_sample is 'What lay in each repository: every quarter of an hour for two days, then the last of each hour, after two months the last of each day, for three years.';
comment on column repository_sample.at is 'The beginning of a quarter of an hour. Of several consoles the first writes it.';
comment on column repository_sample.logical_bytes is 'Sizes of the volumes whose backups can be restored, each backup counted in full.';
comment on column repository_sample.stored_bytes is 'Of all packs that are not gone.';
comment on column repository_sample.free_bytes is 'Null: no worker had looked for some minutes.';

create table throughput_sample (
  at timestamptz primary key,
  seconds int not null check (seconds > 0),
  read_bytes bigint not null check (read_bytes >= 0),
  written_bytes bigint not null check (written_bytes >= 0),
  total_read_bytes bigint not null,
  total_written_bytes bigint not null
);
comment on table throughput_sample is 'What all workers moved: minute by minute for two days, then hour by hour, for 35 days.';
comment on column throughput_sample.at is 'The end of the interval, at a full minute. Of several consoles the first writes it.';
comment on column throughput_sample.seconds is 'Length of the interval; more than a minute where no console was there.';
comment on column throughput_sample.total_read_bytes is 'Sum of node.read_bytes at the end: what the next interval is reckoned from.';

create function notify_throughput() returns trigger language plpgsql as $$
begin
  perform pg_notify('holdfast_change', 'throughput_sample:' || extract(epoch from new.at)::bigint);
  return null;
end $$;
create trigger throughput_change after insert on throughput_sample for each row
  when (new.seconds < 3600) execute function notify_throughput();
