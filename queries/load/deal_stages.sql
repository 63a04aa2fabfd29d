-- The rows of one file as stages of deals, each with what is wrong with it.
-- grain: source_row
-- reads: raw
-- param: source VARCHAR
-- param: source_file VARCHAR
-- param: day_order VARCHAR
-- param: zone VARCHAR
with
parsed as (
    select
        raw.*,
        parse_timestamp(raw.entered_at, $day_order, $zone) as parsed_entered_at,
        parse_timestamp(raw.left_at, $day_order, $zone) as parsed_left_at
    from raw
),
judged as (
    select
        parsed.*,
        case
            when reader_problem is not null
                then [{'column_name': '', 'value': coalesce(reader_value, ''), 'reason': reader_problem}]
            else list_filter([
                problem_empty('deal_id', deal_id),
                problem_empty('stage', stage),
                problem_empty('entered_at', entered_at),
                problem_unread('entered_at', entered_at, parsed_entered_at, 'is no date'),
                problem_unread('left_at', left_at, parsed_left_at, 'is no date')
            ], lambda problem: problem is not null)
        end as problems
    from parsed
)
select
    cast(deal_id as varchar) as deal_id,
    cast(stage as varchar) as stage,
    cast(parsed_entered_at as timestamp) as entered_at,
    cast(parsed_left_at as timestamp) as left_at,
    cast($source as varchar) as source,
    cast($source_file as varchar) as source_file,
    cast(source_row as bigint) as source_row,
    cast(null as varchar) as excluded,
    problems,
    cast(case when len(problems) = 0 then strftime(parsed_entered_at, '%Y-%m') end as varchar) as partition_month,
    cast(parsed_entered_at as timestamp) as row_at,
    cast(null as decimal(18, 4)) as row_amount
from judged
