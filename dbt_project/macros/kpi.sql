{#- What the marts share: the tenant's day, who counts, the open choices. Documented in _kpi_macros.yml. -#}

{% macro local_day(instant, timezone) -%}
    case
        when {{ instant }} >= '0001-01-02 00:00:00+00' and {{ instant }} < '9999-12-31 00:00:00+00'
            then ({{ instant }} at time zone coalesce({{ timezone }}, 'UTC'))::date
    end
{%- endmacro %}


{% macro written_day(instant) -%}
    case
        when {{ instant }} >= '0001-01-01 00:00:00+00' and {{ instant }} <= '9999-12-31 23:59:59+00'
            then ({{ instant }} at time zone 'UTC')::date
    end
{%- endmacro %}


{% macro stamped_day(instant, timezone) -%}
    case
        when extract(epoch from {{ instant }}) % 86400 = 0 then {{ servicetitan.written_day(instant) }}
        else {{ servicetitan.local_day(instant, timezone) }}
    end
{%- endmacro %}


{% macro is_live(record) -%}
    {%- set left_out = servicetitan.kpi_ids('kpi_exclude_customer_ids') -%}
    {{ record }}.active and {{ record }}.deleted_at is null
    {%- if left_out %}
    and ({{ record }}.customer_id is null or {{ record }}.customer_id not in ({{ left_out | join(', ') }}))
    {%- endif %}
{%- endmacro %}


{% macro kpi_choice(name, allowed) -%}
    {%- set value = var(name) -%}
    {%- if value not in allowed -%}
        {%- do exceptions.raise_compiler_error(
            'the variable ' ~ name ~ ' is ' ~ tojson(value) ~ '. Use one of: ' ~ allowed | join(', ') ~ '.'
        ) -%}
    {%- endif -%}
    {{ return(value) }}
{%- endmacro %}


{% macro kpi_ids(name) -%}
    {%- set ids = [] -%}
    {%- for value in var(name) -%}
        {%- if value is not integer -%}
            {%- do exceptions.raise_compiler_error(
                'the variable ' ~ name ~ ' lists ' ~ tojson(value) ~ ', which is no id. Use whole numbers.'
            ) -%}
        {%- endif -%}
        {%- do ids.append(value) -%}
    {%- endfor -%}
    {{ return(ids) }}
{%- endmacro %}


{% macro kpi_days(name) -%}
    {%- set value = var(name) -%}
    {%- if value is not none and value is not integer -%}
        {%- do exceptions.raise_compiler_error(
            'the variable ' ~ name ~ ' is ' ~ tojson(value) ~ '. Use a whole number, or null.'
        ) -%}
    {%- endif -%}
    {{ return(value) }}
{%- endmacro %}


{% macro kpi_required_days(name) -%}
    {%- set value = servicetitan.kpi_days(name) -%}
    {%- if value is none or value < 0 -%}
        {%- do exceptions.raise_compiler_error(
            'the variable ' ~ name ~ ' is ' ~ tojson(value) ~ '. Use a number of days.'
        ) -%}
    {%- endif -%}
    {{ return(value) }}
{%- endmacro %}


{% macro id_or_null(id) -%}
    nullif({{ id }}, 0)
{%- endmacro %}


{% macro invoice_kind(invoice) -%}
    {#- An adjustment of a job's invoice names the job too: it is an adjustment first. -#}
    case
        when {{ servicetitan.id_or_null(invoice ~ '.adjustment_to_id') }} is not null then 'adjustment'
        when {{ servicetitan.id_or_null(invoice ~ '.job_id') }} is not null then 'job'
        else 'non_job'
    end
{%- endmacro %}


{% macro is_tech_lead(job) -%}
    coalesce(
        {{ servicetitan.id_or_null(servicetitan.json_id(job ~ ".job_generated_lead_source -> 'jobId'")) }},
        {{ servicetitan.lead_set_by(job) }}
    ) is not null
{%- endmacro %}


{% macro lead_set_by(job) -%}
    {{ servicetitan.id_or_null(servicetitan.json_id(job ~ ".job_generated_lead_source -> 'employeeId'")) }}
{%- endmacro %}


{% macro is_income(account) -%}
    {%- set types = [] -%}
    {%- for type in var('kpi_income_gl_types') -%}
        {%- do types.append("'" ~ type | lower | replace("'", "''") ~ "'") -%}
    {%- endfor -%}
    case
        when coalesce(jsonb_typeof({{ account }}), 'null') = 'null'
            then {{ servicetitan.kpi_choice('kpi_item_without_gl_is_income', [true, false]) | lower }}
        else
            jsonb_typeof({{ account }} -> 'type') is not distinct from 'string'
            and lower({{ account }} ->> 'type') in ({{ types | join(', ') or 'null' }})
    end
{%- endmacro %}


{% macro json_instant(value) -%}
    {#- Shaped like a time and a day of its month: the cast cannot fail then. Postgres would round a
        seventh digit up. -#}
    {%- set text = "(" ~ value ~ " #>> '{}')" -%}
    case
        when
            jsonb_typeof({{ value }}) = 'string'
            and {{ text }} ~ (
                '^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?'
                || '(Z|[+-](0\d|1[0-4]):?[0-5]\d)?$'
            )
            then
                case
                    when
                        substr({{ text }}, 9, 2)::int <= extract(
                            day from (left({{ text }}, 7) || '-01')::date + interval '1 month - 1 day'
                        )
                        then (
                            regexp_replace({{ text }}, '(\.\d{6})\d+', '\1')
                            || case when {{ text }} ~ '(Z|[+-]\d\d:?\d\d)$' then '' else 'Z' end
                        )::timestamptz
                end
    end
{%- endmacro %}


{% macro json_seconds(value) -%}
    {#- hh:mm:ss, with days before and a fraction behind where there are any. -#}
    {%- set text = "(" ~ value ~ " #>> '{}')" -%}
    case
        when jsonb_typeof({{ value }}) = 'string' and {{ text }} ~ '^(\d{1,5}\.)?\d{1,2}:[0-5]\d:[0-5]\d(\.\d+)?$'
            then
                coalesce(substring({{ text }} from '^(\d+)\.\d+:')::bigint, 0) * 86400
                + substring({{ text }} from '(\d+):\d+:\d+')::bigint * 3600
                + substring({{ text }} from ':(\d+):')::bigint * 60
                + substring({{ text }} from ':\d+:(\d+)')::bigint
    end
{%- endmacro %}


{% macro seconds_between(earlier, later) -%}
    case when {{ later }} >= {{ earlier }} then extract(epoch from {{ later }} - {{ earlier }}) end
{%- endmacro %}


{% macro hours_of(ranges) -%}
    (
        select coalesce(sum(extract(epoch from upper(part) - lower(part))), 0) / 3600
        from unnest({{ ranges }}) as parts (part)
    )
{%- endmacro %}


{% macro sum_of(kpi) -%}
    coalesce(sum(value) filter (where kpi = '{{ kpi }}'), 0)
{%- endmacro %}


{% macro count_of(kpi) -%}
    count(*) filter (where kpi = '{{ kpi }}')
{%- endmacro %}


{% macro first_weekday() -%}
    {#- 1 for Monday to 7 for Sunday, as Postgres counts them. -#}
    {%- set weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] -%}
    {{ return(weekdays.index(servicetitan.kpi_choice('kpi_week_start', weekdays)) + 1) }}
{%- endmacro %}
