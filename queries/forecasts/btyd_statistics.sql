-- What customer-base models learn from: for every customer with a purchase between the two days,
-- both included, how often and when they bought again. Purchases of one day are one. x counts
-- the days after the first, t_x_days is from the first to the last, age_days from the first to
-- the end. repeat_spend is what came in after the first day, returns off, for each repeat day:
-- an order that was sent back brought nothing. NULL where there was no repeat, or no money left.
-- use: asked
-- grain: customer_id
-- reads: orders
-- param: first DATE
-- param: until DATE
with
days as (
    select
        customer_id,
        ordered_on,
        sum(amount) as amount,
        max(case when is_purchase then 1 else 0 end) = 1 as is_purchase
    from orders
    where
        customer_id is not null
        and ordered_on between cast($first as date) and cast($until as date)
    group by customer_id, ordered_on
),
firsts as (
    select customer_id, min(ordered_on) as first_on
    from days
    where is_purchase
    group by customer_id
),
bases as (
    select
        days.customer_id,
        firsts.first_on,
        max(days.ordered_on) filter (where days.is_purchase) as last_on,
        count(*) filter (where days.is_purchase) - 1 as repeats,
        sum(days.amount) filter (where days.ordered_on > firsts.first_on) as repeat_amount
    from days
    inner join firsts on days.customer_id = firsts.customer_id
    group by days.customer_id, firsts.first_on
)
select
    cast(customer_id as varchar) as customer_id,
    cast(repeats as bigint) as x,
    cast(date_diff('day', first_on, last_on) as bigint) as t_x_days,
    cast(date_diff('day', first_on, cast($until as date)) as bigint) as age_days,
    cast(case when repeat_amount > 0 then repeat_amount end as double) / nullif(repeats, 0) as repeat_spend
from bases
order by customer_id
