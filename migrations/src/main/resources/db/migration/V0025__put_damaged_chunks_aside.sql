-- Places of chunks that were found damaged: looked at again before anything is given up for lost, as a disk may have been mended.

create table damaged_chunk (like chunk including indexes including comments);
alter table damaged_chunk add foreign key (pack_number) references pack (number);
comment on table damaged_chunk is 'Places that left the index of chunks because they were damaged there, until they are intact again or their pack is gone.';
