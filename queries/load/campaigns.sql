-- The rows of one file as campaigns, each with what is wrong with it.
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
        parse_timestamp(raw.started_at, $day_order, $zone) as parsed_started_at,
        parse_timestamp(raw.ended_at, $day_order, $zone) as parsed_ended_at,
        try_cast(parse_number(raw.cost, $decimal_mark) as decimal(18, 4)) as parsed_cost
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
                problem_unread('started_at', started_at, parsed_started_at, 'is no date'),
                problem_unread('ended_at', ended_at, parsed_ended_at, 'is no date'),
                problem_number('cost', cost, parsed_cost, $decimal_mark)
            ], lambda problem: problem is not null)
        end as problems
    from parsed
)
select
    cast(campaign_id as varchar) as campaign_id,
    cast(campaign as varchar) as campaign,
    cast(channel as varchar) as channel,
    cast(parsed_started_at as timestamp) as started_at,
    cast(parsed_ended_at as timestamp) as ended_at,
    cast(parsed_cost as decimal(18, 4)) as cost,
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
