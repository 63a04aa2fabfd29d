-- The rows of one file as events, each with what is wrong with it.
-- grain: source_row
-- reads: raw
-- param: source VARCHAR
-- param: source_file VARCHAR
-- param: day_order VARCHAR
-- param: zone VARCHAR
with
moments as (
    -- A file has far fewer moments than events, and reading them is the dearest part.
    select written, parse_timestamp(written, $day_order, $zone) as parsed_event_at
    from (select distinct event_at as written from raw where event_at is not null) as distinct_moment
),
parsed as (
    select
        raw.*,
        moments.parsed_event_at
    from raw
    left join moments on raw.event_at = moments.written
),
judged as (
    select
        parsed.*,
        case
            when reader_problem is not null
                then [{'column_name': '', 'value': coalesce(reader_value, ''), 'reason': reader_problem}]
            else list_filter([
                problem_empty('event_id', event_id),
                problem_empty('event_type', event_type),
                problem_empty('event_at', event_at),
                problem_unread('event_at', event_at, parsed_event_at, 'is no date')
            ], lambda problem: problem is not null)
        end as problems
    from parsed
)
select
    cast(event_id as varchar) as event_id,
    cast(customer as varchar) as customer,
    cast(event_type as varchar) as event_type,
    cast(parsed_event_at as timestamp) as event_at,
    cast(subject as varchar) as subject,
    cast(owner as varchar) as owner,
    cast(entered_by as varchar) as entered_by,
    cast(status as varchar) as status,
    cast(campaign_id as varchar) as campaign_id,
    cast($source as varchar) as source,
    cast($source_file as varchar) as source_file,
    cast(source_row as bigint) as source_row,
    cast(null as varchar) as excluded,
    problems,
    cast(case when len(problems) = 0 then strftime(parsed_event_at, '%Y-%m') end as varchar) as partition_month,
    cast(parsed_event_at as timestamp) as row_at,
    cast(null as decimal(18, 4)) as row_amount
from judged
