-- What the RFM segments are called, in the order of their map, and what to do about them.
-- use: asked
-- grain: kind, segment
-- reads: rfm_segments
select
    cast('rfm' as varchar) as kind,
    cast(segment as varchar) as segment,
    cast(name as varchar) as name,
    cast(position as bigint) as position,
    cast("do" as varchar) as do
from rfm_segments
