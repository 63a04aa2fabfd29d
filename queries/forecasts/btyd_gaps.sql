-- How many days lie between one purchase day of a customer and the next, over all customers: how
-- often each number of days occurs. It tells how regularly people buy; whole counts, so that what
-- is summed over them does not depend on the order of rows.
-- use: asked
-- grain: days
-- reads: orders
-- param: first DATE
-- param: until DATE
with
days as (
    select distinct customer_id, ordered_on
    from orders
    where
        is_purchase
        and customer_id is not null
        and ordered_on between cast($first as date) and cast($until as date)
),
gaps as (
    select date_diff('day', lag(ordered_on) over (partition by customer_id order by ordered_on), ordered_on) as days
    from days
)
select
    cast(days as bigint) as days,
    cast(count(*) as bigint) as gaps
from gaps
where days is not null
group by days
order by days
