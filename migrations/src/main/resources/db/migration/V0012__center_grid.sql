-- Where a grid that was split comes together again.

create table grid_center (
  grid text primary key,
  console uuid not null,
  until timestamptz not null
);
comment on table grid_center is 'The console that the others of the grid join when they are apart from it, though each half has a console. Decides nothing else.';
comment on column grid_center.grid is 'As in grid_identity.';
comment on column grid_center.console is 'The incarnation of one start of a console, which renews the row every few seconds.';
comment on column grid_center.until is 'When any console may take its place.';
