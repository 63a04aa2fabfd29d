-- Who is in an own segment: those whom its rule has chosen.
-- use: asked
-- grain: kind, segment, customer_id
-- reads: chosen_customers
-- param: segment VARCHAR
select
    cast('own' as varchar) as kind,
    cast($segment as varchar) as segment,
    cast(customer_id as varchar) as customer_id
from chosen_customers
