-- Who is in which RFM segment.
-- use: asked
-- grain: kind, segment, customer_id
-- reads: rfm
select
    cast('rfm' as varchar) as kind,
    cast(segment as varchar) as segment,
    cast(customer_id as varchar) as customer_id
from rfm
