-- By what the members of a grid know each other on the network.

create table grid_identity (
  grid text primary key,
  private_key bytea not null,
  certificate bytea not null,
  created_at timestamptz not null default now()
);
comment on table grid_identity is 'The key and certificate that all members show each other, made by the first that joins. Whoever can read this may join. Without the row, the next that joins makes a new one.';
comment on column grid_identity.grid is 'The PostgreSQL cluster''s own identifier and the database in it, so that a copy of the database elsewhere is another grid.';
comment on column grid_identity.private_key is 'PKCS 8. A secret of the grid.';
comment on column grid_identity.certificate is 'X.509, self-signed.';
