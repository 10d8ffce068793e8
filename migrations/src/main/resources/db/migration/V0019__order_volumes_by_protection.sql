-- The first page of volumes by protection: those of each kind in the order of their names, so that a page costs its rows alone.

create index volume_by_name on volume (lower(name), id) where deleted_at is null;
drop index volume_name;
create index volume_failed on volume (lower(name), id) where deleted_at is null and previous_status = 'error_backing-up';
