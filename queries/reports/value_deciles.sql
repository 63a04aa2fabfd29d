-- Customers with a purchase in ten groups by net revenue, decile 1 the best tenth. A customer's
-- decile is by the share of customers who are strictly better, so equal customers are in the same
-- one; where many are equal, or few there are, a decile can be empty and stands with 0.
-- grain: decile
-- reads: orders
-- param: as_of DATE
with
histories as (
    select
        customer_id,
        count(*) filter (where is_purchase) as orders,
        sum(amount) as revenue
    from orders
    where ordered_on <= cast($as_of as date) and customer_id is not null
    group by customer_id
),
ranked as (
    select
        orders,
        revenue,
        rank() over (order by revenue desc) as place,
        count(*) over () as customers
    from histories
    where orders > 0
),
tenths as (
    select cast(span.decile as bigint) as decile
    from unnest(sequence(1, 10, 1)) as span (decile)
),
totals as (
    -- The decile is 1 + floor(10 · better / customers); compared, not divided.
    select
        tenths.decile,
        count(ranked.place) as customers,
        sum(ranked.orders) as orders,
        sum(ranked.revenue) as revenue
    from tenths
    left join ranked
        on 10 * (ranked.place - 1) >= (tenths.decile - 1) * ranked.customers
        and 10 * (ranked.place - 1) < tenths.decile * ranked.customers
    group by tenths.decile
)
select
    cast(decile as integer) as decile,
    cast(customers as bigint) as customers,
    cast(coalesce(orders, 0) as bigint) as orders,
    cast(coalesce(revenue, 0) as decimal(18, 2)) as revenue,
    cast(money_per(revenue, customers) as decimal(18, 2)) as average_revenue
from totals
order by decile
