-- The rows of one file as articles, each with what is wrong with it.
-- grain: source_row
-- reads: raw
-- param: source VARCHAR
-- param: source_file VARCHAR
-- param: decimal_mark VARCHAR
with
parsed as (
    select
        raw.*,
        try_cast(parse_number(raw.price, $decimal_mark) as decimal(18, 4)) as parsed_price,
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
                problem_empty('product_id', product_id),
                problem_number('price', price, parsed_price, $decimal_mark),
                problem_number('cost', cost, parsed_cost, $decimal_mark)
            ], lambda problem: problem is not null)
        end as problems
    from parsed
)
select
    cast(product_id as varchar) as product_id,
    cast(product as varchar) as product,
    cast(product_group as varchar) as product_group,
    cast(parsed_price as decimal(18, 4)) as price,
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
