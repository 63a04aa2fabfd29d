-- The rows of one file as planned figures, each with what is wrong with it.
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
        parse_timestamp(raw.month, $day_order, $zone) as parsed_month,
        try_cast(parse_number(raw.target, $decimal_mark) as decimal(18, 4)) as parsed_target
    from raw
),
judged as (
    select
        parsed.*,
        case
            when reader_problem is not null
                then [{'column_name': '', 'value': coalesce(reader_value, ''), 'reason': reader_problem}]
            else list_filter([
                problem_empty('metric', metric),
                problem_empty('month', month),
                problem_unread('month', month, parsed_month, 'is no date'),
                problem_empty('target', target),
                problem_number('target', target, parsed_target, $decimal_mark)
            ], lambda problem: problem is not null)
        end as problems
    from parsed
)
select
    cast(metric as varchar) as metric,
    cast(parsed_month as timestamp) as month,
    cast(scope as varchar) as scope,
    cast(scope_value as varchar) as scope_value,
    cast(parsed_target as decimal(18, 4)) as target,
    cast(upper(currency) as varchar) as currency,
    cast($source as varchar) as source,
    cast($source_file as varchar) as source_file,
    cast(source_row as bigint) as source_row,
    cast(null as varchar) as excluded,
    problems,
    cast(case when len(problems) = 0 then 'all' end as varchar) as partition_month,
    cast(null as timestamp) as row_at,
    cast(null as decimal(18, 4)) as row_amount
from judged
