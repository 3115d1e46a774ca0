-- How values are written must not depend on whose session it is; the time limit holds for the next statement too.
select set_config('datestyle', 'ISO, MDY', false), set_config('intervalstyle', 'postgres', false),
       set_config('extra_float_digits', '3', false), set_config('timezone', 'UTC', false), set_config('bytea_output', 'hex', false),
       set_config('xmlbinary', 'base64', false), set_config('idle_in_transaction_session_timeout', '0', false)
