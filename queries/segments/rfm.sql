-- Recency, frequency and money of every customer with a purchase, their scores and the segment.
-- Recency is days since the last purchase, frequency the number of purchases, monetary the net
-- amount of all orders. A score is by the share of customers who are strictly worse: 5 is at
-- least 80 % of them, 4 is 60 %, and so on. Equal customers therefore share a score whatever
-- their order in the data, and the least that anybody has is always 1: with average ranks a
-- company where 60 % bought once would have no customer with frequency 1.
-- grain: customer_id
-- reads: customers, orders, rfm_cells
-- param: as_of DATE
with
histories as (
    select
        customer_id,
        date_diff('day', max(ordered_on) filter (where is_purchase), cast($as_of as date)) as recency_days,
        count(*) filter (where is_purchase) as frequency,
        sum(amount) as monetary
    from orders
    where ordered_on <= cast($as_of as date) and customer_id is not null
    group by customer_id
),
ranked as (
    select
        *,
        rank() over (order by recency_days desc) as recency_rank,
        rank() over (order by frequency) as frequency_rank,
        rank() over (order by monetary) as monetary_rank,
        count(*) over () as customers
    from histories
    where frequency > 0
),
scored as (
    select
        *,
        quintile(recency_rank, customers) as r,
        quintile(frequency_rank, customers) as f,
        quintile(monetary_rank, customers) as m
    from ranked
)
select
    cast(scored.customer_id as varchar) as customer_id,
    cast(coalesce(customers.customer, scored.customer_id) as varchar) as customer,
    cast(scored.recency_days as bigint) as recency_days,
    cast(scored.frequency as bigint) as frequency,
    cast(scored.monetary as decimal(18, 2)) as monetary,
    cast(scored.r as integer) as r,
    cast(scored.f as integer) as f,
    cast(scored.m as integer) as m,
    cast(rfm_cells.segment as varchar) as segment
from scored
left join customers on scored.customer_id = customers.customer_id
left join rfm_cells on scored.r = rfm_cells.r and scored.f = rfm_cells.f
order by customer_id
