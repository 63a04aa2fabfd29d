-- The stages of the lifecycle, those in which nobody is too, in the order of a life.
-- use: asked
-- grain: kind, segment
select
    cast('lifecycle' as varchar) as kind,
    cast(stages.segment as varchar) as segment,
    cast(null as varchar) as name,
    cast(stages.position as bigint) as position,
    cast(null as varchar) as do
from (values ('prospect', 1), ('new', 2), ('active', 3), ('at_risk', 4), ('lost', 5), ('won_back', 6)) as stages (segment, position)
