-- The rows of one file as members of campaigns, each with what is wrong with it.
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
        parse_boolean(raw.held_out) as parsed_held_out,
        parse_timestamp(raw.touched_at, $day_order, $zone) as parsed_touched_at
    from raw
),
judged as (
    select
        parsed.*,
        case
            when reader_problem is not null
                then [{'column_name': '', 'value': coalesce(reader_value, ''), 'reason': reader_problem}]
            else list_filter([
                problem_empty('campaign_id', campaign_id),
                problem_empty('customer', customer),
                problem_unread('held_out', held_out, parsed_held_out, 'is neither yes nor no'),
                problem_unread('touched_at', touched_at, parsed_touched_at, 'is no date')
            ], lambda problem: problem is not null)
        end as problems
    from parsed
)
select
    cast(campaign_id as varchar) as campaign_id,
    cast(customer as varchar) as customer,
    cast(parsed_held_out as boolean) as held_out,
    cast(parsed_touched_at as timestamp) as touched_at,
    cast($source as varchar) as source,
    cast($source_file as varchar) as source_file,
    cast(source_row as bigint) as source_row,
    cast(null as varchar) as excluded,
    problems,
    cast(case when len(problems) = 0 then 'all' end as varchar) as partition_month,
    cast(null as timestamp) as row_at,
    cast(null as decimal(18, 4)) as row_amount
from judged
