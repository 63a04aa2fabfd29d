-- Recency, frequency and money of every customer with a purchase, their scores and the segment.
-- Recency is days since the last purchase, frequency the number of purchases, monetary the net
-- amount of all orders. A score is by the share of customers who are strictly worse: 5 is at
-- least 80 % of them, 4 is 60 %, and so on. Equal customers therefore share a score whatever
-- their order in the data, and the least that anybody has is always 1: with average ranks a
-- company where 60 % bought once would have no customer with frequency 1. Where the company has
-- bounds of its own (rfm_thresholds: the days up to which, or the number or amount from which,
-- there is a score of 2 to 5), the score is the highest whose bound is reached.
--
-- The segment is a place on the map and says nothing of whom the customer was like before: stage is
-- where they stand by their own rhythm (lifecycle), and of "loyal" it may be lost.
-- grain: customer_id
-- reads: customers, lifecycle, orders, rfm_cells, rfm_thresholds
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
bounds as (
    select
        dimension,
        max(bound) filter (where score = 2) as b2,
        max(bound) filter (where score = 3) as b3,
        max(bound) filter (where score = 4) as b4,
        max(bound) filter (where score = 5) as b5
    from rfm_thresholds
    group by dimension
),
scored as (
    select
        ranked.*,
        rfm_score(recency_rank, customers, -recency_days, -recency.b2, -recency.b3, -recency.b4, -recency.b5) as r,
        rfm_score(frequency_rank, customers, ranked.frequency, frequency.b2, frequency.b3, frequency.b4, frequency.b5) as f,
        rfm_score(monetary_rank, customers, ranked.monetary, monetary.b2, monetary.b3, monetary.b4, monetary.b5) as m
    from ranked
    left join bounds as recency on recency.dimension = 'recency'
    left join bounds as frequency on frequency.dimension = 'frequency'
    left join bounds as monetary on monetary.dimension = 'monetary'
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
    cast(rfm_cells.segment as varchar) as segment,
    cast(lifecycle.stage as varchar) as stage
from scored
left join customers on scored.customer_id = customers.customer_id
left join lifecycle on scored.customer_id = lifecycle.customer_id
left join rfm_cells
    on scored.r = rfm_cells.r
    and scored.f = rfm_cells.f
    and scored.m = coalesce(rfm_cells.m, scored.m)
order by customer_id
