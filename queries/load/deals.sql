-- The rows of one file as deals, each with what is wrong with it.
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
        try_cast(parse_number(raw.amount, $decimal_mark) as decimal(18, 4)) as parsed_amount,
        try_cast(parse_number(raw.probability, $decimal_mark) as decimal(5, 2)) as parsed_probability,
        parse_timestamp(raw.created_at, $day_order, $zone) as parsed_created_at,
        parse_timestamp(raw.closed_at, $day_order, $zone) as parsed_closed_at,
        parse_timestamp(raw.expected_close_at, $day_order, $zone) as parsed_expected_close_at
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
                problem_number('amount', amount, parsed_amount, $decimal_mark),
                problem_number('probability', probability, parsed_probability, $decimal_mark),
                problem_unread('created_at', created_at, parsed_created_at, 'is no date'),
                problem_unread('closed_at', closed_at, parsed_closed_at, 'is no date'),
                problem_unread('expected_close_at', expected_close_at, parsed_expected_close_at, 'is no date')
            ], lambda problem: problem is not null)
        end as problems
    from parsed
)
select
    cast(deal_id as varchar) as deal_id,
    cast(deal as varchar) as deal,
    cast(customer as varchar) as customer,
    cast(pipeline as varchar) as pipeline,
    cast(stage as varchar) as stage,
    cast(status as varchar) as status,
    cast(parsed_amount as decimal(18, 4)) as amount,
    cast(upper(currency) as varchar) as currency,
    cast(parsed_probability as decimal(5, 2)) as probability,
    cast(owner as varchar) as owner,
    cast(entered_by as varchar) as entered_by,
    cast(parsed_created_at as timestamp) as created_at,
    cast(parsed_closed_at as timestamp) as closed_at,
    cast(parsed_expected_close_at as timestamp) as expected_close_at,
    cast(lost_reason as varchar) as lost_reason,
    cast($source as varchar) as source,
    cast($source_file as varchar) as source_file,
    cast(source_row as bigint) as source_row,
    cast(null as varchar) as excluded,
    problems,
    cast(case when len(problems) = 0 then 'all' end as varchar) as partition_month,
    cast(null as timestamp) as row_at,
    cast(parsed_amount as decimal(18, 4)) as row_amount
from judged
