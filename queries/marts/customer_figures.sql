-- What rules of segments ask of customers, as of the day: everybody who is known, whether they bought
-- or not. First and last day and the number of orders are of purchases, the money is of all orders;
-- the average order is NULL for who never bought.
-- use: asked
-- grain: customer_id
-- reads: customers, orders
-- param: as_of DATE
with
totals as (
    select
        customer_id,
        min(ordered_on) filter (where is_purchase) as first_on,
        max(ordered_on) filter (where is_purchase) as last_on,
        count(*) filter (where is_purchase) as orders,
        sum(amount) as revenue,
        sum(amount) filter (where ordered_on > cast($as_of as date) - interval '12' month) as revenue_12m
    from orders
    where ordered_on <= cast($as_of as date) and customer_id is not null
    group by customer_id
)
select
    cast(customers.customer_id as varchar) as customer_id,
    cast(customers.customer as varchar) as customer,
    cast(customers.email as varchar) as email,
    cast(customers.phone as varchar) as phone,
    cast(customers.country as varchar) as country,
    cast(customers.city as varchar) as city,
    cast(customers.owner as varchar) as owner,
    cast(totals.first_on as date) as first_on,
    cast(totals.last_on as date) as last_on,
    cast(date_diff('day', totals.last_on, cast($as_of as date)) as bigint) as recency_days,
    cast(coalesce(totals.orders, 0) as bigint) as orders,
    cast(coalesce(totals.revenue, 0) as decimal(18, 4)) as revenue,
    cast(coalesce(totals.revenue_12m, 0) as decimal(18, 4)) as revenue_12m,
    cast(money_per(totals.revenue, totals.orders) as decimal(18, 2)) as average_order
from customers
left join totals on customers.customer_id = totals.customer_id
