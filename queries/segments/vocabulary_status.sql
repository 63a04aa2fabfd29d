-- The states of events, each once: rules may speak of them.
-- use: asked
-- grain: name
-- reads: customer_events
select distinct cast(status as varchar) as name
from customer_events
where status is not null
order by name
