-- The rows of one file as values of series, each with what is wrong with it. A time that is a
-- short whole number counts (step); any other one is a date (at_day).
-- grain: source_row
-- reads: raw
-- param: source VARCHAR
-- param: source_file VARCHAR
-- param: day_order VARCHAR
-- param: decimal_mark VARCHAR
-- param: zone VARCHAR
with
parsed as (
    select
        raw.*,
        case when regexp_full_match(raw."at", '-?\d{1,7}') then cast(raw."at" as bigint) end as parsed_step,
        case when not regexp_full_match(raw."at", '-?\d{1,7}') then cast(parse_timestamp(raw."at", $day_order, $zone) as date) end as parsed_day,
        try_cast(parse_number(raw.value, $decimal_mark) as double) as parsed_value
    from raw
),
judged as (
    select
        parsed.*,
        case
            when reader_problem is not null
                then [{'column_name': '', 'value': coalesce(reader_value, ''), 'reason': reader_problem}]
            else list_filter([
                problem_empty('series', series),
                problem_empty('at', "at"),
                problem_empty('value', value),
                problem_unread('at', "at", coalesce(cast(parsed_step as varchar), cast(parsed_day as varchar)), 'is neither a date nor a whole number'),
                problem_number('value', value, parsed_value, $decimal_mark)
            ], lambda problem: problem is not null)
        end as problems
    from parsed
)
select
    cast(series as varchar) as series,
    cast(parsed_step as bigint) as step,
    cast(parsed_day as date) as at_day,
    cast(parsed_value as double) as value,
    cast($source as varchar) as source,
    cast($source_file as varchar) as source_file,
    cast(source_row as bigint) as source_row,
    cast(null as varchar) as excluded,
    problems,
    cast(null as varchar) as partition_month,
    cast(null as timestamp) as row_at,
    cast(null as decimal(18, 4)) as row_amount
from judged
