-- Orders, each on each day on which lines of it stand. A line that is booked under an old order
-- number on a later day (a return, a monthly fee under a contract) belongs to its own day, so a
-- month that is over does not change. An order is a purchase where something was sold in it, or
-- given away for nothing in a file that counts no pieces (with pieces, lines worth nothing are
-- mostly corrections of the stock); its sales are its positive lines, its returns and discounts
-- the negative ones.
-- grain: source, order_id, ordered_on
-- reads: purchase_lines
select
    cast(source as varchar) as source,
    cast(order_id as varchar) as order_id,
    cast(min(customer_id) as varchar) as customer_id,
    cast(purchased_on as date) as ordered_on,
    cast(date_trunc('month', purchased_on) as date) as month,
    cast(sum(amount) as decimal(18, 4)) as amount,
    cast(coalesce(sum(amount) filter (where amount > 0), 0) as decimal(18, 4)) as sales,
    cast(coalesce(sum(amount) filter (where amount < 0), 0) as decimal(18, 4)) as returns,
    cast(count(*) as bigint) as lines,
    cast(coalesce(max(amount), 0) > 0 or count(*) filter (where amount = 0 and quantity is null) > 0 as boolean) as is_purchase
from purchase_lines
group by source, order_id, purchased_on
