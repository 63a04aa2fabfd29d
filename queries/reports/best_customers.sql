-- The customers who have brought the most up to the day, by net revenue; equal ones by their id.
-- grain: position
-- reads: customers, orders
-- param: as_of DATE
-- param: top INTEGER
with
histories as (
    select
        customer_id,
        min(ordered_on) filter (where is_purchase) as first_on,
        max(ordered_on) filter (where is_purchase) as last_on,
        count(*) filter (where is_purchase) as orders,
        sum(amount) as revenue,
        sum(returns) as returns
    from orders
    where ordered_on <= cast($as_of as date) and customer_id is not null
    group by customer_id
),
placed as (
    select
        *,
        row_number() over (order by revenue desc, customer_id) as position
    from histories
    where orders > 0
)
select
    cast(placed.position as integer) as position,
    cast(placed.customer_id as varchar) as customer_id,
    cast(coalesce(customers.customer, placed.customer_id) as varchar) as customer,
    cast(customers.country as varchar) as country,
    cast(coalesce(customers.contacts, 0) as bigint) as contacts,
    cast(placed.first_on as date) as first_on,
    cast(placed.last_on as date) as last_on,
    cast(placed.orders as bigint) as orders,
    cast(placed.revenue as decimal(18, 2)) as revenue,
    cast(placed.returns as decimal(18, 2)) as returns,
    cast(money_per(placed.revenue, placed.orders) as decimal(18, 2)) as average_order
from placed
left join customers on placed.customer_id = customers.customer_id
where placed.position <= cast($top as integer)
order by position
