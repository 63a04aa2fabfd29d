-- What was sold up to the day on lines whose cost is known, returns off, and what those lines cost,
-- by customer; sales is what was sold in all, so that one sees how much of it the cost is known of.
-- use: asked
-- grain: customer_id
-- reads: purchase_lines
-- param: as_of DATE
select
    cast(customer_id as varchar) as customer_id,
    cast(coalesce(sum(amount), 0) as decimal(18, 2)) as sales,
    cast(coalesce(sum(amount) filter (where cost is not null), 0) as decimal(18, 2)) as costed_sales,
    cast(coalesce(sum(cost), 0) as decimal(18, 2)) as cost
from purchase_lines
where customer_id is not null and purchased_on <= cast($as_of as date)
group by customer_id
order by customer_id
