-- Stands in for the step that names segments: those of RFM, and own ones called one, two and three, in
-- the last of which nobody is.
-- grain: kind, segment
-- reads: rfm_segments
select
    cast('rfm' as varchar) as kind,
    cast(segment as varchar) as segment,
    cast(null as varchar) as name,
    cast(position as bigint) as position,
    cast(null as varchar) as do
from rfm_segments
union all
select 'own', 'one', 'one', 1, 'Write to them.'
union all
select 'own', 'two', 'two', 2, null
union all
select 'own', 'three', 'three', 3, null
