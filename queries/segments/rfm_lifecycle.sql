-- The RFM segments by the stages of the lifecycle in which their customers are: scores compare a
-- customer with all others, a stage with the own past. Of the customers of a segment with good
-- scores some may be silent for longer than they ever were.
-- grain: segment, stage
-- reads: rfm
select
    cast(segment as varchar) as segment,
    cast(stage as varchar) as stage,
    cast(count(*) as bigint) as customers,
    cast(sum(monetary) as decimal(18, 2)) as revenue
from rfm
group by segment, stage
order by segment, stage
