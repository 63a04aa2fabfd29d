-- The business in one row up to the day: money, orders, buyers, what was sold without a name.
-- Revenue is net of returns; orders are purchases; buyers are customers with a purchase; the
-- average order is revenue by order.
-- grain: one row
-- reads: orders, purchase_lines
-- param: as_of DATE
with
until as (
    select *
    from orders
    where ordered_on <= cast($as_of as date)
),
totals as (
    select
        min(ordered_on) as first_on,
        max(ordered_on) as last_on,
        coalesce(sum(amount), 0) as revenue,
        coalesce(sum(sales), 0) as sales,
        coalesce(sum(returns), 0) as returns,
        count(*) filter (where is_purchase) as orders,
        coalesce(sum(lines), 0) as lines,
        coalesce(sum(lines) filter (where customer_id is null), 0) as anonymous_lines,
        coalesce(sum(amount) filter (where customer_id is null), 0) as anonymous_revenue
    from until
),
buyers as (
    select count(*) as buyers
    from (select distinct customer_id from until where is_purchase and customer_id is not null) as buyer
),
products as (
    select count(*) as products
    from (
        select distinct coalesce(product_id, product) as product_id
        from purchase_lines
        where purchased_on <= cast($as_of as date) and coalesce(product_id, product) is not null
    ) as product
)
select
    cast($as_of as date) as as_of,
    cast(totals.first_on as date) as first_on,
    cast(totals.last_on as date) as last_on,
    cast(totals.revenue as decimal(18, 2)) as revenue,
    cast(totals.sales as decimal(18, 2)) as sales,
    cast(totals.returns as decimal(18, 2)) as returns,
    cast(totals.orders as bigint) as orders,
    cast(buyers.buyers as bigint) as buyers,
    cast(totals.lines as bigint) as lines,
    cast(totals.anonymous_lines as bigint) as anonymous_lines,
    cast(totals.anonymous_revenue as decimal(18, 2)) as anonymous_revenue,
    cast(money_per(totals.revenue, totals.orders) as decimal(18, 2)) as average_order,
    cast(products.products as bigint) as products
from totals
cross join buyers
cross join products
order by as_of
