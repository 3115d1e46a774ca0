-- Queries read the lake's files, and load nothing.
set enable_external_access = false;
set timezone = 'UTC';
set lock_configuration = true;
