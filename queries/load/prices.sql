-- The rows of one file as competitors' prices, each with what is wrong with it.
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
        parse_timestamp(raw.seen_at, $day_order, $zone) as parsed_seen_at,
        try_cast(parse_number(raw.price, $decimal_mark) as decimal(18, 4)) as parsed_price
    from raw
),
judged as (
    select
        parsed.*,
        case
            when reader_problem is not null
                then [{'column_name': '', 'value': coalesce(reader_value, ''), 'reason': reader_problem}]
            else list_filter([
                problem_empty('product_id', product_id),
                problem_empty('competitor', competitor),
                problem_empty('seen_at', seen_at),
                problem_unread('seen_at', seen_at, parsed_seen_at, 'is no date'),
                problem_empty('price', price),
                problem_number('price', price, parsed_price, $decimal_mark)
            ], lambda problem: problem is not null)
        end as problems
    from parsed
)
select
    cast(product_id as varchar) as product_id,
    cast(competitor as varchar) as competitor,
    cast(parsed_seen_at as timestamp) as seen_at,
    cast(parsed_price as decimal(18, 4)) as price,
    cast(upper(currency) as varchar) as currency,
    cast($source as varchar) as source,
    cast($source_file as varchar) as source_file,
    cast(source_row as bigint) as source_row,
    cast(null as varchar) as excluded,
    problems,
    cast(case when len(problems) = 0 then strftime(parsed_seen_at, '%Y-%m') end as varchar) as partition_month,
    cast(parsed_seen_at as timestamp) as row_at,
    cast(null as decimal(18, 4)) as row_amount
from judged
