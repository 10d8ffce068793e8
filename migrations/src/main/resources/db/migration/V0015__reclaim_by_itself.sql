-- Space is reclaimed without anybody asking for it.

insert into setting (key, value) values ('reclaim.every', 'P1D');
insert into chore (name) values ('reclaim-space');
