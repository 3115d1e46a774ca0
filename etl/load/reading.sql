-- The lake, read-only, in a database of this connection's own: queries read its files, and load and set nothing.
attach '{{ star }}' as lake (read_only);
use lake;
set allowed_directories = ['{{ root }}/'];
set enable_external_access = false;
set timezone = 'UTC';
set lock_configuration = true;
