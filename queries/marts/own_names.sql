-- What the own segments are called, in the order of the config, and what to do about them.
-- use: asked
-- grain: kind, segment
-- reads: own_segments
select
    cast('own' as varchar) as kind,
    cast(name as varchar) as segment,
    cast(name as varchar) as name,
    cast(position as bigint) as position,
    cast(advice as varchar) as do
from own_segments
