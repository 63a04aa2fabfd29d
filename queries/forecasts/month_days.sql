-- What each day brought up to the day, by which the month that has not ended is completed: revenue,
-- returns off, orders, margin of the lines whose cost is known, and the buyers for whom it is the first
-- day with a purchase in its month (so that the days of a month add up to its buyers), or ever. Days
-- without any are left out.
-- grain: day
-- reads: orders, purchase_lines
-- param: as_of DATE
with
counted as (
    select ordered_on, month, customer_id, amount, is_purchase
    from orders
    where ordered_on <= cast($as_of as date)
),
money as (
    select
        ordered_on as day,
        sum(amount) as revenue,
        count(*) filter (where is_purchase) as orders
    from counted
    group by ordered_on
),
arrivals as (
    select customer_id, month, min(ordered_on) as day, min(min(ordered_on)) over (partition by customer_id) as first_on
    from counted
    where is_purchase and customer_id is not null
    group by customer_id, month
),
buyers as (
    select
        day,
        count(*) as buyers,
        count(*) filter (where day = first_on) as new_buyers
    from arrivals
    group by day
),
margins as (
    select purchased_on as day, sum(amount - cost) as margin
    from purchase_lines
    where cost is not null and purchased_on <= cast($as_of as date)
    group by purchased_on
)
select
    cast(money.day as date) as day,
    cast(money.revenue as decimal(18, 2)) as revenue,
    cast(money.orders as bigint) as orders,
    cast(coalesce(buyers.buyers, 0) as bigint) as buyers,
    cast(coalesce(buyers.new_buyers, 0) as bigint) as new_buyers,
    cast(coalesce(margins.margin, 0) as decimal(18, 2)) as margin
from money
left join buyers on money.day = buyers.day
left join margins on money.day = margins.day
order by day
