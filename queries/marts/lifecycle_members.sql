-- Who is at which stage of the lifecycle.
-- use: asked
-- grain: kind, segment, customer_id
-- reads: lifecycle
select
    cast('lifecycle' as varchar) as kind,
    cast(stage as varchar) as segment,
    cast(customer_id as varchar) as customer_id
from lifecycle
