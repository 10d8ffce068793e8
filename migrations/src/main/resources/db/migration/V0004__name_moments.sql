-- What changed since an earlier backup is asked for by the name of that backup's moment.

alter table backup add column mark uuid;
comment on column backup.mark is 'What the volume service calls the moment that the backup is of: the id of the snapshot that is read, or of a mark set on the volume. An incremental backup asks what changed since its parent''s. Null: everything is read.';
