-- The products that have brought the most up to the day, by net revenue; equal ones by their id.
-- A product without an id goes by its name. Where a product was written with several names
-- that of most lines stands, of equally many the greatest. Orders and buyers are those to whom it was sold,
-- anonymous orders count among the orders.
-- grain: position
-- reads: purchase_lines
-- param: as_of DATE
-- param: top INTEGER
with
lines as (
    select
        coalesce(product_id, product) as product_id,
        product,
        source,
        order_id,
        purchased_on,
        customer_id,
        quantity,
        amount
    from purchase_lines
    where purchased_on <= cast($as_of as date) and coalesce(product_id, product) is not null
),
totals as (
    select
        product_id,
        sum(quantity) as quantity,
        sum(amount) as revenue,
        coalesce(sum(amount) filter (where amount < 0), 0) as returns
    from lines
    group by product_id
),
placed as (
    select *, row_number() over (order by revenue desc, product_id) as position
    from totals
),
best as (
    select * from placed where position <= cast($top as integer)
),
sold as (
    select lines.*
    from lines
    where lines.amount > 0 and lines.product_id in (select product_id from best)
),
sold_orders as (
    select product_id, count(*) as orders
    from (select distinct product_id, source, order_id, purchased_on from sold) as product_order
    group by product_id
),
sold_buyers as (
    select product_id, count(*) as buyers
    from (select distinct product_id, customer_id from sold where customer_id is not null) as product_buyer
    group by product_id
),
names as (
    select product_id, max_by(product, row(lines, product)) as product
    from (
        select product_id, product, count(*) as lines
        from lines
        where product is not null and product_id in (select product_id from best)
        group by product_id, product
    ) as product_name
    group by product_id
)
select
    cast(best.position as integer) as position,
    cast(best.product_id as varchar) as product_id,
    cast(coalesce(names.product, best.product_id) as varchar) as product,
    cast(best.quantity as decimal(18, 3)) as quantity,
    cast(best.revenue as decimal(18, 2)) as revenue,
    cast(best.returns as decimal(18, 2)) as returns,
    cast(coalesce(sold_orders.orders, 0) as bigint) as orders,
    cast(coalesce(sold_buyers.buyers, 0) as bigint) as buyers
from best
left join names on best.product_id = names.product_id
left join sold_orders on best.product_id = sold_orders.product_id
left join sold_buyers on best.product_id = sold_buyers.product_id
order by position
