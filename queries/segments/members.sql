-- Who is in one segment.
-- use: asked
-- grain: customer_id
-- reads: segment_members
-- param: kind VARCHAR
-- param: segment VARCHAR
select customer_id
from segment_members
where kind = $kind and segment = $segment
order by customer_id
