{# Post-hook, in the model's own transaction: nobody ever sees a relation without its wall. Tables: row level security by company. Views:
   with their reader's rights, so the walls of what they read apply; one that reads private relations sets meta.wall to `own` and keeps
   companies apart itself. meta.shared: rows without company are everybody's. #}
{% macro build_wall() %}
    {%- set meta = config.get('meta') or {} -%}
    {%- if config.get('materialized') == 'view' -%}
        alter view {{ this }} set ({{ 'security_barrier' if meta.get('wall') == 'own' else 'security_invoker' }} = true);
    {%- else -%}
        do $wall$
        begin
            if not exists (select from pg_catalog.pg_policy where polrelid = '{{ this }}'::regclass and polname = 'companies') then
                alter table {{ this }} enable row level security;
                create policy companies on {{ this }} for select using (
                    (select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
                    or company_id in (select r.company_id from scout.companies_in_reach r)
                    {%- if meta.get('shared') %} or company_id is null{% endif %});
            end if;
        end;
        $wall$;
    {%- endif %}
    grant select on {{ this }} to service_role, {{ var('readers') | join(', ') }}
{% endmacro %}

{# The day that it is now in a row's company. #}
{% macro today(time_zone) %}(now() at time zone {{ time_zone }})::date{% endmacro %}

{# The condition of a relation that keeps companies apart itself. #}
{% macro in_reach(column) -%}
    ((select pg_catalog.pg_has_role(current_user, 'service_role', 'usage'))
     or {{ column }} in (select r.company_id from scout.companies_in_reach r))
{%- endmacro %}
