create table repository_out_of_reach (
  incarnation uuid not null references node (id) on delete cascade,
  repository_id uuid not null references repository (id) on delete cascade,
  reason text not null,
  found_at timestamptz not null default now(),
  primary key (incarnation, repository_id)
);
create index repository_out_of_reach_repository on repository_out_of_reach (repository_id);
comment on table repository_out_of_reach is 'Workers that could not work in a repository, by their own word. They get no tasks there for a while, so that one without a mount does not fail what others can do.';
