-- Open pages say what went wrong as it goes wrong.
create trigger trouble_change after insert on trouble for each row execute function notify_change();
