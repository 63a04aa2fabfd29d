-- What models of months learn from: the complete months up to the day, from the first month with
-- an order, without holes; a month without orders is 0. A buyer is new in the month of their first
-- purchase: in the first months everybody is, since nobody knows who bought before.
-- Margin is amount less cost of the lines whose cost is known; NULL in months in which these are
-- less than nine tenths of what was moved (returns count as much as sales here).
-- A month is a gap, not a month without business, where not a single line stands in it although
-- a month has 20 orders or more on average and later ones have some: an export that is missing.
-- grain: month
-- reads: orders, purchase_lines
-- param: as_of DATE
with
customer_months as (
    select
        month,
        customer_id,
        sum(amount) as revenue,
        count(*) filter (where is_purchase) as orders
    from orders
    where ordered_on <= cast($as_of as date)
    group by month, customer_id
),
first_purchases as (
    select customer_id, min(month) as month
    from customer_months
    where orders > 0 and customer_id is not null
    group by customer_id
),
months as (
    select
        customer_months.month,
        sum(customer_months.revenue) as revenue,
        sum(customer_months.orders) as orders,
        count(*) filter (where customer_months.orders > 0 and customer_months.customer_id is not null) as buyers,
        count(*) filter (where customer_months.orders > 0 and customer_months.month = first_purchases.month) as new_buyers
    from customer_months
    left join first_purchases on customer_months.customer_id = first_purchases.customer_id
    group by customer_months.month
),
costs as (
    select
        month,
        sum(amount) filter (where cost is not null) as costed,
        sum(cost) as cost,
        coalesce(sum(abs(amount)) filter (where cost is not null), 0) as moved_costed,
        sum(abs(amount)) as moved
    from purchase_lines
    where purchased_on <= cast($as_of as date)
    group by month
),
span as (
    select
        min(month) as first_month,
        max(month) as last_month,
        sum(orders) >= 20 * count(*) as is_busy
    from months
),
calendar as (
    select
        cast(step.month as date) as month,
        span.last_month,
        span.is_busy
    from span
    cross join unnest(sequence(span.first_month, cast($as_of as date), interval '1' month)) as step (month)
)
select
    cast(calendar.month as date) as month,
    cast(coalesce(months.revenue, 0) as decimal(18, 2)) as revenue,
    cast(coalesce(months.orders, 0) as bigint) as orders,
    cast(coalesce(months.buyers, 0) as bigint) as buyers,
    cast(coalesce(months.new_buyers, 0) as bigint) as new_buyers,
    cast(case when costs.moved_costed > 0 and 10 * costs.moved_costed >= 9 * costs.moved then costs.costed - costs.cost end as decimal(18, 2)) as margin,
    cast(months.month is null and calendar.is_busy and calendar.month < calendar.last_month as boolean) as gap
from calendar
left join months on calendar.month = months.month
left join costs on calendar.month = costs.month
where calendar.month < date_trunc('month', cast($as_of as date) + interval '1' day)
order by month
