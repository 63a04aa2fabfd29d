-- The types of events, each once: rules may speak of them.
-- use: asked
-- grain: name
-- reads: customer_events
select distinct cast(event_type as varchar) as name
from customer_events
where event_type is not null
order by name
