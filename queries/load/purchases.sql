-- The lines of one file as purchases, each with what is wrong with it. A line of a document
-- that is a return is negative whatever its sign was; a line without an amount is worth
-- quantity × price; where the file has no order numbers, what one customer bought at one moment
-- is one order.
-- grain: source_row
-- reads: raw, load_words
-- param: source VARCHAR
-- param: source_file VARCHAR
-- param: day_order VARCHAR
-- param: decimal_mark VARCHAR
-- param: zone VARCHAR
-- param: derive_order BOOLEAN
with
orders as (
    select
        source_row as ordered_row,
        case
            when not $derive_order then order_id
            when customer is null then concat('row ', source_row)
            else concat(customer, ' @ ', purchased_at)
        end as found_order
    from raw
),
places as (
    -- Apart from the rest, since a window carries all columns that stand beside it.
    select ordered_row, found_order, row_number() over (partition by found_order order by ordered_row) as place
    from orders
),
moments as (
    -- A file has far fewer moments than lines; the shapes of dates and the rules of time zones cost
    -- more than all the rest.
    select written, parse_timestamp(written, $day_order, $zone) as parsed_at
    from (select distinct purchased_at as written from raw where purchased_at is not null) as distinct_moment
),
parsed as (
    select
        raw.* replace (places.found_order as order_id),
        moments.parsed_at,
        places.place,
        try_cast(parse_number(raw.line, $decimal_mark) as decimal(18, 3)) as exact_line,
        -- More digits than are stored, so that an amount is rounded once.
        try_cast(parse_number(raw.quantity, $decimal_mark) as decimal(18, 6)) as exact_quantity,
        try_cast(parse_number(raw.price, $decimal_mark) as decimal(18, 6)) as exact_price,
        try_cast(parse_number(raw.amount, $decimal_mark) as decimal(18, 4)) as parsed_amount,
        try_cast(parse_number(raw.cost, $decimal_mark) as decimal(18, 4)) as parsed_cost,
        coalesce(returned.word is not null, false) as is_return,
        case
            when article.word is not null or named.word is not null then 'article'
            when state.word is not null then 'status'
        end as excluded
    from raw
    inner join places on raw.source_row = places.ordered_row
    left join moments on raw.purchased_at = moments.written
    left join load_words as returned on returned.role = 'return' and returned.word = lower(raw.document_type)
    left join load_words as article on article.role = 'exclude product' and article.word = lower(raw.product_id)
    left join load_words as named on named.role = 'exclude product' and named.word = lower(raw.product)
    left join load_words as state on state.role = 'exclude status' and state.word = lower(raw.status)
),
valued as (
    select
        parsed.*,
        case when exact_line = floor(exact_line) then try_cast(exact_line as integer) end as parsed_line,
        try_cast(exact_quantity as decimal(18, 3)) as parsed_quantity,
        try_cast(exact_price as decimal(18, 4)) as parsed_price,
        case
            when amount is not null then parsed_amount
            -- The engine multiplies decimals of 18 digits in 64 bits and breaks off where these
            -- overflow; in 128 bits it is slow.
            when abs(cast(exact_quantity as double) * cast(exact_price as double)) < 999999
                then cast(exact_quantity * exact_price as decimal(18, 4))
            else try_cast(cast(exact_quantity as decimal(19, 6)) * cast(exact_price as decimal(19, 6)) as decimal(18, 4))
        end as value
    from parsed
),
judged as (
    select
        valued.*,
        case
            when reader_problem is not null
                then [{'column_name': '', 'value': coalesce(reader_value, ''), 'reason': reader_problem}]
            -- Nearly all rows are sound, and a list of structs is dear.
            when order_id is not null
                and parsed_at is not null
                and value is not null
                and (line is null or parsed_line is not null)
                and (quantity is null or parsed_quantity is not null)
                and (price is null or parsed_price is not null)
                and (cost is null or parsed_cost is not null)
                then cast([] as struct(column_name varchar, value varchar, reason varchar)[])
            else list_filter([
                problem_empty('order_id', order_id),
                problem_empty('purchased_at', purchased_at),
                problem_unread('purchased_at', purchased_at, parsed_at, 'is no date'),
                problem_unread('line', line, parsed_line, 'is no whole number'),
                problem_number('quantity', quantity, parsed_quantity, $decimal_mark),
                problem_number('price', price, parsed_price, $decimal_mark),
                problem_number('amount', amount, parsed_amount, $decimal_mark),
                problem_number('cost', cost, parsed_cost, $decimal_mark),
                case
                    when amount is null and quantity is null then {'column_name': 'quantity', 'value': '', 'reason': 'is empty'}
                    when amount is null and price is null then {'column_name': 'price', 'value': '', 'reason': 'is empty'}
                    when amount is null and value is null and parsed_quantity is not null and parsed_price is not null
                        then {'column_name': 'amount', 'value': concat(shown_number(quantity), ' × ', shown_number(price)), 'reason': 'is too large'}
                end
            ], lambda problem: problem is not null)
        end as problems
    from valued
)
select
    cast(order_id as varchar) as order_id,
    cast(coalesce(parsed_line, place) as integer) as line,
    cast(parsed_at as timestamp) as purchased_at,
    cast(customer as varchar) as customer,
    cast(customer_name as varchar) as customer_name,
    cast(customer_email as varchar) as customer_email,
    cast(customer_phone as varchar) as customer_phone,
    cast(product_id as varchar) as product_id,
    cast(product as varchar) as product,
    cast(product_group as varchar) as product_group,
    cast(case when is_return then -abs(parsed_quantity) else parsed_quantity end as decimal(18, 3)) as quantity,
    cast(parsed_price as decimal(18, 4)) as price,
    cast(case when is_return then -abs(value) else value end as decimal(18, 4)) as amount,
    cast(case when is_return then -abs(parsed_cost) else parsed_cost end as decimal(18, 4)) as cost,
    cast(upper(currency) as varchar) as currency,
    cast(owner as varchar) as owner,
    cast(entered_by as varchar) as entered_by,
    cast(country as varchar) as country,
    cast(city as varchar) as city,
    cast(channel as varchar) as channel,
    cast(status as varchar) as status,
    cast($source as varchar) as source,
    cast($source_file as varchar) as source_file,
    cast(source_row as bigint) as source_row,
    cast(excluded as varchar) as excluded,
    problems,
    cast(case when len(problems) = 0 then strftime(parsed_at, '%Y-%m') end as varchar) as partition_month,
    cast(parsed_at as timestamp) as row_at,
    cast(case when is_return then -abs(value) else value end as decimal(18, 4)) as row_amount
from judged
