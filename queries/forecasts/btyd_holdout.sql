-- What customers really did after the day until which a model learned: purchase days and what was
-- sold on them, up to the last day, and revenue, which is all money of those days, returns off.
-- Everybody who had bought by then is a row, also with 0; customers who came later are none,
-- since the model could not know them.
-- use: asked
-- grain: customer_id
-- reads: orders
-- param: until DATE
-- param: last DATE
with days as (
    select
        customer_id,
        ordered_on,
        ordered_on > cast($until as date) as held_out,
        max(case when is_purchase then 1 else 0 end) = 1 as is_purchase,
        sum(sales) filter (where is_purchase) as sales,
        sum(amount) as amount
    from orders
    where customer_id is not null and ordered_on <= cast($last as date)
    group by customer_id, ordered_on
)
select
    cast(customer_id as varchar) as customer_id,
    cast(count(*) filter (where held_out and is_purchase) as bigint) as purchases,
    cast(coalesce(sum(sales) filter (where held_out), 0) as decimal(18, 2)) as spend,
    cast(coalesce(sum(amount) filter (where held_out), 0) as decimal(18, 2)) as revenue
from days
group by customer_id
having count(*) filter (where is_purchase and not held_out) > 0
order by customer_id
