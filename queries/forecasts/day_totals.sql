-- What alerts on numbers go by: what each day brought up to the day. Revenue is net of returns;
-- returns are what lines below 0 took off, as an amount above 0. Of buyers a day has those for whom it
-- is the first with a purchase in its month, those for whom it is the first in its week, and those for
-- whom it is the first ever, so that the days of a month, of a week and of any stretch add up to its
-- buyers. Weeks are the sevens of days that end with the day, counted back from it. Margin is amount
-- less cost of the lines whose cost is known; moved says how much there is of it, moved_costed of these
-- lines. Days without any are left out. This is a mart that a job keeps; part_days asks the same of one
-- part, from lines in place of orders, and month_days has what plans need of it, with money in cents.
-- grain: day
-- reads: orders, purchase_lines
-- param: as_of DATE
with
counted as (
    select
        ordered_on,
        month,
        date_diff('day', ordered_on, cast($as_of as date)) - mod(date_diff('day', ordered_on, cast($as_of as date)), 7) as week,
        customer_id,
        amount,
        returns,
        is_purchase
    from orders
    where ordered_on <= cast($as_of as date)
),
money as (
    select
        ordered_on as day,
        sum(amount) as revenue,
        -sum(returns) as returns,
        count(*) filter (where is_purchase) as orders
    from counted
    group by ordered_on
),
buyer_days as (
    select distinct customer_id, ordered_on, month, week
    from counted
    where is_purchase and customer_id is not null
),
ranked as (
    select
        ordered_on,
        row_number() over (partition by customer_id order by ordered_on) as place,
        row_number() over (partition by customer_id, month order by ordered_on) as month_place,
        row_number() over (partition by customer_id, week order by ordered_on) as week_place
    from buyer_days
),
arrivals as (
    select
        ordered_on as day,
        count(*) filter (where month_place = 1) as month_buyers,
        count(*) filter (where week_place = 1) as week_buyers,
        count(*) filter (where place = 1) as new_buyers
    from ranked
    group by ordered_on
),
costs as (
    select
        purchased_on as day,
        sum(amount - cost) as margin,
        sum(abs(amount)) as moved,
        sum(abs(amount)) filter (where cost is not null) as moved_costed
    from purchase_lines
    where purchased_on <= cast($as_of as date)
    group by purchased_on
)
select
    cast(money.day as date) as day,
    cast(money.revenue as decimal(18, 4)) as revenue,
    cast(money.orders as bigint) as orders,
    cast(coalesce(arrivals.month_buyers, 0) as bigint) as month_buyers,
    cast(coalesce(arrivals.week_buyers, 0) as bigint) as week_buyers,
    cast(coalesce(arrivals.new_buyers, 0) as bigint) as new_buyers,
    cast(money.returns as decimal(18, 4)) as returns,
    cast(coalesce(costs.margin, 0) as decimal(18, 4)) as margin,
    cast(coalesce(costs.moved, 0) as decimal(18, 4)) as moved,
    cast(coalesce(costs.moved_costed, 0) as decimal(18, 4)) as moved_costed
from money
left join arrivals on money.day = arrivals.day
left join costs on money.day = costs.day
order by day
