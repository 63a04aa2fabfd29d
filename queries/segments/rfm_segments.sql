-- The RFM segments in the order of their map: how many customers, what they brought, how long ago
-- they bought. A segment in which nobody is stands with 0. The name and what to do about a segment
-- are the company's own words, where it has a map of its own with any.
-- grain: segment
-- reads: rfm, rfm_cells
with
segments as (
    select segment, min(position) as position, min(name) as name, min(advice) as advice
    from rfm_cells
    group by segment
),
placed as (
    select
        segment,
        recency_days,
        row_number() over (partition by segment order by recency_days) as place,
        count(*) over (partition by segment) as customers
    from rfm
),
medians as (
    -- The middle customer, or the two in the middle.
    select segment, min(recency_days) + max(recency_days) as twice_median
    from placed
    where 2 * place between customers and customers + 2
    group by segment
),
totals as (
    select segment, count(*) as customers, sum(monetary) as revenue, sum(frequency) as orders
    from rfm
    group by segment
)
select
    cast(segments.position as integer) as position,
    cast(segments.segment as varchar) as segment,
    cast(coalesce(totals.customers, 0) as bigint) as customers,
    cast(coalesce(totals.revenue, 0) as decimal(18, 2)) as revenue,
    cast(coalesce(totals.orders, 0) as bigint) as orders,
    cast(money_per(totals.revenue, totals.orders) as decimal(18, 2)) as average_order,
    cast(medians.twice_median as double) / 2 as median_recency_days,
    cast(segments.name as varchar) as name,
    cast(segments.advice as varchar) as "do"
from segments
left join totals on segments.segment = totals.segment
left join medians on segments.segment = medians.segment
order by position, segment
