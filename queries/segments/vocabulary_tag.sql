-- The tags of customers, each once: rules may speak of them.
-- use: asked
-- grain: name
-- reads: customer_reach
select distinct cast(trim(one.tag) as varchar) as name
from customer_reach
cross join unnest(split(customer_reach.tags, ',')) as one (tag)
order by name
